"""When a bouncing contact counts as pressed or released: after it was stable for 30 ms.

Pure: the caller brings the time. Both changes come late by the same 30 ms, so the length of a
press and the gap between two stay true.
"""


class Debounce:
    """One contact. `pressed` is its settled state, `settles_at_ms` when a change will count.

    `settles_at_ms` is None while the last level seen is the settled one.
    """

    def __init__(self, stable_ms: float, *, pressed: bool = False) -> None:
        self.pressed = pressed
        self.settles_at_ms: float | None = None
        self._stable_ms = stable_ms

    def edge(self, pressed: bool, at_ms: float) -> None:
        """The contact changed to this level; each edge starts the waiting anew.

        The same level twice means that an edge between was too quick to be seen: also a bounce.
        """
        self.settles_at_ms = at_ms + self._stable_ms if pressed != self.pressed else None

    def settle(self) -> bool:
        """Take the new level as settled and return it; called when `settles_at_ms` is reached."""
        self.pressed = not self.pressed
        self.settles_at_ms = None
        return self.pressed
