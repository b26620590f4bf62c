"""Putting an office's document from a file in force, and its institution where it is new."""

from pathlib import Path

from cloud_hub.store.offices import Institution, put_institution, put_office
from cloud_hub.store.unit import Command, Hub
from queue_core.domain.office import OfficeDocument
from queue_core.office_document import read_document

_MACHINE = Command(route="machine")


def load_office(hub: Hub, institution: str, name: str, file: Path) -> OfficeDocument:
    """Publish the document of `file`; answers it as it is in force now, with its version.

    Raises `BadSettings` with every fault.
    """
    document = read_document(file)
    put_institution(hub, _MACHINE, Institution(institution, name, name))
    put_office(hub, _MACHINE, institution, document)
    return hub.office(document.id)
