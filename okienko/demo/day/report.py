"""The end of a day: its figures, every check of its books, and whether they balance."""

from pathlib import Path

from okienko.demo.day import check_paper, check_tickets, check_voice
from okienko.demo.day.books import Books, open_books
from okienko.demo.day.checks import Check, ask
from okienko.demo.day.figures import figures

_SHOWN = 5


def report_on(folder: Path) -> int:
    """Print the report of the day in this folder; 0 when the books balance, else 1."""
    books = open_books(folder)
    checks = check(books)
    print("\n".join(report(books, checks)), flush=True)
    return 0 if all(each.holds for each in checks) else 1


def check(books: Books) -> list[Check]:
    """Every question there is."""
    questions = (check_tickets.QUESTIONS, check_paper.QUESTIONS, check_voice.QUESTIONS)
    return [answer for some in questions for answer in ask(books, some)]


def report(books: Books, checks: list[Check]) -> list[str]:
    """The report line by line."""
    lines = ["", f"  {books.document.name} · {books.day} · przykład", ""]
    lines += [f"  {name:<16} {value}" for name, value in figures(books).items()]
    lines += [""]
    for each in checks:
        lines += [f"  {'✓' if each.holds else '✗'} {each.name}"]
        lines += [f"      {wrong}" for wrong in each.wrong[:_SHOWN]]
        if len(each.wrong) > _SHOWN:
            lines += [f"      and {len(each.wrong) - _SHOWN} more"]
    failed = sum(not each.holds for each in checks)
    verdict = "The books balance." if not failed else f"{failed} checks failed."
    return [*lines, "", f"  {verdict}"]
