"""Evacuation and the panic button, begun and ended by a program.

The state is for staff alone: a panic call is never told to the public.
"""

from edge_node.office import alarm
from edge_node.office.day import end_evacuation_and_day
from edge_node.panels.api import answers, questions
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from queue_core.domain.errors import Unknown
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import LARGEST_ID, api_blueprint, refuses

blueprint = api_blueprint("alarm", "Alarm")

_STAFF = (Right.CALL, Right.RECEPTION, Right.MANAGE)


@blueprint.get("/alarm")
@needs(*_STAFF)
@blueprint.output(answers.AlarmState)
def show_alarm() -> answers.AlarmState:
    """Alarms that have not ended."""
    return _state()


@blueprint.post("/alarm")
@needs(*_STAFF)
@blueprint.input(questions.Alarm, arg_name="raised")
@blueprint.output(answers.AlarmState)
@refuses("unknown_counter")
def raise_alarm(raised: questions.Alarm) -> answers.AlarmState:
    """Announce an evacuation, or press the panic button of a counter."""
    if raised.kind == "evacuation":
        alarm.raise_evacuation(office(), asked())
    elif raised.counter is None:
        raise Unknown("counter")
    else:
        alarm.raise_panic(office(), asked(raised.counter), raised.counter)
    return _state()


@blueprint.delete("/alarm")
@needs(Right.END_ALARM)
@blueprint.input(questions.AlarmEnd, arg_name="end")
@blueprint.output(answers.AlarmState)
@refuses("not_allowed_now")
def end_alarm(end: questions.AlarmEnd) -> answers.AlarmState:
    """End the evacuation: keep the queue, or close the day."""
    if end.then == "close_day":
        end_evacuation_and_day(office(), asked())
    else:
        alarm.end_evacuation(office(), asked())
    return _state()


@blueprint.post("/alarm/panics/<int:id>/accept")
@needs(*_STAFF)
@blueprint.input(questions.Helper, arg_name="helper")
@blueprint.output(answers.AlarmState)
@refuses("taken_by_other", "unknown_counter")
def accept_panic(id: int, helper: questions.Helper) -> answers.AlarmState:
    """The clerk of a counter goes to help."""
    if office().document.counter(helper.counter) is None:
        raise Unknown("counter", counter=helper.counter)
    alarm.accept_panic(office(), asked(helper.counter), _known(id), helper.counter)
    return _state()


@blueprint.post("/alarm/panics/<int:id>/end")
@needs(*_STAFF)
@blueprint.output(answers.AlarmState)
@refuses("unknown_alarm")
def end_panic(id: int) -> answers.AlarmState:
    """The danger is over."""
    alarm.end_panic(office(), asked(), _known(id))
    return _state()


def _known(id: int) -> int:
    if id > LARGEST_ID:
        raise Unknown("alarm")
    return id


def _state() -> answers.AlarmState:
    with office().database.snapshot() as connection:
        running = alarm.evacuation(connection)
        calls = alarm.panics(connection)
    return answers.AlarmState(
        evacuation_since=running.raised_at if running else None,
        panics=tuple(
            answers.Panic(
                id=call.id,
                counter=call.counter,
                raised_at=call.raised_at,
                accepted_by=call.accepted_by,
            )
            for call in calls
        ),
    )
