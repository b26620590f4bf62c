"""What happens before the processes start: a sound database, the newest schema, a document.

Only who holds the `NodeLock` may run `prepare`: a file moved aside under an open connection would
go on being written.
"""

import logging
import secrets
import shutil
import sqlite3
from pathlib import Path

from edge_node.config import NodeConfig
from edge_node.office.day import day_is_due, open_day
from edge_node.office.trusted_time import note_time
from edge_node.office_file import take_file
from edge_node.store.backup import newest_backup
from edge_node.store.database import Database
from edge_node.store.locks import NodeLock
from edge_node.store.migration import migrate
from edge_node.store.series import skip_after_restore
from edge_node.store.soundness import ended_cleanly, is_sound, looks_sound
from edge_node.store.unit import Command, Office, Unit, fact, set_fact, use_case
from edge_node.wiring import build_office
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.machine_file import BadSettings

log = logging.getLogger(__name__)

_SKIPPED_SINCE_BACKUP = 50
"""More than a busy matter issues between two backups, so that no number comes twice."""
_SKIPPED_OF_LOST_DAY = 500
"""More than a matter issues in a day: what today's papers say is not known at all."""


def take_node(config: NodeConfig) -> NodeLock:
    """The right to run this node, held until its release or the end of the process.

    Raises `BadSettings` when a node runs on this database already.
    """
    lock = _lock(config)
    if not lock.take():
        raise BadSettings(config.database_path, ["a node runs on this database already"])
    return lock


def open_beside(config: NodeConfig) -> Office:
    """The office for a command that runs once: made ready as `prepare` does, but under a living
    node no file is mended or moved."""
    lock = _lock(config)
    if not lock.take():
        migrate(Database(config.database_path))
        office = build_office(config)
        take_file(office, config.office_path)
        return office
    try:
        return prepare(config)
    finally:
        lock.release()


def prepare(config: NodeConfig) -> Office:
    """Make the node ready to serve, for the holder of its lock. Raises `BadSettings` for a
    document that can't be used and for a database that can't be opened."""
    config.database_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        restored = _mend(config)
    except sqlite3.DatabaseError as error:
        raise BadSettings(config.database_path, [f"cannot be opened: {error}"]) from error
    migrate(Database(config.database_path))
    office = build_office(config)
    take_file(office, config.office_path)
    if restored is not None:
        _after_restore(office, Command(route="start"), restored)
    _open_today(office)
    note_time(office)
    return office


def _lock(config: NodeConfig) -> NodeLock:
    config.database_path.parent.mkdir(parents=True, exist_ok=True)
    return NodeLock(config.database_path)


def _mend(config: NodeConfig) -> str | None:
    """Move a damaged file aside and put the newest backup in its place, also of a file that
    vanished or is empty.

    Returns what was restored, or None when the file was sound or this is the first start.
    """
    path = config.database_path
    blank = not path.exists() or path.stat().st_size == 0
    if not blank and _is_whole(path):
        return None
    backup = newest_backup(config.backup_path) if config.backup_path else None
    if blank and backup is None:
        return None
    aside = path.with_name(f"{path.name}.damaged-{secrets.token_hex(4)}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    if backup is not None:
        shutil.copyfile(backup, path)
    log.error("database_damaged", extra={"aside": aside.name, "restored": bool(backup)})
    return backup.name if backup else "nothing"


def _is_whole(path: Path) -> bool:
    """All of the file is read, unless the last run left it in order and nobody touched it since:
    then the weekly check by night has read it."""
    return looks_sound(path) if ended_cleanly(path) else is_sound(path)


@use_case
def _after_restore(unit: Unit, backup: str) -> None:
    """Let every series go on with a gap, and tell the staff."""
    today = local_day(unit.now, unit.office.zone).isoformat()
    same_day = fact(unit.connection, "day") == today
    gap = _SKIPPED_SINCE_BACKUP if same_day else _SKIPPED_OF_LOST_DAY
    skip_after_restore(unit, today, unit.office.services, gap)
    set_fact(unit.connection, "restored", f"{unit.stamp} {backup}")
    unit.connection.execute("UPDATE print_jobs SET state = 'dropped' WHERE state = 'queued'")


def _open_today(office: Office) -> None:
    """Open the day, unless the clock cannot be trusted: then the worker tries again."""
    if not day_is_due(office):
        return
    try:
        open_day(office, Command(route="start"))
    except Refused as refused:
        log.warning("day_not_opened", extra={"code": refused.code})
