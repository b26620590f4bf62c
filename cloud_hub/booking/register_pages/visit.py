"""One booking of the register: the visit, the person, and what happened to it."""

from cloud_hub.booking.history import history
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import own_visit, page
from cloud_hub.served import hub
from queue_core.web.access import Right, needs


@blueprint.get("/v/<booking>")
@needs(Right.REGISTER)
def booked(booking: str) -> str:
    """The booking's page."""
    row = own_visit(booking)
    return page("register_visit.html", row=row, events=history(hub(), booking))
