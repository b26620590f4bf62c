"""What a clerk does all day: call, wait, serve, and whatever a visit turns into.

The clerk looks before each step and remembers nothing, so a node that died in between costs
nothing but its absence.
"""

from okienko.demo.day.crowd import Crowd
from okienko.demo.day.hands import Deed, Hands, Seen, Stage
from okienko.demo.day.pace import Pace
from okienko.demo.day.plan import Course

_WALK_SECONDS = 10.0
_WAIT_FOR_ABSENT_SECONDS = 25.0
_IDLE_SECONDS = 60.0


class Clerk:
    """Works at one counter until the day is over, then finishes and closes."""

    def __init__(self, hands: Hands, crowd: Crowd, pace: Pace) -> None:
        self._hands = hands
        self._crowd = crowd
        self._pace = pace

    def work(self) -> None:
        """The whole day."""
        while not self._pace.over.is_set():
            self._turn(self._hands.look())
        self._go_home()

    def _turn(self, seen: Seen) -> None:
        match seen.stage:
            case Stage.CLOSED:
                self._hands.do(Deed.OPEN)
            case Stage.IDLE:
                self._next(seen)
            case Stage.CALLED:
                self._called(seen.number)
            case Stage.SERVING:
                self._serving(seen)

    def _next(self, seen: Seen) -> None:
        """Those put aside first: they stand before the counter."""
        if seen.parked and self._hands.do(Deed.TAKE_BACK):
            return
        if not self._hands.do(Deed.NEXT):
            self._pace.spend(_IDLE_SECONDS)

    def _called(self, number: str) -> None:
        if self._crowd.takes(number, Course.RECALLED):
            self._pace.spend(_WALK_SECONDS)
            self._hands.do(Deed.RECALL)
        if not self._crowd.answers(number):
            self._pace.spend(_WAIT_FOR_ABSENT_SECONDS)
            self._hands.do(Deed.ABSENT)
            return
        self._pace.spend(_WALK_SECONDS)
        self._hands.do(Deed.RETURN if self._crowd.takes(number, Course.RETURNED) else Deed.CAME)

    def _serving(self, seen: Seen) -> None:
        number = seen.number
        self._pace.spend(self._crowd.person(number).visit_seconds)
        if self._crowd.takes(number, Course.PARKED):
            self._hands.do(Deed.PARK)
        elif self._crowd.takes(number, Course.TRANSFERRED):
            self._hands.do(Deed.TRANSFER)
        elif self._crowd.takes(number, Course.UNDONE):
            self._hands.do(Deed.FINISH)
            self._hands.do(Deed.UNDO)
        else:
            self._hands.do(Deed.FINISH if seen.parked else Deed.FINISH_AND_CALL)

    def _go_home(self) -> None:
        """A counter with a ticket can't be closed: the visit is finished first."""
        stage = self._hands.look().stage
        if stage is Stage.CALLED:
            self._hands.do(Deed.RETURN)
        elif stage is Stage.SERVING:
            self._hands.do(Deed.FINISH)
        self._hands.do(Deed.CLOSE)
