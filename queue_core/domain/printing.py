"""The words for what happened to a print job and to a printer, shared by store, panels and devices.

It knows no bytes and no transport. The trap: `unknown` is an answer of its own. It is never
read as "printed", nor as "not printed".
"""

from enum import StrEnum


class PrintState(StrEnum):
    """Where a print job stands. `unknown`: bytes were sent, nobody can say if paper came out."""

    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DROPPED = "dropped"


OPEN = frozenset({PrintState.QUEUED, PrintState.PRINTING})
FINAL = frozenset(PrintState) - OPEN


class PaperStatus(StrEnum):
    """What the paper sensor says; of a printer that cannot speak it is `unknown`, never `ok`."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class PrinterCondition(StrEnum):
    """What staff are told about a printer (B-149). The last five stop the printing."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    UNKNOWN = "unknown"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    BUSY = "busy"
    TIMEOUT = "timeout"


BROKEN = frozenset(PrinterCondition) - {
    PrinterCondition.READY,
    PrinterCondition.PAPER_LOW,
    PrinterCondition.UNKNOWN,
}
