"""A text of the screen as a voice reads it to a person who cannot see it (B-171).

Turns numbers, hours, ranges and lone letters into words of our own tables. Knows no page and no
engine. The trap: an engine reads "A015", "15–25 min" and "9:05" its own way, so no digit leaves
this module.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from queue_core.domain.wording.languages import in_language
from queue_core.domain.wording.spoken import number_words, say_name
from queue_core.domain.wording.spoken_language import LARGEST
from queue_core.domain.wording.spoken_pl import cardinal_genitive

LONGEST_TEXT = 1200
"""Characters that one screen may ask to be read; more is cut at a word."""


@dataclass(frozen=True)
class _Aloud:
    """How one language reads what is written short. `span` takes `{low}` and `{high}`."""

    span: str
    written_short: Mapping[str, str]
    after_about: Callable[[int], str] | None = None


_WORDS = {
    "pl": _Aloud(
        "{low} do {high}",
        {
            "min": "minut",
            "h": "godzin",
            "ul.": "ulica",
            "al.": "aleja",
            "pl.": "plac",
            "nr": "numer",
            "pok.": "pokój",
            "godz.": "godzina",
            "tel.": "telefon",
            "np.": "na przykład",
            "gen.": "generała",
            "św.": "świętego",
        },
        cardinal_genitive,
    ),
    "en": _Aloud("{low} to {high}", {"min": "minutes", "h": "hours", "no.": "number"}),
    "uk": _Aloud(
        "{low}, {high}",
        {"хв": "хвилин", "год": "годин", "вул.": "вулиця", "р.": "року", "каб.": "кабінет"},
    ),
}
_TICKET = re.compile(r"\b[^\W\d_]{1,3}\d{1,4}\b")
_HOUR = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_SPAN = re.compile(r"\b(\d+) ?[–-] ?(\d+)\b")
_NUMBER = re.compile(r"\d+")
_LONE_LETTER = re.compile(r"(?<![^\s(])([A-ZŁ])(?=,|$)")
_SILENT = re.compile(r"[^\w\s.,:;?!'’()%/+-]")
_BREAK = re.compile(r"\s*\n\s*")


def aloud(text: str, language: str) -> str:
    """The words that are read for a text of the screen: its lines, set apart by commas.

    ("A\\nDowody osobiste\\nOczekuje\\n3", "pl") gives "A, Dowody osobiste, Oczekuje, trzy". Holds
    no digit. `Unknown` for a language that we do not speak.
    """
    words = in_language(_WORDS, language)
    said = _BREAK.sub(", ", _cut(text.strip()))
    said = _TICKET.sub(lambda found: f" {say_name(found[0], language)} ", said)
    said = _HOUR.sub(lambda found: _hour(int(found[1]), found[2], language), said)
    said = _written_out(said, words.written_short)
    if words.after_about is not None:
        said = _declined(said, words.after_about, words.span)
    said = _SPAN.sub(lambda found: words.span.format(low=found[1], high=found[2]), said)
    said = _NUMBER.sub(lambda found: f" {_number(found[0], language)} ", said)
    said = _LONE_LETTER.sub(lambda found: say_name(found[1], language), said)
    return _tidy(_SILENT.sub(" ", said.replace("’", "'")))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT].rsplit(maxsplit=1)[0]


def _hour(hours: int, minutes: str, language: str) -> str:
    """ "9:05" is "nine, zero five": the same in all languages, and never taken for a length."""
    tail = " ".join(number_words(int(digit), language) for digit in minutes)
    if minutes[0] != "0":
        tail = number_words(int(minutes), language)
    return f" {number_words(hours, language)}, {tail} "


def _written_out(text: str, table: Mapping[str, str]) -> str:
    for short, whole in table.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", whole, text)
    return text


def _declined(text: str, genitive: Callable[[int], str], span: str) -> str:
    """ "około 15–25" is "około piętnastu do dwudziestu pięciu": both words ask for the genitive."""

    def both(found: re.Match[str]) -> str:
        low, high = (genitive(int(n)) if int(n) <= LARGEST else n for n in found.groups()[1:])
        return f"{found[1]} {span.format(low=low, high=high)}"

    text = re.sub(r"\b(około|do) (\d+) ?[–-] ?(\d+)\b", both, text)
    return re.sub(r"\b(około|do) (\d{1,4})\b(?!:)", lambda m: f"{m[1]} {genitive(int(m[2]))}", text)


def _number(digits: str, language: str) -> str:
    if len(digits) <= len(str(LARGEST)) and (digits == "0" or not digits.startswith("0")):
        return number_words(int(digits), language)
    return " ".join(number_words(int(digit), language) for digit in digits)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.:;?!)])", r"\1", text)
    return re.sub(r"([.:;?!,]),+", r"\1", text).strip(" ,")
