"""How long the wait is, in three steps that a traffic light shows with words (B-133).

Knows waiting tickets and the office's alarm limits; the words belong to the panels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from queue_core.domain.office import Rules
from queue_core.domain.tickets import Ticket

Level = Literal["calm", "busy", "late"]


@dataclass(frozen=True)
class Pace:
    """`people` wait, the first of them since `longest_since`; None when nobody does."""

    people: int
    longest_since: datetime | None
    level: Level


def pace(waiting: Sequence[Ticket], now: datetime, rules: Rules) -> Pace:
    """`late` from `wait_alarm_minutes` or `waiting_alarm_people` on, `busy` from half of it."""
    since = min((ticket.queue_time for ticket in waiting), default=None)
    longest = max(timedelta(0), now - since) if since else timedelta(0)
    share = max(
        longest / timedelta(minutes=max(1, rules.wait_alarm_minutes)),
        len(waiting) / max(1, rules.waiting_alarm_people),
    )
    level: Level = "late" if share >= 1 else "busy" if share >= 0.5 else "calm"
    return Pace(len(waiting), since, level)
