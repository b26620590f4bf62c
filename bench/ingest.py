"""What one link process of the hub applies: events of a hundred nodes, singly and in batches.

Each beside two limits of the same run: the same rows written by nothing but the database, and what
the broker and the client carry at QoS 1 when nobody does anything with it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import insert

from bench.booked_city import empty_hub
from bench.figures import Row, per_second
from cloud_hub.live.applying import event_row, ticket_rows
from cloud_hub.store.offices import Institution, put_institution, put_office
from cloud_hub.store.tables.live import hub_events, hub_tickets
from cloud_hub.store.unit import Command, Hub
from cloud_hub.sync.enrolling import enrol_node
from cloud_hub.sync.hub_end import HubEnd
from okienko.demo.broker import HUB, build_broker
from okienko.demo.ports import free_ports
from okienko.demo.sample import office
from queue_core.wire.records import OfficeEvent, TicketFacts
from tests.cloud_hub.sync.box import Box, Talk

NODES = 100
_EVENTS = 200
_SINGLE = 10
_MESSAGES = 5_000
_AHEAD = 200
"""Fewer than the broker queues for a client; what goes beyond that it drops."""
_BATCH_BYTES = 400
"""About one record with its frame."""


def rows() -> Iterator[Row]:
    """Singly and in batches, on both databases."""
    carried = _carried()
    for kind in ("sqlite", "postgresql"):
        with empty_hub(kind) as hub:
            boxes = _boxes(hub)
            end = _met(hub, boxes)
            singly = per_second(NODES * _SINGLE, _applied(end, boxes, _SINGLE, singly=True))
            batched = per_second(NODES * _EVENTS, _applied(end, boxes, _EVENTS, singly=False))
            raw, raw_batched = _raw(hub, 1), _raw(hub, 100)
        yield _row("one by one", kind, singly, raw, carried, "≥ 0.25")
        yield _row("in batches of 100", kind, batched, raw_batched, carried, "≥ 20,000/s")


def _row(how: str, kind: str, rate: float, raw: float, carried: float, aim: str) -> Row:
    limit = f"their rows alone {raw:,.0f}/s; broker and client {carried:,.0f} messages/s"
    return Row(f"events of {NODES} nodes {how}, {kind}", f"{rate:,.0f}/s", limit, rate / raw, aim)


def _boxes(hub: Hub) -> tuple[Box, ...]:
    put_institution(hub, Command(), Institution("torun", "Urząd (przykład)", "Urzad"))
    document = office("plaza")
    boxes = []
    for number in range(NODES):
        put_office(hub, Command(), "torun", replace(document, id=f"o{number}"))
        boxes.append(Box(enrol_node(hub, Command(), f"o{number}")))
    return tuple(boxes)


def _met(hub: Hub, boxes: tuple[Box, ...]) -> HubEnd:
    """All nodes have met the hub and taken what it told them."""
    talk = Talk(hub, boxes)
    talk.connects()
    return talk.end


def _applied(end: HubEnd, boxes: tuple[Box, ...], events: int, *, singly: bool) -> float:
    """Seconds in which the hub applied so many events of each node."""
    for box in boxes:
        for _ in range(events):
            box.writes(_event(box.log.head().seq + 1))
    spent, now = 0.0, 1_000.0
    while True:
        sent = [[one for one in box.sends(now)][: 1 if singly else None] for box in boxes]
        arrived = [one for messages in sent for one in messages]
        if not arrived:
            return spent
        parts = [[one] for one in arrived] if singly else [arrived]
        begun = time.perf_counter()
        told = [answer for part in parts for answer in end.hear(part, now)]
        spent += time.perf_counter() - begun
        for box in boxes:
            box.hears(told, now)
        now += 0.1


def _event(seq: int) -> OfficeEvent:
    now = datetime.now(UTC)
    ticket = TicketFacts(
        id=f"T{seq // 4}",
        number=f"A{seq // 4:03d}",
        day=now.date().isoformat(),
        service="residence",
        state=("waiting", "called", "serving", "done")[seq % 4],
        version=seq % 4 + 1,
        token=f"token-{seq // 4}",
        queue_time=now,
        issued_at=now - timedelta(minutes=5),
        origin="walk_in",
    )
    return OfficeEvent(
        seq=seq,
        action=seq,
        day=ticket.day,
        name="ticket_called",
        at=now,
        boot=1,
        uptime_ms=seq * 1000,
        clock_synced=True,
        ticket=ticket,
    )


def _raw(hub: Hub, at_once: int) -> float:
    """Events a second with their tickets as bare rows, so many in a transaction."""
    count = 300 if at_once == 1 else 10_000
    first = 10_000_000 * at_once
    events = [_event(first + 4 * number) for number in range(count)]
    spent = 0.0
    for start in range(0, count, at_once):
        told = [(event, event.at) for event in events[start : start + at_once]]
        happened = [event_row("o0", *one) for one in told]
        tickets = list(ticket_rows("o0", told))
        begun = time.perf_counter()
        with hub.database.write() as connection:
            connection.execute(insert(hub_events), happened)
            connection.execute(insert(hub_tickets), tickets)
        spent += time.perf_counter() - begun
    return per_second(count, spent)


def _carried() -> float:
    """Messages a second from one client through the broker to another, at QoS 1."""
    with TemporaryDirectory(prefix="okienko-bench-") as folder, _broker(Path(folder)) as port:
        room = threading.Semaphore(_AHEAD)
        ready = threading.Event()
        listener, speaker = _client(port, HUB), _client(port, "n1")
        listener.on_message = lambda *_: room.release()
        listener.on_subscribe = lambda *_: ready.set()
        listener.subscribe("okienko/1/up/+/log", 1)
        ready.wait(10)
        begun = time.perf_counter()
        for _ in range(_MESSAGES):
            room.acquire(timeout=10)
            speaker.publish("okienko/1/up/n1/log", b"x" * _BATCH_BYTES, 1)
        for _ in range(_AHEAD):
            room.acquire(timeout=10)
        spent = time.perf_counter() - begun
        for client in (listener, speaker):
            client.loop_stop()
        return per_second(_MESSAGES, spent)


@contextmanager
def _broker(folder: Path) -> Iterator[int]:
    (port,) = free_ports([0])
    broker = build_broker(folder, port, {HUB: "h", "n1": "n"})
    broker.begin()
    broker.wait_until_ready()
    yield port
    broker.stop()


def _client(port: int, name: str) -> mqtt.Client:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name)
    client.username_pw_set(name, name[0])
    client.max_inflight_messages_set(0)
    client.connect("127.0.0.1", port)
    client.loop_start()
    return client
