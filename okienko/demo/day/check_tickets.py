"""The books of the queue: nothing acknowledged is lost, nothing is there twice or half-way.

Replays the log with its own few lines instead of the product's rules, so that it cannot share
their faults.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from okienko.demo.day.books import Books
from okienko.demo.day.checks import Question
from okienko.demo.day.pins import COUNTER_PINS
from queue_core.domain.tickets import ACTIVE, FINAL, MOVES, Move, State

_CALLS_ALLOWED = 3
_CLERKS_PINS = frozenset(COUNTER_PINS.values())
_CALLED_ANEW = {Move.RESTORED, Move.RETURNED, Move.TRANSFERRED}
_MOVES = {move.value for move in Move}


def acknowledged_exist_once(books: Books) -> Iterator[str]:
    """Whoever was told a number has it, under the same id, and nobody else has it."""
    by_id = {ticket.id: ticket for ticket in books.tickets}
    told = Counter(entry["id"] for entry in books.told.get("ticket", []))
    for entry in books.told.get("ticket", []):
        ticket = by_id.get(entry["id"])
        if ticket is None:
            yield f"ticket {entry['number'] or entry['id']} was given out and is not there"
        elif entry["number"] not in (None, ticket.number):
            yield f"{entry['number']} was given out, {ticket.number} is kept"
    for id, times in told.items():
        if times > 1:
            yield f"ticket {id} was given to {times} people"


def everybody_got_an_answer(books: Books) -> Iterator[str]:
    """Each visitor of the plan was given a ticket or was refused one, with the reason."""
    planned = sum(entry["visitors"] for entry in books.told.get("plan", []))
    given, refused = (len(books.told.get(kind, [])) for kind in ("ticket", "refused"))
    if planned != given + refused:
        yield f"{planned} visitors: {given} were given a ticket, {refused} were refused one"


def nobody_came_from_nowhere(books: Books) -> Iterator[str]:
    """Every ticket answers a wish: of a visitor, or of a press of a button."""
    wished = {entry["id"] for entry in books.told.get("ticket", [])}
    others = [ticket for ticket in books.tickets if ticket.id not in wished]
    presses = sum(1 for p in books.told.get("press", []) if p["pin"] not in _CLERKS_PINS)
    if len(others) > presses:
        yield f"{len(others)} tickets of {presses} presses of a kiosk's button"


def numbers_have_no_gap(books: Books) -> Iterator[str]:
    """Each series counts 1, 2, 3 … without a number twice or left out."""
    series: dict[str, list[int]] = defaultdict(list)
    for ticket in books.tickets:
        letters = ticket.number.rstrip("0123456789")
        series[letters].append(int(ticket.number[len(letters) :]))
    for letters, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"series {letters}: {len(numbers)} tickets, the last number is {max(numbers)}"


def everybody_ended(books: Books) -> Iterator[str]:
    """After the night nobody is left in an open state."""
    for ticket in books.tickets:
        if ticket.state not in FINAL:
            yield f"{ticket.number} is still {ticket.state}"


def acts_are_logged_once(books: Books) -> Iterator[str]:
    """Every deed that was answered with yes is in the log, and was done once."""
    logged: dict[str, list[str]] = defaultdict(list)
    for entry in books.log:
        if entry.command:
            logged[entry.command].append(entry.event.kind)
    for kind in ("act", "ticket"):
        for told in books.told.get(kind, []):
            kinds = logged.get(told["command"], [])
            if not kinds:
                yield f"{told.get('deed', 'a ticket')} at {told.get('counter')} is not in the log"
            elif len(set(kinds)) != len(kinds) and Move.UNDONE not in kinds:
                yield f"{told.get('deed', 'a ticket')} was done more than once: {kinds}"


def log_tells_each_way(books: Books) -> Iterator[str]:
    """Each ticket's events join end to end, by moves that exist, up to its present state."""
    now: dict[str, str] = {}
    for event in books.events:
        if event.ticket is None or event.kind not in _MOVES:
            continue
        before, after = event.data.get("from"), str(event.data["to"])
        if now.get(event.ticket) != before:
            yield f"event {event.seq}: from {before}, but it was {now.get(event.ticket)}"
        move = Move(event.kind)
        pair = (State(str(before)) if before else None, State(after))
        if move is not Move.UNDONE and pair not in MOVES[move]:
            yield f"event {event.seq}: no such move"
        now[event.ticket] = after
    for ticket in books.tickets:
        if now.get(ticket.id) != ticket.state:
            yield f"{ticket.number} is {ticket.state}, its log ends with {now.get(ticket.id)}"


def one_ticket_at_a_counter(books: Books) -> Iterator[str]:
    """At no moment had a counter two people, or a person two counters."""
    held: dict[str, str] = {}
    for event in books.events:
        if event.ticket is None or "to" not in event.data:
            continue
        place = next((c for c, ticket in held.items() if ticket == event.ticket), None)
        if State(str(event.data["to"])) not in ACTIVE:
            held.pop(place or "", None)
            continue
        counter = event.counter or ""
        if place not in (None, counter):
            yield f"event {event.seq}: called to {counter} while at {place}"
        if held.get(counter, event.ticket) != event.ticket:
            yield f"event {event.seq}: counter {counter} has two people"
        held[counter] = event.ticket


def nobody_called_four_times(books: Books) -> Iterator[str]:
    """Three calls in all, counted anew for whoever was put back into the queue."""
    numbers = {ticket.id: ticket.number for ticket in books.tickets}
    calls: Counter[str] = Counter()
    for event in books.events:
        if event.ticket is None or event.undone:
            continue
        if event.kind in _CALLED_ANEW:
            calls[event.ticket] = 0
        if event.kind == Move.CALLED:
            calls[event.ticket] += 1
            if calls[event.ticket] > _CALLS_ALLOWED:
                yield f"{numbers.get(event.ticket)} was called {calls[event.ticket]} times"


def node_had_no_fault(books: Books) -> Iterator[str]:
    """No answer was a fault of the node, and its log holds no traceback."""
    for entry in books.told.get("fault", []):
        yield f"{entry['path']} was answered with {entry['status']}"
    for entry in books.told.get("crash", []):
        yield f"{entry['who']} broke off: {entry['error']}"
    if books.faults_logged:
        yield f"{books.faults_logged} tracebacks in the node's log"


QUESTIONS: dict[str, Question] = {
    "every visitor was given an answer": everybody_got_an_answer,
    "every acknowledged ticket exists, once": acknowledged_exist_once,
    "every ticket was asked for by somebody": nobody_came_from_nowhere,
    "numbers are unique and without a gap": numbers_have_no_gap,
    "every acknowledged deed was done, once": acts_are_logged_once,
    "the log leads each ticket to its state": log_tells_each_way,
    "never two people at one counter": one_ticket_at_a_counter,
    "nobody was called more than three times": nobody_called_four_times,
    "after the night everybody's visit has ended": everybody_ended,
    "the node made no fault": node_had_no_fault,
}
