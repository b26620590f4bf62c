"""Sending from the queue through a gateway that misbehaves: each message once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cloud_hub.messages.claiming import LEASE, Ways, take
from cloud_hub.messages.gateway import Accepted, Trouble
from cloud_hub.messages.outcomes import note_accepted, note_trouble
from cloud_hub.messages.sending import WORK, Health, Pace
from cloud_hub.messages.states import MessageState
from cloud_hub.store.unit import Hub
from okienko.demo.sms_gateway.faults import Fault
from tests.cloud_hub.messages.simulator import Simulator, running
from tests.cloud_hub.messages.story import (
    PHONE,
    code_message,
    later,
    message_row,
    on_phone,
    send_all,
    sender,
    written,
)

State = MessageState
CODE = "Urzad Miasta: kod 123456 do biletu. Wazny 10 min."


def test_a_message_reaches_the_phone_and_its_code_is_forgotten(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    assert send_all(sender(hub, simulator)) == 1
    assert on_phone(simulator, id) == [CODE]
    row = message_row(hub, id)
    assert (row.state, row.attempts, row.parts) == (State.SENT, 1, 1)
    assert row.reference
    assert "123456" not in f"{row.facts} {row.text}"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.MUTE,
        Fault.SLOW,
        Fault.ERROR_500,
        Fault.BROKEN_JSON,
        Fault.ANSWER_LOST,
        Fault.NO_CREDIT,
    ],
)
def test_whatever_goes_wrong_once_the_phone_gets_one_message(
    hub: Hub, simulator: Simulator, fault: Fault
) -> None:
    id = written(hub)
    simulator.misbehave(fault)
    assert send_all(sender(hub, simulator)) == 2
    assert on_phone(simulator, id) == [CODE]
    assert message_row(hub, id).state == State.SENT


def test_a_number_that_does_not_exist_is_not_tried_again(hub: Hub, simulator: Simulator) -> None:
    id = written(hub)
    simulator.misbehave(Fault.WRONG_NUMBER)
    assert send_all(sender(hub, simulator)) == 1
    row = message_row(hub, id)
    assert (row.state, row.reason, row.due_at) == (State.FAILED, "smsapi_13", None)


def test_pauses_grow_and_after_five_attempts_it_ends(hub: Hub, simulator: Simulator) -> None:
    id = written(hub)
    simulator.misbehave(Fault.NO_CREDIT, times=0)
    worker = sender(hub, simulator)
    began = hub.clock.now()
    tried = []
    while message_row(hub, id).due_at is not None:
        later(hub, seconds=(message_row(hub, id).due_at - hub.clock.now()).total_seconds())
        worker.send_next()
        tried.append((hub.clock.now() - began) // timedelta(seconds=1))
    assert tried == [0, 0, 15, 75, 255]
    row = message_row(hub, id)
    assert (row.state, row.attempts, row.reason) == (State.FAILED, 5, "smsapi_103")


def test_where_nobody_answers_to_the_end_the_state_is_unknown_and_not_failed(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    simulator.misbehave(Fault.ERROR_500, times=0)
    worker = sender(hub, simulator)
    for _ in range(5):
        worker.send_next()
        later(hub, minutes=4)
    assert (message_row(hub, id).state, message_row(hub, id).attempts) == (State.UNKNOWN, 5)


def test_a_second_gateway_takes_over_at_once_where_nothing_went_out(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    simulator.misbehave(Fault.NO_CREDIT, times=0)
    with running() as second:
        assert send_all(sender(hub, simulator, second)) == 2
        assert (on_phone(simulator, id), on_phone(second, id)) == ([], [CODE])
    assert message_row(hub, id).gateway == "gateway 1"


def test_a_message_that_may_have_gone_out_never_changes_its_gateway(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    simulator.misbehave(Fault.ANSWER_LOST)
    with running() as second:
        assert send_all(sender(hub, simulator, second)) == 2
        assert (on_phone(simulator, id), on_phone(second, id)) == ([CODE], [])


def test_a_message_whose_gateway_was_taken_away_is_unknown(hub: Hub, simulator: Simulator) -> None:
    id = written(hub)
    simulator.misbehave(Fault.ERROR_500)
    sender(hub, simulator).send_next()
    assert take(hub, WORK, Ways(sms=("another",))) is None
    assert (message_row(hub, id).state, message_row(hub, id).reason) == (
        State.UNKNOWN,
        "gateway_gone",
    )


def test_the_lease_of_a_worker_that_died_ends_and_another_sends_under_the_same_id(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    dead = take(hub, WORK, Ways(sms=("gateway 0",)))
    assert dead is not None
    worker = sender(hub, simulator)
    assert not worker.send_next()
    later(hub, seconds=LEASE.total_seconds())
    assert worker.send_next()
    assert on_phone(simulator, id) == [CODE]
    assert message_row(hub, id).attempts == 2


def test_a_late_answer_counts_and_a_late_failure_does_not(hub: Hub) -> None:
    id, ways = written(hub), Ways(sms=("a",))
    late = take(hub, WORK, ways)
    assert late is not None
    later(hub, seconds=LEASE.total_seconds())
    own = take(hub, WORK, ways)
    assert own is not None
    note_trouble(hub, WORK, late, Trouble.REFUSED, "smsapi_13")
    assert message_row(hub, id).state == State.SENDING
    note_accepted(hub, WORK, late, Accepted("77"))
    assert message_row(hub, id).state == State.SENT
    note_trouble(hub, WORK, own, Trouble.UNKNOWN, "no_answer")
    assert message_row(hub, id).state == State.SENT


def test_codes_go_before_everything_else(hub: Hub) -> None:
    term = {"start": hub.clock.now().isoformat(), "minutes": 15}
    ordinary = written(hub, code_message(kind="cancellation", facts=term))
    later(hub, seconds=1)
    urgent = written(hub)
    ways = Ways(sms=("a",))
    assert [job.id for _ in range(2) if (job := take(hub, WORK, ways))] == [urgent, ordinary]


def test_a_number_of_another_country_is_refused(hub: Hub, simulator: Simulator) -> None:
    id = written(hub, code_message(to_phone="+4915112345678"))
    assert not sender(hub, simulator).send_next()
    assert (message_row(hub, id).state, message_row(hub, id).reason) == (State.FAILED, "prefix")


def test_a_message_without_a_way_waits_until_there_is_one(hub: Hub, simulator: Simulator) -> None:
    id = written(hub)
    assert not sender(hub).send_next()
    assert message_row(hub, id).state == State.QUEUED
    assert sender(hub, simulator).send_next()


def test_one_key_is_one_message(hub: Hub) -> None:
    assert written(hub, code_message(key="k")) == written(hub, code_message(key="k"))
    assert written(hub, code_message(key="l")) != written(hub, code_message(key="k"))


def test_a_gateway_is_put_behind_after_three_faults_in_a_row_for_half_a_minute() -> None:
    health = Health(("a", "b"))
    for _ in range(2):
        health.note("a", Trouble.PASSING, 0.0)
    health.note("a", Trouble.REFUSED, 0.0)  # the number's fault
    health.note("a", Trouble.PASSING, 0.0)
    assert health.ordered(1.0) == ("a", "b")
    for _ in range(2):
        health.note("a", Trouble.UNKNOWN, 1.0)
    assert health.ordered(2.0) == ("b", "a")
    assert health.ordered(31.5) == ("a", "b")


def test_a_burst_is_spread_over_time() -> None:
    pace = Pace(10.0)
    assert [round(pace.wait_seconds(5.0), 6) for _ in range(3)] == [0.0, 0.1, 0.2]
    assert pace.wait_seconds(9.0) == 0.0


def test_nobody_is_written_to_twice_by_many_workers_at_once(hub: Hub, simulator: Simulator) -> None:
    ids = [written(hub, code_message(to_phone=PHONE)) for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        workers = [pool.submit(send_all, sender(hub, simulator)) for _ in range(8)]
    assert sum(worker.result() for worker in workers) == 20
    assert [on_phone(simulator, id) for id in ids] == [[CODE]] * 20
    assert {message_row(hub, id).attempts for id in ids} == {1}
