"""Booking on the hub: free terms with a million bookings on file, and holds a second.

Each beside its limit of the same run: for terms the bare query of the seats, for holds the same
rows written by nothing but the database.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice

from sqlalchemy import insert, select

from bench.booked_city import BOOKINGS, PLACE, booked_hub
from bench.figures import Row, percentile, spread_ms
from cloud_hub.booking.holding import hold
from cloud_hub.booking.offer import free_terms
from cloud_hub.booking.wishes import HoldWish, TermsAsked
from cloud_hub.store.tables.bookings import booking_events, bookings
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Command, Hub
from okienko.demo.sample import OFFICES, office
from queue_core.domain.booking.seats import cell_at

_DAYS = 30
_LOOKS = 200
_HOLDS = 400
_NUMBERS = count(1)


def rows() -> Iterator[Row]:
    """Terms and holds, on both databases."""
    for kind in ("sqlite", "postgresql"):
        with booked_hub(kind) as hub:
            yield from _terms(hub, kind)
            yield from _holds(hub, kind)


def _terms(hub: Hub, kind: str) -> Iterator[Row]:
    places = [(o.id, o.booking.services[0].service) for o in map(office, OFFICES)]
    looked = [_timed(lambda place=place: _look(hub, *place)) for place in places * (_LOOKS // 5)]
    bare = [_timed(lambda: _bare_query(hub)) for _ in range(_LOOKS)]
    yield Row(
        f"free terms of {_DAYS} days, 5 offices, {BOOKINGS:,} bookings on file, {kind}",
        spread_ms(looked),
        f"the query of the seats alone {spread_ms(bare)}",
        percentile(looked, 0.5) / percentile(bare, 0.5),
        "p99 < 20 ms",
    )


def _look(hub: Hub, office_id: str, service: str) -> None:
    today = datetime.now(UTC).date()
    free_terms(hub, TermsAsked(office_id, service, today, today + timedelta(days=_DAYS)))


def _bare_query(hub: Hub) -> None:
    now = datetime.now(UTC)
    asked = select(seats.c.cell, seats.c.share).where(
        seats.c.office == PLACE[0],
        seats.c.calendar == office(PLACE[0]).booking.services[0].calendar,
        seats.c.cell >= cell_at(now),
        seats.c.cell < cell_at(now + timedelta(days=_DAYS)),
    )
    with hub.database.read() as connection:
        connection.execute(asked).all()


def _holds(hub: Hub, kind: str) -> Iterator[Row]:
    wishes = list(islice(_wishes(hub), _HOLDS))
    began = time.perf_counter()
    for number, wish in enumerate(wishes):
        hold(hub, Command(session=f"bench {number}"), wish)
    held = len(wishes) / (time.perf_counter() - began)
    began = time.perf_counter()
    for number in range(_HOLDS):
        _write_alone(hub, number)
    raw = _HOLDS / (time.perf_counter() - began)
    limit = f"the same rows alone {raw:.0f}/s"
    yield Row(f"holds, one after the other, {kind}", f"{held:.0f}/s", limit, held / raw, "≥ 0.5")


def _wishes(hub: Hub) -> Iterator[HoldWish]:
    today = datetime.now(UTC).date()
    asked = TermsAsked(*PLACE, today, today + timedelta(days=_DAYS))
    for day in free_terms(hub, asked):
        for term in day.terms:
            yield from [HoldWish(*PLACE, term.start)] * term.free


def _write_alone(hub: Hub, number: int) -> None:
    with hub.database.write() as connection:
        row = connection.execute(select(bookings).where(bookings.c.id == "B1")).one()._asdict()
        id = f"R{number}"
        row |= {"id": id, "token": id, "eticket": id, "session": id}
        connection.execute(insert(bookings).values(row))
        cell = 10_000_000 + 3 * next(_NUMBERS)
        connection.execute(
            insert(seats),
            [
                {
                    "office": "raw",
                    "calendar": "raw",
                    "cell": cell + part,
                    "share": "internet",
                    "seat_no": 1,
                    "booking": id,
                }
                for part in range(3)
            ],
        )
        connection.execute(
            insert(booking_events).values(
                booking=id, name="held", at=datetime.now(UTC), actor="", route="web", facts={}
            )
        )


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
