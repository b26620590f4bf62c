"""The words of the status page: processes, and sizes as people read them."""

from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

PROCESSES: dict[str, Any] = {
    "web": _l("Web pages"),
    "devices": _l("Printers and buttons"),
    "announcer": _l("Voice"),
    "player": _l("Screens of the hall"),
}

_MEGABYTE = 2**20
_GIGABYTE = 2**30


def size(number: int) -> str:
    """Bytes as MB or GB."""
    if number >= _GIGABYTE:
        return f"{format_decimal(round(number / _GIGABYTE, 1))} GB"
    return f"{format_decimal(round(number / _MEGABYTE, 1))} MB"
