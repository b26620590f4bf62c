"""The sample city: five offices of Toruń as documents that any node could be given.

Names, addresses and opening hours are believable, nothing here is official: each says "przykład".
"""

from pathlib import Path

from queue_core.domain.office import OfficeDocument
from queue_core.office_document import read_document

OFFICES = ("administracja", "komunikacja", "ewidencja", "plaza", "copernicus")
"""The names by which `okienko demo --office` knows them; the first is the usual one."""

_FOLDER = Path(__file__).parent / "torun"


def office_file(name: str) -> Path:
    """The TOML file of one of `OFFICES`."""
    return _FOLDER / f"{name}.toml"


def office(name: str) -> OfficeDocument:
    """One of `OFFICES`, read and checked as a node would."""
    return read_document(office_file(name))
