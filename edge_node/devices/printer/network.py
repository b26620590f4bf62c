"""A printer on the network (raw port 9100).

The trap: closing a socket with unread bytes resets it, and the printer may then throw away what
it has not printed. So the writing side is shut first and the rest is read.
"""

import contextlib
import socket
from dataclasses import dataclass

from edge_node.devices.printer.port import PrinterTrouble
from queue_core.domain.printing import PrinterCondition

_RECEIVE_BYTES = 64
_LAST_WORDS_SECONDS = 0.1


@dataclass(frozen=True)
class NetworkTransport:
    """Where the printer is; `timeout_seconds` limits connecting and each sending."""

    host: str
    port: int = 9100
    timeout_seconds: float = 3.0

    def open(self) -> "NetworkChannel":
        try:
            connection = socket.create_connection((self.host, self.port), self.timeout_seconds)
        except OSError as error:
            raise PrinterTrouble(PrinterCondition.OFFLINE, detail=str(error)) from error
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return NetworkChannel(connection, self.timeout_seconds)


class NetworkChannel:
    """An open socket to a printer."""

    def __init__(self, connection: socket.socket, timeout_seconds: float) -> None:
        self._connection = connection
        self._timeout_seconds = timeout_seconds

    def send(self, data: bytes) -> None:
        self._connection.settimeout(self._timeout_seconds)
        self._connection.sendall(data)

    def receive(self, seconds: float) -> bytes:
        self._connection.settimeout(seconds)
        try:
            answer = self._connection.recv(_RECEIVE_BYTES)
        except (TimeoutError, BlockingIOError):
            return b""
        if not answer:
            raise ConnectionResetError("the printer closed the connection")
        return answer

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            self.receive(_LAST_WORDS_SECONDS)
        self._connection.close()
