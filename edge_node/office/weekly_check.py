"""Reading the whole file once a week, by night, so that a start need not do it.

Reads beside the living office and holds no lock. The first start of a node has read the file, so
the first week begins there; a node that is off every night is checked by day when it is long late.
"""

from datetime import datetime, time, timedelta

from edge_node.store.soundness import is_sound
from edge_node.store.unit import Office, fact, set_fact

_CHECKED = "file_checked"
_WEEK = timedelta(days=7)
_TOO_LATE = timedelta(days=21)
_NIGHT = (time(0, 30), time(5, 0))


def check_file(office: Office) -> bool:
    """Read the file if that is due now; whether nothing is wrong with it."""
    now = office.clock.now()
    stored = fact(office.database.read(), _CHECKED)
    if stored is not None and not _is_due(office, now, datetime.fromisoformat(stored)):
        return True
    if stored is not None and not is_sound(office.database.path):
        return False
    with office.database.write() as connection:
        set_fact(connection, _CHECKED, now.isoformat(timespec="milliseconds"))
    return True


def _is_due(office: Office, now: datetime, checked: datetime) -> bool:
    age = abs(now - checked)  # a clock set back counts too
    return age >= _TOO_LATE or (age >= _WEEK and _is_night(office, now))


def _is_night(office: Office, now: datetime) -> bool:
    begins, ends = _NIGHT
    return begins <= now.astimezone(office.document.zone).time() < ends
