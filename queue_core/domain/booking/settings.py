"""What an institution decides about booked visits; a part of the office's document.

Times are local to the office. Nothing is generated from these rules beforehand: free terms are
computed when somebody asks. A phone number on a white list is personal data and not here.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

Texts = dict[str, str]
"""A text by language code, as in `office`."""


@dataclass(frozen=True)
class Capacity:
    """How many visits may run side by side, by who sells the places (B-94)."""

    internet: int = 0
    staff: int = 0
    node: int = 0


@dataclass(frozen=True)
class Period:
    """Terms of one weekday (0 is Monday): the first starts at `opens`, the last has ended at
    `closes`. Periods that overlap add up."""

    weekday: int
    opens: time
    closes: time
    step_minutes: int = 15
    capacity: Capacity = Capacity(internet=1)
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True)
class DayPeriod:
    """Terms of one date."""

    opens: time
    closes: time
    step_minutes: int = 15
    capacity: Capacity = Capacity(internet=1)


@dataclass(frozen=True)
class CalendarException:
    """One date that differs; without periods it is closed. It beats weekday and holiday."""

    day: date
    periods: tuple[DayPeriod, ...] = ()
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class BookingCalendar:
    """A pool of places for booked visits; several services may share it."""

    id: str
    periods: tuple[Period, ...] = ()
    exceptions: tuple[CalendarException, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class ServiceCard:
    """What a citizen should know before the visit (B-97)."""

    documents: Texts = field(default_factory=dict)
    fees: Texts = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    remarks: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class ServiceBooking:
    """How one service is booked. The window runs from `earliest` to `latest_days` ahead (B-79).

    `short_names` is what a text message may say where the matter itself is nobody's business.
    """

    service: str
    calendar: str
    minutes: int = 15
    minutes_per_further_person: int = 0
    persons_at_most: int = 1
    earliest: Literal["hours", "next_working_day"] = "hours"
    earliest_hours: float = 1.0
    latest_days: int = 30
    card: ServiceCard = ServiceCard()
    short_names: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class OwnField:
    """A field that the office asks for besides name and contact (B-81)."""

    id: str
    labels: Texts
    required: bool = False
    kind: Literal["text", "number", "date", "pesel"] = "text"
    longest: int = 60
    hints: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class BookingRules:
    """The numbers of booking; the defaults are those of the design."""

    hold_minutes: int = 10
    confirm_minutes: int = 10
    cooling_minutes: int = 0
    contact: Literal["phone_or_email", "phone", "email"] = "phone_or_email"
    per_person_and_service: int = 1
    per_person_and_day: int = 2
    cancelling: Literal["online", "phone_only", "none"] = "online"
    names_fixed: bool = True
    away_lead_hours: float | None = 2.0
    """While the office is cut off, today's terms must lie so far ahead; None: none of today."""
    reminder_hours: tuple[float, ...] = (24.0,)
    waiting_list: bool = True
    kiosk_books: bool = True
    proofs: tuple[Literal["code", "qr", "phone", "number", "pesel"], ...] = ("code", "qr")
    remote_tickets: bool = False
    remote_delays: int = 2
    come_earlier_minutes: tuple[int, int] = (5, 10)


@dataclass(frozen=True)
class Place:
    """Another office of the institution, to which people may be sent who came to the wrong one."""

    id: str
    name: str
    address: str


@dataclass(frozen=True)
class Booking:
    """Everything about booked visits of one office; without services nothing can be booked."""

    services: tuple[ServiceBooking, ...] = ()
    calendars: tuple[BookingCalendar, ...] = ()
    rules: BookingRules = BookingRules()
    fields: tuple[OwnField, ...] = ()
    instructions: Texts = field(default_factory=dict)
    information_clause: Texts = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def service(self, service_id: str) -> ServiceBooking | None:
        """How this service is booked, or None where it is not."""
        return next((s for s in self.services if s.service == service_id), None)

    def calendar(self, calendar_id: str) -> BookingCalendar | None:
        """The calendar with this id, or None."""
        return next((c for c in self.calendars if c.id == calendar_id), None)
