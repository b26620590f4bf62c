"""Visitors take their tickets: at the touch screen, through the API, at a plain push button."""

import queue
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from okienko.demo.day.browser import Browser
from okienko.demo.day.ledger import Ledger
from okienko.demo.day.pace import Pace
from okienko.demo.day.pins import BUTTONS, Finger
from okienko.demo.day.plan import Plan, Route, Visitor
from okienko.demo.day.wire import ApiClient

_PINS = {button.target: button.pin for button in BUTTONS}


@dataclass(frozen=True)
class Taker:
    """One place at which tickets are taken, for one thread."""

    api: ApiClient
    browser: Browser
    finger: Finger
    ledger: Ledger

    def take(self, visitor: Visitor) -> None:
        """Take a ticket the visitor's way and note what the visitor was told."""
        match visitor.route:
            case Route.API:
                self._by_api(visitor)
            case Route.KIOSK:
                self._at_the_screen(visitor)
            case Route.BUTTON:
                self.finger.press(_PINS[visitor.services[0]])

    def _by_api(self, visitor: Visitor) -> None:
        first, *more = visitor.services
        key, status, answer = self.api.post(
            "/tickets",
            service=first,
            more_services=more,
            language=visitor.language,
            priority=visitor.priority,
            need=visitor.need,
            kiosk="1",
        )
        if status == 201:
            self.ledger.note(
                "ticket", command=f"api:demo {key}", id=answer["id"], number=answer["number"]
            )
        else:
            self.ledger.note("refused", code=answer.get("code", str(status)))

    def _at_the_screen(self, visitor: Visitor) -> None:
        page = self.browser.open(f"/kiosk/1?lang={visitor.language}")
        form = page.form("/tickets")
        if form is None:
            self.ledger.note("refused", code="kiosk_stopped")
            return
        reply = self.browser.send(form, service=visitor.services[0])
        address = urlsplit(reply.headers.get("Location", ""))
        for id in parse_qs(address.query).get("ticket", ["refused"]):
            if id == "refused":
                self.ledger.note("refused", code="at_the_kiosk")
            else:
                self.ledger.note("ticket", command=form.fields["request_id"], id=id, number=None)


class Hall:
    """Sends the plan's visitors to the takers at their hours. `done` when all have been there."""

    def __init__(self, plan: Plan, opened_at: datetime, pace: Pace) -> None:
        self._plan = plan
        self._opened_at = opened_at
        self._pace = pace
        self._asking: queue.Queue[Visitor | None] = queue.Queue()
        self._pressing: queue.Queue[Visitor | None] = queue.Queue()
        self._threads: list[threading.Thread] = []

    def open(self, takers: list[Taker], finger: Taker) -> None:
        """Let people in; each taker has its own thread, and `finger` the buttons."""
        work = [(taker, self._asking) for taker in takers] + [(finger, self._pressing)]
        self._threads = [threading.Thread(target=self._admit, daemon=True)]
        self._threads += [threading.Thread(target=_serve, args=w, daemon=True) for w in work]
        for thread in self._threads:
            thread.start()
        self._takers = len(takers)

    @property
    def done(self) -> bool:
        """Whether everybody has been at a kiosk."""
        return not any(thread.is_alive() for thread in self._threads)

    def _admit(self) -> None:
        for visitor in self._plan.visitors:
            self._pace.until(self._opened_at + timedelta(seconds=visitor.at_seconds))
            pressing = visitor.route is Route.BUTTON
            (self._pressing if pressing else self._asking).put(visitor)
        for _ in range(self._takers):
            self._asking.put(None)
        self._pressing.put(None)


def _serve(taker: Taker, visitors: "queue.Queue[Visitor | None]") -> None:
    while (visitor := visitors.get()) is not None:
        taker.take(visitor)
