"""The three languages of an office and the refusal of any other."""

from collections.abc import Mapping
from typing import TypeVar

from queue_core.domain.errors import Unknown

LANGUAGES = ("pl", "en", "uk")
"""In this order they are offered; the first one is the default of an office."""

T = TypeVar("T")


def in_language(table: Mapping[str, T], language: str) -> T:
    """The entry of one language. `Unknown` with the code `unknown_language` for any other."""
    try:
        return table[language]
    except KeyError:
        raise Unknown("language", language=language) from None
