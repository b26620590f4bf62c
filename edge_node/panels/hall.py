"""One view over the offices of a building: this node and its neighbours, side by side (B-36).

Each office keeps its own series of numbers, so every number stands under the name of its office.
The neighbours come from `app.config["NEIGHBOURS"]`; without them the hall is this office alone.
"""

from flask import Blueprint, current_app, render_template

from edge_node.neighbours import Neighbour, NeighbourQueue, Neighbours, NeighbourService
from edge_node.panels.session import office
from edge_node.views.queue_state import ServiceState, queue_state
from queue_core.domain.office import text
from queue_core.domain.wording.shown import wait_range
from queue_core.web.access import device_or_staff
from queue_core.web.fragments import fragment
from queue_core.web.texts import language

NEIGHBOURS = "NEIGHBOURS"

blueprint = Blueprint(
    "hall",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/hall-static",
)


@blueprint.get("/hall")
@device_or_staff
def page() -> str:
    """The whole hall."""
    return _render("hall.html")


@blueprint.get("/hall/now")
@device_or_staff
@fragment
def now() -> str:
    """The numbers of this moment."""
    return _render("hall_now.html")


def _render(template: str) -> str:
    neighbours: Neighbours | None = current_app.config.get(NEIGHBOURS)
    others = neighbours.read() if neighbours else []
    spoken = language()
    return render_template(
        template,
        offices=[_this_office(), *others],
        in_words=lambda texts: text(texts, spoken),
        waiting=lambda wait: wait_range(wait[0], wait[1], spoken) if wait else "–",
    )


def _this_office() -> Neighbour:
    """This node in the shape of the others."""
    state = queue_state(office())
    return Neighbour(
        "", NeighbourQueue(state.office.name, tuple(map(_service, state.services))), True
    )


def _service(state: ServiceState) -> NeighbourService:
    return NeighbourService(
        prefix=state.service.prefix,
        names=state.service.names,
        waiting=state.waiting,
        wait_range_minutes=(state.wait.low, state.wait.high) if state.wait else None,
        last_called=state.last_called,
        open_counters=state.open_counters,
    )
