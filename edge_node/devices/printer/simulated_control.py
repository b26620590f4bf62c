"""Another process's hand on a simulated printer: one line in, one line back.

`STATE` tells how it is, `SET out` changes its behaviour, `LOAD 50` puts in a roll of 50.
"""

import socketserver

from edge_node.devices.loopback import LoopbackServer
from edge_node.devices.printer.roll import Behaviour, Roll

_LONGEST_LINE = 200


class ControlServer(LoopbackServer):
    """Listens on the loopback for words about `roll`."""

    def __init__(self, roll: Roll, port: int = 0) -> None:
        """Port 0 takes a free one."""
        self.roll = roll
        super().__init__(_Connection, port)


class _Connection(socketserver.StreamRequestHandler):
    server: ControlServer

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
