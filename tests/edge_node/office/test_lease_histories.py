"""Whatever is granted, told again, asked back, forgotten and sold in any order: each seat is sold
at most once, and never after it went back."""

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.store.leases import forget_leases
from edge_node.store.unit import Command, Office, transaction
from queue_core.domain.errors import Refused
from queue_core.wire.records import LeaseRecall
from tests.edge_node.office.hub import office_of_visits, tell, told
from tests.edge_node.office.leases import AT_DESK, EIGHT, QUARTER, cells, grant, sell

VISITS = 4
SEATS = cells(VISITS) + cells(VISITS, seat=2)
NUMBERS = tuple((f"AR{n:02}", f"{n:06}") for n in range(1, 13))
acts = st.one_of(
    st.tuples(st.just("sell"), st.integers(0, VISITS - 1)),
    st.tuples(st.just("recall"), st.sets(st.integers(0, len(SEATS) - 1), max_size=4)),
    st.tuples(st.just("grant"), st.none()),
    st.tuples(st.just("forget"), st.none()),
)


def act(office: Office, what: str, which: object) -> None:
    if what == "sell":
        assert isinstance(which, int)
        with suppress(Refused):
            sell(office, EIGHT + which * QUARTER, at=AT_DESK)
    elif what == "recall":
        assert isinstance(which, set)
        tell(office, LeaseRecall(lease="l1", seats=tuple(SEATS[place] for place in which)))
    elif what == "grant":
        grant(office, seats=SEATS, numbers=NUMBERS)
    else:
        with transaction(office, Command()) as unit:
            forget_leases(unit)


@settings(max_examples=25)
@given(history=st.lists(acts, max_size=14))
def test_each_seat_is_sold_once_and_never_after_it_went_back(
    history: list[tuple[str, object]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = office_of_visits(Path(folder))
        grant(office, seats=SEATS, numbers=NUMBERS)
        for what, which in history:
            act(office, what, which)
        gone: set[tuple[str, int]] = set()
        numbers: list[str] = []
        for record in told(office):
            seats = {(at, seat) for at, seat in record.get("seats", ())}
            if record["kind"] == "leased_sale":
                assert len(seats) == 3
                assert not seats & gone
                numbers.append(record["number"])
            gone |= seats
        assert len(set(numbers)) == len(numbers)


def test_what_was_asked_back_twice_is_returned_twice_and_sold_never(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    grant(office)
    for _ in range(2):
        tell(office, LeaseRecall(lease="l1", seats=cells(1)))
    first, second = told(office, "lease_return")
    assert first["seats"] == second["seats"]
    assert sell(office, EIGHT + QUARTER).start == EIGHT + timedelta(minutes=15)
