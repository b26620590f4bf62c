"""One row of the table of refusals."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """`sentence` and `told` are lazy texts; aware datetimes in facts are shown as office hours."""

    status: int
    sentence: Any
    told: Any = None
