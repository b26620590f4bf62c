"""The books of the voice: announcements against calls."""

from collections import Counter
from collections.abc import Iterator

from okienko.demo.day.books import Books
from okienko.demo.day.checks import Question
from queue_core.domain.tickets import Move, State

ACCOUNTED = {"played", "failed", "expired", "silent", "withdrawn"}


def calls_of(books: Books) -> Counter[str]:
    """How often each ticket was called out: calls, repeats, calls back from aside."""
    called: Counter[str] = Counter()
    for event in books.events:
        back = event.kind == Move.TAKEN_BACK and event.data["to"] == State.CALLED
        if event.ticket and (event.kind in (Move.CALLED, "ticket_recalled") or back):
            called[event.ticket] += 1
    return called


def every_call_has_its_announcement(books: Books) -> Iterator[str]:
    """As many announcements as calls and repeats, for each ticket and each speaker."""
    speakers = sum(speaker.on for speaker in books.document.speakers)
    called = calls_of(books)
    announced = Counter(a.ticket for a in books.announcements)
    numbers = {ticket.id: ticket.number for ticket in books.tickets}
    for id in called.keys() | announced.keys():
        if announced[id] != speakers * called[id]:
            yield f"{numbers.get(id)}: {called[id]} calls, {announced[id]} announcements"


def every_announcement_ended(books: Books) -> Iterator[str]:
    """The announcer accounted for each, or an undo took it back."""
    left = Counter(a.state for a in books.announcements if a.state not in ACCOUNTED)
    for state, count in left.items():
        yield f"{count} announcements are still {state}"


def none_failed(books: Books) -> Iterator[str]:
    """The voice had no fault of its own."""
    failed = sum(a.state == "failed" for a in books.announcements)
    if failed:
        yield f"{failed} announcements failed"


QUESTIONS: dict[str, Question] = {
    "as many announcements as calls and repeats": every_call_has_its_announcement,
    "every announcement was accounted for": every_announcement_ended,
    "no announcement failed": none_failed,
}
