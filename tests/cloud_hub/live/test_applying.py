"""The tables of the live room come out the same, whatever the order and however often."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cloud_hub.live.applying import Dated, apply_event, apply_events, note_live
from cloud_hub.store.schema import metadata
from cloud_hub.store.tables.live import hub_events, hub_tickets, hub_undone, live_queue
from cloud_hub.store.unit import Hub, Unit, transaction
from queue_core.wire.records import OfficeEvent
from tests.cloud_hub.live.story import LINK, Live, LiveService, event, ticket
from tests.cloud_hub.sample import MONDAY

TABLES = ("hub_tickets", "hub_events", "hub_undone", "live_queue")
STATES = ("waiting", "called", "serving", "absent", "parked", "done")
Rows = dict[str, list[Any]]


class _Undo(Exception):
    """Nothing of an example stays."""


def rows_after(hub: Hub, told: Sequence[OfficeEvent]) -> Rows:
    """What stands in the tables after these events, one transaction each."""
    found: Rows = {}
    try:
        with transaction(hub, LINK) as unit:
            for record in told:
                apply_event(unit, "plaza", record, record.at)
            found = rows(unit)
            raise _Undo
    except _Undo:
        return found


def rows(unit: Unit) -> Rows:
    tables = [metadata.tables[name] for name in TABLES]
    return {
        table.name: [
            tuple(row)
            for row in unit.connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in tables
    }


@st.composite
def days(draw: st.DrawFn) -> list[OfficeEvent]:
    """The log of a small day: each event moves one of three tickets, some take others back."""
    versions: dict[str, int] = {}
    told = []
    for seq in range(1, draw(st.integers(1, 12)) + 1):
        id = draw(st.sampled_from("123"))
        versions[id] = versions.get(id, 0) + 1
        facts = ticket(id, versions[id], draw(st.sampled_from(STATES)), calls=seq)
        undone = draw(st.sets(st.integers(1, seq), max_size=2)) - {seq}
        told.append(event(seq, facts, undone=tuple(sorted(undone)), counter="2"))
    return told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), day=days())
def test_shuffled_and_repeated_events_give_the_same_tables(
    hub: Hub, data: st.DataObject, day: list[OfficeEvent]
) -> None:
    in_order = rows_after(hub, day)
    more = data.draw(st.lists(st.sampled_from(day), max_size=8))
    mixed = data.draw(st.permutations([*day, *more]))
    assert without_undoer(rows_after(hub, mixed)) == without_undoer(in_order)
    assert len(in_order["hub_events"]) == len(day)


def without_undoer(found: Rows) -> Rows:
    """What is taken back twice is so by either of the two."""
    return found | {"hub_undone": [row[:3] for row in found["hub_undone"]]}


@given(day=days())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_at_once_are_entered_as_one_by_one(hub: Hub, day: list[OfficeEvent]) -> None:
    together: list[Dated] = [(record, record.at) for record in day]
    found: Rows = {}
    try:
        with transaction(hub, LINK) as unit:
            apply_events(unit, "plaza", together)
            found = rows(unit)
            raise _Undo
    except _Undo:
        assert found == rows_after(hub, day)


def test_a_ticket_shows_the_state_of_its_highest_version(hub: Hub) -> None:
    later, earlier = event(2, ticket("1", 2, "called", counter="3")), event(1, ticket("1"))
    (row,) = rows_after(hub, [later, earlier])["hub_tickets"]
    assert dict(zip(hub_tickets.c.keys(), row, strict=True))["counter"] == "3"


def test_a_replaced_card_counts_from_one_again_and_overwrites_no_event(hub: Hub) -> None:
    first = event(1, ticket("1"))
    again = event(1, ticket("2"), boot=1, uptime_ms=77)
    found = rows_after(hub, [first, again])
    assert len(found["hub_events"]) == len(found["hub_tickets"]) == 2


def test_two_offices_may_use_the_same_ids(hub: Hub) -> None:
    with transaction(hub, LINK) as unit:
        for office in ("plaza", "copernicus"):
            apply_event(unit, office, event(1, ticket("1")), MONDAY)
        assert [len(rows(unit)[name]) for name in TABLES[:2]] == [2, 2]


def test_an_uptime_of_a_year_fits(hub: Hub) -> None:
    year = 366 * 24 * 3600 * 1000
    with transaction(hub, LINK) as unit:
        apply_event(unit, "plaza", event(1, ticket("1"), uptime_ms=year), MONDAY)
        assert unit.connection.execute(select(hub_events.c.uptime_ms)).scalar() == year


def test_the_undoing_may_come_before_what_it_undoes(hub: Hub) -> None:
    found = rows_after(hub, [event(2, undone=(1,), name="ticket_undone"), event(1, ticket("1"))])
    assert [row[2:] for row in found["hub_undone"]] == [(1, 2)]
    assert hub_undone.c.keys()[2:] == ["seq", "undone_by"]


def test_the_latest_live_state_stays(hub: Hub) -> None:
    with transaction(hub, LINK) as unit:
        for minute, waiting in ((2, 7), (1, 9), (2, 7)):
            live = Live({"residence": LiveService(waiting)})
            note_live(unit, "plaza", live, MONDAY + timedelta(minutes=minute))
        (kept,) = unit.connection.execute(select(live_queue)).all()
    assert kept.services["residence"]["waiting"] == 7
    assert kept.at == MONDAY + timedelta(minutes=2)


def test_listeners_hear_that_the_queue_moved(hub: Hub) -> None:
    with transaction(hub, LINK) as unit:
        apply_event(unit, "plaza", event(1), MONDAY)
        assert unit.topics == {"live"}
