"""Another process's hand on a simulated printer: one line in, one line back.

`STATE` tells how it is, `SET out` changes its behaviour, `LOAD 50` puts in a roll of 50.
"""

import socketserver
import threading

from edge_node.devices.printer.roll import Behaviour, Roll

_LONGEST_LINE = 200


class ControlServer:
    """Listens on the loopback; `port` 0 takes a free one. A context manager."""

    def __init__(self, roll: Roll, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), _Connection)
        self._server.roll = roll
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> "ControlServer":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    roll: Roll


class _Connection(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while line := self.rfile.readline(_LONGEST_LINE):
            self.wfile.write(_obey(self.server.roll, line.decode("utf-8", "replace")).encode())


def _obey(roll: Roll, line: str) -> str:
    verb, _, argument = line.strip().partition(" ")
    try:
        if verb == "SET":
            roll.set(Behaviour(argument))
        elif verb == "LOAD":
            roll.load(int(argument))
        elif verb != "STATE":
            return "ERROR unknown word\n"
    except ValueError:
        return "ERROR bad value\n"
    return roll.state() + "\n"
