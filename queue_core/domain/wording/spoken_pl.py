"""Polish for the voice: cardinals in the nominative, ordinals in the genitive, letter names.

The trap: espeak-ng reads a lone A or I as a conjunction and W or Z as a preposition,
so letters go by name and a comma sets them apart (see `spoken`).
"""

from queue_core.domain.wording.spoken_language import SpokenLanguage, say_below_thousand

_SMALL = (
    *("", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć"),
    *("dziesięć", "jedenaście", "dwanaście", "trzynaście", "czternaście", "piętnaście"),
    *("szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście"),
)
_TENS = (
    *("", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt"),
    *("sześćdziesiąt", "siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt"),
)
_HUNDREDS = (
    *("", "sto", "dwieście", "trzysta", "czterysta", "pięćset"),
    *("sześćset", "siedemset", "osiemset", "dziewięćset"),
)
_SMALL_GENITIVE = (
    *("", "pierwszego", "drugiego", "trzeciego", "czwartego", "piątego", "szóstego"),
    *("siódmego", "ósmego", "dziewiątego", "dziesiątego", "jedenastego", "dwunastego"),
    *("trzynastego", "czternastego", "piętnastego", "szesnastego", "siedemnastego"),
    *("osiemnastego", "dziewiętnastego"),
)
_TENS_GENITIVE = (
    *("", "", "dwudziestego", "trzydziestego", "czterdziestego", "pięćdziesiątego"),
    *("sześćdziesiątego", "siedemdziesiątego", "osiemdziesiątego", "dziewięćdziesiątego"),
)
_HUNDREDS_GENITIVE = (
    *("", "setnego", "dwusetnego", "trzechsetnego", "czterechsetnego", "pięćsetnego"),
    *("sześćsetnego", "siedemsetnego", "osiemsetnego", "dziewięćsetnego"),
)
_THOUSANDS_GENITIVE = (
    *("", "tysięcznego", "dwutysięcznego", "trzytysięcznego", "czterotysięcznego"),
    *("pięciotysięcznego", "sześciotysięcznego", "siedmiotysięcznego"),
    *("ośmiotysięcznego", "dziewięciotysięcznego"),
)
_SMALL_COUNTED = (
    *("", "jednego", "dwóch", "trzech", "czterech", "pięciu", "sześciu", "siedmiu", "ośmiu"),
    *("dziewięciu", "dziesięciu", "jedenastu", "dwunastu", "trzynastu", "czternastu"),
    *("piętnastu", "szesnastu", "siedemnastu", "osiemnastu", "dziewiętnastu"),
)
_TENS_COUNTED = (
    *("", "", "dwudziestu", "trzydziestu", "czterdziestu", "pięćdziesięciu"),
    *("sześćdziesięciu", "siedemdziesięciu", "osiemdziesięciu", "dziewięćdziesięciu"),
)
_HUNDREDS_COUNTED = (
    *("", "stu", "dwustu", "trzystu", "czterystu", "pięciuset", "sześciuset", "siedmiuset"),
    *("ośmiuset", "dziewięciuset"),
)
_NAMES = (
    *("A", "be", "ce", "de", "E", "ef", "gie", "ha", "I", "jot", "ka", "el", "em", "en", "O"),
    *("pe", "ku", "er", "es", "te", "U", "fał", "wu", "iks", "igrek", "zet"),
)


def cardinal(n: int) -> str:
    """0..9999 in the nominative: 15 is "piętnaście", 2003 "dwa tysiące trzy"."""
    if n == 0:
        return "zero"
    below = say_below_thousand(n % 1000, small=_SMALL, tens=_TENS, hundreds=_HUNDREDS)
    return f"{_thousands(n // 1000)} {below}".strip()


def cardinal_genitive(n: int) -> str:
    """0..9999 as after "około": 15 is "piętnastu", 101 "stu jeden"; 2003 "dwóch tysięcy trzech"."""
    if n in (0, 1):
        return ("zera", "jednej")[n]  # what is counted here are minutes
    thousands, rest = divmod(n, 1000)
    head = {0: "", 1: "tysiąca"}.get(thousands, f"{_SMALL_COUNTED[thousands]} tysięcy")
    below = say_below_thousand(
        rest, small=_SMALL_COUNTED, tens=_TENS_COUNTED, hundreds=_HUNDREDS_COUNTED
    )
    if rest > 20 and rest % 10 == 1 and rest % 100 != 11:
        below = below.replace("jednego", "jeden")
    return f"{head} {below}".strip()


def ordinal_genitive(n: int) -> str:
    """0..9999 as in "do stanowiska trzeciego"; only tens and units are declined together."""
    if n == 0:
        return "zerowego"
    thousands, hundreds, rest = n // 1000, n // 100 % 10, n % 100
    if rest:
        last = _SMALL_GENITIVE[rest] if rest < 20 else _tens_genitive(rest)
        return f"{_thousands(thousands)} {_HUNDREDS[hundreds]} {last}".replace("  ", " ").strip()
    if hundreds:
        return f"{_thousands(thousands)} {_HUNDREDS_GENITIVE[hundreds]}".strip()
    return _THOUSANDS_GENITIVE[thousands]


def _tens_genitive(rest: int) -> str:
    return f"{_TENS_GENITIVE[rest // 10]} {_SMALL_GENITIVE[rest % 10]}".strip()


def _thousands(n: int) -> str:
    if n < 2:
        return "tysiąc" if n else ""
    return f"{_SMALL[n]} {'tysiące' if n < 5 else 'tysięcy'}"


POLISH = SpokenLanguage(
    cardinal=cardinal,
    invited_to=lambda n: f"stanowiska {ordinal_genitive(n)}",
    letters=dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _NAMES, strict=True)),
    number="Numer",
    counter="stanowisko numer",
    counter_invited="stanowiska numer",
    room="pokój numer",
    invitation="zapraszamy do {place}",
    evacuation="Uwaga, ewakuacja. Prosimy opuścić budynek najbliższym wyjściem.",
    trial="To jest próba głośnika. Zażółć gęślą jaźń.",
)
