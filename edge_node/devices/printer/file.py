"""A printer as a file: the kernel's device `/dev/usb/lp0`, or a plain file that collects jobs.

The trap: a device file answers status questions, a plain file does not. The printer that writes
to a plain file is set up with `answers=False`.
"""

import errno
import os
import select
import stat
import time
from dataclasses import dataclass

from edge_node.devices.printer.port import PrinterTrouble
from queue_core.domain.printing import PrinterCondition

_RECEIVE_BYTES = 64


@dataclass(frozen=True)
class FileTransport:
    """The file to write to; a plain one must exist or its folder must. Jobs are appended."""

    path: str
    timeout_seconds: float = 3.0

    def open(self) -> "FileChannel":
        flags = os.O_NONBLOCK | os.O_APPEND
        flags |= os.O_RDWR if _is_device(self.path) else os.O_WRONLY | os.O_CREAT
        try:
            descriptor = os.open(self.path, flags, 0o640)
        except OSError as error:
            busy = error.errno in (errno.EBUSY, errno.EAGAIN)
            reason = PrinterCondition.BUSY if busy else PrinterCondition.OFFLINE
            raise PrinterTrouble(reason, detail=str(error)) from error
        return FileChannel(descriptor, self.timeout_seconds)


class FileChannel:
    """An open file."""

    def __init__(self, descriptor: int, timeout_seconds: float) -> None:
        self._descriptor = descriptor
        self._timeout_seconds = timeout_seconds

    def send(self, data: bytes) -> None:
        deadline = time.monotonic() + self._timeout_seconds
        while data:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._descriptor], [], left)[1]:
                raise TimeoutError("the device takes no more bytes")
            data = data[os.write(self._descriptor, data) :]

    def receive(self, seconds: float) -> bytes:
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return b""
        return os.read(self._descriptor, _RECEIVE_BYTES)

    def close(self) -> None:
        os.close(self._descriptor)


def _is_device(path: str) -> bool:
    try:
        return stat.S_ISCHR(os.stat(path).st_mode)
    except OSError:
        return path.startswith("/dev/")
