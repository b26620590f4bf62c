"""What the provider tells later: by its own call, or asked where that call was lost."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from cloud_hub.app import create_app
from cloud_hub.config import HubConfig
from cloud_hub.messages.delivery import callback_path
from cloud_hub.messages.states import MessageState
from cloud_hub.store.unit import Hub
from okienko.demo.sms_gateway.faults import Fault
from tests.cloud_hub.messages.simulator import Simulator, running
from tests.cloud_hub.messages.story import later, message_row, send_all, sender, written

State = MessageState


@pytest.fixture
def client(hub: Hub) -> Iterator[FlaskClient]:
    with create_app(hub, HubConfig("Urząd")).test_client() as client:
        yield client


def tell(hub: Hub, client: FlaskClient, *, idx: str, status: str, id: str = "") -> str:
    """The provider's call; what we answer."""
    told = {"idx": idx, "status": status, "MsgId": id}
    answer = client.get(callback_path(hub.keys), query_string=told)
    assert answer.status_code == 200
    return answer.text


def sent(hub: Hub, simulator: Simulator) -> str:
    """A message that a gateway took."""
    id = written(hub)
    sender(hub, simulator).send_next()
    return id


@pytest.mark.parametrize(
    ("status", "state"),
    [("404", State.DELIVERED), ("405", State.UNDELIVERED), ("406", State.FAILED)],
)
def test_a_receipt_ends_a_message(
    hub: Hub, client: FlaskClient, simulator: Simulator, status: str, state: State
) -> None:
    id = sent(hub, simulator)
    assert tell(hub, client, idx=id, status=status) == "OK"
    row = message_row(hub, id)
    assert (row.state, row.due_at, row.settled_at) == (state, None, hub.clock.now())


def test_what_has_ended_is_never_changed_again(
    hub: Hub, client: FlaskClient, simulator: Simulator
) -> None:
    id = sent(hub, simulator)
    for status in ("404", "405", "409", "406"):
        tell(hub, client, idx=id, status=status)
    assert message_row(hub, id).state == State.DELIVERED


def test_a_receipt_tells_that_an_unanswered_message_went_out_and_stops_its_repetition(
    hub: Hub, client: FlaskClient, simulator: Simulator
) -> None:
    id = written(hub)
    simulator.misbehave(Fault.ANSWER_LOST)
    worker = sender(hub, simulator)
    worker.send_next()
    assert message_row(hub, id).state == State.QUEUED
    tell(hub, client, idx=id, status="404", id="77")
    assert (message_row(hub, id).state, message_row(hub, id).reference) == (State.DELIVERED, "77")
    assert not worker.send_next()


def test_several_receipts_come_in_one_call(
    hub: Hub, client: FlaskClient, simulator: Simulator
) -> None:
    ids = [written(hub), written(hub)]
    send_all(sender(hub, simulator))
    tell(hub, client, idx=",".join(ids), status="404,405")
    assert [message_row(hub, id).state for id in ids] == [State.DELIVERED, State.UNDELIVERED]


@pytest.mark.parametrize(("idx", "status"), [("", "404"), ("nobody", "404"), ("", ""), ("x", "²")])
def test_a_receipt_about_nothing_is_taken_and_changes_nothing(
    hub: Hub, client: FlaskClient, simulator: Simulator, idx: str, status: str
) -> None:
    id = sent(hub, simulator)
    assert tell(hub, client, idx=idx, status=status) == "OK"
    assert message_row(hub, id).state == State.SENT


def test_a_message_that_was_never_sent_cannot_be_delivered(hub: Hub, client: FlaskClient) -> None:
    id = written(hub)
    tell(hub, client, idx=id, status="404")
    assert message_row(hub, id).state == State.QUEUED


def test_without_the_secret_there_is_no_such_page(
    hub: Hub, client: FlaskClient, simulator: Simulator
) -> None:
    id = sent(hub, simulator)
    for secret in ("x", "ł", "0" * 32):
        answer = client.get(f"/callbacks/sms/{secret}", query_string={"idx": id, "status": "404"})
        assert answer.status_code == 404
    assert message_row(hub, id).state == State.SENT


def test_the_gateway_is_asked_where_its_receipt_was_lost(
    hub: Hub, simulator: Simulator, until: Callable[[Callable[[], bool]], None]
) -> None:
    simulator.misbehave(Fault.NO_RECEIPT)
    id = sent(hub, simulator)
    reference = message_row(hub, id).reference
    until(lambda: simulator.gateway().state_of(reference) is State.DELIVERED)
    worker = sender(hub, simulator)
    assert not worker.check_next()
    later(hub, minutes=5)
    assert worker.check_next()
    assert message_row(hub, id).state == State.DELIVERED


def test_it_is_asked_three_times_and_then_left_alone(hub: Hub, simulator: Simulator) -> None:
    id = sent(hub, simulator)
    worker = sender(hub, simulator)
    with running() as another:  # it knows nothing of this message
        asking = sender(hub, another)
        for minutes in (5, 60, 24 * 60):
            later(hub, minutes=minutes)
            assert asking.check_next()
    later(hub, hours=1000)
    assert not worker.check_next()
    assert message_row(hub, id).state == State.SENT


def test_a_real_gateway_reaches_a_real_server(
    sqlite_hub: Iterator[Hub], until: Callable[[Callable[[], bool]], None], tmp_path: Path
) -> None:
    hub = next(sqlite_hub)
    server = make_server("127.0.0.1", 0, create_app(hub, HubConfig("Urząd", folder=tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}{callback_path(hub.keys)}"
    with running("--callback", address) as simulator:
        id = sent(hub, simulator)
        until(lambda: message_row(hub, id).state == State.DELIVERED)
    server.shutdown()
    server.server_close()
