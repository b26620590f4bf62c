"""The other end of the test bench: a finger on the mock pins of another process.

For the demonstration and for tests; knows only the lines that `mock_bench` understands.
"""

import socket
from types import TracebackType
from typing import Self


class BenchRefused(Exception):
    """The bench has no such pin or does not know the word."""


class PinBenchClient:
    """One finger: each call returns when the movement is over. Not for several threads at once."""

    def __init__(self, port: int, *, timeout_seconds: float = 15.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout_seconds)
        self._answers = self._socket.makefile("r", encoding="ascii")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def press(self, pin: int, held_ms: int = 80) -> None:
        """Press and release."""
        self._ask(f"press {pin} {held_ms}")

    def double(self, pin: int) -> None:
        """Two quick presses."""
        self._ask(f"double {pin}")

    def long(self, pin: int) -> None:
        """Hold for a long press."""
        self._ask(f"long {pin}")

    def hold(self, pin: int) -> None:
        """Hold as long as an evacuation button wants."""
        self._ask(f"hold {pin}")

    def stuck(self, pin: int) -> None:
        """Hold until the button counts as stuck, then let go."""
        self._ask(f"stuck {pin}")

    def down(self, pin: int) -> None:
        """Press, without bouncing, and stay."""
        self._ask(f"down {pin}")

    def up(self, pin: int) -> None:
        """Let go."""
        self._ask(f"up {pin}")

    def led(self, pin: int) -> str:
        """`off`, `on`, `blinking` or `confirming`, as seen on the pin."""
        return self._ask(f"led {pin}")

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._socket.close()

    def _ask(self, line: str) -> str:
        self._socket.sendall(f"{line}\n".encode("ascii"))
        answer = self._answers.readline().strip()
        if not answer:
            raise ConnectionResetError("the bench hung up")
        if answer.startswith("error"):
            raise BenchRefused(answer)
        return answer
