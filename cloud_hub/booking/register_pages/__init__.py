"""Rejestr rezerwacji: the staff's pages of bookings, below `/staff/register`."""

from flask import Blueprint

blueprint = Blueprint(
    "register",
    __name__,
    url_prefix="/staff/register",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)

# The modules below hang their routes on the blueprint; they are imported for that alone.
from cloud_hub.booking.register_pages import listing, visit  # noqa: E402

__all__ = ["blueprint", "listing", "visit"]
