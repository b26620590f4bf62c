"""The words for the lines of a ticket, and for what speaks against a layout."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from queue_core.domain.slip import Block, Misfit

BLOCKS: dict[Block, Any] = {
    Block.LOGO: _l("Logo"),
    Block.HEADER: _l("Name and address of the office"),
    Block.NUMBER: _l("Number"),
    Block.SERVICE: _l("Matter"),
    Block.ISSUED: _l("Date and hour"),
    Block.PEOPLE_BEFORE: _l("How many people are before"),
    Block.WAIT: _l("Expected waiting time"),
    Block.COUNTERS: _l("Counters and rooms"),
    Block.NOTE: _l("Standing note of the matter"),
    Block.ETICKET: _l("QR code of the e-ticket"),
    Block.FIRST_TEXT: _l("First text of the office"),
    Block.SECOND_TEXT: _l("Second text of the office"),
    Block.RULE: _l("Line across the paper"),
}

SIZES: dict[int, Any] = {1: _l("plain"), 2: _l("large"), 3: _l("very large")}

REASONS: dict[str, Any] = {
    "number_missing": _l("The number must stand on the ticket."),
    "number_too_small": _l("The number must be at least 12 mm high."),
    "number_too_large": _l("The number can be at most 30 mm high."),
    "eticket_too_small": _l("The QR code must be at least 18 mm wide, or phones cannot read it."),
    "eticket_too_large": _l("The QR code can be at most 60 mm wide."),
    "block_twice": _l("The same line stands on the ticket twice."),
    "block_size": _l("This size of letters is not known."),
    "unknown_block": _l("This line of the ticket is not known."),
    "slip, top_text: the Polish text is missing": _l("The first text needs its Polish version."),
    "slip, bottom_text: the Polish text is missing": _l(
        "The second text needs its Polish version."
    ),
}

FIELDS: dict[str, str] = {
    "number": "number_mm",
    "number_too_small": "number_mm",
    "number_too_large": "number_mm",
    "code": "eticket_mm",
    "eticket_too_small": "eticket_mm",
    "eticket_too_large": "eticket_mm",
    "slip, top_text: the Polish text is missing": "top-pl",
    "slip, bottom_text: the Polish text is missing": "bottom-pl",
}
"""Where on the page a fault is put right; all others among the lines."""


def misfit_text(misfit: Misfit) -> str:
    """What does not fit, and what helps."""
    said = {
        "word": _(
            "The word “%(text)s” is wider than the paper in this size. Choose smaller letters, "
            "or a shorter word.",
            text=misfit.text,
        ),
        "number": _("The number does not fit on the paper in this height."),
        "code": _("The QR code is wider than the paper."),
    }[misfit.what]
    where = _("Printer %(printer)s:", printer=misfit.printer) if misfit.printer else ""
    return f"{where} {said}".strip()
