"""One node at a time on a database file."""

import fcntl
import os
from pathlib import Path


class NodeLock:
    """The right to run a node on a database file, and to move the file. It ends with the process,
    however that ends, and is never handed to a child."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".node")
        self._file: int | None = None

    def take(self) -> bool:
        """Take it if nobody holds it; whether it is ours now."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        os.register_at_fork(after_in_child=self.release)
        return True

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
