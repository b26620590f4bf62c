"""Days and hours of an office, above all on the two days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calendar import day_start, hours_on, instant, local_day, next_opening
from queue_core.domain.office import DayException, Hours, OfficeDocument, Service

WARSAW = ZoneInfo("Europe/Warsaw")
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
MONDAY = date(2026, 3, 16)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def weekdays(opens: int, last: int, until: int) -> tuple[Hours, ...]:
    """The same hours from Monday to Friday."""
    return tuple(Hours(d, time(opens), time(last), time(until)) for d in range(5))


def office(*exceptions: DayException, hours: tuple[Hours, ...] | None = None) -> OfficeDocument:
    usual = weekdays(8, 15, 16) if hours is None else hours
    return OfficeDocument("o", "o", "o", (), (), hours=usual, exceptions=exceptions)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def length(day: date) -> timedelta:
    return day_start(day + timedelta(days=1), WARSAW) - day_start(day, WARSAW)


# The day


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_a_day_is_as_long_as_the_clocks_of_the_town_make_it(day: date, hours: int) -> None:
    assert length(day) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (utc(date(2026, 1, 14), 22, 59), date(2026, 1, 14)),
        (utc(date(2026, 1, 14), 23, 0), date(2026, 1, 15)),
        (utc(date(2026, 7, 14), 21, 59), date(2026, 7, 14)),
        (utc(date(2026, 7, 14), 22, 0), date(2026, 7, 15)),
    ],
)
def test_the_day_changes_at_local_midnight_in_winter_and_in_summer(
    now: datetime, day: date
) -> None:
    assert local_day(now, WARSAW) == day


@given(DAYS)
def test_a_day_begins_at_its_start_and_not_an_instant_before(day: date) -> None:
    start = day_start(day, WARSAW)

    assert local_day(start, WARSAW) == day
    assert local_day(start - timedelta(microseconds=1), WARSAW) == day - timedelta(days=1)
    assert length(day) in {timedelta(hours=h) for h in (23, 24, 25)}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times())
def test_every_instant_belongs_to_exactly_one_day(date_utc: date, hour: time) -> None:
    now = datetime.combine(date_utc, hour, UTC)
    day = local_day(now, WARSAW)

    assert day_start(day, WARSAW) <= now < day_start(day + timedelta(days=1), WARSAW)


def test_an_hour_that_summer_time_skips_is_the_next_one() -> None:
    assert instant(SPRING, time(2, 30), WARSAW) == utc(SPRING, 1, 30)
    assert instant(SPRING, time(2, 30), WARSAW) == instant(SPRING, time(3, 30), WARSAW)


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    assert instant(AUTUMN, time(2, 30), WARSAW) == utc(AUTUMN, 0, 30)


def test_instants_are_aware_and_in_utc() -> None:
    assert instant(MONDAY, time(8), WARSAW).utcoffset() == timedelta(0)


# Hours


@pytest.mark.parametrize(("day", "offset"), [(date(2026, 3, 27), 1), (date(2026, 3, 30), 2)])
def test_the_office_opens_at_the_same_local_hour_before_and_after_the_change(
    day: date, offset: int
) -> None:
    hours = hours_on(office(), None, day)

    assert hours is not None
    assert hours.opens == utc(day, 8 - offset)
    assert hours.last_ticket == utc(day, 15 - offset)
    assert hours.serving_until == utc(day, 16 - offset)


def test_an_office_without_hours_on_that_weekday_is_closed() -> None:
    assert hours_on(office(), None, date(2026, 3, 21)) is None


def test_a_service_with_own_hours_does_not_have_those_of_the_office() -> None:
    mornings = Service("A", "A", {"pl": "A"}, hours=(Hours(0, time(7), time(9), time(10)),))

    hours = hours_on(office(), mornings, MONDAY)
    assert hours is not None
    assert (hours.opens, hours.serving_until) == (utc(MONDAY, 6), utc(MONDAY, 9))
    assert hours_on(office(), mornings, MONDAY + timedelta(days=1)) is None


def test_a_service_without_own_hours_has_those_of_the_office() -> None:
    plain = Service("A", "A", {"pl": "A"})

    assert hours_on(office(), plain, MONDAY) == hours_on(office(), None, MONDAY)


@pytest.mark.parametrize(
    "exception",
    [DayException(MONDAY), DayException(MONDAY, closed=True, opens=time(9), last_ticket=time(11))],
)
def test_a_closed_date_beats_the_weekly_hours(exception: DayException) -> None:
    assert hours_on(office(exception), None, MONDAY) is None


def test_an_exception_opens_the_office_on_a_day_off() -> None:
    saturday = date(2026, 3, 21)
    other = DayException(saturday, False, time(9), time(12), time(13))

    hours = hours_on(office(other), None, saturday)
    assert hours is not None
    assert (hours.opens, hours.last_ticket) == (utc(saturday, 8), utc(saturday, 11))
    assert hours.serving_until == utc(saturday, 12)


def test_an_exception_beats_the_own_hours_of_a_service_too() -> None:
    own = Service("A", "A", {"pl": "A"}, hours=weekdays(7, 9, 10))

    hours = hours_on(office(DayException(MONDAY, False, time(11), time(12))), own, MONDAY)
    assert hours is not None
    assert hours.opens == utc(MONDAY, 10)
    assert hours.serving_until == hours.last_ticket


def test_an_exception_touches_its_own_date_alone() -> None:
    closed = office(DayException(MONDAY))

    assert hours_on(closed, None, MONDAY + timedelta(days=7)) is not None


# The next opening


def test_before_the_opening_hour_it_is_today() -> None:
    assert next_opening(office(), None, utc(MONDAY, 6, 59)) == utc(MONDAY, 7)


def test_from_the_opening_hour_on_it_is_the_next_day() -> None:
    assert next_opening(office(), None, utc(MONDAY, 7)) == utc(MONDAY + timedelta(days=1), 7)


def test_over_the_week_end_with_the_change_of_clocks_it_is_monday_by_local_time() -> None:
    friday_evening = utc(date(2026, 3, 27), 18)

    assert next_opening(office(), None, friday_evening) == utc(date(2026, 3, 30), 6)


def test_closed_dates_are_passed_over() -> None:
    closed = [DayException(MONDAY + timedelta(days=n)) for n in range(4)]

    assert next_opening(office(*closed), None, utc(MONDAY, 5)) == utc(date(2026, 3, 20), 7)


PASSPORTS = Service("passports", "P", {"pl": "Paszporty"})
CARDS = Service("cards", "A", {"pl": "Dowody"})


def test_an_exception_for_one_service_leaves_the_others_open() -> None:
    training = office(DayException(MONDAY, services=("passports",)))
    assert hours_on(training, PASSPORTS, MONDAY) is None
    assert hours_on(training, CARDS, MONDAY) == hours_on(office(), CARDS, MONDAY)
    assert hours_on(training, None, MONDAY) == hours_on(office(), None, MONDAY)


@pytest.mark.parametrize("first", ["office", "service"])
def test_an_exception_for_a_service_beats_that_of_the_office(first: str) -> None:
    both = [
        DayException(MONDAY),
        DayException(MONDAY, False, time(9), time(11), services=("passports",)),
    ]
    mixed = office(*(both if first == "office" else both[::-1]))
    assert hours_on(mixed, CARDS, MONDAY) is None
    open_hours = hours_on(mixed, PASSPORTS, MONDAY)
    assert open_hours is not None
    assert open_hours.opens == utc(MONDAY, 8)


def test_a_service_that_is_closed_today_opens_next_on_its_own_next_day() -> None:
    training = office(DayException(MONDAY, services=("passports",)))
    tuesday = MONDAY + timedelta(days=1)
    assert next_opening(training, PASSPORTS, utc(MONDAY, 5)) == utc(tuesday, 7)
    assert next_opening(training, CARDS, utc(MONDAY, 5)) == utc(MONDAY, 7)


@given(
    st.lists(st.sampled_from([(), ("passports",), ("cards",), ("passports", "cards")]), unique=True)
)
def test_a_service_is_closed_by_an_exception_for_it_or_for_all(
    targets: list[tuple[str, ...]],
) -> None:
    mixed = office(*(DayException(MONDAY, services=target) for target in targets))
    for service in (PASSPORTS, CARDS):
        closed = any(not target or service.id in target for target in targets)
        assert (hours_on(mixed, service, MONDAY) is None) is closed


def test_an_office_that_never_opens_has_no_next_opening() -> None:
    assert next_opening(office(hours=()), None, utc(MONDAY, 5)) is None


def test_just_after_local_midnight_the_search_begins_with_the_new_day() -> None:
    assert next_opening(office(), None, utc(date(2026, 3, 15), 23, 30)) == utc(MONDAY, 7)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.times())
def test_the_next_opening_lies_ahead_and_the_office_opens_then(date_utc: date, hour: time) -> None:
    now = datetime.combine(date_utc, hour, UTC)
    opening = next_opening(office(), None, now)

    assert opening is not None
    assert now < opening <= now + timedelta(days=4)
    assert opening.astimezone(WARSAW).time() == time(8)
