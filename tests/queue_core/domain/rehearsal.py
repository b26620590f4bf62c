"""A small office in memory that plays a day by the rules: people come, counters call and serve.

It keeps what the node keeps (tickets, and one event per move) as plain values and asks the rules
for every decision, so that a test reads like the written sentence. People are named by their
ticket numbers; the letter is their service.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from queue_core.domain.absent import after_absence
from queue_core.domain.calling import Choice, Desk, History, Queue, Step, next_ticket
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.office import Rules, Service
from queue_core.domain.tickets import ACTIVE, Move, State, Ticket, check_move
from queue_core.domain.undo import UNDOABLE, check_undo, state_after_undo
from tests.queue_core.domain.builders import DAY, at, desk, service, ticket, visit

_ENDS = (Move.FINISHED, Move.PARKED, Move.TRANSFERRED)
_AGAIN: dict[str, Any] = {"state": State.WAITING, "counter": None, "calls": 0}


@dataclass(frozen=True)
class Event:
    """One move. Events of one `action` were one press and are undone together."""

    seq: int
    action: int
    move: Move
    counter: str
    before: Ticket
    after: Ticket
    step: Step | None = None
    minute: float = 0


class Rehearsal:
    """An office with these counters open; `minute` is its clock, which only a test moves."""

    def __init__(self, *desks: Desk, rules: Rules | None = None, services: str = "ABC") -> None:
        self.rules = rules or Rules()
        self.services: dict[str, Service] = {id: service(id) for id in services}
        self.open: dict[str, Desk] = {opened.id: opened for opened in desks}
        self.minute = 0.0
        self.tickets: dict[str, Ticket] = {}
        self.events: list[Event] = []
        self.undone: set[int] = set()
        self._action = 0

    # What happens in the hall

    def come(self, *numbers: str, **fields: Any) -> None:
        """These people take a ticket, one after the other."""
        for number in numbers:
            self._add(ticket(number, since=self.minute, **fields))

    def arrive(self, number: str, *, hour: float, **fields: Any) -> None:
        """A booked visitor for minute `hour` arrives now."""
        self._add(visit(number, hour=hour, **fields))

    def come_back(self, number: str) -> None:
        """Reception puts a missed person back at the original place."""
        missed = self.tickets[number]
        self._action += 1
        self._change(Move.RESTORED, replace(missed, **_AGAIN, absent_at=None), "")

    # What a clerk does

    def call(self, counter: str) -> str | None:
        """ "Wezwij następny": the number that is called, None when nobody may be called."""
        if self.at(counter):
            raise NotAllowedNow(counter=counter)
        choice = self.choice(counter)
        if choice is None:
            return None
        chosen = choice.ticket
        called = replace(chosen, state=State.CALLED, counter=counter, calls=chosen.calls + 1)
        self._action += 1
        self._change(Move.CALLED, replace(called, first_in_line=False), counter, choice.step)
        return chosen.number

    def absent(self, counter: str) -> State:
        """ "Nie zgłosił się": the state in which that leaves the ticket."""
        self._action += 1
        gone = replace(
            self._active(counter),
            state=State.ABSENT,
            absent_at=at(self.minute),
            absent_seq=len(self.events) + 1,
        )
        self._change(Move.ABSENT, gone, counter)
        if after_absence(gone.calls, self.rules.calls) is State.NO_SHOW:
            self._change(Move.STRUCK_OUT, replace(gone, state=State.NO_SHOW), counter)
        return self.tickets[gone.number].state

    def came(self, counter: str) -> None:
        """The called person stands at the counter."""
        self._press(Move.CAME, counter, state=State.SERVING)

    def finish(self, counter: str) -> None:
        """The service ends."""
        self._press(Move.FINISHED, counter, state=State.DONE)

    def park(self, counter: str) -> None:
        """The served ticket is put aside."""
        self._press(Move.PARKED, counter, state=State.PARKED)

    def give_back(self, counter: str) -> None:
        """The called or served ticket is returned to its queue."""
        self._press(Move.RETURNED, counter, **_AGAIN)

    def transfer(self, counter: str, to: str, *, first: bool = False) -> None:
        """The ticket moves to another service, at its own time or first."""
        anew = at(self.minute)
        self._press(
            Move.TRANSFERRED, counter, **_AGAIN, service=to, first_in_line=first, ageing_from=anew
        )

    def serve(self, counter: str) -> None:
        """The called person comes and is served to the end."""
        self.came(counter)
        self.finish(counter)

    def serve_next(self, counter: str) -> str | None:
        """Call and serve; the number of the one served."""
        number = self.call(counter)
        if number:
            self.serve(counter)
        return number

    def miss_next(self, counter: str) -> str | None:
        """Call somebody who does not come; the number called."""
        number = self.call(counter)
        if number:
            self.absent(counter)
        return number

    def undo(self, counter: str) -> None:
        """Take back the latest action of this counter."""
        latest = next((e for e in self.lasting() if self._undoable(e, counter)), None)
        if latest is None:
            raise Refused("undo_nothing")
        check_undo(at(latest.minute), at(self.minute), self.rules.undo_seconds, same_clerk=True)
        self._action += 1
        for event in [e for e in self.lasting() if e.action == latest.action]:
            self._take_back(event)

    def close(self, counter: str) -> Desk:
        """The counter closes or pauses, which is the same to the rules."""
        if self.at(counter):
            raise Refused("counter_busy")
        return self.open.pop(counter)

    # What can be seen

    def at(self, counter: str) -> Ticket | None:
        """The one ticket that is called to this counter or served there."""
        here = [t for t in self.tickets.values() if t.counter == counter and t.state in ACTIVE]
        assert len(here) <= 1, f"{len(here)} tickets at counter {counter}"
        return here[0] if here else None

    def state(self, number: str) -> State:
        """Where this person stands."""
        return self.tickets[number].state

    def choice(self, counter: str) -> Choice | None:
        """Whom the counter would call now, and why."""
        return next_ticket(self.queue(), self.open[counter], self.history(counter))

    def queue(self) -> Queue:
        """The office as the rules see it."""
        return Queue(
            tickets=tuple(self.tickets.values()),
            open_desks=tuple(self.open.values()),
            services=self.services,
            now=at(self.minute),
            day=DAY,
            rules=self.rules,
        )

    def history(self, counter: str) -> History:
        """What the counter did today, undone actions left out."""
        lasting = list(self.lasting())[::-1]
        calls = [e for e in lasting if e.move is Move.CALLED and e.counter == counter]
        return History(
            calls=tuple(e.step for e in calls if e.step),
            booked_calls=tuple(e.after.booked for e in calls),
            ends=tuple((e.counter, e.seq, e.after.id) for e in lasting if e.move in _ENDS),
        )

    def lasting(self) -> Iterator[Event]:
        """Events that were not undone, newest first."""
        return (e for e in reversed(self.events) if e.seq not in self.undone)

    # How it is kept

    def _active(self, counter: str) -> Ticket:
        active = self.at(counter)
        if active is None:
            raise NotAllowedNow(counter=counter)
        return active

    def _add(self, new: Ticket) -> None:
        check_move(Move.TAKEN, None, new.state)
        self.tickets[new.number] = replace(new, issue_seq=len(self.tickets) + 1)

    def _press(self, move: Move, counter: str, /, **fields: Any) -> None:
        self._action += 1
        self._change(move, replace(self._active(counter), **fields), counter)

    def _change(self, move: Move, after: Ticket, counter: str, step: Step | None = None) -> Event:
        before = self.tickets[after.number]
        if move is not Move.UNDONE:
            check_move(move, before.state, after.state)
        seq = len(self.events) + 1
        event = Event(seq, self._action, move, counter, before, after, step, self.minute)
        self.events.append(event)
        self.tickets[after.number] = after
        return event

    def _undoable(self, event: Event, counter: str) -> bool:
        return event.counter == counter and event.move in UNDOABLE

    def _take_back(self, event: Event) -> None:
        if self.tickets[event.after.number] != event.after:
            raise Refused("undo_taken")
        before = event.before
        other = self.at(before.counter or event.counter)
        has_another = other is not None and other.number != before.number
        state = state_after_undo(event.move, before.state, has_another)
        kept = before.counter if state is before.state or state is State.PARKED else None
        back = self._change(Move.UNDONE, replace(before, state=state, counter=kept), event.counter)
        self.undone |= {event.seq, back.seq}


def one_counter(*people: str, rules: Rules | None = None) -> Rehearsal:
    """An office of one counter in which these people wait."""
    office = Rehearsal(desk("1"), rules=rules)
    office.come(*people)
    return office
