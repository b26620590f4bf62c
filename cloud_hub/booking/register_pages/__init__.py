"""Rejestr rezerwacji: the staff's pages of bookings, below `/staff/register`."""

from flask import Blueprint, Response, request

blueprint = Blueprint(
    "register",
    __name__,
    url_prefix="/staff/register",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@blueprint.after_request
def _keep_out_of_caches(response: Response) -> Response:
    """Names and codes are on these pages: no browser and no proxy keeps a copy."""
    if request.endpoint != "register.static":
        response.headers["Cache-Control"] = "no-store"
    return response


# The modules below hang their routes on the blueprint; they are imported for that alone.
from cloud_hub.booking.register_pages import (  # noqa: E402
    listing,
    phone,
    phone_person,
    visit,
)

__all__ = ["blueprint", "listing", "phone", "phone_person", "visit"]
