"""Ukrainian for the voice: cardinals, ordinals in the genitive, names of the Latin letters.

The trap: the apostrophe is the plain one; espeak-ng breaks a word at the typographic one.
"""

from queue_core.domain.wording.spoken_language import SpokenLanguage, say_below_thousand

_SMALL = (
    *("", "один", "два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять"),
    *("десять", "одинадцять", "дванадцять", "тринадцять", "чотирнадцять", "п'ятнадцять"),
    *("шістнадцять", "сімнадцять", "вісімнадцять", "дев'ятнадцять"),
)
_TENS = (
    *("", "", "двадцять", "тридцять", "сорок", "п'ятдесят"),
    *("шістдесят", "сімдесят", "вісімдесят", "дев'яносто"),
)
_HUNDREDS = (
    *("", "сто", "двісті", "триста", "чотириста", "п'ятсот"),
    *("шістсот", "сімсот", "вісімсот", "дев'ятсот"),
)
_SMALL_GENITIVE = (
    *("", "першого", "другого", "третього", "четвертого", "п'ятого", "шостого", "сьомого"),
    *("восьмого", "дев'ятого", "десятого", "одинадцятого", "дванадцятого", "тринадцятого"),
    *("чотирнадцятого", "п'ятнадцятого", "шістнадцятого", "сімнадцятого", "вісімнадцятого"),
    "дев'ятнадцятого",
)
_TENS_GENITIVE = (
    *("", "", "двадцятого", "тридцятого", "сорокового", "п'ятдесятого"),
    *("шістдесятого", "сімдесятого", "вісімдесятого", "дев'яностого"),
)
_HUNDREDS_GENITIVE = (
    *("", "сотого", "двохсотого", "трьохсотого", "чотирьохсотого", "п'ятисотого"),
    *("шестисотого", "семисотого", "восьмисотого", "дев'ятисотого"),
)
_THOUSANDS_GENITIVE = (
    *("", "тисячного", "двотисячного", "тритисячного", "чотиритисячного", "п'ятитисячного"),
    *("шеститисячного", "семитисячного", "восьмитисячного", "дев'ятитисячного"),
)
_NAMES = (
    *("А", "бе", "це", "де", "Е", "еф", "ґе", "ха", "І", "йот", "ка", "ель", "ем", "ен", "О"),
    *("пе", "ку", "ер", "ес", "те", "У", "ве", "дубль-ве", "ікс", "ігрек", "зет"),
)


def cardinal(n: int) -> str:
    """0..9999 in the nominative: 15 is "п'ятнадцять", 2003 "дві тисячі три"."""
    if n == 0:
        return "нуль"
    below = say_below_thousand(n % 1000, small=_SMALL, tens=_TENS, hundreds=_HUNDREDS)
    return f"{_thousands(n // 1000)} {below}".strip()


def ordinal_genitive(n: int) -> str:
    """0..9999 as in "до третього віконця"; only the last word is declined."""
    if n == 0:
        return "нульового"
    if n % 100 == 0:
        if n % 1000 == 0:
            return _THOUSANDS_GENITIVE[n // 1000]
        return f"{_thousands(n // 1000)} {_HUNDREDS_GENITIVE[n // 100 % 10]}".strip()
    rest = n % 100
    if rest < 20:
        before, last = n - rest, _SMALL_GENITIVE[rest]
    elif rest % 10:
        before, last = n - rest % 10, _SMALL_GENITIVE[rest % 10]
    else:
        before, last = n - rest, _TENS_GENITIVE[rest // 10]
    return f"{cardinal(before)} {last}" if before else last


def _thousands(n: int) -> str:
    if n < 3:
        return ("", "тисяча", "дві тисячі")[n]
    return f"{_SMALL[n]} {'тисячі' if n < 5 else 'тисяч'}"


UKRAINIAN = SpokenLanguage(
    cardinal=cardinal,
    invited_to=lambda n: f"{ordinal_genitive(n)} віконця",
    letters=dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _NAMES, strict=True)),
    number="Номер",
    counter="віконце номер",
    counter_invited="віконця номер",
    room="кімната номер",
    invitation="запрошуємо до {place}",
    evacuation="Увага, евакуація. Просимо залишити будівлю через найближчий вихід.",
    trial="Це перевірка гучномовця. Один, два, три.",
)
