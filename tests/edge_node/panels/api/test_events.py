"""The log for other programs: in order, resumable, without persons."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Thread

import pytest

from edge_node.office.alarm import raise_panic
from edge_node.office.issuing import Order, issue_ticket
from edge_node.panels.api.events import stream
from edge_node.store.unit import Command, Office
from edge_node.views.event_log import EventKind
from queue_core.web.live import Signals
from tests.edge_node.panels.api.conftest import Caller
from tests.edge_node.sample import by, opened, take

STREAM = {"Accept": "text/event-stream"}


def told(office: Office, reader: object, position: int) -> Iterator[dict[str, object]]:
    """The events of a stream, without its pings."""
    for message in stream(office.database, reader, position, 20.0):  # type: ignore[arg-type]
        lines = message.strip().splitlines()
        if lines[0].startswith("id: "):
            yield json.loads(lines[2].removeprefix("data: "))


def test_events_come_in_order_and_page_by_page(api: Caller, office: Office) -> None:
    for _ in range(5):
        take(office)
    seen: list[int] = []
    after = 0
    while True:
        page = api.get(f"/events?after={after}&limit=2")
        if page["next_after"] == after:
            break
        seen += [event["seq"] for event in page["events"]]
        after = page["next_after"]
    assert seen == sorted(set(seen))
    assert len(seen) == 6


def test_a_page_goes_on_past_what_is_not_told(api: Caller, office: Office) -> None:
    after = api.get("/events?limit=500")["next_after"]
    raise_panic(office, by("1"), "1")
    page = api.get(f"/events?after={after}&limit=1")
    assert (page["events"], page["next_after"]) == ([], after + 1)


def test_no_note_reason_or_clerk_goes_outside(api: Caller, office: Office) -> None:
    order = Order("id_cards", note="Jan Kowalski")
    ticket = issue_ticket(office, Command(clerk="anna"), order)
    api.post(f"/tickets/{ticket.id}/note", {"note": "Anna Nowak"})
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/came")
    api.post("/counters/1/park", {"note": "dla pani Nowak"})
    api.post(f"/tickets/{ticket.id}/cancel", {"reason": "pan Kowalski wyszedł"})
    everything = json.dumps(api.get("/events"), ensure_ascii=False)
    for secret in ("Kowalski", "Nowak", "anna", "clerk1"):
        assert secret not in everything


def test_what_was_undone_says_so(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/undo")
    events = {event["kind"]: event for event in api.get("/events")["events"]}
    assert events["ticket_called"]["undone"]
    assert events["ticket_undone"]["facts"]["undone"] == events["ticket_called"]["seq"]


def test_an_event_names_the_matter_of_its_time(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/transfer", {"service": "residence"})
    story = [(e["kind"], e["service"]) for e in api.get("/events")["events"] if e["ticket"]]
    assert story == [
        ("ticket_issued", "id_cards"),
        ("ticket_called", "id_cards"),
        ("ticket_transferred", "residence"),
    ]
    api.post("/counters/1/undo")
    undone = api.get("/events")["events"][-1]
    assert (undone["kind"], undone["service"]) == ("ticket_undone", "id_cards")
    assert api.get("/events")["events"][-2]["service"] == "residence"


def test_a_stream_tells_what_was_and_then_what_comes(office: Office, signals: Signals) -> None:
    office.database.on_commit(lambda topics: signals.publish(1, topics))
    first = take(office)
    later = Thread(target=lambda: (opened(office, "1"), office.database.close()))
    events = told(office, signals.join(), 0)
    assert [e["kind"] for e in islice(events, 2)] == ["day_opened", "ticket_issued"]
    later.start()
    event = next(events)
    later.join()
    assert (event["kind"], event["counter"]) == ("counter_opened", "1")
    assert first.number == "A001"


def test_a_stream_goes_on_after_the_last_event_seen(api: Caller, office: Office) -> None:
    numbers = [take(office).number for _ in range(3)]
    last = api.get("/events?limit=2")["next_after"]
    answer = api.ask(
        "GET", "/events", headers=STREAM | {"Last-Event-ID": str(last)}, buffered=False
    )
    assert answer.mimetype == "text/event-stream"
    messages = list(islice(answer.response, 3))
    text = "".join(m.decode() if isinstance(m, bytes) else m for m in messages)
    assert [n for n in numbers if n in text] == numbers[1:]
    assert f"id: {last + 1}\n" in text
    answer.close()


def test_a_stream_gives_its_place_back(api: Caller, signals: Signals) -> None:
    answer = api.ask("GET", "/events", headers=STREAM, buffered=False)
    assert signals.streams == 1
    answer.close()
    assert signals.streams == 0


def test_there_is_a_last_place_for_streams(api: Caller, signals: Signals) -> None:
    for _ in range(8):
        signals.join()
    answer = api.ask("GET", "/events", headers=STREAM)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("id", ["x", "-1", "1" * 16])
def test_a_place_that_is_none_is_refused(api: Caller, id: str) -> None:
    assert api.ask("GET", "/events", headers=STREAM | {"Last-Event-ID": id}).status_code == 422


KEPT = {"panic_raised", "panic_accepted", "panic_ended", "ticket_note_set"}
"""Events for the colleagues in the office alone."""
KEPT_OF_THE_NODE = {"webhook_added", "webhook_removed", "slip_changed"}


def test_every_kind_of_event_is_told_or_kept_on_purpose() -> None:
    import re

    code = Path(__file__).resolve().parents[4] / "edge_node"
    logged = {
        kind
        for path in code.rglob("*.py")
        for kind in re.findall(r'Happening\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert logged - {kind.value for kind in EventKind} - KEPT - KEPT_OF_THE_NODE == set()
