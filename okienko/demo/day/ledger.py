"""What the people of the day were told: the other side of the books, kept apart from the node.

One line of JSON for each fact, written before the next step is taken. The node never sees it.
"""

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any

LEDGER = "ledger.jsonl"


class Ledger:
    """Takes entries from all threads of the day."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / LEDGER).open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def note(self, kind: str, **facts: object) -> None:
        """Keep one fact."""
        line = json.dumps({"kind": kind, **facts}, ensure_ascii=False)
        with self._lock:
            self._counts[kind] += 1
            self._file.write(line + "\n")
            self._file.flush()

    def count(self, kind: str) -> int:
        """How many facts of a kind there are."""
        with self._lock:
            return self._counts[kind]

    def close(self) -> None:
        """Nothing more is noted."""
        self._file.close()


def read_ledger(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """All entries of a day by kind."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for line in (folder / LEDGER).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        entries.setdefault(entry.pop("kind"), []).append(entry)
    return entries
