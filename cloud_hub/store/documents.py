"""Documents of offices as values: decoded once a version, whoever asks.

Reads `offices` and `office_documents`; publishing is in `offices`.
"""

import threading

import msgspec
from sqlalchemy import Connection, select

from cloud_hub.store.tables.offices import office_documents, offices
from queue_core.domain.errors import Unknown
from queue_core.domain.office import OfficeDocument

_DOCUMENTS = msgspec.json.Decoder(OfficeDocument)


class DocumentCache:
    """The documents in force of all offices of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: dict[str, OfficeDocument] = {}

    def current(self, connection: Connection, office_id: str) -> OfficeDocument:
        """The version in force as this connection sees it. Raises `unknown_office`."""
        version = connection.execute(
            select(offices.c.version).where(offices.c.id == office_id)
        ).scalar()
        if version is None:
            raise Unknown("office", office=office_id)
        with self._guard:
            known = self._known.get(office_id)
        if known is not None and known.version == version:
            return known
        return self._decode(connection, office_id, version)

    def _decode(self, connection: Connection, office_id: str, version: int) -> OfficeDocument:
        body = connection.execute(
            select(office_documents.c.body).where(
                office_documents.c.office == office_id, office_documents.c.version == version
            )
        ).scalar_one()
        document = _DOCUMENTS.decode(body)
        with self._guard:
            self._known[office_id] = document
        return document
