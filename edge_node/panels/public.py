"""The state of the queue for everybody: services, waiting, range, open counters, now served.

May stand inside the office's own web page (B-177). The trap: the part that reloads never names
the hour, or it would be new each time; the page around it says how old it is.
"""

from flask import Blueprint, render_template

from edge_node.panels.board_words import not_issued
from edge_node.panels.session import office
from edge_node.views.queue_state import QueueState, queue_state
from queue_core.domain.issuing import Issuing
from queue_core.domain.office import text
from queue_core.domain.tickets import ACTIVE, Ticket
from queue_core.domain.wording.shown import hour, people, wait_range
from queue_core.web.access import public
from queue_core.web.fragments import fragment
from queue_core.web.security import embeddable
from queue_core.web.texts import language

blueprint = Blueprint(
    "public",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/public-static",
)


@blueprint.get("/queue")
@embeddable
@public
@fragment
def page() -> str:
    """The whole page."""
    return _render("public_queue.html")


@blueprint.get("/queue/now")
@embeddable
@public
@fragment
def now() -> str:
    """The part that changes."""
    return _render("public_queue_now.html")


def _render(template: str) -> str:
    state = queue_state(office())
    spoken = language()

    def why_closed(issuing: Issuing) -> str:
        return not_issued(issuing, state.office.zone)

    return render_template(
        template,
        state=state,
        served=_served(state),
        name=lambda texts: text(texts, spoken),
        people=lambda count: people(count, spoken),
        wait=lambda wait: wait_range(wait.low, wait.high, spoken) if wait else "",
        not_issued=why_closed,
        at=hour(state.now.astimezone(state.office.zone)),
    )


def _served(state: QueueState) -> dict[str, list[Ticket]]:
    """The called and served tickets of each service, by counter; visits without a ticket too
    have a number, which nobody was called by, so they are left out."""
    found: dict[str, list[Ticket]] = {}
    for counter in state.counters:
        ticket = state.ticket_at(counter.id)
        if ticket is not None and ticket.state in ACTIVE and ticket.origin != "without_ticket":
            found.setdefault(ticket.service, []).append(ticket)
    return found
