"""A command is one transaction, and the same command again is the same answer."""

from contextlib import suppress

import pytest
from sqlalchemy import select

from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.offices import Institution, put_institution
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.tables.offices import institutions
from cloud_hub.store.unit import Command, Hub, Unit, transaction, use_case
from queue_core.domain.errors import Refused
from queue_core.wire.records import BookingCancelled

_made: list[str] = []


@use_case
def make(unit: Unit, name: str) -> str:
    """Something that must happen once."""
    _made.append(name)
    return f"{name} at {unit.now:%H:%M}"


@use_case
def fail(unit: Unit) -> None:
    """Something that is refused after it has written."""
    put_institution.within(unit, Institution("x", "X", "X"))
    raise Refused("form_expired")


def test_the_same_command_again_gets_the_first_answer(hub: Hub) -> None:
    _made.clear()
    answers = [make(hub, Command(id="one"), "chair") for _ in range(2)]
    assert answers == ["chair at 08:00"] * 2
    assert _made == ["chair"]


def test_the_same_id_with_another_wish_is_refused(hub: Hub) -> None:
    make(hub, Command(id="one"), "chair")
    with pytest.raises(Refused, match="key_reused"):
        make(hub, Command(id="one"), "table")


def test_a_refusal_changes_nothing_and_may_be_asked_again(hub: Hub) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match="form_expired"):
            fail(hub, Command(id="two"))
    with hub.database.read() as connection:
        assert connection.execute(select(institutions.c.id)).scalars().all() == ["torun"]


def test_listeners_hear_what_changed_after_the_commit(hub: Hub) -> None:
    heard: list[frozenset[str]] = []
    hub.database.on_commit(heard.append)
    put_institution(hub, Command(), Institution("x", "X", "X"))
    assert heard == [frozenset({"offices"})]


def test_a_part_that_fails_alone_tells_nothing(hub: Hub) -> None:
    with transaction(hub, Command()) as unit:
        tell_office(unit, "plaza", BookingCancelled(booking="before", version=1))
        with suppress(RuntimeError), unit.attempt():
            put_institution.within(unit, Institution("x", "X", "X"))
            tell_office(unit, "plaza", BookingCancelled(booking="inside", version=1))
            raise RuntimeError
    with hub.database.read() as connection:
        told = connection.execute(
            select(dn_records.c.body).where(dn_records.c.kind == "booking_cancelled")
        ).scalars()
        assert [b"before" in bytes(body) for body in told] == [True]
        assert connection.execute(select(institutions.c.id)).scalars().all() == ["torun"]


def test_each_log_counts_from_one_without_gaps(hub: Hub) -> None:
    with transaction(hub, Command()) as unit:
        for office in ("plaza", "administracja", "plaza"):
            tell_office(unit, office, BookingCancelled(booking="b", version=1))
    with hub.database.read() as connection:
        asked = select(dn_records.c.seq).where(dn_records.c.office == "plaza")
        assert connection.execute(asked.order_by(dn_records.c.seq)).scalars().all() == [1, 2, 3, 4]
