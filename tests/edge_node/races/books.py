"""Whether the books balance: rows against log, numbers against series, people against counters."""

from collections import Counter, defaultdict

from edge_node.store.events import Event, event_from
from edge_node.store.tickets import ticket, tickets_of_day
from edge_node.store.unit import Office, fact
from edge_node.views.clerk import Stage, clerk_view
from queue_core.domain.tickets import ACTIVE, Move, State, Ticket
from tests.edge_node.races.crowd import COUNTERS, Diary

_MOVES = {move.value for move in Move}


def check_books(office: Office) -> list[Ticket]:
    """Fail unless everything agrees; returns the day's tickets in order of issue."""
    day = fact(office.database.read(), "day")
    assert day is not None
    tickets = tickets_of_day(office.database.read(), day)
    _check_numbers(office, tickets)
    log = office.database.read().execute(
        "SELECT * FROM events WHERE day = ? AND undone_by IS NULL ORDER BY seq", (day,)
    )
    _check_log(tickets, [event_from(row) for row in log])
    _check_counters(office, tickets)
    return tickets


def check_nothing_lost(office: Office, diaries: list[Diary]) -> None:
    """Whatever somebody was told is done is in the file, and nothing took it back."""
    done = [words for diary in diaries for words in diary.noted("done")]
    rows = office.database.read().execute("SELECT id FROM commands")
    kept = {row["id"] for row in rows}
    assert [id for id, _, _ in done if id not in kept] == []
    for _, ticket_id, version in done:
        assert ticket(office.database.read(), ticket_id).version >= int(version)


def calls_in_order(office: Office) -> list[int]:
    """The place in the queue of each person who was called, in order of the calls."""
    rows = office.database.read().execute(
        """SELECT t.issue_seq FROM events e JOIN tickets t ON t.id = e.ticket
        WHERE e.kind = 'ticket_called' ORDER BY e.seq"""
    )
    return [row["issue_seq"] for row in rows]


def _check_numbers(office: Office, tickets: list[Ticket]) -> None:
    """No number twice, none left out: a number that nobody got would be a lost ticket."""
    numbers = [t.number for t in tickets]
    assert len(numbers) == len(set(numbers))
    last = dict(office.database.read().execute("SELECT prefix, last FROM series").fetchall())
    issued = Counter(number[0] for number in numbers)
    assert dict(issued) == {prefix: count for prefix, count in last.items() if count}


def _check_log(tickets: list[Ticket], events: list[Event]) -> None:
    """Each move begins where the one before ended, and the last one says where the row stands.

    So nobody is called who was called already.
    """
    states: dict[str, str | None] = defaultdict(lambda: None)
    calls: Counter[str] = Counter()
    for event in events:
        if event.ticket is None or event.kind not in _MOVES:
            continue
        assert event.data.get("from") == states[event.ticket], event
        states[event.ticket] = str(event.data["to"])
        calls[event.ticket] += event.kind == Move.CALLED
        if event.kind == Move.RETURNED:
            calls[event.ticket] = 0
    assert dict(states) == {t.id: t.state.value for t in tickets}
    assert max(calls.values(), default=0) <= 3


def _check_counters(office: Office, tickets: list[Ticket]) -> None:
    """Everybody called or served is shown by exactly one counter, with what can be done next."""
    shown = []
    for counter in COUNTERS:
        view = clerk_view(office, counter, login=f"clerk{counter}", session=f"browser {counter}")
        if view.ticket is not None:
            assert view.stage in (Stage.CALLED, Stage.SERVING)
            shown.append((view.ticket.id, view.stage.value, counter))
    active = [(t.id, t.state.value, t.counter) for t in tickets if t.state in ACTIVE]
    assert sorted(shown) == sorted(active)
    assert all(t.ended_at for t in tickets if t.state is State.DONE)
