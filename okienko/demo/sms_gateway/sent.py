"""What the simulated gateway has taken, in memory: the messages, the ids seen, the account.

Knows neither HTTP nor threads beyond its own lock. Parts are counted as the operators do.
"""

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

import smsutil
from ulid import ULID

PRICE_PER_PART = Decimal("0.16")
_KEPT = 2000


@dataclass(frozen=True)
class SentSms:
    """One message on its way to a phone. `state` is the provider's word, such as `QUEUE`."""

    id: str
    idx: str
    to: str
    sender: str
    text: str
    parts: int
    at: datetime
    state: str = "QUEUE"

    @property
    def points(self) -> Decimal:
        """What it cost."""
        return self.parts * PRICE_PER_PART


@dataclass(frozen=True)
class Wish:
    """What one request asks for, read from its form."""

    to: str
    text: str
    sender: str = ""
    idx: str = ""
    check_idx: bool = False
    max_parts: int = 10
    test: bool = False

    @property
    def parts(self) -> int:
        """How many parts the text fills."""
        return len(smsutil.split(self.text).parts)


class Refusal(Exception):
    """The provider's error number and its words."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.message = message


class Account:
    """One customer's messages and what is left of the money."""

    def __init__(self, points: Decimal) -> None:
        self._lock = threading.Lock()
        self._points = points
        self._sent: dict[str, SentSms] = {}
        self._idx: set[str] = set()

    @property
    def points(self) -> Decimal:
        """What is left."""
        return self._points

    def take(self, wish: Wish) -> SentSms:
        """Accept a message, unless something is wrong with it. Raises `Refusal`."""
        _check(wish)
        with self._lock:
            if wish.check_idx and wish.idx in self._idx:
                raise Refusal(53, "Not unique idx")
            sms = SentSms(
                id=str(ULID()),
                idx=wish.idx,
                to=wish.to,
                sender=wish.sender or "Test",
                text=wish.text,
                parts=wish.parts,
                at=datetime.now(UTC),
            )
            if sms.points > self._points:
                raise Refusal(103, "Insufficient credits on your account")
            if not wish.test:
                self._keep(sms)
        return sms

    def tell(self, id: str, state: str) -> SentSms:
        """Note what became of a message."""
        with self._lock:
            told = replace(self._sent[id], state=state)
            self._sent[id] = told
        return told

    def message(self, id: str) -> SentSms:
        """One message. Raises `Refusal` for an id never given."""
        with self._lock:
            if id not in self._sent:
                raise Refusal(301, "ID of messages doesn't exist")
            return self._sent[id]

    def newest_first(self, to: str = "") -> list[SentSms]:
        """All messages, or those of one number."""
        with self._lock:
            rows = [sms for sms in self._sent.values() if not to or sms.to == to]
        return rows[::-1]

    def _keep(self, sms: SentSms) -> None:
        self._points -= sms.points
        self._sent[sms.id] = sms
        if sms.idx:
            self._idx.add(sms.idx)
        while len(self._sent) > _KEPT:
            del self._sent[next(iter(self._sent))]


def _check(wish: Wish) -> None:
    if not wish.text:
        raise Refusal(11, "The message is too long or there is no message")
    if not (wish.to.isascii() and wish.to.isdigit() and 9 <= len(wish.to) <= 15):
        raise Refusal(13, "No correct phone numbers")
    if len(wish.sender) > 11:
        raise Refusal(14, "Wrong sender name")
    if len(wish.idx) > 255:
        raise Refusal(27, "Too long IDX parameter")
    if wish.parts > wish.max_parts:
        raise Refusal(12, "The message has more parts than defined in max_parts")
