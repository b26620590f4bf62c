"""A ticket printer of air: a TCP server that behaves like one, well or badly.

For the demonstration and the tests. It understands ESC/POS only as far as a printer's input
does: status questions are answered at once, everything else of a connection is one job. Run
alone with `python -m edge_node.devices.printer.simulated --port 9100 --control-port 9101`.
"""

import argparse
import socket
import socketserver
import struct
import threading
import time
from pathlib import Path

from edge_node.devices.loopback import LoopbackServer
from edge_node.devices.printer import status
from edge_node.devices.printer.job_input import JobInput
from edge_node.devices.printer.roll import FULL_ROLL, Behaviour, Roll
from edge_node.devices.printer.simulated_control import ControlServer

_RECEIVE_BYTES = 65_536
_RESET_AFTER_BYTES = 100


class SimulatedPrinter(LoopbackServer):
    """The server on the loopback; `roll` is its inside."""

    def __init__(
        self, port: int = 0, *, roll: Roll | None = None, slow_seconds: float = 0.3
    ) -> None:
        """`port` 0 takes a free one; `slow_seconds` is how late a slow printer answers."""
        self.roll = roll or Roll()
        self.slow_seconds = slow_seconds
        super().__init__(_Connection, port)


class _Connection(socketserver.BaseRequestHandler):
    server: SimulatedPrinter
    request: socket.socket

    def handle(self) -> None:
        """One connection is one job; connections that only ask leave no paper."""
        job = JobInput()
        try:
            while data := self.request.recv(_RECEIVE_BYTES):
                questions = job.feed(data)
                if self._breaks_off(len(job.data)):
                    return
                for question in questions:
                    self._answer(question, job)
        except OSError:
            pass  # the caller vanished; what it sent is printed, as a printer would
        if job.data:
            self.server.roll.take(job.data)

    def _answer(self, question: bytes, job: JobInput) -> None:
        printer = self.server
        if job.data:  # asked after the job: it is on paper before the answer
            printer.roll.take(job.take())
        behaviour = printer.roll.behaviour
        if behaviour is Behaviour.MUTE:
            return
        if behaviour is Behaviour.SLOW:
            time.sleep(printer.slow_seconds)
        self.request.sendall(bytes([_reply(question, behaviour)]))

    def _breaks_off(self, received: int) -> bool:
        behaviour = self.server.roll.behaviour
        if behaviour is not Behaviour.RESET or received < _RESET_AFTER_BYTES:
            return False
        at_once = struct.pack("ii", 1, 0)  # closing with it on sends a reset
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.request.close()
        return True


def _reply(question: bytes, behaviour: Behaviour) -> int:
    """The status byte a printer in this state sends."""
    stopped = behaviour in (Behaviour.OUT, Behaviour.COVER_OPEN)
    bits = {
        status.ASK_ONLINE: status.OFFLINE_BIT if stopped else 0,
        status.ASK_OFFLINE_CAUSE: {
            Behaviour.OUT: status.STOPPED_BY_PAPER_BIT,
            Behaviour.COVER_OPEN: status.COVER_OPEN_BIT,
        }.get(behaviour, 0),
        status.ASK_PAPER: {
            Behaviour.OUT: status.PAPER_END_BITS | status.NEAR_END_BITS,
            Behaviour.NEAR_END: status.NEAR_END_BITS,
        }.get(behaviour, 0),
    }
    return status.FIXED_BITS | bits.get(question, 0)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A simulated network ticket printer")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--roll", type=int, default=FULL_ROLL)
    options = parser.parse_args()
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    roll = Roll(left=options.roll, folder=options.folder)
    with (
        SimulatedPrinter(options.port, roll=roll) as printer,
        ControlServer(roll, options.control_port) as control,
    ):
        print(f"printer {printer.port} control {control.port}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
