"""Rejestr rezerwacji: the staff's pages of bookings, below `/staff/register`."""

from flask import Blueprint, Response, request

from queue_core.domain.errors import Refused
from queue_core.web.access import Right, current_actor

blueprint = Blueprint(
    "register",
    __name__,
    url_prefix="/staff/register",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@blueprint.before_request
def _for_keepers_of_the_register() -> None:
    """A right of a single deed opens nothing here without the register's own."""
    who = current_actor()
    if request.endpoint != "register.static" and (who is None or not who.may(Right.REGISTER)):
        raise Refused("no_right")


@blueprint.after_request
def _keep_out_of_caches(response: Response) -> Response:
    """Names and codes are on these pages: no browser and no proxy keeps a copy."""
    if request.endpoint != "register.static":
        response.headers["Cache-Control"] = "no-store"
    return response


# The modules below hang their routes on the blueprint; they are imported for that alone.
from cloud_hub.booking.register_pages import (  # noqa: E402
    calendar_view,
    conflict_list,
    deeds,
    listing,
    move,
    paper,
    person,
    phone,
    phone_person,
    visit,
)

__all__ = [
    "blueprint",
    "calendar_view",
    "conflict_list",
    "deeds",
    "listing",
    "move",
    "paper",
    "person",
    "phone",
    "phone_person",
    "visit",
]
