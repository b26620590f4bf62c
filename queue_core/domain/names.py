"""Finding a person by a name that somebody says: accents, case and word order are forgiven."""

import unicodedata

_NOT_COMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
SHORTEST_PART = 3
"""So many letters make a search; fewer must be a whole name."""
MOST_LETTERS_APART = 2
"""More than a slip of the ear makes another name."""


def folded(name: str) -> str:
    """The name in plain small letters, one space between words."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_NOT_COMPOSED))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


def fits_name(asked: str, name: str) -> bool:
    """Whether every word of `asked` begins a word of `name`; a word shorter than three letters
    must be the whole word. Both are folded already."""
    words = name.split()
    return bool(asked) and all(any(_begins(part, word) for word in words) for part in asked.split())


def is_spelling_of(one: str, other: str) -> bool:
    """Whether two names are the same but for case, marks and at most two letters."""
    return _letters_apart(folded(one), folded(other)) <= MOST_LETTERS_APART


def _letters_apart(one: str, other: str) -> int:
    """How many letters must be added, taken away or changed."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row = row, [place]
        for n, its in enumerate(other, 1):
            row.append(min(before[n] + 1, row[n - 1] + 1, before[n - 1] + (letter != its)))
    return row[-1]


def _begins(part: str, word: str) -> bool:
    return word == part or (len(part) >= SHORTEST_PART and word.startswith(part))
