"""What the voice says when a ticket is called (B-72, T-04), all words from our own tables.

Knows nothing of engines and sound. The trap: a speech engine reads "A015" and "12" its own
way, so no digit ever leaves this module.
"""

import re
import unicodedata
from typing import Literal

from queue_core.domain.wording.languages import in_language
from queue_core.domain.wording.spoken_en import ENGLISH
from queue_core.domain.wording.spoken_language import LARGEST, SpokenLanguage
from queue_core.domain.wording.spoken_pl import POLISH
from queue_core.domain.wording.spoken_uk import UKRAINIAN

SPOKEN = {"pl": POLISH, "en": ENGLISH, "uk": UKRAINIAN}

Form = Literal["number", "genitive"]
"""How a place is named: "stanowisko numer trzy" or "zapraszamy do stanowiska trzeciego"."""

_RUNS = re.compile(r"[^\W\d_]+|[0-9]+")
_BARRED = str.maketrans("Łł", "Ll")  # the one Polish letter that does not decompose


def call_phrase(
    number: str,
    counter: str,
    language: str,
    room: str | None = None,
    form: Form = "number",
) -> str:
    """The sentence that calls a ticket to a counter, a room, or a counter in a room.

    ("A015", "3", "pl") gives "Numer: A, piętnaście, stanowisko numer trzy". An empty counter
    is left out. Never holds a digit. `Unknown` for a language that we do not speak.
    """
    words = in_language(SPOKEN, language)
    parts = [_named(words.number, number, words)]
    if counter:
        parts.append(_counter_phrase(counter, words, form))
    if room:
        parts.append(_named(words.room, room, words))
    return ", ".join(parts)


def number_words(n: int, language: str) -> str:
    """A number of 0..9999 in words, in the nominative."""
    return in_language(SPOKEN, language).cardinal(n)


def say_name(name: str, language: str) -> str:
    """A ticket number or a lone letter as it is called: "A015" is "A, piętnaście"."""
    words = in_language(SPOKEN, language)
    return ", ".join(part for run in _RUNS.findall(name) for part in _say_run(run, words))


def evacuation_phrase(language: str) -> str:
    """What the voice repeats while the building is being left."""
    return in_language(SPOKEN, language).evacuation


def trial_phrase(language: str) -> str:
    """A sentence to try a loudspeaker with; the Polish one holds every Polish letter sound."""
    return in_language(SPOKEN, language).trial


def _counter_phrase(counter: str, words: SpokenLanguage, form: Form) -> str:
    if form == "number":
        return _named(words.counter, counter, words)
    if counter.isascii() and counter.isdigit() and int(counter) <= LARGEST:
        return words.invitation.format(place=words.invited_to(int(counter)))
    return words.invitation.format(place=_named(words.counter_invited, counter, words))


def _named(label: str, name: str, words: SpokenLanguage) -> str:
    """A label and a name; the colon makes the engine stress a lone letter that follows."""
    said = [part for run in _RUNS.findall(name) for part in _say_run(run, words)]
    colon = ":" if name[:1].isalpha() else ""
    return f"{label}{colon} {', '.join(said)}".rstrip(" :")


def _say_run(run: str, words: SpokenLanguage) -> list[str]:
    if run.isdigit():
        if int(run) <= LARGEST:
            return [words.cardinal(int(run))]
        return [" ".join(words.cardinal(int(digit)) for digit in run)]
    if len(run) > 1 and not run.isupper():
        return [run]  # a word, such as the name of a room
    return [_letter_name(letter, words) for letter in run.upper()]


def _letter_name(letter: str, words: SpokenLanguage) -> str:
    plain = unicodedata.normalize("NFD", letter.translate(_BARRED))[0]
    return words.letters.get(plain, letter)
