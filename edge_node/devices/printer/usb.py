"""A printer on USB, reached through libusb.

The traps: python-escpos waits for ever on USB and resets the device at every opening; end
point numbers differ between models, so they are read from the device; and the kernel's own
printer driver may hold the device until it is asked to let go.
"""

import contextlib
import errno
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from edge_node.devices.printer.port import PrinterTrouble
from queue_core.domain.printing import PrinterCondition

_RECEIVE_BYTES = 64
_LEAST_MILLISECONDS = 20  # 0 would mean: without a limit


@dataclass(frozen=True)
class UsbTransport:
    """Maker and model numbers as `lsusb` shows them; a serial number tells twins apart.

    `backend` is pyusb's way to the bus, None for the system's own.
    """

    vendor: int
    product: int
    serial_number: str = ""
    timeout_seconds: float = 3.0
    backend: Any = None

    def open(self) -> "UsbChannel":
        try:
            device = self._find()
            interface = _claim(device)
        except usb.core.USBError as error:
            busy = error.errno == errno.EBUSY
            reason = PrinterCondition.BUSY if busy else PrinterCondition.OFFLINE
            raise PrinterTrouble(reason, detail=str(error)) from error
        return UsbChannel(device, interface, self.timeout_seconds)

    def _find(self) -> Any:
        wanted: dict[str, Any] = {"idVendor": self.vendor, "idProduct": self.product}
        if self.serial_number:
            wanted["serial_number"] = self.serial_number
        try:
            device = usb.core.find(backend=self.backend, **wanted)
        except usb.core.NoBackendError as error:
            raise PrinterTrouble(PrinterCondition.OFFLINE, detail="no libusb") from error
        if device is None:
            raise PrinterTrouble(PrinterCondition.OFFLINE, detail="not plugged in")
        return device


class UsbChannel:
    """A claimed printer interface."""

    def __init__(self, device: Any, interface: Any, timeout_seconds: float) -> None:
        self._device = device
        self._number = interface.bInterfaceNumber
        self._out = _end_point(interface, usb.util.ENDPOINT_OUT)
        self._in = _end_point(interface, usb.util.ENDPOINT_IN)
        self._timeout_seconds = timeout_seconds

    def send(self, data: bytes) -> None:
        try:
            written = self._out.write(data, _milliseconds(self._timeout_seconds))
        except usb.core.USBTimeoutError as error:
            raise TimeoutError(str(error)) from error
        if written != len(data):
            raise TimeoutError(f"{written} of {len(data)} bytes taken")

    def receive(self, seconds: float) -> bytes:
        if self._in is None:
            return b""
        try:
            return bytes(self._in.read(_RECEIVE_BYTES, _milliseconds(seconds)))
        except usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        with contextlib.suppress(usb.core.USBError):
            usb.util.release_interface(self._device, self._number)
        usb.util.dispose_resources(self._device)


def _claim(device: Any) -> Any:
    """The first interface with a way out, taken from the kernel's driver."""
    configuration = _configuration(device)
    for interface in configuration:
        if _end_point(interface, usb.util.ENDPOINT_OUT) is None:
            continue
        number = interface.bInterfaceNumber
        with contextlib.suppress(NotImplementedError):
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
        usb.util.claim_interface(device, number)
        return interface
    raise PrinterTrouble(PrinterCondition.OFFLINE, detail="not a printer")


def _configuration(device: Any) -> Any:
    try:
        return device.get_active_configuration()
    except usb.core.USBError:
        device.set_configuration()
        return device.get_active_configuration()


def _end_point(interface: Any, direction: int) -> Any:
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda point: (
            usb.util.endpoint_direction(point.bEndpointAddress) == direction
            and usb.util.endpoint_type(point.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def _milliseconds(seconds: float) -> int:
    return max(_LEAST_MILLISECONDS, round(seconds * 1000))
