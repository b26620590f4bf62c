"""Whether the node can do its work, check by check.

A check that is `needed` decides whether the node counts as ready; the others are for whoever
looks after it. The trap: asking must not wear the card, so the write that is tried is empty.
"""

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from edge_node.office.day import day_is_due
from edge_node.office.trusted_time import clock_trusted
from edge_node.store.devices import devices
from edge_node.store.unit import Office, fact
from queue_core.domain.errors import Refused
from queue_core.domain.printing import BROKEN

_LEAST_FREE_MEGABYTES = 50
_BACKUP_TOO_OLD_SECONDS = 1800


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong; `detail` says what, or how it is."""

    name: str
    ok: bool
    detail: str
    needed: bool = False


def checks(office: Office) -> tuple[Check, ...]:
    """Every check, now."""
    return (_database(office), _disk(office), _day(office), *_others(office))


def _database(office: Office) -> Check:
    try:
        with office.database.write():
            pass
    except (Refused, sqlite3.Error) as error:
        return Check("database", False, type(error).__name__, needed=True)
    return Check("database", True, "can be written", needed=True)


def _disk(office: Office) -> Check:
    free = shutil.disk_usage(office.database.path.parent).free // 2**20
    return Check("disk", free >= _LEAST_FREE_MEGABYTES, f"{free} MB free", needed=True)


def _day(office: Office) -> Check:
    day = fact(office.database.read(), "day")
    return Check("day", not day_is_due(office), f"{day or 'none'} is open", needed=True)


def _others(office: Office) -> tuple[Check, ...]:
    synchronised = clock_trusted(office)
    clock = Check("clock", synchronised, "synchronised" if synchronised else "not trusted")
    ours = {f"printer:{id}" for id in office.document.printers}
    known = devices(office.database.read())
    broken = [d.name for d in known if d.name in ours and d.state in BROKEN]
    printers = Check("printers", not broken, ", ".join(broken) or "no complaint")
    return (clock, printers, _backup(office))


def _backup(office: Office) -> Check:
    at = fact(office.database.read(), "backed_up")
    if at is None:
        return Check("backup", True, "none made yet")
    age = round((office.clock.now() - datetime.fromisoformat(at)).total_seconds())
    return Check("backup", age < _BACKUP_TOO_OLD_SECONDS, f"{age} s old")
