"""Moves of one ticket in one line each: `course("TAKEN@0 CALLED@5 CAME@6 FINISHED@16")`."""

from typing import Any

from queue_core.domain.tickets import Move, State
from queue_core.domain.visits import Card, Gap, Kind, Mark, Phase, Visit, retold
from tests.queue_core.domain.builders import at

LEADS_TO = {
    Move.TAKEN: State.WAITING,
    Move.PLACED: State.WAITING,
    Move.ARRIVED: State.WAITING,
    Move.CALLED: State.CALLED,
    Move.CAME: State.SERVING,
    Move.ABSENT: State.ABSENT,
    Move.STRUCK_OUT: State.NO_SHOW,
    Move.RESTORED: State.WAITING,
    Move.PARKED: State.PARKED,
    Move.TAKEN_BACK: State.SERVING,
    Move.RETURNED: State.WAITING,
    Move.TRANSFERRED: State.WAITING,
    Move.FINISHED: State.DONE,
    Move.CANCELLED: State.CANCELLED,
    Move.LEFT: State.LEFT,
    Move.BOOKED: State.BOOKED,
    Move.UNPLACED: State.BOOKED,
    Move.CLOSED_OUT: State.UNSERVED,
}


def marks(line: str) -> list[Mark]:
    """`MOVE@minute`, then `:state` where it is not the usual one, `>service` or `/counter`."""
    found: list[Mark] = []
    service, counter = "A", "1"
    for word in line.split():
        name, _, rest = word.partition("@")
        for sign in ">/:":
            rest = rest.replace(sign, f" {sign}")
        minute, *more = rest.split()
        state = LEADS_TO[Move[name]]
        for extra in more:
            if extra[0] == ">":
                service = extra[1:]
            elif extra[0] == "/":
                counter = extra[1:]
            else:
                state = State(extra[1:])
        found.append(
            Mark(Move[name], at(float(minute)), state, service, counter, f"clerk{counter}")
        )
    return found


def course(line: str, gaps: tuple[Gap, ...] = (), **card: Any) -> Visit:
    """The visit that these moves made."""
    return retold(Card(**({"kind": Kind.WALK_IN} | card)), marks(line), gaps)


def minutes(visit: Visit, phase: Phase) -> list[float]:
    return [seconds / 60 for seconds in visit.seconds(phase)]
