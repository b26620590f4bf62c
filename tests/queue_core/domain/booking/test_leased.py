"""Terms in leased seats: nothing is promised twice, and no visit is torn over two leases."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.booking.leased import FreeSeat, leased_terms, seats_for
from queue_core.domain.booking.phone import phone_tail, typed_phone
from queue_core.domain.booking.seats import cell_at, cells_of
from queue_core.domain.booking.window import Window

OPENS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ALWAYS = Window(OPENS - timedelta(days=1), OPENS + timedelta(days=1))
STARTS = [OPENS + timedelta(minutes=15 * n) for n in range(8)]
seats = st.builds(
    FreeSeat,
    st.sampled_from(["first", "second"]),
    st.integers(0, 23).map(lambda n: OPENS + timedelta(minutes=5 * n)),
    st.integers(1, 3),
)
free_sets = st.frozensets(seats, max_size=120).map(list)
lengths = st.sampled_from([5, 10, 15, 20, 45])


def whole(lease: str, seat: int = 1, cells: int = 24) -> list[FreeSeat]:
    return [FreeSeat(lease, OPENS + timedelta(minutes=5 * n), seat) for n in range(cells)]


@given(free=free_sets, minutes=lengths)
def test_every_term_offered_can_be_sold(free: list[FreeSeat], minutes: int) -> None:
    for start in leased_terms(STARTS, minutes, free, window=ALWAYS):
        taken = seats_for(start, minutes, free)
        assert [cell_at(seat.cell) for seat in taken] == list(cells_of(start, minutes))
        assert set(taken) <= set(free)
        assert len({seat.lease for seat in taken}) == 1


@given(free=free_sets, minutes=lengths)
def test_no_term_is_withheld_that_one_lease_has_room_for(
    free: list[FreeSeat], minutes: int
) -> None:
    offered = leased_terms(STARTS, minutes, free, window=ALWAYS)
    for start in STARTS:
        fits = any(
            {(lease, cell) for cell in cells_of(start, minutes)}
            <= {(seat.lease, cell_at(seat.cell)) for seat in free}
            for lease in ("first", "second")
        )
        assert (start in offered) == fits


@given(free=free_sets, minutes=lengths)
def test_selling_until_nothing_is_left_takes_each_seat_once(
    free: list[FreeSeat], minutes: int
) -> None:
    left, sold = list(free), list[FreeSeat]()
    while offered := leased_terms(STARTS, minutes, left, window=ALWAYS):
        taken = seats_for(offered[0], minutes, left)
        sold += taken
        left = [seat for seat in left if seat not in taken]
    assert len(set(sold)) == len(sold)
    assert sorted([*sold, *left], key=str) == sorted(free, key=str)


def test_the_lowest_free_seat_of_each_cell_is_taken() -> None:
    free = [*whole("first", 2), *whole("first", 1, cells=1)]
    assert [seat.seat for seat in seats_for(OPENS, 15, free)] == [1, 2, 2]


def test_the_nearest_term_comes_first_and_only_those_inside_the_window() -> None:
    window = Window(STARTS[2], STARTS[4])
    assert leased_terms(STARTS[::-1], 15, whole("first"), window=window) == STARTS[2:4]


def test_a_day_that_only_the_hub_knows_is_filled_from_its_first_seat() -> None:
    found = leased_terms((), 45, whole("first"), window=ALWAYS)
    assert found == [OPENS, OPENS + timedelta(minutes=45)]


def test_a_phone_is_nine_digits_or_a_number_of_any_country() -> None:
    assert typed_phone("600-700 800") == "600700800"
    assert typed_phone("+380 (67) 123-45-67") == "+380671234567"
    for words in ("", "60070080", "6007008001", "+1", "600700800x", "６００７００８００"):
        assert typed_phone(words) is None
    assert phone_tail("600700812") == "00812"
