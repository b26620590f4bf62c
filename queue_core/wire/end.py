"""One end of the link, as the transport drives it: what arrives goes in, what is to be said
comes out.

An end does no I/O on the network and asks no clock for `now`, so a simulator drives the same code
as a broker does. The trap: nothing that it answers may leave before its transaction is committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to publish."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that arrived."""

    topic: str
    payload: bytes


class End(Protocol):
    """A node, or the hub with all its nodes. `now` are seconds that only grow."""

    def will(self) -> Outgoing:
        """What the broker shall say when the connection that begins now is lost."""

    def connected(self, now: float) -> list[Outgoing]:
        """The broker is there: say that we are, where we stand, and ask the same."""

    def lost(self, now: float) -> None:
        """The broker is gone, and with it everything under way."""

    def hear(self, heard: Sequence[Heard], now: float) -> list[Outgoing]:
        """Take everything that has arrived, in order; the answers to it."""

    def due(self, now: float) -> list[Outgoing]:
        """What is to be said now: new records, what went astray, a sign of life."""

    def wake_at(self) -> float | None:
        """When `due` must be asked again though nothing happens."""
