"""What a paper slip says, and how an office lays it out; nothing about bytes or printers.

It says what was true when the ticket was issued, also when it is printed later or again. The
trap: the lines are already formed in the person's language; only the labels before them are the
paper's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from queue_core.domain.errors import Refused

SMALLEST_NUMBER_MM = 12.0
LARGEST_NUMBER_MM = 30.0
SMALLEST_CODE_MM = 18.0
LARGEST_CODE_MM = 60.0


class SlipKind(StrEnum):
    """A ticket for a person, its second copy for the office, the confirmation of a visit booked for
    later, a test print for the one who sets up the printer, or a sample of a layout that is being
    made."""

    TICKET = "ticket"
    STAFF = "staff"
    VISIT = "visit"
    TEST = "test"
    SAMPLE = "sample"


@dataclass(frozen=True)
class Slip:
    """Everything on one piece of paper (B-4 … B-7, T-18).

    The optional lines hold values only, "3 osoby" or "około 15–25 min"; the paper puts
    "Przed Tobą" or "Czas oczekiwania" before them. `header` is the office's name and address,
    `logo` a picture file of the node. Of a booking: `code` its six digits, `visit_qr` the text of
    its QR code, `bring_line` what to bring, `early_line` "5–10 min".
    """

    number: str
    service_name: str
    date_line: str
    hour_line: str
    people_before_line: str | None = None
    wait_line: str | None = None
    counters_line: str | None = None
    note_line: str | None = None
    eticket_url: str | None = None
    code: str | None = None
    visit_qr: str | None = None
    bring_line: str | None = None
    early_line: str | None = None
    language: str = "pl"
    header: tuple[str, ...] = ()
    texts: tuple[str, str] = ("", "")
    logo: str | None = None
    copy: bool = False
    example: bool = False
    kind: SlipKind = SlipKind.TICKET


class Block(StrEnum):
    """The parts of a slip that an office can order, enlarge or leave out."""

    LOGO = "logo"
    HEADER = "header"
    NUMBER = "number"
    SERVICE = "service"
    ISSUED = "issued"
    PEOPLE_BEFORE = "people_before"
    WAIT = "wait"
    COUNTERS = "counters"
    CODE = "code"
    BRING = "bring"
    EARLY = "early"
    NOTE = "note"
    ETICKET = "eticket"
    FIRST_TEXT = "first_text"
    SECOND_TEXT = "second_text"
    RULE = "rule"


@dataclass(frozen=True)
class Placed:
    """A block in its place; `size` multiplies the plain letter (1 to 3)."""

    block: Block
    size: int = 1


DEFAULT_BLOCKS = (
    Placed(Block.LOGO),
    Placed(Block.HEADER),
    Placed(Block.RULE),
    Placed(Block.NUMBER),
    Placed(Block.SERVICE, 2),
    Placed(Block.ISSUED),
    Placed(Block.RULE),
    Placed(Block.PEOPLE_BEFORE, 2),
    Placed(Block.WAIT),
    Placed(Block.COUNTERS),
    Placed(Block.CODE, 2),
    Placed(Block.BRING),
    Placed(Block.EARLY),
    Placed(Block.NOTE),
    Placed(Block.ETICKET),
    Placed(Block.FIRST_TEXT),
    Placed(Block.SECOND_TEXT),
)
VISIT_BLOCKS = (
    Placed(Block.LOGO),
    Placed(Block.HEADER),
    Placed(Block.RULE),
    Placed(Block.SERVICE, 2),
    Placed(Block.ISSUED, 2),
    Placed(Block.NUMBER),
    Placed(Block.CODE, 2),
    Placed(Block.ETICKET),
    Placed(Block.RULE),
    Placed(Block.BRING),
    Placed(Block.EARLY),
    Placed(Block.NOTE),
    Placed(Block.FIRST_TEXT),
    Placed(Block.SECOND_TEXT),
)
"""A confirmation: whatever an office leaves out of its tickets, day, hour and code stand on it."""


@dataclass(frozen=True)
class SlipLayout:
    """The order and sizes an office chose (B-6); a block that is not listed is not printed.

    Raises `Refused("bad_slip_layout", reason=…)` where the number is missing, a block stands
    twice, or a size is out of range: a number too small to read, too. Only rules may repeat.
    """

    blocks: tuple[Placed, ...] = DEFAULT_BLOCKS
    number_mm: float = 15.0
    eticket_mm: float = 26.0

    def __post_init__(self) -> None:
        named = [placed.block for placed in self.blocks if placed.block is not Block.RULE]
        _require(Block.NUMBER in named, "number_missing")
        _require(len(set(named)) == len(named), "block_twice")
        _require(all(1 <= placed.size <= 3 for placed in self.blocks), "block_size")
        _require(self.number_mm >= SMALLEST_NUMBER_MM, "number_too_small")
        _require(self.number_mm <= LARGEST_NUMBER_MM, "number_too_large")
        _require(self.eticket_mm >= SMALLEST_CODE_MM, "eticket_too_small")
        _require(self.eticket_mm <= LARGEST_CODE_MM, "eticket_too_large")

    @staticmethod
    def of(
        names: Iterable[str],
        *,
        sizes: Mapping[str, int] | None = None,
        number_mm: float = 15.0,
        eticket_mm: float = 26.0,
    ) -> "SlipLayout":
        """The blocks in the order of `names`, the usual ones without any name; a block without a
        size of its own has the usual one. Raises `Refused("bad_slip_layout")`."""
        wanted = {placed.block: placed.size for placed in DEFAULT_BLOCKS}
        try:
            blocks = [Block(name) for name in names]
            wanted |= {Block(name): size for name, size in (sizes or {}).items()}
        except ValueError as error:
            raise Refused("bad_slip_layout", reason="unknown_block") from error
        order = blocks or [placed.block for placed in DEFAULT_BLOCKS]
        return SlipLayout(
            tuple(Placed(block, wanted[block]) for block in order), number_mm, eticket_mm
        )


@dataclass(frozen=True)
class Misfit:
    """Something of a layout that the paper of a printer is too narrow for: a `word`, the `number`
    or the `code`; `text` is what does not fit."""

    printer: str
    what: Literal["word", "number", "code"]
    text: str


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise Refused("bad_slip_layout", reason=reason)
