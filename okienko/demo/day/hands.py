"""How a clerk works at a counter: by the panel in a browser, or by a program with a key.

Both see the counter and do one deed at a time; what a rule refuses is simply not done, and the
clerk looks again.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from okienko.demo.day.browser import Browser, Form, Page
from okienko.demo.day.ledger import Ledger
from okienko.demo.day.wire import ApiClient


class Stage(StrEnum):
    """What a clerk sees at the counter."""

    CLOSED = "closed"
    IDLE = "idle"
    CALLED = "called"
    SERVING = "serving"


class Deed(StrEnum):
    """What a clerk can do; the values are those of the panel's forms and of the API."""

    OPEN = "open"
    CLOSE = "close"
    NEXT = "call-next"
    CAME = "came"
    ABSENT = "absent"
    RECALL = "recall"
    FINISH = "finish"
    FINISH_AND_CALL = "finish-and-call"
    PARK = "park"
    TAKE_BACK = "take-back"
    TRANSFER = "transfer"
    RETURN = "return"
    UNDO = "undo"


@dataclass(frozen=True)
class Seen:
    """The counter at one moment; `parked` whether it has a ticket put aside."""

    stage: Stage
    number: str = ""
    parked: bool = False


class Hands(Protocol):
    """One way to work at one counter."""

    def look(self) -> Seen:
        """The counter now."""

    def do(self, deed: Deed) -> bool:
        """Do it; whether it was done."""


class PanelHands:
    """The clerk's panel: pages and forms, signed in like a person."""

    def __init__(self, browser: Browser, counter: str, ledger: Ledger) -> None:
        self._browser = browser
        self._counter = counter
        self._ledger = ledger
        self._page: Page | None = None
        self._parked = False

    def sign_in(self, login: str, password: str) -> None:
        """Begin a session."""
        form = self._browser.open("/login").forms[-1]
        self._browser.send(form, login=login, password=password)

    def look(self) -> Seen:
        """Read the living part of the page, or all of it while a ticket is put aside."""
        page = self._page = self._open()
        self._parked = page.form("/take-back") is not None
        parked = self._parked
        if page.form("/came"):
            return Seen(Stage.CALLED, page.big, parked)
        if page.form("/finish"):
            return Seen(Stage.SERVING, page.big, parked)
        if page.form("/call-next"):
            return Seen(Stage.IDLE, parked=parked)
        return Seen(Stage.CLOSED)

    def do(self, deed: Deed) -> bool:
        """Send the form of the page that was looked at last, or of a fresh one."""
        page, self._page = self._page or self._open(), None
        ending = Deed.FINISH if deed is Deed.FINISH_AND_CALL else deed
        form = page.form(f"/{ending}")
        if form is None:
            return False
        reply = self._browser.send(form, **_filled_in(form, deed))
        if reply.ok:
            command = form.fields["request_id"]
            self._ledger.note("act", deed=deed, counter=self._counter, command=command)
            self._parked = self._parked or deed is Deed.PARK
        return reply.ok

    def _open(self) -> Page:
        part = "" if self._parked else "/now"
        return self._browser.open(f"/clerk/{self._counter}{part}")


def _filled_in(form: Form, deed: Deed) -> dict[str, str]:
    if deed is Deed.FINISH_AND_CALL:
        return {"then": "call"}
    if deed is Deed.TRANSFER:
        return {"service": next(filter(None, form.choices["service"])), "place": "first"}
    return {}


class ApiHands:
    """A program that acts for the counter."""

    def __init__(self, api: ApiClient, counter: str, ledger: Ledger, other_service: str) -> None:
        """`other_service` is where this counter transfers people."""
        self._api = api
        self._counter = counter
        self._ledger = ledger
        self._other_service = other_service
        self._parked: list[str] = []
        self._ticket = ""

    def look(self) -> Seen:
        """Ask for the counter."""
        counter = self._api.get(f"/counters/{self._counter}")
        ticket = counter["ticket"]
        if ticket:
            self._ticket = ticket["id"]
            return Seen(Stage(ticket["state"]), ticket["number"], bool(self._parked))
        stage = Stage.CLOSED if counter["state"] == "closed" else Stage.IDLE
        return Seen(stage, parked=bool(self._parked))

    def do(self, deed: Deed) -> bool:
        """Post it; nobody waiting is a plain answer too, but nothing was done."""
        question: dict[str, object] = {}
        if deed is Deed.TRANSFER:
            question = {"service": self._other_service, "place": "first"}
        elif deed is Deed.TAKE_BACK:
            question = {"ticket": self._parked.pop()}
        key, status, _ = self._api.post(f"/counters/{self._counter}/{deed}", **question)
        if status not in (200, 201):
            return False
        if deed is Deed.PARK:
            self._parked.append(self._ticket)
        self._ledger.note("act", deed=deed, counter=self._counter, command=f"api:demo {key}")
        return True
