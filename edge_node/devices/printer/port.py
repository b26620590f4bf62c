"""What the rest of the node knows of a printer: a paper goes out, or a reason comes back.

It knows no bytes of any language and no transport. The trap: a trouble before the first byte
and one after it are different things. Only the first may be tried again by itself.
"""

from typing import Protocol

from edge_node.devices.errors import DeviceError
from queue_core.domain.printing import PaperStatus, PrinterCondition


class PrinterTrouble(DeviceError):
    """A job that was not certainly printed.

    `reason` is one of the stopping conditions; `sent` tells that at least one byte of the job
    may have reached the printer, so that paper may have come out.
    """

    def __init__(self, reason: PrinterCondition, *, sent: bool = False, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.sent = sent
        self.detail = detail


class Printer(Protocol):
    """One ticket printer. Each call opens the device, talks to it within time limits, closes."""

    def print(self, data: bytes) -> PaperStatus:
        """Send one job whole. Returns what the paper sensor said afterwards.

        Asks first: without paper or with an open cover nothing is sent. Raises PrinterTrouble.
        """

    def condition(self) -> PrinterCondition:
        """How the printer is, without printing. Never raises; `unknown` if it cannot speak."""


class Channel(Protocol):
    """An open connection to a device."""

    def send(self, data: bytes) -> None:
        """Hand over all bytes. Raises OSError or TimeoutError; some may have gone out."""

    def receive(self, seconds: float) -> bytes:
        """What the device says within the time; empty if nothing. Raises OSError when lost."""

    def close(self) -> None:
        """Let the device go. Never raises."""


class Transport(Protocol):
    """A way to reach a device."""

    def open(self) -> Channel:
        """Connect within a time limit. Raises PrinterTrouble, `offline` or `busy`."""
