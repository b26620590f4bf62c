"""The bits of the three status bytes that ESC/POS printers send on request (`DLE EOT n`).

Pure. The trap: an empty answer, or a byte without the fixed bits, says nothing at all; it must
not be read as "all is well".
"""

from queue_core.domain.printing import PaperStatus, PrinterCondition

ASK_ONLINE = b"\x10\x04\x01"
ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"

FIXED_BITS = 0b0001_0010
OFFLINE_BIT = 0b0000_1000
COVER_OPEN_BIT = 0b0000_0100
STOPPED_BY_PAPER_BIT = 0b0010_0000
NEAR_END_BITS = 0b0000_1100
PAPER_END_BITS = 0b0110_0000

_FIXED_MASK = 0b1001_0011


def status_byte(reply: bytes) -> int | None:
    """The latest status byte of a reply; None if there is none."""
    for value in reversed(reply):
        if value & _FIXED_MASK == FIXED_BITS:
            return value
    return None


def paper(reply: bytes) -> PaperStatus:
    """What the answer to `ASK_PAPER` says."""
    value = status_byte(reply)
    if value is None:
        return PaperStatus.UNKNOWN
    if value & PAPER_END_BITS:
        return PaperStatus.OUT
    return PaperStatus.LOW if value & NEAR_END_BITS else PaperStatus.OK


def offline(reply: bytes) -> bool:
    """Whether the answer to `ASK_ONLINE` says that the printer does not take jobs."""
    value = status_byte(reply)
    return value is not None and bool(value & OFFLINE_BIT)


def offline_cause(reply: bytes) -> PrinterCondition:
    """Why a printer is offline, from the answer to `ASK_OFFLINE_CAUSE`."""
    value = status_byte(reply) or 0
    if value & COVER_OPEN_BIT:
        return PrinterCondition.COVER_OPEN
    if value & STOPPED_BY_PAPER_BIT:
        return PrinterCondition.PAPER_OUT
    return PrinterCondition.OFFLINE


_BY_PAPER = {
    PaperStatus.OK: PrinterCondition.READY,
    PaperStatus.LOW: PrinterCondition.PAPER_LOW,
    PaperStatus.OUT: PrinterCondition.PAPER_OUT,
    PaperStatus.UNKNOWN: PrinterCondition.UNKNOWN,
}


def condition_by_paper(status: PaperStatus) -> PrinterCondition:
    """How a printer is that takes jobs and whose paper is `status`."""
    return _BY_PAPER[status]
