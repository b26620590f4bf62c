"""Short forms that people read on boards, screens and paper, in three languages.

Knows plural forms, waiting ranges and dates; takes local dates, never a clock or a time zone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from queue_core.domain.wording.languages import in_language

LONGEST_IN_MINUTES = 90
"""Ranges that end later are written in hours and minutes."""


@dataclass(frozen=True)
class Plural:
    """The forms of a noun after a number: 1, 2–4, 5 and more (English has no third)."""

    one: str
    few: str
    many: str


@dataclass(frozen=True)
class _Shown:
    form: Callable[[int, Plural], str]
    person: Plural
    before: str
    nobody_before: str
    about: str
    up_to: str
    unknown_wait: str
    hour_mark: str
    minute_mark: str
    date: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]


def _polish_form(n: int, forms: Plural) -> str:
    if n == 1:
        return forms.one
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    return forms.few if few else forms.many


def _english_form(n: int, forms: Plural) -> str:
    return forms.one if n == 1 else forms.few


def _ukrainian_form(n: int, forms: Plural) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return forms.one
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    return forms.few if few else forms.many


_POLISH = _Shown(
    form=_polish_form,
    person=Plural("osoba", "osoby", "osób"),
    before="Przed Tobą: {people}",
    nobody_before="Przed Tobą nie ma nikogo",
    about="około {range}",
    up_to="do {range}",
    unknown_wait="czas nieznany",
    hour_mark="h",
    minute_mark="min",
    date="{weekday}, {day} {month} {year}",
    months=(
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia"),
        *("września", "października", "listopada", "grudnia"),
    ),
    weekdays=(*("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),),
)
_ENGLISH = _Shown(
    form=_english_form,
    person=Plural("person", "people", "people"),
    before="{people} before you",
    nobody_before="Nobody before you",
    about="about {range}",
    up_to="up to {range}",
    unknown_wait="time unknown",
    hour_mark="h",
    minute_mark="min",
    date="{weekday}, {day} {month} {year}",
    months=(
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
    weekdays=(*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),),
)
_UKRAINIAN = _Shown(
    form=_ukrainian_form,
    person=Plural("особа", "особи", "осіб"),
    before="Перед вами: {people}",
    nobody_before="Перед вами нікого немає",
    about="приблизно {range}",
    up_to="до {range}",
    unknown_wait="час невідомий",
    hour_mark="год",
    minute_mark="хв",
    date="{weekday}, {day} {month} {year} р.",
    months=(
        *("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня"),
        *("вересня", "жовтня", "листопада", "грудня"),
    ),
    weekdays=(*("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"),),
)
_SHOWN = {"pl": _POLISH, "en": _ENGLISH, "uk": _UKRAINIAN}


def plural(n: int, forms: Plural, language: str) -> str:
    """A number with the right form of a noun: "2 osoby", "12 osób"."""
    return f"{n} {in_language(_SHOWN, language).form(n, forms)}"


def people(n: int, language: str) -> str:
    """A number of people: "1 osoba", "2 osoby", "5 osób"."""
    return plural(n, in_language(_SHOWN, language).person, language)


def people_before(n: int, language: str) -> str:
    """How many people stand before the reader, as a whole line (T-02, B-4)."""
    words = in_language(_SHOWN, language)
    return words.before.format(people=people(n, language)) if n else words.nobody_before


def wait_range(low: int | None, high: int | None, language: str) -> str:
    """A waiting time in minutes: "około 15–25 min", "do 5 min", "czas nieznany".

    The range is unknown when either end is None. Beyond 90 minutes it is written in hours.
    """
    words = in_language(_SHOWN, language)
    if low is None or high is None:
        return words.unknown_wait
    if low <= 0:
        return words.up_to.format(range=_length(max(high, 1), words))
    if low >= high:
        return words.about.format(range=_length(low, words))
    if high <= LONGEST_IN_MINUTES:
        return words.about.format(range=f"{low}–{high} {words.minute_mark}")
    return words.about.format(range=f"{_length(low, words)} – {_length(high, words)}")


def long_date(day: date, language: str) -> str:
    """The date on paper, such as "piątek, 20 listopada 2026"; `day` is the local date."""
    words = in_language(_SHOWN, language)
    return words.date.format(
        weekday=words.weekdays[day.weekday()],
        day=day.day,
        month=words.months[day.month - 1],
        year=day.year,
    )


def weekday(day: date, language: str) -> str:
    """The name of the day, such as "piątek"."""
    return in_language(_SHOWN, language).weekdays[day.weekday()]


def hour(local: datetime | time) -> str:
    """The hour on the office's wall clock, such as "9:05", the same in the three languages."""
    return f"{local.hour}:{local.minute:02d}"


def minutes_between(low: int, high: int, language: str) -> str:
    """A span of minutes: "5–10 min"."""
    return f"{low}–{high} {in_language(_SHOWN, language).minute_mark}"


def _length(minutes: int, words: _Shown) -> str:
    if minutes <= LONGEST_IN_MINUTES:
        return f"{minutes} {words.minute_mark}"
    hours, rest = divmod(minutes, 60)
    tail = f" {rest} {words.minute_mark}" if rest else ""
    return f"{hours} {words.hour_mark}{tail}"
