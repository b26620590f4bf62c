"""The steps of the story, in order: each plays its part and yields what is wrong with it.

The trap: each relies on all those before it, so the story ends with the first that is not as it
should be.
"""

import re
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from okienko.demo.city.build import City, move_clocks
from okienko.demo.story.at_the_office import (
    Clerk,
    arrive_at_kiosk,
    book_for_later,
    papers,
    take_a_ticket,
)
from okienko.demo.story.both_sides import Side, differences, hub_side, node_side
from okienko.demo.story.citizen import Citizen, Phone, Visit
from queue_core.clock import ScaledClock
from queue_core.domain.calendar import hours_on, local_day
from queue_core.domain.office import OfficeDocument

_SERVICE = "id_card"
_SOON_SECONDS = 10.0
_HEALING_SECONDS = 90.0
"""A link that was cut tries again ever more slowly, up to a minute."""
_LOOK_SECONDS = 0.1

Wrong = Iterator[str]
"""One sentence for each thing that is not as it should be."""


class Story:
    """One office, one hub, four citizens: Anna comes, Borys cancels, Celina and Dorota book
    while the cable is cut."""

    _visit: Visit
    _borys: Visit
    _walk_ins: list[str]

    def __init__(self, city: City, document: OfficeDocument, clock: ScaledClock) -> None:
        self._city = city
        self._office = city.offices[0]
        self._document = document
        self._clock = clock
        self._clerk = Clerk(self._office, document.counters[0].id)
        self._people = {
            name: Citizen(city.hub.place.url, Phone(city.hub.place.sms_url, number), name)
            for name, number in (
                ("Anna Przykładowa", "600700801"),
                ("Borys Przykładowy", "600700802"),
                ("Celina Przykładowa", "600700803"),
            )
        }

    def the_office_is_linked(self) -> Wrong:
        """The node has taken everything that the hub has to tell, seats to sell included."""
        if not _within(_SOON_SECONDS, lambda: bool(self._node().leased)):
            yield "no seat was leased to the office"
        yield from self._equal_within(_SOON_SECONDS)

    def anna_books(self) -> Wrong:
        """A term on the hub's pages, the code from the phone."""
        anna = self._people["Anna Przykładowa"]
        start = anna.hold_nearest(_SERVICE, self._today())
        if start <= self._clock.now():
            yield f"the term {start} is over already"
        self._visit = anna.confirm(start, anna.ask_for_code())
        if not re.fullmatch(r"AR\d+", self._visit.number):
            yield f"the page shows {self._visit.number!r} as ticket number"
        if not re.fullmatch(r"\d{6}", self._visit.code):
            yield "the page shows no code of six digits"

    def her_phone_tells_the_same(self) -> Wrong:
        """The confirmation has number and code of the page."""
        told = self._people["Anna Przykładowa"].confirmation()
        if self._visit.number not in told or self._visit.code not in told:
            yield "number or code are not in the message"

    def borys_books_for_another_day(self) -> Wrong:
        """A second visit, which will be cancelled."""
        self._borys = self._people["Borys Przykładowy"].book(_SERVICE, self._next_day())
        if self._borys.number == "":
            yield "the page shows no number"

    def the_office_knows_both(self) -> Wrong:
        """Copies of both bookings at the node, in the version that the hub has."""
        _within(_SOON_SECONDS, lambda: len(self._node().bookings) == 2)
        yield from self._equal_within(_SOON_SECONDS)
        if len(self._node().bookings) != 2:
            yield f"the node has {len(self._node().bookings)} bookings"

    def the_cable_is_cut(self) -> Wrong:
        """No broker any more; hub and node go on without each other."""
        if not self._city.broker.stop():
            yield "the broker did not end when asked"

    def borys_cancels(self) -> Wrong:
        """On the hub, of which the node cannot know."""
        self._people["Borys Przykładowy"].cancel(self._borys)
        if self._hub_says(self._borys) != "cancelled":
            yield "the hub does not know it"
        if any(cancelled for _, cancelled in self._node().bookings.values()):
            yield "the node knows it, though the cable is cut"

    def celina_books(self) -> Wrong:
        """A booking of which the node cannot know either."""
        visit = self._people["Celina Przykładowa"].book(_SERVICE, self._next_day())
        if self._hub_says(visit) != "confirmed":
            yield "the hub has not booked it"

    def anna_arrives(self) -> Wrong:
        """Her code at the kiosk: the booked number on the screen and on paper."""
        shown = arrive_at_kiosk(self._office, self._visit.code)
        if shown != self._visit.number:
            yield f"the kiosk shows {shown!r}, not {self._visit.number}"
        if not _within(_SOON_SECONDS, lambda: bool(papers(self._office))):
            yield "no paper came out"
        yield from (
            f"the paper says {paper.number}"
            for paper in papers(self._office)
            if paper.number != self._visit.number
        )

    def two_walk_in(self) -> Wrong:
        """Two more people take numbers at the kiosk, after Anna."""
        self._walk_ins = [take_a_ticket(self._office, _SERVICE) for _ in range(2)]
        if self._walk_ins != ["A001", "A002"]:
            yield f"the kiosk gave {self._walk_ins}"

    def dorota_books_at_the_kiosk(self) -> Wrong:
        """A seat that only this office sells, while nobody can ask the hub."""
        before = len(self._node().bookings)
        book_for_later(self._office, _SERVICE)
        if len(self._node().bookings) != before + 1:
            yield "the node has not booked it"
        if not any(self._node().leased.values()):
            yield "no leased seat was taken"

    def a_walk_in_is_called_first(self) -> Wrong:
        """Before Anna's hour the first walk-in has his turn."""
        self._clerk.do("open")
        yield from self._calls(self._walk_ins[0])
        yield from self._serves()

    def her_hour_comes(self) -> Wrong:
        """Time is passed over: hub and office end, and start again at Anna's hour."""
        before = self._node()
        self._clock = ScaledClock(self._visit.start, time.time(), 1.0)
        move_clocks(self._city, self._clock)
        if self._node() != before:
            yield "the office does not go on where it was"

    def anna_is_called(self) -> Wrong:
        """At her hour, before the other walk-in."""
        yield from self._calls(self._visit.number)

    def both_are_served(self) -> Wrong:
        """Anna, then the other walk-in; then nobody is left."""
        yield from self._serves()
        yield from self._calls(self._walk_ins[1])
        yield from self._serves()
        if (left := self._clerk.do("call-next")) is not None:
            yield f"{left['number']} was called too"

    def the_hub_knows_nothing_of_it(self) -> Wrong:
        """Cut off is cut off: Anna is expected, the others have no ticket."""
        if (state := self._hub_says(self._visit)) != "confirmed":
            yield f"the hub says {state}"
        tickets = {number: state for number, state, *_ in self._hub().tickets.values()}
        if tickets != {self._visit.number: "booked"}:
            yield f"tickets at the hub: {tickets}"

    def the_cable_is_back(self) -> Wrong:
        """Everything equal on both sides, nothing set aside, no conflict."""
        self._city.broker.begin()
        self._city.broker.wait_until_ready()
        yield from self._equal_within(_HEALING_SECONDS)

    def each_visit_is_shown_as_it_is(self) -> Wrong:
        """On the hub: Anna served, Borys cancelled, Celina and Dorota booked; three tickets."""
        states = sorted(self._hub().visits.values())
        if states != ["cancelled", "confirmed", "confirmed", "served"]:
            yield f"the hub says {', '.join(states)}"
        numbers = sorted(number for number, *_ in self._hub().tickets.values())
        if numbers != sorted([*self._walk_ins, self._visit.number]):
            yield f"tickets at the hub: {', '.join(numbers)}"

    def _calls(self, number: str) -> Wrong:
        called = self._clerk.do("call-next") or {}
        if called.get("number") != number:
            yield f"{called.get('number', 'nobody')} was called, not {number}"

    def _serves(self) -> Wrong:
        self._clerk.do("came")
        done = self._clerk.do("finish") or {}
        if done.get("state") != "done":
            yield f"the ticket is {done.get('state')}"

    def _equal_within(self, seconds: float) -> Wrong:
        _within(seconds, lambda: not any(differences(self._hub(), self._node())))
        yield from differences(self._hub(), self._node())

    def _hub(self) -> Side:
        return hub_side(self._city.hub.place.file, self._document.id)

    def _node(self) -> Side:
        return node_side(self._office.place.database)

    def _hub_says(self, visit: Visit) -> str:
        """The state of a visit on the hub."""
        return self._hub().visits.get((visit.number, visit.start), "nothing")

    def _today(self) -> date:
        return local_day(self._clock.now(), self._document.zone)

    def _next_day(self) -> date:
        days = (self._today() + timedelta(days=n) for n in range(1, 15))
        return next(day for day in days if hours_on(self._document, None, day))


Step = Callable[[Story], Wrong]
Steps = tuple[tuple[str, Step], ...]

STEPS: Steps = (
    ("the office is linked to the hub", Story.the_office_is_linked),
    ("Anna books on the hub's pages, with the code from her phone", Story.anna_books),
    ("a message tells her the same number and code", Story.her_phone_tells_the_same),
    ("Borys books for another day", Story.borys_books_for_another_day),
    ("the office knows both visits", Story.the_office_knows_both),
    ("the cable is cut", Story.the_cable_is_cut),
    ("Borys cancels on the hub; the office cannot know", Story.borys_cancels),
    ("Celina books on the hub; the office cannot know", Story.celina_books),
    ("Anna arrives by her code at the kiosk: her number, on paper too", Story.anna_arrives),
    ("two people without a booking take numbers after her", Story.two_walk_in),
    ("Dorota books at the kiosk, in a seat of the office", Story.dorota_books_at_the_kiosk),
    ("before her hour one of them is called and served", Story.a_walk_in_is_called_first),
    ("her hour comes; hub and office were switched off meanwhile", Story.her_hour_comes),
    ("at her hour Anna is called, before the other", Story.anna_is_called),
    ("both are served, and nobody is left", Story.both_are_served),
    ("the hub knows nothing of it", Story.the_hub_knows_nothing_of_it),
    ("the cable is back: bookings, tickets, leases equal on both sides", Story.the_cable_is_back),
    (
        "served, cancelled, booked: the hub shows each visit as it is",
        Story.each_visit_is_shown_as_it_is,
    ),
)
"""What the terminal says of each step, and the step."""


def _within(seconds: float, reached: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_SECONDS)
    return True
