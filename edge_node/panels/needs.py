"""The words for needs, all in one place: long ones for people who choose, short ones for staff.

Data only. A need that is not in the table is the office's own text and is shown as it is.
"""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l


class Named(NamedTuple):
    """How a need is called at the kiosk, and on the panels of the staff."""

    offered: Any
    told: Any


NEEDS: dict[str, Named] = {
    "wheelchair": Named(_l("Low counter, wheelchair"), _l("wheelchair")),
    "loop": Named(_l("Induction loop"), _l("induction loop")),
    "sign_language": Named(_l("Sign language"), _l("sign language")),
}


def need_offered(stored: str) -> str:
    """A need as the person who has it reads it."""
    return str(NEEDS[stored].offered if stored in NEEDS else stored)


def need(stored: str) -> str:
    """A need as the staff read it."""
    return str(NEEDS[stored].told if stored in NEEDS else stored)
