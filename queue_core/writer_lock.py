"""One writer at a time on a SQLite file: fair among the threads of a process, then among processes.

SQLite's busy handler sleeps and lets late-comers overtake, which cost a p99 of half a second
with eight clients. Here threads queue in order of arrival, one of them takes the file lock.
"""

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FairLock:
    """A lock that is handed over in order of arrival."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._queue: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Wait for the turn of the calling thread."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        turn.acquire()

    def release(self) -> None:
        """Hand over to the thread that has waited longest."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False


class WriterLock:
    """The right to write a database file: fair inside the process, `flock` between processes."""

    def __init__(self, database: Path) -> None:
        self._threads = FairLock()
        self._path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the length of one transaction."""
        self._threads.acquire()
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Close its file, between two transactions; it is opened again when needed."""
        self._threads.acquire()
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._threads.release()
