"""How a text becomes an SMS: which alphabet it needs, how many parts it fills, what they cost.

Knows no provider. The trap: one letter outside the GSM alphabet makes the whole message UCS-2,
where a part holds 70 characters and not 160; and NFKD does not take the stroke from ł.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import smsutil

PolishLetters = Literal["keep", "strip"]
"""Keep Polish letters and pay for UCS-2, or write them without their marks (C-44)."""

_PLAIN = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "„": '"',
        "”": '"',
        "“": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)


@dataclass(frozen=True)
class SmsText:
    """A text as it will go out. `parts` are what the provider counts and charges."""

    text: str
    alphabet: Literal["gsm", "ucs2"]
    parts: int

    def price(self, per_part: Decimal) -> Decimal:
        """What sending it once costs."""
        return self.parts * per_part


def fit(text: str, polish: PolishLetters) -> SmsText:
    """The text in the cheapest alphabet that the setting allows.

    Nothing is stripped from a text that needs UCS-2 anyway, such as a Ukrainian one.
    """
    plain = _without_marks(text)
    if polish == "strip" and smsutil.is_valid_gsm(plain):
        return _counted(plain)
    return _counted(text)


def _without_marks(text: str) -> str:
    return "".join(_letter(sign) for sign in text.translate(_PLAIN))


def _letter(sign: str) -> str:
    if smsutil.is_valid_gsm(sign):
        return sign
    bare = unicodedata.normalize("NFKD", sign)[0]
    return bare if bare.isascii() else sign


def _counted(text: str) -> SmsText:
    alphabet: Literal["gsm", "ucs2"] = "gsm" if smsutil.is_valid_gsm(text) else "ucs2"
    return SmsText(text=text, alphabet=alphabet, parts=len(smsutil.split(text).parts))
