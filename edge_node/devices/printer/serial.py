"""A printer on a serial line.

The trap: a line is slow. A slip sent as an image takes 25 s at 19,200 baud, so the time limit
for sending grows with the number of bytes.
"""

import errno
from dataclasses import dataclass

import serial

from edge_node.devices.printer.port import PrinterTrouble
from queue_core.domain.printing import PrinterCondition

_BITS_A_BYTE = 10
_RECEIVE_BYTES = 64


@dataclass(frozen=True)
class SerialTransport:
    """The device file and its speed; `hardware_flow` uses DTR/DSR, as most printers do."""

    path: str
    baud: int = 19_200
    hardware_flow: bool = True
    timeout_seconds: float = 3.0

    def open(self) -> "SerialChannel":
        try:
            line = serial.Serial(
                self.path, self.baud, dsrdtr=self.hardware_flow, exclusive=True, timeout=0
            )
        except (OSError, ValueError) as error:  # SerialException is an OSError
            busy = getattr(error, "errno", None) in (errno.EBUSY, errno.EAGAIN)
            reason = PrinterCondition.BUSY if busy else PrinterCondition.OFFLINE
            raise PrinterTrouble(reason, detail=str(error)) from error
        return SerialChannel(line, self.timeout_seconds)


class SerialChannel:
    """An open serial line."""

    def __init__(self, line: serial.Serial, timeout_seconds: float) -> None:
        self._line = line
        self._timeout_seconds = timeout_seconds

    def send(self, data: bytes) -> None:
        seconds = self._timeout_seconds + len(data) * _BITS_A_BYTE / self._line.baudrate
        self._line.write_timeout = seconds
        try:
            self._line.write(data)
        except serial.SerialTimeoutException as error:
            raise TimeoutError(str(error)) from error

    def receive(self, seconds: float) -> bytes:
        self._line.timeout = seconds
        first: bytes = self._line.read(1)
        self._line.timeout = 0
        return first + self._line.read(_RECEIVE_BYTES) if first else b""

    def close(self) -> None:
        self._line.close()
