"""The day on the terminal: one line that changes, or a line now and then where none can."""

import sys
import time

_EVERY_SECONDS = 5.0


class Progress:
    """Says how far the day is; what happens meanwhile gets a line of its own."""

    def __init__(self) -> None:
        self._one_line = sys.stdout.isatty()
        self._said_at = 0.0

    def show(self, line: str) -> None:
        """The state of this moment."""
        if self._one_line:
            print(f"\r\x1b[K  {line}", end="", flush=True)
        elif time.monotonic() - self._said_at >= _EVERY_SECONDS:
            self._said_at = time.monotonic()
            print(f"  {line}", flush=True)

    def tell(self, line: str) -> None:
        """Something that happened, to stay on the screen."""
        start = "\r\x1b[K" if self._one_line else ""
        print(f"{start}  · {line}", flush=True)
