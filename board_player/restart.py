"""How long to wait before a program that ended is started again: without limit, never in a rush."""

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 10.0
STEADY_SECONDS = 60.0


class RestartDelay:
    """1, 2, 4, 8, 10, 10 … seconds; back to 1 after a life of a minute."""

    def __init__(self) -> None:
        self._next_seconds = FIRST_DELAY_SECONDS

    def after(self, lived_seconds: float) -> float:
        """The delay in seconds after a life of so many seconds."""
        if lived_seconds >= STEADY_SECONDS:
            self._next_seconds = FIRST_DELAY_SECONDS
        delay = self._next_seconds
        self._next_seconds = min(2 * delay, LONGEST_DELAY_SECONDS)
        return delay
