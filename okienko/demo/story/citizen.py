"""A citizen who books on the hub's pages with a phone in the hand.

Knows what everybody may see: pages, and the text messages of one number.
"""

import re
import time
from dataclasses import dataclass
from datetime import date, datetime

import requests

from okienko.demo.story.browsing import PersonsBrowser

_PATIENCE_SECONDS = 15.0
_LOOK_SECONDS = 0.05
_SIX_DIGITS = re.compile(r"\b\d{6}\b")


class NoMessage(Exception):
    """The phone stayed silent."""


@dataclass(frozen=True)
class Visit:
    """What the citizen takes from the last page: hour, ticket number, code, the page's path."""

    start: datetime
    number: str
    code: str
    page: str


class Phone:
    """The text messages of one number, as the simulated gateway sent them."""

    def __init__(self, gateway: str, number: str) -> None:
        self.number = number
        self._gateway = gateway

    def message(self, nth: int) -> str:
        """The nth message, from 1, waited for. Raises `NoMessage`."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while len(texts := self._texts()) < nth:
            if time.monotonic() > deadline:
                raise NoMessage(f"message {nth} did not come")
            time.sleep(_LOOK_SECONDS)
        return texts[nth - 1]

    def _texts(self) -> list[str]:
        asked = requests.get(f"{self._gateway}/sent", {"to": f"48{self.number}"}, timeout=5)
        return [sms["text"] for sms in reversed(asked.json())]


class Citizen:
    """One person who books one visit."""

    def __init__(self, hub: str, phone: Phone, name: str) -> None:
        self._browser = PersonsBrowser(hub)
        self._phone = phone
        self._name = name

    def hold_nearest(self, service: str, day: date) -> datetime:
        """Choose the matter and hold the nearest term of a day; its start."""
        self._browser.open("/")
        card = self._browser.open(f"/matter/{service}")
        self._browser.send(card, f"/matter/{service}")
        hours = self._browser.open(f"/day/{day.isoformat()}")
        form = hours.form(hours.path)
        nearest = min(form.choices["start"]) if form else ""
        self._browser.send(hours, hours.path, start=nearest)
        return datetime.fromisoformat(nearest)

    def ask_for_code(self) -> str:
        """Say who comes, check the answers; the code that the phone receives."""
        data = self._browser.open("/data")
        fields = {"name": self._name, "phone": self._phone.number, "rules": "yes"}
        check = self._browser.send(data, "/data", **fields)
        self._browser.send(check, "/check")
        found = _SIX_DIGITS.search(self._phone.message(1))
        if found is None:
            raise NoMessage("the first message holds no code")
        return found[0]

    def confirm(self, start: datetime, code: str) -> Visit:
        """Type the code in; the visit as the last page shows it."""
        booked = self._browser.send(self._browser.open("/code"), "/code", code=code)
        number, own_code = (*booked.large, "", "")[:2]
        return Visit(start, number, own_code.replace(" ", ""), booked.path)

    def confirmation(self) -> str:
        """The message that tells the visit."""
        return self._phone.message(2)

    def book(self, service: str, day: date) -> Visit:
        """All of it at once."""
        start = self.hold_nearest(service, day)
        return self.confirm(start, self.ask_for_code())

    def cancel(self, visit: Visit) -> None:
        """By the link of the visit."""
        question = self._browser.open(f"{visit.page}/cancel")
        self._browser.send(question, "/cancel")
