"""Noticing what other processes wrote: a cheap look at the file, then which topics changed.

`PRAGMA data_version` needs a connection of its own that never has an unfinished SELECT; a
checkpoint raises a false signal, which costs one small query.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from edge_node.store.database import connect

Changed = Callable[[int, frozenset[str]], None]
"""Told the sequence number of the state and the topics that changed."""


class Watcher:
    """A process's eyes on the database file; any of its threads may look."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, any_thread=True)
        self._version = -1
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}
        self._closed = False
        self.look()

    @property
    def seq(self) -> int:
        """A number that grows with every change of any topic."""
        with self._lock:
            return sum(self._seen.values())

    def look(self) -> frozenset[str]:
        """The topics that changed since the last look; usually none, in microseconds.

        Each change is found once: by the thread that looks first.
        """
        with self._lock:
            if self._closed:
                return frozenset()
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return frozenset()
            now = dict(self._connection.execute("SELECT topic, seq FROM changes").fetchall())
            changed = frozenset(topic for topic, seq in now.items() if seq != self._seen.get(topic))
            self._seen = {str(topic): int(seq) for topic, seq in now.items()}
            self._version = version  # last: what could not be read is looked at again
            return changed

    def tell(self, changed: Changed) -> None:
        """Look, and call `changed` for what was found."""
        topics = self.look()
        if topics:
            changed(self.seq, topics)

    def follow(self, changed: Changed, stop: threading.Event, every_seconds: float) -> None:
        """Look again and again until `stop`; call `changed` for what was found."""
        while not stop.wait(every_seconds):
            self.tell(changed)
        with self._lock:
            self._closed = True
            self._connection.close()
