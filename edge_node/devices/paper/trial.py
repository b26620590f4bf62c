"""The slip for setting up a printer: it shows every Polish letter and asks the person.

A wrong profile prints wrong letters and reports nothing, so only a person can tell.
"""

from edge_node.devices.paper.words import words
from queue_core.domain.slip import Slip, SlipKind

POLISH_LETTERS = ("ĄĆĘŁŃÓŚŹŻ", "ąćęłńóśźż")


def trial_slip(
    printer: str, profile_name: str, *, date_line: str, hour_line: str, language: str = "pl"
) -> Slip:
    """A slip to print on `printer`; the screen beside it must show `POLISH_LETTERS`."""
    capitals, small = (" ".join(letters) for letters in POLISH_LETTERS)
    return Slip(
        number="A123",
        service_name=f"{printer}: {profile_name}",
        date_line=date_line,
        hour_line=hour_line,
        note_line=words(language).test_question,
        texts=(capitals, small),
        language=language,
        kind=SlipKind.TEST,
    )
