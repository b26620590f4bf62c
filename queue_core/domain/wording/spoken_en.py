"""English for the voice: British cardinals ("one hundred and five") and letters.

The trap: a lone A before a number is read as the article; a comma after it keeps its name.
"""

from queue_core.domain.wording.spoken_language import SpokenLanguage

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = (*("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),)


def cardinal(n: int) -> str:
    """0..9999: 15 is "fifteen", 2003 "two thousand and three"."""
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return f"{_TENS[n // 10]} {_SMALL[n % 10]}" if n % 10 else _TENS[n // 10]
    unit, word = (1000, "thousand") if n >= 1000 else (100, "hundred")
    head, rest = f"{_SMALL[n // unit]} {word}", n % unit
    if not rest:
        return head
    return f"{head} and {cardinal(rest)}" if rest < 100 else f"{head} {cardinal(rest)}"


ENGLISH = SpokenLanguage(
    cardinal=cardinal,
    invited_to=lambda n: f"counter {cardinal(n)}",  # an ordinal is not how English says it
    letters={letter: letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    number="Number",
    counter="counter number",
    counter_invited="counter number",
    room="room number",
    invitation="please go to {place}",
    evacuation="Attention, evacuation. Please leave the building by the nearest exit.",
    trial="This is a loudspeaker test. One, two, three.",
)
