"""Whatever the hub tells and people do, in whatever order: one ticket for each booking, an
arrived visitor is never cancelled, nothing said again changes anything."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.office.arrivals import arrive_at_reception, arrive_from_phone, undo_arrival
from edge_node.office.calling import absent, call_next, came
from edge_node.office.serving import finish
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import State, Ticket
from queue_core.wire.records import BookingCancelled
from tests.edge_node.office.desk import clock
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    by_code,
    by_qr,
    office_of_visits,
    place,
    put,
    qr,
    tell,
    ticket_of,
    told,
)
from tests.edge_node.sample import by, opened

PROVEN = frozenset({State.SERVING, State.DONE})
DEEDS = {
    "hub puts": lambda office, version, shift: put(
        office, version=version, start=HALF_PAST_NINE + timedelta(minutes=15 * shift)
    ),
    "hub cancels": lambda office, version, _: tell(
        office, BookingCancelled(booking="b1", version=version)
    ),
    "code": lambda office, _, __: by_code(office),
    "QR code": lambda office, version, shift: by_qr(
        office, qr(version=version, start=HALF_PAST_NINE + timedelta(minutes=15 * shift))
    ),
    "reception": lambda office, _, __: arrive_at_reception(office, Command(), "b1", "seen"),
    "phone": lambda office, _, __: arrive_from_phone(office, Command(), "b1"),
    "worker": lambda office, _, __: place(office),
    "call": lambda office, _, __: call_next(office, by("1"), "1"),
    "came": lambda office, _, __: came(office, by("1"), "1"),
    "absent": lambda office, _, __: absent(office, by("1"), "1"),
    "finish": lambda office, _, __: finish(office, by("1"), "1"),
    "time": lambda office, version, __: clock(office).advance(minutes=4 * version),
}
UNDO = "undo of the arrival"
steps = st.lists(
    st.tuples(st.sampled_from([*DEEDS, UNDO]), st.integers(1, 4), st.integers(-2, 3)),
    min_size=5,
    max_size=25,
)


def is_here(ticket: Ticket | None) -> bool:
    return ticket is not None and (ticket.arrived or ticket.state in PROVEN)


@pytest.mark.parametrize("arrival", ["required", "not_required"])
@settings(max_examples=60, deadline=None)
@given(steps=steps)
def test_an_arrived_visitor_is_never_cancelled(
    arrival: str, steps: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        office = office_of_visits(Path(folder), arrival=arrival)
        opened(office, "1")
        for deed, version, shift in steps:
            before = ticket_of(office)
            if deed == UNDO:
                _undo(office, before)
                continue
            _try(office, deed, version, shift)
            _check(office, deed, before)
        office.database.close()


def _undo(office: Office, before: Ticket | None) -> None:
    try:
        undo_arrival(office, Command(), before.id if before else "none")
    except Refused:
        return


def _try(office: Office, deed: str, version: int, shift: int) -> None:
    try:
        DEEDS[deed](office, version, shift)
    except Refused:
        return
    if deed.startswith("hub"):
        after = ticket_of(office)
        DEEDS[deed](office, version, shift)
        assert ticket_of(office) == after, f"{deed}, heard twice"


def _check(office: Office, deed: str, before: Ticket | None) -> None:
    after = ticket_of(office)
    if is_here(before):
        assert after is not None
        assert before is not None
        assert after.id == before.id
        assert after.state is not State.CANCELLED
    numbers = office.database.read().execute("SELECT count(*) FROM tickets WHERE booking = 'b1'")
    assert numbers.fetchone()[0] <= 1
    if deed == "hub cancels" and after is not None and after.state is State.CANCELLED:
        assert told(office, "cancel_applied")
