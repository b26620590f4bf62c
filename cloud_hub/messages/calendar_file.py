"""A visit as a calendar file, to be added to the person's own calendar.

Values in, bytes out. The trap: calendars are often shared, so it names neither matter nor code.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Visit:
    """One visit; `note` is what may stand in anybody's calendar, such as the ticket number."""

    booking: str
    start: datetime
    minutes: int
    title: str
    place: str
    note: str = ""


def calendar_file(visit: Visit, now: datetime) -> bytes:
    """The visit as `text/calendar`, UTF-8."""
    event = Event()
    event.add("uid", f"{visit.booking}@okienko")
    event.add("dtstamp", now)
    event.add("dtstart", visit.start)
    event.add("dtend", visit.start + timedelta(minutes=visit.minutes))
    event.add("summary", visit.title)
    event.add("location", visit.place)
    if visit.note:
        event.add("description", visit.note)
    calendar = Calendar()
    calendar.add("prodid", "-//Okienko//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
