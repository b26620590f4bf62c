"""What one language must offer before the voice can call in it.

Knows no language itself. The trap: every text here is read by a speech engine, so it holds
no digit, no abbreviation and no typographic apostrophe (espeak-ng says its name aloud).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LARGEST = 9999
"""The largest number that the tables say as a whole; longer ones are said digit by digit."""


@dataclass(frozen=True)
class SpokenLanguage:
    """Tables and sentences of one language.

    `letters` holds a name for each of A–Z. `invitation` takes `{place}`, the whole of
    "to the third counter"; it stands in the case that follows "we invite you".
    """

    cardinal: Callable[[int], str]
    invited_to: Callable[[int], str]
    letters: Mapping[str, str]
    number: str
    counter: str
    counter_invited: str
    room: str
    invitation: str
    evacuation: str
    trial: str


def say_below_thousand(
    n: int,
    *,
    small: tuple[str, ...],
    tens: tuple[str, ...],
    hundreds: tuple[str, ...],
) -> str:
    """Say 1..999 by plain juxtaposition: "sto", "dwadzieścia", "trzy". Zero gives no word."""
    words = [hundreds[n // 100]]
    rest = n % 100
    words += [small[rest]] if rest < 20 else [tens[rest // 10], small[rest % 10]]
    return " ".join(word for word in words if word)
