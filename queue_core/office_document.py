"""The file of one office's document, read and checked as a whole; the same for node and hub."""

from pathlib import Path

from queue_core.domain.office import OfficeDocument
from queue_core.domain.office_check import faults
from queue_core.machine_file import BadSettings, read_settings


def read_document(path: Path) -> OfficeDocument:
    """Read and check an office's file. Raises `BadSettings` with every fault."""
    document = read_settings(path, OfficeDocument)
    found = faults(document)
    if found:
        raise BadSettings(path, found)
    return document
