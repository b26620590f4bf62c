"""A phone number as a person types it at a kiosk or says it at the desk; nothing is looked up.

Pure. The trap: the hub alone knows numbering plans and decides whether a message can be sent.
"""

import re

TAIL_DIGITS = 5
"""So much of a number the office may keep, to find a person by it."""
POLISH_DIGITS = 9
_POLISH = re.compile(rf"[0-9]{{{POLISH_DIGITS}}}")
_FOREIGN = re.compile(r"\+[0-9]{8,15}")


def typed_phone(words: str) -> str | None:
    """The number without the signs that people write in it: nine digits, or all with `+` in front;
    None if it is none."""
    number = "".join(sign for sign in words if not sign.isspace() and sign not in "-()./")
    return number if _POLISH.fullmatch(number) or _FOREIGN.fullmatch(number) else None


def phone_tail(number: str) -> str:
    """The last digits of a number, which are all that stays at the office."""
    return number[-TAIL_DIGITS:]
