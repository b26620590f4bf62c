"""The people in the hall, as a clerk meets them: they come when called, or not."""

import threading
from collections import Counter

from okienko.demo.day.plan import Course, Person, Plan


class Crowd:
    """Everybody with a number. Safe for several clerks."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._past: set[str] = set()

    def person(self, number: str) -> Person:
        """Whoever holds this number."""
        return self._plan.person(number)

    def answers(self, number: str) -> bool:
        """Whether the person comes to this call; to be asked once a call."""
        with self._lock:
            self._calls[number] += 1
            return self._calls[number] > self._plan.person(number).missed_calls

    def takes(self, number: str, course: Course) -> bool:
        """Whether this visit turns so now; each visit does so only once."""
        with self._lock:
            if number in self._past or self._plan.person(number).course is not course:
                return False
            self._past.add(number)
            return True
