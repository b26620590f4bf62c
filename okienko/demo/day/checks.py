"""What must hold after a day, one question each; the name says what would be wrong otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from okienko.demo.day.books import Books


@dataclass(frozen=True)
class Check:
    """A question to the books: `wrong` lists what speaks against it, empty when it holds."""

    name: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.wrong


Question = Callable[[Books], Iterable[str]]
"""Yields one sentence for each thing that is wrong."""


def ask(books: Books, questions: dict[str, Question]) -> list[Check]:
    """Put each question to the books."""
    return [Check(name, tuple(question(books))) for name, question in questions.items()]
