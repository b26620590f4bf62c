"""Accounts of staff on the hub: delays after wrong tries, single rights, the offices they hold in.

A password is never stored or logged. An account is switched off, never deleted, because bookings
name it (B-146).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.offices import institution_known, offices_of_institution
from cloud_hub.store.tables.staff import operator_offices, operators
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from queue_core.passwords import delay_after, hash_password, is_password


@dataclass(frozen=True)
class Operator:
    """A member of staff. `offices` None: every office of the institution, also future ones."""

    login: str
    institution: str
    name: str
    rights: frozenset[str]
    offices: frozenset[str] | None
    active: bool = True


@dataclass(frozen=True)
class Account:
    """What an administrator enters. Without a password the old one stays."""

    login: str
    institution: str
    name: str
    rights: tuple[str, ...]
    offices: tuple[str, ...] | None = None
    password: str | None = None


def operator(hub: Hub, login: str) -> Operator | None:
    """The active account with this login, or None."""
    with hub.database.read() as connection:
        row = _account(connection, login)
        return _operator(connection, row) if row is not None else None


def offices_of(hub: Hub, who: Operator) -> tuple[str, ...]:
    """The active offices where this person may work, in the institution's order (B-144)."""
    with hub.database.read() as connection:
        own = offices_of_institution(connection, who.institution)
    return tuple(office for office in own if who.offices is None or office in who.offices)


def check_password(hub: Hub, login: str, password: str) -> Operator:
    """The account, if the password is right.

    Raises `wrong_password` (also for an unknown login, after the same work) and
    `too_many_tries` while the delay after wrong tries lasts.
    """
    now = hub.clock.now()
    with hub.database.read() as connection:
        row = _account(connection, login)
    _check_delay(row, now)
    if not is_password(row.password if row else None, password) or row is None:
        if row is not None:
            _note_wrong_try(hub, login, now)
        raise Refused("wrong_password")
    with hub.database.write() as connection:
        row = _account(connection, login, lock=True)
        if row is None:
            raise Refused("wrong_password")
        _check_delay(row, now)  # many may try at once: those before this one count
        changed = update(operators).where(operators.c.login == login, operators.c.wrong_tries > 0)
        connection.execute(changed.values(wrong_tries=0, blocked_until=None))
        return _operator(connection, row)


@use_case
def set_operator(unit: Unit, account: Account) -> None:
    """Add an account or change it, and switch it on. Raises `unknown_institution`,
    `unknown_office` for an office of somebody else, `password_missing` for a new account,
    `login_taken` where another institution has it."""
    if not institution_known(unit, account.institution):
        raise Unknown("institution", institution=account.institution)
    row = {
        "name": account.name,
        "rights": sorted(account.rights),
        "everywhere": account.offices is None,
        "active": True,
    }
    if account.password:
        row["password"] = hash_password(account.password)
    _write(unit, account, row)
    unit.connection.execute(
        delete(operator_offices).where(operator_offices.c.login == account.login)
    )
    _enter_offices(unit, account, account.offices or ())
    unit.touch("staff")


@use_case
def switch_off(unit: Unit, login: str) -> None:
    """End an account; its name stays in what it did (B-146). Raises `unknown_user`."""
    changed = update(operators).where(operators.c.login == login).values(active=False)
    if not unit.connection.execute(changed).rowcount:
        raise Unknown("user")
    unit.touch("staff")


def _write(unit: Unit, account: Account, row: dict[str, object]) -> None:
    key = {"login": account.login, "institution": account.institution}
    same = operators.c.login == account.login, operators.c.institution == account.institution
    if unit.connection.execute(update(operators).where(*same).values(row)).rowcount:
        return
    if "password" not in row:
        raise Refused("password_missing")
    if not insert_if_absent(unit.connection, operators, {**key, **row, "wrong_tries": 0}):
        raise Refused("login_taken")


def _enter_offices(unit: Unit, account: Account, wanted: Iterable[str]) -> None:
    own = offices_of_institution(unit.connection, account.institution)
    for office in sorted(set(wanted)):
        if office not in own:
            raise Unknown("office", office=office)
        unit.connection.execute(insert(operator_offices).values(login=account.login, office=office))


def _account(
    connection: Connection, login: str, *, lock: bool = False
) -> Row[tuple[object, ...]] | None:
    query = select(operators).where(operators.c.login == login, operators.c.active)
    return connection.execute(query.with_for_update() if lock else query).first()


def _operator(connection: Connection, row: Row[tuple[object, ...]]) -> Operator:
    offices = None
    if not row.everywhere:
        held = select(operator_offices.c.office).where(operator_offices.c.login == row.login)
        offices = frozenset(connection.execute(held).scalars())
    return Operator(row.login, row.institution, row.name, frozenset(row.rights), offices)


def _check_delay(row: Row[tuple[object, ...]] | None, now: datetime) -> None:
    if row is None or row.blocked_until is None:
        return
    left = (row.blocked_until - now).total_seconds()
    if left > 0:
        raise Refused("too_many_tries", seconds=max(1, round(left)))


def _note_wrong_try(hub: Hub, login: str, now: datetime) -> None:
    """Counted by the database: of many tries at once each one counts."""
    this = operators.c.login == login
    with hub.database.write() as connection:
        tries = connection.execute(
            update(operators)
            .where(this)
            .values(wrong_tries=operators.c.wrong_tries + 1)
            .returning(operators.c.wrong_tries)
        ).scalar_one()
        delay = delay_after(tries)
        if delay:
            until = now + delay
            connection.execute(update(operators).where(this).values(blocked_until=until))
