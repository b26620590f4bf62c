"""How the simulated gateway misbehaves on demand: for the next messages, or until told to stop.

Knows no HTTP: the gateway asks which fault the next message meets.
"""

import threading
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """One way to go wrong, seen from the customer."""

    NONE = "none"
    MUTE = "mute"
    """Not taken, never answered."""
    SLOW = "slow"
    """Taken, answered late."""
    ERROR_500 = "error_500"
    """Not taken; a page of the web server instead of an answer."""
    BROKEN_JSON = "broken_json"
    """Taken; the answer is torn."""
    ANSWER_LOST = "answer_lost"
    """Taken; the line is cut before the answer."""
    NO_CREDIT = "no_credit"
    """Not taken: error 103 with status 200."""
    WRONG_NUMBER = "wrong_number"
    """Not taken: error 13 with status 200."""
    UNDELIVERED = "undelivered"
    """Taken; the phone never gets it."""
    NO_RECEIPT = "no_receipt"
    """Taken and delivered; the receipt gets lost."""


NOT_TAKEN = frozenset({Fault.MUTE, Fault.ERROR_500, Fault.NO_CREDIT, Fault.WRONG_NUMBER})


@dataclass(frozen=True)
class Order:
    """Which fault, for how many messages (0: until told otherwise), for which number ("": all)."""

    fault: Fault = Fault.NONE
    times: int = 0
    to: str = ""


class Faults:
    """The order in force."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._order = Order()
        self._left = 0

    @property
    def order(self) -> Order:
        """What was asked for last and is not used up."""
        return self._order

    def ask_for(self, order: Order) -> None:
        """From now on, this and nothing else."""
        with self._lock:
            self._order, self._left = order, order.times

    def next(self, to: str) -> Fault:
        """What happens to a message for this number; counted."""
        with self._lock:
            order = self._order
            if order.to not in ("", to):
                return Fault.NONE
            if order.times:
                self._left -= 1
                if self._left == 0:
                    self._order = Order()
            return order.fault
