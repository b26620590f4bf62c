"""Institutions and offices: publishing an office's document, its keys, and who is there.

A document with faults is refused whole; each version is kept. The trap: every new version is told
to the node in the same transaction.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.offices import institutions, office_documents, office_keys, offices
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import OfficeDocument
from queue_core.domain.office_check import faults
from queue_core.wire.records import Configuration, OfficeKeys


@dataclass(frozen=True)
class Institution:
    """Who runs the offices. `short_name` is neutral: it stands in text messages and subjects."""

    id: str
    name: str
    short_name: str
    site: str = ""


@dataclass(frozen=True)
class PlaceKeys:
    """An office's keys: `code` proves six digits, `qr` by key id proves printed squares."""

    code: str
    qr: dict[str, str]


@use_case
def put_institution(unit: Unit, institution: Institution) -> None:
    """Enter an institution or change its names."""
    row = {name: getattr(institution, name) for name in ("name", "short_name", "site")}
    if not insert_if_absent(unit.connection, institutions, {"id": institution.id, **row}):
        unit.connection.execute(
            update(institutions).where(institutions.c.id == institution.id).values(row)
        )
    unit.touch("offices")


@use_case
def put_office(unit: Unit, institution: str, document: OfficeDocument) -> int:
    """Put a document in force as the next version of its office; the version.

    Raises `bad_document` with every fault, `unknown_institution`.
    """
    found = faults(document)
    if found:
        raise Refused("bad_document", faults=found)
    if not institution_known(unit, institution):
        raise Unknown("institution", institution=institution)
    version = _next_version(unit, institution, document)
    body = msgspec.json.encode(replace(document, version=version))
    digest = hashlib.sha256(body).hexdigest()
    unit.connection.execute(
        insert(office_documents).values(
            office=document.id,
            version=version,
            digest=digest,
            body=body,
            at=unit.now,
            actor=unit.command.actor,
        )
    )
    tell_office(
        unit,
        document.id,
        Configuration(version=version, digest=digest, document=msgspec.Raw(body)),
    )
    unit.touch("offices")
    return version


def institution_known(unit: Unit, institution: str) -> bool:
    """Whether there is such an institution."""
    asked = select(institutions.c.id).where(institutions.c.id == institution)
    return unit.connection.execute(asked).scalar() is not None


def _next_version(unit: Unit, institution: str, document: OfficeDocument) -> int:
    count = select(func.count()).select_from(offices).scalar_subquery()
    first = {
        "id": document.id,
        "institution": institution,
        "version": document.version,
        "position": count,
    }
    if insert_if_absent(unit.connection, offices, first):
        _make_keys(unit, document.id)
        return document.version
    return int(
        unit.connection.execute(
            update(offices)
            .where(offices.c.id == document.id)
            .values(version=offices.c.version + 1, active=True)
            .returning(offices.c.version)
        ).scalar_one()
    )


def _make_keys(unit: Unit, office: str) -> None:
    for use in ("code", "qr"):
        key = {"office": office, "use": use, "key_id": "1", "secret": secrets.token_hex(32)}
        unit.connection.execute(insert(office_keys).values(**key, since=unit.now))
    keys = keys_of(unit, office)
    tell_office(unit, office, OfficeKeys(code=keys.code, qr=keys.qr))


def keys_of(unit: Unit, office: str) -> PlaceKeys:
    """The keys of an office; old QR keys stay valid for papers already printed."""
    rows = unit.connection.execute(
        select(office_keys.c.use, office_keys.c.key_id, office_keys.c.secret)
        .where(office_keys.c.office == office)
        .order_by(office_keys.c.since)
    ).all()
    codes = [row.secret for row in rows if row.use == "code"]
    return PlaceKeys(codes[-1], {row.key_id: row.secret for row in rows if row.use == "qr"})


def qr_keys(connection: Connection, office: str) -> dict[str, str]:
    """The QR keys of an office by their ids, the newest last."""
    rows = connection.execute(
        select(office_keys.c.key_id, office_keys.c.secret)
        .where(office_keys.c.office == office, office_keys.c.use == "qr")
        .order_by(office_keys.c.since)
    )
    return {row.key_id: row.secret for row in rows}


def institution_of(unit: Unit, office: str) -> Institution:
    """The institution that runs an office. Raises `unknown_office`."""
    row = unit.connection.execute(
        select(institutions).join(offices).where(offices.c.id == office)
    ).first()
    if row is None:
        raise Unknown("office", office=office)
    return Institution(row.id, row.name, row.short_name, row.site)


def office_ids(hub: Hub) -> tuple[str, ...]:
    """The active offices of all institutions, in the order in which they were entered."""
    asked = select(offices.c.id).where(offices.c.active).order_by(offices.c.position, offices.c.id)
    with hub.database.read() as connection:
        return tuple(connection.execute(asked).scalars())


def offices_of_institution(connection: Connection, institution: str) -> tuple[str, ...]:
    """The active offices of one institution, in the same order."""
    own = offices.c.active, offices.c.institution == institution
    asked = select(offices.c.id).where(*own).order_by(offices.c.position, offices.c.id)
    return tuple(connection.execute(asked).scalars())


def last_seen(hub: Hub, office: str) -> datetime | None:
    """When the office's node was last heard of; None where it never was."""
    asked = select(offices.c.seen_at).where(offices.c.id == office)
    with hub.database.read() as connection:
        return connection.execute(asked).scalar()


@use_case
def heard_from(unit: Unit, office: str) -> None:
    """The office's node said something just now; the link calls this with every cursor."""
    unit.connection.execute(update(offices).where(offices.c.id == office).values(seen_at=unit.now))


def recover_document(unit: Unit, office: str, told: Configuration) -> None:
    """Put a version in force that the office was told of and this database does not know."""
    row = {"office": office, "version": told.version, "digest": told.digest}
    body = {"body": bytes(told.document), "at": unit.now, "actor": "restored"}
    if insert_if_absent(unit.connection, office_documents, row | body):
        older = offices.c.id == office, offices.c.version < told.version
        unit.connection.execute(update(offices).where(*older).values(version=told.version))
        unit.touch("offices")


def note_taken(unit: Unit, office: str, version: int) -> None:
    """This version is in force at the office."""
    _note_version(unit, office, taken_version=version, refused_version=None, refused_for=None)


def note_refused(unit: Unit, office: str, version: int, faults: Sequence[str]) -> None:
    """The office's node could not use this version; what was in force stays so."""
    _note_version(unit, office, refused_version=version, refused_for=list(faults))


def _note_version(unit: Unit, office: str, **columns: object) -> None:
    unit.connection.execute(update(offices).where(offices.c.id == office).values(columns))
    unit.touch("offices")
