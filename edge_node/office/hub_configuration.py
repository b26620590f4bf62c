"""The office's document as the hub sends it: taken when it is newer and right, else refused.

The whole document counts, never a part. The trap: a refused one changes nothing here, so the
last good one stays in force and the status page says why (B-139).
"""

import hashlib
from collections.abc import Iterator

import msgspec

from edge_node.store.devices import report_device
from edge_node.store.document import decoded, store_document
from edge_node.store.sync import tell_hub
from edge_node.store.unit import Unit
from queue_core.domain.office import OfficeDocument
from queue_core.domain.office_check import faults
from queue_core.wire.records import Configuration, ConfigurationRefused, ConfigurationTaken


def take_configuration(unit: Unit, told: Configuration) -> None:
    """Put the document in force and say so, or say every reason why not."""
    document, found = _read(unit, told)
    if document is None or found:
        refused = ConfigurationRefused(
            version=told.version, digest=told.digest, faults=tuple(found)
        )
        tell_hub(unit, refused)
        _report(unit, "refused", "; ".join(found))
        return
    if document.version > unit.office.version:
        store_document(unit.connection, document, unit.now)
        unit.office = document
        unit.touch("config", "queue", "counters", "calls")
    tell_hub(unit, ConfigurationTaken(version=told.version, digest=told.digest))
    _report(unit, "ok", "")


def _read(unit: Unit, told: Configuration) -> tuple[OfficeDocument | None, list[str]]:
    body = bytes(told.document)
    if hashlib.sha256(body).hexdigest() != told.digest:
        return None, ["the document is not the one that was sent"]
    try:
        document = decoded(body)
    except msgspec.MsgspecError as error:
        return None, [str(error)]
    return document, [*_misplaced(unit, told, document), *faults(document)]


def _misplaced(unit: Unit, told: Configuration, document: OfficeDocument) -> Iterator[str]:
    """What makes a good document the wrong one for this office at this moment."""
    present = unit.office
    if document.id != present.id:
        yield f'it is of the office "{document.id}", this one is "{present.id}"'
    if document.version != told.version:
        yield f"it calls itself version {document.version}, not {told.version}"
    if document.version < present.version:
        yield f"version {present.version} is in force already"
    if document.version == present.version and document != present:
        yield f"another document of version {present.version} is in force"


def _report(unit: Unit, state: str, detail: str) -> None:
    report_device.within(unit, "document:office", "document", state, detail)
