"""Picks the entry of one language from a table of words, and refuses a language we lack."""

from collections.abc import Mapping
from typing import TypeVar

from queue_core.domain.errors import Unknown

T = TypeVar("T")


def in_language(table: Mapping[str, T], language: str) -> T:
    """The entry of one language. `Unknown` with the code `unknown_language` for any other."""
    try:
        return table[language]
    except KeyError:
        raise Unknown("language", language=language) from None
