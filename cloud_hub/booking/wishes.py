"""What people ask of booking: the values that pages, the API and staff hand in. Unchecked."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class TermsAsked:
    """Which terms to look for; `own` is a booking whose seats count as free."""

    office: str
    service: str
    first_day: date
    last_day: date
    persons: int = 1
    share: str = "internet"
    own: str | None = None


@dataclass(frozen=True)
class HoldWish:
    """A term that somebody wants held while he fills in his data."""

    office: str
    service: str
    start: datetime
    persons: int = 1
    language: str = "pl"


@dataclass(frozen=True)
class Contact:
    """Who books: a name or a company, a phone or an e-mail, and the office's own fields.

    `accepted_rules` says that the rules were accepted (B-82); it is not a consent.
    """

    name: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""
    language: str = "pl"
    accepted_rules: bool = False
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FindWish:
    """A booking by its six digits and the phone or e-mail that it was made with."""

    code: str
    contact: str


@dataclass(frozen=True)
class MoveWish:
    """Another term for a confirmed booking, at its own office or another one; staff may change
    the matter with it."""

    token: str
    start: datetime
    office: str | None = None
    service: str | None = None


@dataclass(frozen=True)
class StaffBooking:
    """A booking that staff enter with the caller on the line: no code is asked for (B-83)."""

    office: str
    service: str
    start: datetime
    contact: Contact
    persons: int = 1
    note: str = ""
