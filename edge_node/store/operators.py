"""Staff accounts and API keys of a node: delays after wrong tries, single rights.

A password or a key is never stored or logged; a key is kept as its digest.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edge_node.store.unit import Office, Unit, use_case
from queue_core.domain.errors import Refused
from queue_core.passwords import delay_after, hash_password, is_password


@dataclass(frozen=True)
class Operator:
    """A member of staff; switched off, never deleted (B-146)."""

    login: str
    name: str
    rights: frozenset[str]
    active: bool = True


def operator(connection: sqlite3.Connection, login: str) -> Operator | None:
    """The active account with this login, or None."""
    row = connection.execute(
        "SELECT * FROM operators WHERE login = ? AND active = 1", (login,)
    ).fetchone()
    return _operator(row) if row else None


def operators(connection: sqlite3.Connection) -> list[Operator]:
    """Every account, switched off ones too."""
    return [_operator(row) for row in connection.execute("SELECT * FROM operators ORDER BY login")]


def check_password(office: Office, login: str, password: str) -> Operator:
    """The account, if the password is right.

    Raises `wrong_password` (also for an unknown login, after the same work) and
    `too_many_tries` while the delay after wrong tries lasts.
    """
    now = office.clock.now()
    row = _account(office, login)
    _check_delay(row, now)
    if not is_password(row["password"] if row else None, password) or row is None:
        if row is not None:
            _note_wrong_try(office, login, now)
        raise Refused("wrong_password")
    row = _account(office, login) or row  # many may try at once: those before this one count
    _check_delay(row, now)
    if row["wrong_tries"]:
        with office.database.write() as connection:
            connection.execute(
                "UPDATE operators SET wrong_tries = 0, blocked_until = NULL WHERE login = ?",
                (login,),
            )
    return _operator(row)


@use_case
def set_operator(
    unit: Unit, login: str, name: str, password: str | None, rights: tuple[str, ...]
) -> None:
    """Add an account or change it; without a password the old one stays."""
    hashed = hash_password(password) if password else ""
    unit.connection.execute(
        """INSERT INTO operators VALUES (?, ?, ?, ?, 1, 0, NULL)
        ON CONFLICT (login) DO UPDATE SET name = excluded.name, rights = excluded.rights,
        active = 1, password = CASE excluded.password WHEN '' THEN password
        ELSE excluded.password END""",
        (login, name, hashed, json.dumps(sorted(rights))),
    )


def new_api_key(
    connection: sqlite3.Connection, name: str, rights: Iterable[str], now: datetime
) -> str:
    """Make a key and return it; it is shown this once. Inside the caller's transaction."""
    key = secrets.token_urlsafe(32)
    connection.execute(
        """INSERT INTO api_keys VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
        digest = excluded.digest, rights = excluded.rights""",
        (digest(key), name, json.dumps(sorted(rights)), now.isoformat(timespec="milliseconds")),
    )
    return key


def api_key_holder(connection: sqlite3.Connection, key: str) -> Operator | None:
    """Whoever the key was made for, or None. The key has 256 random bits, so a digest is safe."""
    row = connection.execute("SELECT * FROM api_keys WHERE digest = ?", (digest(key),)).fetchone()
    if row is None:
        return None
    return Operator(f"api:{row['name']}", row["name"], frozenset(json.loads(row["rights"])))


def digest(key: str) -> str:
    """How a key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def _operator(row: sqlite3.Row) -> Operator:
    rights = frozenset(json.loads(row["rights"]))
    return Operator(row["login"], row["name"], rights, bool(row["active"]))


def _account(office: Office, login: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = (
        office.database.read()
        .execute("SELECT * FROM operators WHERE login = ? AND active = 1", (login,))
        .fetchone()
    )
    return row


def _check_delay(row: sqlite3.Row | None, now: datetime) -> None:
    if row is None or not row["blocked_until"]:
        return
    left = (datetime.fromisoformat(row["blocked_until"]) - now).total_seconds()
    if left > 0:
        raise Refused("too_many_tries", seconds=round(left))


def _note_wrong_try(office: Office, login: str, now: datetime) -> None:
    """Counted by the database: of many tries at once each one counts."""
    with office.database.write() as connection:
        (tries,) = connection.execute(
            "UPDATE operators SET wrong_tries = wrong_tries + 1 WHERE login = ? "
            "RETURNING wrong_tries",
            (login,),
        ).fetchone()
        delay = delay_after(tries)
        if delay:
            until = now + delay
            connection.execute(
                "UPDATE operators SET blocked_until = ? WHERE login = ?",
                (until.isoformat(timespec="milliseconds"), login),
            )
