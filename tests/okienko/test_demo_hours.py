"""The clock of the demonstration: whoever starts it, whenever, finds an open office."""

from datetime import UTC, date, datetime, timedelta

import pytest

from okienko.demo.hours import later_clock, midnight_after, next_weekday, open_now
from okienko.demo.sample import OFFICES, office
from queue_core.domain.calendar import hours_on, local_day

OFFICE = office("administracja")


def test_by_day_the_real_clock_is_good_enough() -> None:
    assert open_now(OFFICE, datetime(2026, 11, 18, 9, 30, tzinfo=UTC)) is None


@pytest.mark.parametrize("name", OFFICES)
@pytest.mark.parametrize("hours_later", range(0, 14 * 24, 5))
def test_at_any_hour_of_two_weeks_the_office_is_open_for_two_hours(
    name: str, hours_later: int
) -> None:
    document = office(name)
    now = datetime(2026, 11, 15, 1, 0, tzinfo=UTC) + timedelta(hours=hours_later)
    clock = open_now(document, now)
    shown = now if clock is None else clock.begin
    open_hours = hours_on(document, None, local_day(shown, document.zone))
    assert open_hours is not None
    assert open_hours.opens <= shown <= open_hours.last_ticket - timedelta(hours=2)


@pytest.mark.parametrize("ahead_hours", [None, -3, 0, 1, 9, 30, 70])
@pytest.mark.parametrize("hours_later", range(0, 7 * 24, 5))
def test_a_later_start_finds_an_open_office_and_never_goes_back_in_time(
    hours_later: int, ahead_hours: int | None
) -> None:
    now = datetime(2026, 11, 15, 1, 0, tzinfo=UTC) + timedelta(hours=hours_later)
    seen = None if ahead_hours is None else now + timedelta(hours=ahead_hours)
    clock = later_clock(OFFICE, now, seen)
    shown = now if clock is None else clock.begin
    assert shown >= max(now, seen or now)
    hours = hours_on(OFFICE, None, local_day(shown, OFFICE.zone))
    assert hours is not None
    assert hours.opens <= shown <= hours.last_ticket - timedelta(hours=2)


def test_the_next_tuesday_is_found_from_any_day_of_the_week() -> None:
    for day in range(16, 23):
        assert next_weekday(OFFICE, date(2026, 11, day), 1).weekday() == 1


def test_the_night_is_five_past_midnight_of_the_office() -> None:
    assert midnight_after(OFFICE, date(2026, 7, 7)) == datetime(2026, 7, 7, 22, 5, tzinfo=UTC)
