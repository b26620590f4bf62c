"""The person on the line as a form: what was typed, and what is wrong beside which field."""

from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from cloud_hub.booking.wishes import Contact
from queue_core.domain.booking.settings import OwnField
from queue_core.domain.errors import Refused
from queue_core.web.problems import sentence
from queue_core.web.texts import LANGUAGES

_LONGEST = 300
_FAULTS: dict[str, Any] = {
    "missing": _l("Please fill in this field."),
    "too_long": _l("This is too long."),
    "not_a_phone": _l("This is not a phone number that we can send a message to."),
    "not_an_email": _l("This is not an e-mail address. Example: anna@example.pl"),
    "not_a_number": _l("Please use digits only."),
    "not_a_date": _l("Please choose a date."),
    "names_fixed": _l(
        "This office binds the visit to the person. A slip of the ear can be put right; for "
        "another person please cancel and book anew."
    ),
    "not_a_pesel": _l("This PESEL number has a mistake. Please check its 11 digits."),
}


@dataclass(frozen=True)
class PersonForm:
    """What stands in the fields; `own` are the office's own ones by their ids."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "pl"
    note: str = ""
    own: dict[str, str] = field(default_factory=dict)

    def contact(self) -> Contact:
        """The same as a wish."""
        return Contact(
            name=self.name,
            phone=self.phone,
            email=self.email,
            language=self.language,
            fields=self.own,
        )


def person_typed(own_fields: tuple[OwnField, ...]) -> PersonForm:
    """The form as it was sent."""
    language = _typed("language")
    return PersonForm(
        name=_typed("name"),
        phone=_typed("phone"),
        email=_typed("email"),
        language=language if language in LANGUAGES else "pl",
        note=_typed("note"),
        own={f.id: _typed(f"own-{f.id}") for f in own_fields},
    )


def wrong_fields(refused: Refused, own_fields: tuple[OwnField, ...]) -> dict[str, str]:
    """The sentence of each wrong field, in the order of the page; empty where the refusal is not
    about the person."""
    if refused.code == "limit_of_person":
        return {"phone" if _typed("phone") else "email": sentence(refused)}
    known = refused.facts.get("fields")
    if refused.code != "invalid_fields" or not isinstance(known, dict):
        return {}
    own = [f.id for f in own_fields]
    return {
        (f"own-{name}" if name in own else name): str(_FAULTS[known[name]])
        for name in ("name", "phone", "email", *own, "note")
        if name in known
    }


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_LONGEST]
