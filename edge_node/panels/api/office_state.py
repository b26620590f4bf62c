"""The office and its queue as a whole: for staff, and for everybody (B-177)."""

from flask import Response, jsonify

from edge_node.office.day import confirm_day
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.views.kiosks import kiosk_blocks
from edge_node.views.queue_state import QueueState, queue_state
from queue_core.domain.calendar import hours_on, local_day
from queue_core.web.access import Right, needs, public, signed_in
from queue_core.web.api.contract import api_blueprint, refuses
from queue_core.web.fragments import fragment

blueprint = api_blueprint("office", "Office")


@blueprint.get("/office")
@signed_in
@blueprint.output(answers.Office)
def show_office() -> answers.Office:
    """The office: services with their queues, counters, kiosks."""
    state = queue_state(office())
    blocked = kiosk_blocks(office().database.read())
    return answers.Office(
        id=state.office.id,
        name=state.office.name,
        day=state.day,
        open=_is_open(state),
        example=state.office.example,
        services=tuple(telling.service(service) for service in state.services),
        counters=tuple(telling.counter(state, counter.id) for counter in state.counters),
        kiosks=tuple(
            answers.Kiosk(id=kiosk.id, name=kiosk.name, blocked=blocked.get(kiosk.id))
            for kiosk in state.office.kiosks
        ),
    )


@blueprint.get("/queue")
@public
@fragment
@blueprint.output(answers.PublicQueue)
def show_queue() -> Response:
    """The queue as everybody may see it; web pages of other sites may read it too."""
    state = queue_state(office())
    queue = answers.PublicQueue(
        name=state.office.name,
        day=state.day,
        open=_is_open(state),
        example=state.office.example,
        waiting=state.waiting,
        services=tuple(telling.service(service) for service in state.services),
    )
    response = jsonify(queue.model_dump(mode="json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.post("/day/confirm")
@needs(Right.CONFIRM_CLOCK)
@blueprint.input(questions.ConfirmedDay, arg_name="vouched")
@blueprint.output(answers.Day)
@refuses("clock_differs")
def confirm_today(vouched: questions.ConfirmedDay) -> answers.Day:
    """Vouch for the date while the clock of the machine is not synchronised."""
    return answers.Day(day=confirm_day(office(), asked(), vouched.day.isoformat()))


def _is_open(state: QueueState) -> bool:
    """Within the hours in which counters serve."""
    today = local_day(state.now, state.office.zone)
    hours = hours_on(state.office, None, today)
    return hours is not None and hours.opens <= state.now < hours.serving_until
