"""The office's document: kept as one JSON text, decoded once a version."""

import sqlite3
import threading
from datetime import datetime

import msgspec

from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument

_DOCUMENTS = msgspec.json.Decoder(OfficeDocument)


class DocumentCache:
    """The decoded document of a process; a new version is noticed at the next question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: tuple[int, str] = (0, "")
        self._document: OfficeDocument | None = None

    def current(self, connection: sqlite3.Connection) -> OfficeDocument:
        """The document in force. Raises `Refused("no_office")` on an empty node."""
        row = connection.execute("SELECT version, taken_at FROM office_document").fetchone()
        if row is None:
            raise Refused("no_office")
        taken = (row[0], row[1])
        with self._lock:
            if self._document is None or taken != self._taken:
                body = connection.execute("SELECT body FROM office_document").fetchone()[0]
                self._document = decoded(body)
                self._taken = taken
            return self._document


def decoded(body: bytes | str) -> OfficeDocument:
    """The document of a JSON text. Raises `msgspec.MsgspecError` for any other text."""
    return _DOCUMENTS.decode(body)


def store_document(
    connection: sqlite3.Connection, document: OfficeDocument, taken_at: datetime
) -> None:
    """Put a document in force; inside the caller's transaction."""
    connection.execute(
        """INSERT INTO office_document VALUES (1, ?, ?, ?) ON CONFLICT (only) DO UPDATE
        SET version = excluded.version, body = excluded.body, taken_at = excluded.taken_at""",
        (
            document.version,
            msgspec.json.encode(document).decode(),
            taken_at.isoformat(timespec="milliseconds"),
        ),
    )
