"""A booking found by its six digits and the phone or e-mail that it was made with."""

from flask import request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.changing import find as find_booking
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.visitor import command, page
from cloud_hub.booking.wishes import FindWish
from cloud_hub.defence.doors import check_search
from cloud_hub.served import hub
from queue_core.domain.errors import Refused
from queue_core.web.access import public
from queue_core.web.problems import sentence


@blueprint.get("/find")
@public
def find() -> str:
    """The two questions."""
    return page("booking_find.html", given={"code": "", "contact": ""}, wrong={})


@blueprint.post("/find")
@public
def look() -> Response | tuple[str, int]:
    """Lead to the booking; what was typed stays where nothing is found."""
    given = {name: request.form.get(name, "").strip()[:120] for name in ("code", "contact")}
    try:
        check_search()
        found = find_booking(hub(), command(), FindWish(given["code"], given["contact"]))
    except Refused as refused:
        told = sentence(refused)
        status = 429 if refused.code in ("too_many_tries", "too_many_requests") else 404
        shown = page(
            "booking_find.html",
            given=given,
            wrong={"code": told},
            errors=[{"field": "code", "text": told}],
        )
        return shown, status
    return redirect(url_for(".booked", token=found.token))
