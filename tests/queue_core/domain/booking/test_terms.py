"""Free terms agree with a slow second opinion that counts every visit and every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.booking.nearest import nearest
from queue_core.domain.booking.schedule import DaysOff, periods_on
from queue_core.domain.booking.seats import Share, cell_at, cells_of, numbers_to_try, room
from queue_core.domain.booking.settings import (
    BookingCalendar,
    CalendarException,
    Capacity,
    DayPeriod,
    Period,
    ServiceBooking,
)
from queue_core.domain.booking.terms import Term, starts, terms_of_day
from queue_core.domain.booking.window import Window, last_day, window_of
from queue_core.domain.calendar import instant

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = date(2026, 11, 23)
ALWAYS = Window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))
SALES = st.tuples(st.integers(0, 47), st.sampled_from(["internet", "staff"]))
capacities = st.builds(Capacity, st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    opens = draw(st.integers(0, 30))
    closes = draw(st.integers(opens + 1, 48))
    return Period(
        weekday=0,
        opens=_hour(opens),
        closes=_hour(closes),
        step_minutes=draw(st.sampled_from([5, 10, 15, 20])),
        capacity=draw(capacities),
    )


def _hour(cells: int) -> time:
    return time(8 + cells // 12, cells % 12 * 5)


def calendar(*weekly: Period, exceptions: tuple[CalendarException, ...] = ()) -> BookingCalendar:
    return BookingCalendar("c", weekly, exceptions)


@given(
    weekly=st.lists(periods(), min_size=1, max_size=3),
    minutes=st.sampled_from([5, 10, 15, 25, 60]),
    sold=st.lists(
        st.tuples(st.integers(0, 47), st.sampled_from(["internet", "staff"])), max_size=8
    ),
)
def test_free_terms_are_what_a_minute_by_minute_count_says(
    weekly: list[Period], minutes: int, sold: list[tuple[int, str]]
) -> None:
    opened = periods_on(calendar(*weekly), MONDAY, WARSAW, days_off=DaysOff())
    first = cell_at(instant(MONDAY, time(8), WARSAW))
    taken: dict[int, dict[str, int]] = {}
    for cell, share in sold:
        counts = taken.setdefault(first + cell, {})
        counts[share] = counts.get(share, 0) + 1
    found = terms_of_day(opened, taken, minutes=minutes, share=Share.INTERNET, window=ALWAYS)
    assert {t.start: t.free for t in found} == {
        start: min(_free_at(weekly, taken, start + timedelta(minutes=m)) for m in range(minutes))
        for period in weekly
        for start in _starts(period, minutes)
    }


def _starts(period: Period, minutes: int) -> list[datetime]:
    opens, closes = instant(MONDAY, period.opens, WARSAW), instant(MONDAY, period.closes, WARSAW)
    every = range(0, 24 * 60, period.step_minutes)
    ends = timedelta(minutes=minutes)
    return [s for n in every if (s := opens + timedelta(minutes=n)) + ends <= closes]


def _free_at(weekly: list[Period], taken: dict[int, dict[str, int]], at: datetime) -> int:
    local = at.astimezone(WARSAW).time()
    here = [p.capacity for p in weekly if p.opens <= local < p.closes]
    sold = taken.get(int(at.timestamp()) // 300, {})
    own = sum(c.internet for c in here) - sold.get("internet", 0)
    everybody = sum(c.internet + c.staff + c.node for c in here) - sum(sold.values())
    return max(0, min(own, everybody))


@given(capacity=capacities, orders=st.lists(st.sampled_from(list(Share)[:3]), max_size=20))
def test_no_share_and_no_cell_is_ever_sold_beyond_its_capacity(
    capacity: Capacity, orders: list[Share]
) -> None:
    taken: dict[str, set[int]] = {share.value: set() for share in Share}
    for share in orders:
        counts = {name: len(numbers) for name, numbers in taken.items()}
        allowed = numbers_to_try(room(capacity, counts, share), taken[share.value])
        if allowed:
            assert allowed[0] not in taken[share.value]
            taken[share.value].add(allowed[0])
    for share in list(Share)[:3]:
        sold = len(taken[share.value])
        assert sold == min(orders.count(share), getattr(capacity, share.value))


def test_after_a_cut_what_is_sold_counts_against_everybody() -> None:
    cut = Capacity(internet=4, staff=1)
    assert room(cut, {"staff": 4}, Share.INTERNET) == 1
    assert numbers_to_try(1, {3}) == (1,)


def test_a_visit_takes_every_cell_that_it_touches() -> None:
    start = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    assert len(cells_of(start, 15)) == 3
    assert len(cells_of(start, 12)) == 3


WEEK = tuple(Period(day, time(8), time(9), 30) for day in range(5))


def test_an_exception_beats_a_holiday_and_a_holiday_the_week() -> None:
    open_anyway = CalendarException(date(2026, 11, 11), (DayPeriod(time(10), time(11)),))
    off = DaysOff(frozenset({date(2026, 11, 11), date(2026, 11, 12)}))
    rules = calendar(*WEEK, exceptions=(open_anyway,))
    assert len(periods_on(rules, date(2026, 11, 11), WARSAW, days_off=off)) == 1
    assert periods_on(rules, date(2026, 11, 12), WARSAW, days_off=off) == ()
    assert len(periods_on(rules, date(2026, 11, 13), WARSAW, days_off=off)) == 1


def test_a_working_saturday_has_the_hours_of_the_day_it_stands_for() -> None:
    saturday = date(2026, 11, 28)
    assert periods_on(calendar(*WEEK), saturday, WARSAW, days_off=DaysOff()) == ()
    worked = DaysOff(worked={saturday: 4})
    (opened,) = periods_on(calendar(*WEEK), saturday, WARSAW, days_off=worked)
    assert opened.begins == instant(saturday, time(8), WARSAW)


def test_a_day_of_23_or_25_hours_has_as_many_terms_as_real_hours() -> None:
    all_day = Period(6, time(0), time(23), 60)
    counts = {
        day: len(starts(periods_on(calendar(all_day), day, WARSAW, days_off=DaysOff()), 60))
        for day in (date(2026, 3, 29), date(2026, 10, 18), date(2026, 10, 25))
    }
    assert list(counts.values()) == [22, 23, 24]


def test_the_last_day_opens_at_opening_time_not_at_midnight() -> None:
    service = ServiceBooking("s", "c", latest_days=30)
    early = datetime(2026, 11, 23, 6, 59, tzinfo=UTC)
    for now, last in (
        (early, date(2026, 12, 22)),
        (early + timedelta(minutes=1), date(2026, 12, 23)),
    ):
        assert last_day(service, now, WARSAW, opens=time(8)) == last


def test_the_next_working_day_passes_over_days_without_terms() -> None:
    service = ServiceBooking("s", "c", earliest="next_working_day")
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    window = window_of(service, friday, WARSAW, opens=time(8), works=lambda day: day.weekday() < 5)
    assert window.first == instant(date(2026, 11, 30), time(0), WARSAW)


def test_the_nearest_terms_are_free_ones_on_both_sides() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    terms = [Term(at + timedelta(hours=n), n % 2) for n in range(-5, 6)]
    assert nearest(terms, at, 4) == tuple(at + timedelta(hours=n) for n in (-3, -1, 1, 3))
