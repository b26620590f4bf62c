"""The director of a day: opens the doors, lets everybody act, cuts the power, closes the books.

Everything goes through what a person or a device of the office could use. The trap: the node's
processes share one quick clock through their settings file, so the night is a restart with
another clock.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from okienko.demo.day.browser import Browser
from okienko.demo.day.clerk import Clerk
from okienko.demo.day.crowd import Crowd
from okienko.demo.day.hands import ApiHands, PanelHands
from okienko.demo.day.ledger import Ledger
from okienko.demo.day.mishaps import Caretaker, PowerCuts
from okienko.demo.day.pace import Pace
from okienko.demo.day.pins import BUTTONS, COUNTER_PINS, Finger, PushClerk
from okienko.demo.day.plan import Plan, plan_day
from okienko.demo.day.progress import Progress
from okienko.demo.day.reception import Reception
from okienko.demo.day.report import report_on
from okienko.demo.day.visitors import Hall, Taker
from okienko.demo.day.wire import ApiClient, Wire
from okienko.demo.hours import midnight_after, next_weekday
from okienko.demo.machine import Machine, NotReady, build_machine
from okienko.demo.place import new_place, node_settings
from queue_core.clock import ScaledClock
from queue_core.domain.calendar import hours_on, local_day
from queue_core.domain.office import OfficeDocument
from queue_core.office_document import read_document

log = logging.getLogger(__name__)

OFFICE_FILE = Path(__file__).with_name("office.toml")

_TUESDAY = 1
_AT_PANELS = {"1": "anna", "2": "piotr"}
"""Counters whose clerk works in a browser, with the login of the clerk."""
_BY_API = ("3", "4")
_OTHER_SERVICE = "id_card"
"""Where programs transfer people to."""
_SECONDS_BETWEEN_VISITORS = 52.0
_BEFORE_LAST_TICKET = timedelta(minutes=10)
_TAKERS = 4
_VISITORS_A_DEED = 14
"""How many visitors come between two things that reception does."""
_DRAIN_SECONDS = 30.0
_SETTLE_SECONDS = 40.0
_JOIN_SECONDS = 30.0


def run_day(folder: Path, *, tickets: int, speed: float, seed: int) -> int:
    """Play a day and report on it; 0 only if the books balance."""
    document = read_document(OFFICE_FILE)
    today = next_weekday(document, local_day(datetime.now(UTC), document.zone), _TUESDAY)
    hours = hours_on(document, None, today)
    assert hours is not None  # that weekday was chosen because it is open
    clock = ScaledClock(hours.opens, time.time(), speed)
    roll = max(15, tickets * 2 // 5)
    place = new_place(folder, document, BUTTONS, time=clock)
    machine = build_machine(place, OFFICE_FILE, audible=False, roll=roll)
    day = Day(document, today, machine, clock, roll, hours.last_ticket)
    try:
        with ended_by_sigterm():
            day.play(tickets, seed)
            day.night()
    except NotReady as trouble:
        day.progress.tell(f"the node did not come up: {trouble}")
        return 1
    except KeyboardInterrupt:
        day.progress.tell("the day was stopped; it has no books")
        return 1
    finally:
        day.end()
    return report_on(folder)


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does, so that every program is stopped in order."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Day:
    """One day with everybody in it."""

    def __init__(
        self,
        document: OfficeDocument,
        today: date,
        machine: Machine,
        clock: ScaledClock,
        roll: int,
        last_ticket: datetime,
    ) -> None:
        self.progress = Progress()
        self._document = document
        self._today = today
        self._machine = machine
        self._roll = roll
        self._last_ticket = last_ticket
        self._ledger = Ledger(machine.place.folder)
        self._pace = Pace(clock)
        self._staff: list[threading.Thread] = []
        self._eyes = self._api()

    def play(self, tickets: int, seed: int) -> None:
        """From the opening until the hall is empty. Raises `NotReady`."""
        seconds = self._machine.start()
        self.progress.tell(f"the office is open (node ready in {seconds:.1f} s)")
        opened = self._pace.now()
        most = (self._last_ticket - _BEFORE_LAST_TICKET - opened).total_seconds()
        window = min(tickets * _SECONDS_BETWEEN_VISITORS, most)
        plan = plan_day(tickets, window, seed)
        self._ledger.note("plan", visitors=tickets)
        self._send_staff_to_work(plan, window)
        hall = Hall(plan, opened, self._pace)
        hall.open([self._taker() for _ in range(_TAKERS)], self._taker())
        cuts = self._power_cuts(at_tickets=[tickets // 3, tickets * 2 // 3])
        while not hall.done:
            cuts.look()
            self._watch()
        self._until(self._hall_is_empty, _DRAIN_SECONDS)
        self._send_staff_home()

    def night(self) -> None:
        """Wait for paper and voice, then let the node find itself past midnight."""
        self._until(self._nothing_is_left_to_do, _SETTLE_SECONDS)
        self._machine.node.ask_to_end()
        if not self._machine.node.wait(10.0):
            self._ledger.note("crash", who="node", error="did not end within 10 s when asked")
        past_midnight = midnight_after(self._document, self._today)
        place = replace(self._machine.place, time=ScaledClock(past_midnight, time.time(), 1.0))
        place.node_file.write_text(node_settings(place), encoding="utf-8")
        self._machine.node.start()
        self._machine.wait_until_ready()
        self.progress.tell("night: the node was restarted at five past midnight")

    def end(self) -> None:
        """Stop everything that still runs."""
        self._pace.over.set()
        self._machine.stop()
        self._ledger.close()

    def _send_staff_to_work(self, plan: Plan, window_seconds: float) -> None:
        crowd, pace, ledger = Crowd(plan), self._pace, self._ledger
        printer = self._machine.place.printers[0]
        reception = Reception(self._api(), ledger, pace, plan.seed)
        for counter, login in _AT_PANELS.items():
            panel = PanelHands(Browser(self._wire()), counter, ledger)
            panel.sign_in(login, login)
            self._employ(f"clerk at panel {counter}", Clerk(panel, crowd, pace).work)
        for counter in _BY_API:
            program = ApiHands(self._api(), counter, ledger, _OTHER_SERVICE)
            self._employ(f"program at {counter}", Clerk(program, crowd, pace).work)
        for counter, pin in COUNTER_PINS.items():
            display = ApiHands(self._api(), counter, ledger, _OTHER_SERVICE)
            clerk = PushClerk(pin, self._finger(), display, crowd=crowd, pace=pace)
            self._employ(f"clerk with button {counter}", clerk.work)
        self._employ("caretaker", Caretaker(printer.control_port, self._roll, ledger, pace).work)
        every = window_seconds * _VISITORS_A_DEED / len(plan.visitors)
        self._employ("reception", lambda: reception.work(every))

    def _send_staff_home(self) -> None:
        self._pace.over.set()
        for thread in self._staff:
            thread.join(_JOIN_SECONDS)

    def _employ(self, who: str, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except Exception as error:  # the top of a thread: the books must hear of it
                log.exception("somebody_broke_off", extra={"who": who})
                self._ledger.note("crash", who=who, error=repr(error))

        self._staff.append(threading.Thread(target=guarded, name=who, daemon=True))
        self._staff[-1].start()

    def _watch(self) -> None:
        """A look at the hall, shown on the terminal."""
        queue = self._eyes.get("/queue")
        local = self._pace.now().astimezone(self._document.zone)
        self.progress.show(
            f"{local:%H:%M}  tickets {self._ledger.count('ticket')}, waiting {queue['waiting']}, "
            f"deeds {self._ledger.count('act') + self._ledger.count('press')}"
        )
        time.sleep(0.3)

    def _until(self, reached: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not reached() and time.monotonic() < deadline:
            self._watch()

    def _hall_is_empty(self) -> bool:
        states = ("waiting", "called", "serving", "absent", "parked")
        return not any(self._eyes.get(f"/tickets?state={s}")["tickets"] for s in states)

    def _nothing_is_left_to_do(self) -> bool:
        printing = any(
            self._eyes.get(f"/print-jobs?state={s}")["jobs"] for s in ("queued", "printing")
        )
        return not printing and not self._eyes.get("/speakers/1")["jobs"]

    def _power_cuts(self, at_tickets: list[int]) -> PowerCuts:
        return PowerCuts(
            self._machine, at_tickets, self._ledger, pace=self._pace, tell=self.progress.tell
        )

    def _taker(self) -> Taker:
        return Taker(self._api(), Browser(self._wire()), self._finger(), self._ledger)

    def _finger(self) -> Finger:
        return Finger(self._machine.place.pins_port, self._ledger)

    def _api(self) -> ApiClient:
        return ApiClient(self._wire(), self._machine.key)

    def _wire(self) -> Wire:
        return Wire(self._machine.place.web_port, self._ledger)
