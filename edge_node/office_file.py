"""The office's document as a file: read, checked as a whole, and put in force when it is newer.

A file that cannot be used changes nothing: the last good document stays, the refusal is logged
and stands on the status page (B-139).
"""

import logging
import secrets
from pathlib import Path

from edge_node.store.devices import report_device
from edge_node.store.document import store_document
from edge_node.store.unit import Command, Office, Unit, fact, set_fact, use_case
from queue_core.domain.office import OfficeDocument
from queue_core.machine_file import BadSettings
from queue_core.office_document import read_document

log = logging.getLogger(__name__)

_FILE = Command(route="file")


class OfficeFile:
    """The file of one office, looked at again and again while the queue runs."""

    def __init__(self, office: Office, path: Path) -> None:
        self._office = office
        self._path = path
        self._seen: tuple[int, int] | None = None

    def look(self) -> None:
        """Take the file if it changed since the last look and is newer than what is in force."""
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_size)
        except OSError:
            seen = (0, 0)
        if seen == self._seen:
            return
        take_file(self._office, self._path)
        self._seen = seen


def take_file(office: Office, path: Path) -> None:
    """Put the document of the file in force if it is newer; on an empty node, the first one.

    Raises `BadSettings` for a bad file only where there is no document to go on with.
    """
    empty = office.database.read().execute("SELECT 1 FROM office_document").fetchone() is None
    try:
        document = read_document(path)
    except BadSettings as bad:
        if empty:
            raise
        _refuse(office, bad.faults)
        return
    if empty:
        _take_first(office, document)
    elif take_newer(office, _FILE, document):
        log.info("office_document_taken", extra={"version": document.version})
    elif document.version == office.document.version and document != office.document:
        _refuse(office, [f"changed, but its version is still {document.version}"])
        return
    report_device(office, _FILE, "document:office", "document", "ok")


@use_case
def take_newer(unit: Unit, document: OfficeDocument) -> bool:
    """Put a higher version in force, for every screen at once; whether it was higher."""
    if document.version <= unit.office.version:
        return False
    store_document(unit.connection, document, unit.now)
    unit.touch("config", "queue", "counters", "calls")
    return True


def _take_first(office: Office, document: OfficeDocument) -> None:
    with office.database.write() as connection:
        store_document(connection, document, office.clock.now())
        if fact(connection, "session_key") is None:
            set_fact(connection, "session_key", secrets.token_hex(32))


def _refuse(office: Office, found: list[str]) -> None:
    log.error("office_document_refused", extra={"faults": found})
    report_device(office, _FILE, "document:office", "document", "refused", "; ".join(found))
