"""What an institution decides about one office: services, counters, devices and rules.

One validated document, the same for node and hub; the node keeps it in its database and takes
a new version while the queue runs. Addresses and pins of one machine are not here.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal
from zoneinfo import ZoneInfo

from queue_core.domain.booking.settings import Booking
from queue_core.domain.messages import MessageRules
from queue_core.domain.numbering import NumberSeries
from queue_core.domain.slip import SlipLayout

LANGUAGES = ("pl", "en", "uk")

Texts = dict[str, str]
"""A text by language code; "pl" is always there and stands in for a missing one."""


def text(texts: Texts, language: str) -> str:
    """Return the text in `language`, or in Polish where it was not given."""
    return texts.get(language) or texts["pl"]


@dataclass(frozen=True)
class Hours:
    """Hours of one weekday (0 is Monday): tickets are issued from `opens` to `last_ticket`;
    counters serve until `serving_until` (B-25, B-26)."""

    weekday: int
    opens: time
    last_ticket: time
    serving_until: time


@dataclass(frozen=True)
class DayException:
    """One date that differs: closed, or with other hours. It beats the weekly hours.

    `services` empty means the whole office; one that names a service beats that of the office
    (B-26). `reason` is told to people at the kiosk.
    """

    day: date
    closed: bool = True
    opens: time | None = None
    last_ticket: time | None = None
    serving_until: time | None = None
    services: tuple[str, ...] = ()
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Service:
    """A matter that people come with (grupa spraw). Of one that is `counted` the clerk enters how
    many were dealt with, such as copies (B-54); a `staff_copy` is a second paper, for the office
    (B-11). `series` names the row of numbers that it shares, else it has its own.
    """

    id: str
    prefix: str
    names: Texts
    mean_minutes: float = 10.0
    descriptions: Texts = field(default_factory=dict)
    parent: str | None = None
    group: str = ""
    daily_limit: int | None = None
    hours: tuple[Hours, ...] = ()
    booked_order: Literal["booked_first", "merged", "ratio"] = "booked_first"
    booked_ratio: tuple[int, int] = (1, 1)
    note: Texts = field(default_factory=dict)
    information_only: bool = False
    at_kiosk: bool = True
    outcome_required: bool = False
    counted: bool = False
    staff_copy: bool = False
    series: str = ""


@dataclass(frozen=True)
class ServiceGroup:
    """Services of one group share the rule for people with several matters (B-16)."""

    id: str
    names: Texts
    several_matters: Literal["one_ticket", "ticket_each"] = "ticket_each"


@dataclass(frozen=True)
class Counter:
    """A counter (stanowisko). `profile` is an ordered list of groups of service ids (B-23).

    A clerk who speaks `languages` takes people who chose them before others of their class. With
    `auto_call_seconds` it calls by itself after so long a rest; 0 leaves that to the clerk.
    """

    id: str
    profile: tuple[tuple[str, ...], ...]
    room: str = ""
    needs: tuple[str, ...] = ()
    planned: bool = True
    auto_call_seconds: int = 0
    languages: tuple[str, ...] = ()

    @property
    def services(self) -> frozenset[str]:
        """Every service of the profile."""
        return frozenset(service for group in self.profile for service in group)


@dataclass(frozen=True)
class Kiosk:
    """A ticket machine; `services` empty means all that are shown at kiosks.

    `pixels_per_mm` is measured on its screen, so that a button of 20 mm is 20 mm (B-171). With
    `staff_copy` each ticket comes out a second time for the office, on `staff_printer` if that is
    given (B-11).
    """

    id: str
    name: str = ""
    services: tuple[str, ...] = ()
    printer: str = ""
    languages: tuple[str, ...] = LANGUAGES
    priority_button: bool = True
    pixels_per_mm: float = 3.78
    staff_copy: bool = False
    staff_printer: str = ""


@dataclass(frozen=True)
class Slide:
    """What stands beside the calls on a board: a text, or a picture or video file (B-65)."""

    seconds: int = 10
    texts: Texts = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True)
class Board:
    """A hall screen; `services` empty means all of the office.

    Letters are sized from `viewing_distance_m` and the screen's diagonal (16:9).
    """

    id: str
    name: str = ""
    services: tuple[str, ...] = ()
    layout: Literal["landscape", "portrait"] = "landscape"
    rows: int = 6
    page: int = 1
    viewing_distance_m: float = 5.0
    screen_inches: float = 32.0
    languages: tuple[str, ...] = ("pl",)
    ticker: Texts = field(default_factory=dict)
    slides: tuple[Slide, ...] = ()
    speaker: str = ""


@dataclass(frozen=True)
class Volume:
    """Loudness from `since` on, until the next entry (B-75)."""

    since: time
    percent: int


@dataclass(frozen=True)
class Speaker:
    """Where announcements are spoken; `on` is the switch per location (T-05, B-73)."""

    id: str
    on: bool = True
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("pl",)
    ticket_language_too: bool = True
    gong: bool = True
    repeats: int = 0
    volume: tuple[Volume, ...] = (Volume(time(0, 0), 80),)
    counter_form: Literal["number", "genitive"] = "number"
    expiry_seconds: int = 30


@dataclass(frozen=True)
class Slip:
    """The printed ticket of this office (B-6): `blocks` in order, empty for the usual ones, and
    the `sizes` (1 to 3) of those that differ from the usual."""

    logo: str = ""
    top_text: Texts = field(default_factory=dict)
    bottom_text: Texts = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    sizes: dict[str, int] = field(default_factory=dict)
    number_mm: float = 15.0
    eticket_mm: float = 26.0

    @property
    def layout(self) -> SlipLayout:
        """How a ticket is laid out. Raises `Refused("bad_slip_layout")`."""
        return SlipLayout.of(
            self.blocks,
            sizes=self.sizes,
            number_mm=self.number_mm,
            eticket_mm=self.eticket_mm,
        )


@dataclass(frozen=True)
class Rules:
    """The numbers of the queue rules; the defaults are those of the design."""

    confirm_arrival: bool = True
    calls: int = 3
    recall_pause_minutes: int = 0
    recall_alone_minutes: int = 5
    recall_at_finish: bool = False
    aged_minutes: int = 60
    priority_run: int = 2
    booked_due_minutes: int = 2
    arrival: Literal["required", "not_required"] = "required"
    arrive_from_minutes: int = 30
    arrive_tolerance_minutes: int = 10
    return_within_tickets: int = 10
    undo_seconds: int = 120
    button_no_show_seconds: int = 20
    issue_only_with_open_counter: bool = False
    dynamic_stop: bool = True
    show_waiting_numbers: bool = True
    call_chosen: bool = True
    wait_alarm_minutes: int = 60
    waiting_alarm_people: int = 40
    session_hours: int = 9
    print_valid_minutes: int = 15


@dataclass(frozen=True)
class Retention:
    """For how many days after its own the node keeps what (B-165); the figures of a day stay.

    `clerks_days` is when clerks' names go from tickets and events, which stay until
    `tickets_days`. Each is at least 1: nothing of the present day is ever erased.
    """

    notes_days: int = 1
    commands_days: int = 2
    print_jobs_days: int = 14
    announcements_days: int = 14
    devices_days: int = 90
    clerks_days: int = 90
    tickets_days: int = 400


@dataclass(frozen=True)
class OfficeDocument:
    """Everything about one office; `version` grows with each change."""

    id: str
    name: str
    address: str
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    version: int = 1
    timezone: str = "Europe/Warsaw"
    hours: tuple[Hours, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    groups: tuple[ServiceGroup, ...] = ()
    series: tuple[NumberSeries, ...] = ()
    kiosks: tuple[Kiosk, ...] = (Kiosk("1"),)
    boards: tuple[Board, ...] = (Board("1"),)
    speakers: tuple[Speaker, ...] = (Speaker("1"),)
    slip: Slip = Slip()
    rules: Rules = Rules()
    retention: Retention = Retention()
    booking: Booking = field(default_factory=Booking)
    messages: MessageRules = field(default_factory=MessageRules)
    eticket_base_url: str = ""
    example: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone: its day begins at this zone's midnight (B-28)."""
        return ZoneInfo(self.timezone)

    @property
    def printers(self) -> tuple[str, ...]:
        """The printers that the kiosks print on, each once."""
        named = [name for k in self.kiosks for name in (k.printer, k.staff_printer) if name]
        return tuple(dict.fromkeys(named))

    def eticket_url(self, token: str) -> str | None:
        """The address behind a ticket's QR code (T-18), None where there are no e-tickets."""
        return f"{self.eticket_base_url}{token}" if self.eticket_base_url else None

    def band(self, service: Service) -> NumberSeries | None:
        """The series that the service shares with others, None where it has its own."""
        if not service.series:
            return None
        return next((s for s in self.series if s.id == service.series), None)

    def service(self, service_id: str) -> Service | None:
        """The service with this id, or None."""
        return next((s for s in self.services if s.id == service_id), None)

    def counter(self, counter_id: str) -> Counter | None:
        """The counter with this id, or None."""
        return next((c for c in self.counters if c.id == counter_id), None)
