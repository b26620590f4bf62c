"""How tickets look (B-6): a layout is tried on paper, then put in force as the next version of the
office's document.

The trap: an office with a hub has its document from there; a version made here would stop the
next one that the hub sends.
"""

from dataclasses import replace

from edge_node.office.papers import check_printer
from edge_node.store.document import store_document
from edge_node.store.events import Happening, record
from edge_node.store.print_jobs import PrintJob, enqueue_sample, print_job
from edge_node.store.slip_draft import keep_draft
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused
from queue_core.domain.office import Slip
from queue_core.domain.office_check import faults


@use_case
def change_slip(unit: Unit, wanted: Slip, version: int) -> int:
    """Put `wanted` in force for every ticket from now on; returns the document's new version.

    `version` is the one that was looked at. Raises `hub_decides`, `document_changed`,
    `bad_slip_layout`.
    """
    if unit.linked:
        raise Refused("hub_decides")
    if unit.office.version != version:
        raise Refused("document_changed", version=unit.office.version)
    _ = wanted.layout
    document = replace(unit.office, slip=wanted, version=version + 1)
    if found := set(faults(document)) - set(faults(unit.office)):
        raise Refused("bad_slip_layout", reason=min(found))
    store_document(unit.connection, document, unit.now)
    unit.office = document
    record(unit, Happening("slip_changed", None, None, {"version": document.version}))
    unit.touch("config")
    return document.version


@use_case
def print_sample(unit: Unit, printer: str, wanted: Slip) -> PrintJob:
    """Queue a sample in a layout that is not in force. Raises `unknown_printer`,
    `bad_slip_layout`."""
    check_printer(unit, printer)
    _ = wanted.layout
    keep_draft(unit, wanted)
    return print_job(unit.connection, enqueue_sample(unit, printer))
