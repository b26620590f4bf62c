"""What a hall board shows: who is called where, who waits, and what stands instead of it.

Knows numbers and counters, never a person. The trap: everybody who is called and has not yet
come stays on a board, however many they are; only what is shown beside them gives way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge_node.office.alarm import evacuation
from edge_node.store.last_calls import LastCall, last_calls, served_calls
from edge_node.store.unit import Office
from edge_node.views.queue_state import QueueState, ServiceState, queue_state
from queue_core.domain.errors import Unknown
from queue_core.domain.estimates import is_waiting
from queue_core.domain.issuing import IssuingState
from queue_core.domain.office import Board, OfficeDocument
from queue_core.domain.tickets import ACTIVE, State

FRESH = timedelta(seconds=5)
"""So long a new call is pointed out; a screen that comes later shows it as an old one."""

_KEPT = 4
"""Calls that stay in sight although they were served (B-62)."""


@dataclass(frozen=True)
class Call:
    """A number and its counter. `coming` until the person stands there; `seq` grows with each
    call and recall; `fresh` for the first five seconds."""

    number: str
    counter: str
    room: str
    service: str
    coming: bool
    fresh: bool
    seq: int
    at: datetime


@dataclass(frozen=True)
class Line:
    """A service with the numbers that wait for it; no numbers where the office shows none."""

    state: ServiceState
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Closed:
    """Nobody is called and nothing is issued; `opens_at` is None when no opening is known."""

    opens_at: datetime | None


@dataclass(frozen=True)
class BoardView:
    """One board now. `hero` is the newest call, `calls` are those after it: who is still
    expected first, then who is being served, newest first."""

    board: Board
    office: OfficeDocument
    now: datetime
    hero: Call | None
    calls: tuple[Call, ...]
    lines: tuple[Line, ...]
    closed: Closed | None
    evacuation: bool

    @property
    def seq(self) -> int:
        """What the page reports back as painted: the call that stands in the hero's place."""
        return self.hero.seq if self.hero else 0


def find_board(document: OfficeDocument, board: str) -> Board:
    """The board with this id. Raises `Unknown("board")`."""
    known = next((b for b in document.boards if b.id == board), None)
    if known is None:
        raise Unknown("board", board=board)
    return known


def board_view(office: Office, board: str) -> BoardView:
    """What this board shows now. Raises `Unknown("board")`."""
    queue = queue_state(office)
    known = find_board(queue.office, board)
    shown = tuple(
        state
        for state in queue.services
        if not known.services or state.service.id in known.services
    )
    services = {state.service.id for state in shown}
    with office.database.snapshot() as connection:
        active = {t.id: t for t in queue.tickets if t.state in ACTIVE and t.service in services}
        under_way = last_calls(connection, active)
        served = served_calls(connection, queue.day, services, min(_KEPT, known.rows))
        alarm = evacuation(connection) is not None
    coming = {id for id, ticket in active.items() if ticket.state is State.CALLED}
    hero, rest = _ordered(queue, under_way, coming, served)
    return BoardView(
        board=known,
        office=queue.office,
        now=queue.now,
        hero=hero if known.page == 1 else None,
        calls=_of_page(queue.office, known, rest),
        lines=tuple(_line(queue, state) for state in shown),
        closed=None if active else _closed(shown),
        evacuation=alarm,
    )


def _ordered(
    queue: QueueState, under_way: dict[str, LastCall], coming: set[str], served: list[LastCall]
) -> tuple[Call | None, list[Call]]:
    """The hero, and all others: who is expected, who is being served, who was served last."""
    newest_first = sorted(under_way.values(), key=lambda call: -call.seq)
    calls = [_call(queue, call, call.ticket in coming) for call in newest_first]
    hero, rest = (calls[0], calls[1:]) if calls else (None, [])
    rest.sort(key=lambda call: not call.coming)  # stable: newest first within both
    missing = max(0, _KEPT - len(rest))
    return hero, rest + [_call(queue, call, coming=False) for call in served[:missing]]


def _call(queue: QueueState, call: LastCall, coming: bool) -> Call:
    counter = queue.office.counter(call.counter)
    return Call(
        number=call.number,
        counter=call.counter,
        room=counter.room if counter else "",
        service=call.service,
        coming=coming,
        fresh=coming_now(call.at, queue.now),
        seq=call.seq,
        at=call.at,
    )


def coming_now(at: datetime, now: datetime) -> bool:
    """Whether something is new enough to be pointed out; also when the clock stepped back."""
    return now - at < FRESH


def _of_page(office: OfficeDocument, board: Board, calls: list[Call]) -> tuple[Call, ...]:
    """The rows of this screen; the last of several screens takes everybody still expected."""
    first = board.rows * (board.page - 1)
    rows = calls[first : first + board.rows]
    if _goes_on(office.boards, board):
        return tuple(rows)
    beyond = calls[first + board.rows :]
    return tuple(rows + [call for call in beyond if call.coming])


def _goes_on(boards: Iterable[Board], board: Board) -> bool:
    return any(b.services == board.services and b.page == board.page + 1 for b in boards)


def _line(queue: QueueState, state: ServiceState) -> Line:
    rules = queue.office.rules
    if not rules.show_waiting_numbers:
        return Line(state, ())
    waiting = [
        ticket
        for ticket in queue.tickets
        if ticket.service == state.service.id and is_waiting(ticket, queue.now, rules)
    ]
    waiting.sort(key=lambda ticket: (ticket.queue_time, ticket.issue_seq))
    return Line(state, tuple(ticket.number for ticket in waiting))


def _closed(shown: tuple[ServiceState, ...]) -> Closed | None:
    """Closed once nobody waits and every service is outside its hours (B-70)."""
    outside = (IssuingState.CLOSED, IssuingState.NOT_YET_OPEN)
    if any(state.waiting or state.issuing.state not in outside for state in shown):
        return None
    openings = [s.issuing.opens_at for s in shown if s.issuing.opens_at is not None]
    return Closed(min(openings, default=None))
