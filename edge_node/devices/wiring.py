"""Chooses the concrete parts of the devices process: transports, paper profiles."""

from collections.abc import Callable
from pathlib import Path

from edge_node.config import PrinterWiring
from edge_node.devices.paper.profile import paper_profile
from edge_node.devices.paper.render import render
from edge_node.devices.printer.conversation import EscPosPrinter
from edge_node.devices.printer.file import FileTransport
from edge_node.devices.printer.network import NetworkTransport
from edge_node.devices.printer.port import Printer, Transport
from edge_node.devices.printer.serial import SerialTransport
from edge_node.devices.printer.usb import UsbTransport
from edge_node.store.slip_draft import slip_draft
from edge_node.store.unit import Office
from queue_core.domain.slip import VISIT_BLOCKS, Slip, SlipKind, SlipLayout


def build_printer(wiring: PrinterWiring) -> Printer:
    """The printer behind its transport."""
    return EscPosPrinter(_transport(wiring), answers=wiring.answers)


def slip_renderer(office: Office, wiring: PrinterWiring) -> Callable[[Slip], bytes]:
    """How slips become bytes for this printer, in the office's layout of the moment."""
    profile = paper_profile(wiring.profile)

    def to_bytes(slip: Slip) -> bytes:
        return render(slip, _layout(office, slip), profile)

    return to_bytes


def _layout(office: Office, slip: Slip) -> SlipLayout:
    if slip.kind is SlipKind.VISIT:
        return SlipLayout(VISIT_BLOCKS)
    if slip.kind is SlipKind.SAMPLE:
        return slip_draft(office.database.read(), office.document).layout
    return office.document.slip.layout


def _transport(wiring: PrinterWiring) -> Transport:
    address = wiring.address
    match wiring.transport:
        case "network":
            host, _, port = address.rpartition(":")
            return NetworkTransport(host, int(port))
        case "usb":
            vendor, product = (int(part, 16) for part in address.split(":"))
            return UsbTransport(vendor, product)
        case "serial":
            return SerialTransport(address)
        case "file":
            return FileTransport(str(Path(address)))
