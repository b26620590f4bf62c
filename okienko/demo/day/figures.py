"""The figures of a day for its report: how many, how long, how well foreseen."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from statistics import mean, median, quantiles

from edge_node.store.print_jobs import PrintJob
from okienko.demo.day.books import Books
from okienko.demo.day.check_voice import calls_of
from queue_core.domain.estimates import WaitRange, accuracy
from queue_core.domain.tickets import Move, Ticket


def figures(books: Books) -> dict[str, str]:
    """Each figure by its name, in the order of the report."""
    told = {kind: len(entries) for kind, entries in books.told.items()}
    refused = Counter(entry["code"] for entry in books.told.get("refused", []))
    kills = books.told.get("kill", [])
    return {
        "tickets": f"{len(books.tickets)} ({_by(t.state for t in books.tickets)})",
        "refused": _counted(refused) or "nobody",
        "routes": _by(_routes(books)),
        "waits": _waits(books),
        "absences": _absences(books),
        "moves": _moves(books),
        "papers": f"{len(books.papers)} in hand, {_by(_job(job) for job in books.jobs)}",
        "unknown papers": _unknown(books) or "none",
        "rolls changed": str(told.get("roll", 0)),
        "calls": f"{sum(calls_of(books).values())} with repeats",
        "announcements": _by(a.state for a in books.announcements),
        "estimate": _estimate(books),
        "power cuts": ", ".join(f"away {kill['away_seconds']} s" for kill in kills) or "none",
        "asked again": f"{told.get('retry', 0)} times with the same key",
    }


def first_calls(books: Books) -> dict[str, datetime]:
    """When each ticket was first called, undone calls left out."""
    called: dict[str, datetime] = {}
    for event in books.events:
        if event.kind == Move.CALLED and event.ticket and not event.undone:
            called.setdefault(event.ticket, event.at)
    return called


def _routes(books: Books) -> list[str]:
    """How each ticket was asked for, told by the form of its command."""
    taken = (logged for logged in books.log if logged.event.kind == Move.TAKEN)
    return [
        "push button"
        if not logged.command
        else "API"
        if logged.command.startswith("api:")
        else "touch screen"
        for logged in taken
    ]


def _waits(books: Books) -> str:
    called = first_calls(books)
    waits = sorted(_minutes(t, called[t.id]) for t in books.tickets if t.id in called)
    if len(waits) < 2:
        return "too few"
    late = quantiles(waits, n=10)[-1]
    return (
        f"mean {mean(waits):.0f} min, median {median(waits):.0f}, "
        f"nine of ten under {late:.0f}, longest {waits[-1]:.0f}"
    )


def _absences(books: Books) -> str:
    kinds = Counter(event.kind for event in books.events if not event.undone)
    return (
        f"{kinds[Move.ABSENT]} calls unanswered, {kinds[Move.STRUCK_OUT]} struck out, "
        f"{kinds[Move.RESTORED]} put back"
    )


def _moves(books: Books) -> str:
    wanted = (Move.TRANSFERRED, Move.PARKED, Move.RETURNED, Move.UNDONE, Move.CANCELLED)
    kinds = Counter(event.kind for event in books.events)
    named = {move.removeprefix("ticket_"): kinds[move] for move in wanted}
    named |= {"reprinted": kinds["ticket_reprinted"], "recalled": kinds["ticket_recalled"]}
    return ", ".join(f"{count} {what}" for what, count in named.items())


def _job(job: PrintJob) -> str:
    return f"{job.state} as a copy" if job.copy else str(job.state)


def _unknown(books: Books) -> str:
    numbers = {ticket.id: ticket.number for ticket in books.tickets}
    printed = {paper.number for paper in books.papers}
    unknown = [numbers.get(job.ticket or "", "?") for job in books.jobs if job.state == "unknown"]
    return ", ".join(f"{n} ({'in hand' if n in printed else 'no paper'})" for n in unknown)


def _estimate(books: Books) -> str:
    """How the ranges given came true; those that a power cut upset are told apart."""
    called = first_calls(books)
    asked = [t for t in books.tickets if t.id in called and t.wait_low_at_issue is not None]
    calm = [t for t in asked if not _upset(t, called[t.id], books)]
    return f"{_accuracy(asked, called)}; without the power cuts {_accuracy(calm, called)}"


def _accuracy(tickets: list[Ticket], called: dict[str, datetime]) -> str:
    found = accuracy(
        (WaitRange(t.wait_low_at_issue, t.wait_high_at_issue), _minutes(t, called[t.id]))
        for t in tickets
        if t.wait_low_at_issue is not None and t.wait_high_at_issue is not None
    )
    if found.inside_share is None:
        return "none was given"
    return (
        f"{found.visits} given, {found.inside_share:.0%} came true, "
        f"half were off by less than {found.median_error_minutes:.0f} min"
    )


def _upset(ticket: Ticket, called: datetime, books: Books) -> bool:
    return any(
        ticket.issued_at < datetime.fromisoformat(kill["until"])
        and called > datetime.fromisoformat(kill["since"])
        for kill in books.told.get("kill", [])
    )


def _minutes(ticket: Ticket, called: datetime) -> float:
    return (called - ticket.issued_at).total_seconds() / 60


def _by(values: Iterable[str]) -> str:
    return _counted(Counter(values))


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counted.most_common())
