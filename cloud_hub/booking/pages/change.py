"""Changing the term of a booking: the same days and hours; the old term stays until the end."""

from flask import url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.changing import by_token
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.visitor import answer
from cloud_hub.served import hub
from queue_core.web.access import public
from queue_core.web.security import secret_link


@blueprint.get("/b/<token>/change")
@public
@secret_link
def change(token: str) -> Response:
    """Begin: what is known of the visit is answered already."""
    found = by_token(hub(), token)
    answer(
        service=found.service,
        office=found.office,
        persons=found.persons,
        changing=found.token,
        code_sent=False,
    )
    return redirect(url_for(".day"))
