"""The citizen's pages of booking: the wizard, the booking behind its link, and finding it again."""

from flask import Blueprint

blueprint = Blueprint(
    "booking",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/booking-static",
)

# The modules below hang their routes on the blueprint; they are imported for that alone.
from cloud_hub.booking.pages import (  # noqa: E402
    booked,
    change,
    finding,
    matters,
    person,
    terms,
)

__all__ = ["blueprint", "booked", "change", "finding", "matters", "person", "terms"]
