"""What the hub's API is sent: exact types, no unknown member."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from queue_core.web.api.contract import PLAIN, WHOLE, Filter, Line, Name, Question, example

Persons = Annotated[int, Field(ge=1, le=20), WHOLE]
Language = Literal["pl", "en", "uk"]
Solution = Annotated[str, StringConstraints(max_length=4000, pattern=PLAIN)]


class TermsFilter(Filter):
    """Whose terms, of which days; at most 120 days."""

    office: Name
    service: Name
    first_day: date
    last_day: date
    persons: int = Field(1, ge=1, le=20)


class NewHold(Question):
    """A term to be held. `work` is the solved task of `GET /work`, where one was given."""

    model_config = example(office="plaza", service="residence", start="2026-11-24T09:00:00Z")

    office: Name
    service: Name
    start: AwareDatetime
    persons: Persons = 1
    language: Language = "pl"
    work: Solution = ""


class Contact(Question):
    """Who comes: a name or a company, a phone or an e-mail, and the office's own fields."""

    model_config = example(name="Anna Przykładowa", phone="501502503", accepted_rules=True)

    name: Line = ""
    company: Line = ""
    phone: Line = ""
    email: Line = ""
    language: Language = "pl"
    accepted_rules: bool = False
    fields: dict[str, Line] = Field(default_factory=dict, max_length=30)


class Code(Question):
    """The six digits that came by SMS or e-mail."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=PLAIN)]


class Lost(Question):
    """A booking by its six digits and the phone or e-mail that it was made with."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=PLAIN)]
    contact: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]


class OtherTerm(Question):
    """Another term, at the same office unless one is named. `work` as for a hold."""

    start: AwareDatetime
    office: Name | None = None
    work: Solution = ""


class Notify(Question):
    """Where to write, and how early: by people before or by minutes at least."""

    contact: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    people: Annotated[int, Field(ge=0, le=50), WHOLE] | None = None
    minutes: Annotated[int, Field(ge=1, le=240), WHOLE] | None = None
    language: Language = "pl"
