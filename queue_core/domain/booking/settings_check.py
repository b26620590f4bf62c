"""Whether what a document says about booking makes sense; a part of `office_check`. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import time

from queue_core.domain.booking.seats import CELL_MINUTES
from queue_core.domain.booking.settings import (
    Booking,
    BookingCalendar,
    DayPeriod,
    Period,
    ServiceBooking,
    Texts,
)


def booking_faults(booking: Booking, services: frozenset[str]) -> Iterator[str]:
    """Every fault, one line each; `services` are those of the office that issue tickets."""
    yield from _repeated("booking calendar", [c.id for c in booking.calendars])
    yield from _repeated("booking of service", [s.service for s in booking.services])
    yield from _repeated("booking field", [f.id for f in booking.fields])
    for how in booking.services:
        yield from _service(booking, how, services)
    for calendar in booking.calendars:
        yield from _calendar(calendar)
    for owner, texts in _texts(booking):
        if texts and not texts.get("pl"):
            yield f"{owner}: the Polish text is missing"


def _repeated(thing: str, ids: list[str]) -> Iterator[str]:
    for id, count in Counter(ids).items():
        if count > 1:
            yield f'{thing} "{id}" is there {count} times'


def _service(booking: Booking, how: ServiceBooking, services: frozenset[str]) -> Iterator[str]:
    owner = f'booking of service "{how.service}"'
    if how.service not in services:
        yield f'{owner}: there is no service "{how.service}" with tickets'
    if booking.calendar(how.calendar) is None:
        yield f'{owner}: there is no calendar "{how.calendar}"'
    if how.minutes < 1 or how.minutes_per_further_person < 0 or how.persons_at_most < 1:
        yield f"{owner}: minutes and persons must be more than 0"
    if how.earliest_hours < 0 or how.latest_days < 0:
        yield f"{owner}: the window cannot begin or end in the past"
    elif how.earliest == "hours" and how.earliest_hours > (how.latest_days + 1) * 24:
        yield f"{owner}: the window ends before it begins"


def _calendar(calendar: BookingCalendar) -> Iterator[str]:
    owner = f'booking calendar "{calendar.id}"'
    for period in calendar.periods:
        if not 0 <= period.weekday <= 6:
            yield f"{owner}: weekday {period.weekday} is not 0 (Monday) to 6"
        yield from _period(f"{owner}, weekday {period.weekday}", period)
    for exception in calendar.exceptions:
        for of_day in exception.periods:
            yield from _period(f"{owner}, {exception.day}", of_day)
    yield from _repeated(f"{owner}, exception", [e.day.isoformat() for e in calendar.exceptions])


def _period(owner: str, period: Period | DayPeriod) -> Iterator[str]:
    if period.opens >= period.closes:
        yield f"{owner}: hours are not in order"
    if not (_on_grid(period.opens) and _on_grid(period.closes)):
        yield f"{owner}: hours must be on the grid of {CELL_MINUTES} minutes"
    if period.step_minutes < 1 or period.step_minutes % CELL_MINUTES:
        yield f"{owner}: step_minutes must be {CELL_MINUTES} or a multiple of it"
    if min(period.capacity.internet, period.capacity.staff, period.capacity.node) < 0:
        yield f"{owner}: a capacity cannot be less than 0"


def _on_grid(at: time) -> bool:
    return at.minute % CELL_MINUTES == 0 and at.second == at.microsecond == 0


def _texts(booking: Booking) -> Iterator[tuple[str, Texts]]:
    yield "booking, instructions", booking.instructions
    yield "booking, information_clause", booking.information_clause
    for how in booking.services:
        for part in ("documents", "fees", "remarks"):
            yield f'booking of service "{how.service}", {part}', getattr(how.card, part)
        yield f'booking of service "{how.service}", short_names', how.short_names
    for field in booking.fields:
        yield f'booking field "{field.id}"', field.labels
