"""What goes wrong on the day: the paper runs out, and twice the whole node dies at once."""

import socket
import time
from collections.abc import Callable

from okienko.demo.day.ledger import Ledger
from okienko.demo.day.pace import Pace
from okienko.demo.machine import Machine

_CHANGE_SECONDS = 1.0
"""Real seconds until the caretaker comes with a new roll."""
_DARK_SECONDS = 0.3


class Caretaker:
    """Looks at the printer and puts in a new roll when it is out of paper."""

    def __init__(self, control_port: int, roll: int, ledger: Ledger, pace: Pace) -> None:
        self._port = control_port
        self._roll = roll
        self._ledger = ledger
        self._pace = pace

    def work(self) -> None:
        """Until the day is over, and once more at its end, so that nothing stays unprinted."""
        while not self._pace.over.wait(_CHANGE_SECONDS):
            self.look()
        self.look()

    def look(self) -> None:
        """Change the roll if it is out."""
        if printer_says(self._port, "STATE").startswith("out "):
            printer_says(self._port, f"LOAD {self._roll}")
            self._ledger.note("roll", tickets=self._roll)


def printer_says(control_port: int, line: str) -> str:
    """One line to the simulated printer, its answer back."""
    with socket.create_connection(("127.0.0.1", control_port), timeout=5) as link:
        link.sendall(f"{line}\n".encode())
        return link.makefile("r", encoding="utf-8").readline()


class PowerCuts:
    """Kills every process of the node at once when so many tickets were given out."""

    def __init__(
        self,
        machine: Machine,
        at_tickets: list[int],
        ledger: Ledger,
        *,
        pace: Pace,
        tell: Callable[[str], None],
    ) -> None:
        self._machine = machine
        self._left = sorted(at_tickets)
        self._ledger = ledger
        self._pace = pace
        self._tell = tell

    def look(self) -> None:
        """Cut the power if it is time; returns when the node is back. Raises `NotReady`."""
        if not self._left or self._ledger.count("ticket") < self._left[0]:
            return
        self._left.pop(0)
        begun, since = time.monotonic(), self._pace.now()
        died = self._machine.node.kill()
        time.sleep(_DARK_SECONDS)
        self._machine.node.start()
        self._machine.wait_until_ready()
        away = time.monotonic() - begun
        self._ledger.note(
            "kill",
            away_seconds=round(away, 2),
            since=since.isoformat(),
            until=self._pace.now().isoformat(),
        )
        self._tell(f"node killed (SIGKILL, {died} processes) and back after {away:.1f} s")
