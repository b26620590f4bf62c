"""The office's day: begun at local midnight, once, on a clock that can be trusted (B-28, B-153)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.office.calling import call_chosen
from edge_node.office.day import close_day, confirm_day, day_is_due, open_day
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.reception import cancel, restore
from edge_node.store.counters import counter_states
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache, store_document
from edge_node.store.migration import migrate
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Command, Office, fact
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from tests.edge_node.office.desk import (
    announcements,
    booked,
    call,
    clock,
    everything,
    log,
    miss,
    now,
    parked,
    pass_time,
    refused,
    serving,
)
from tests.edge_node.sample import MORNING, SAMPLE, by, opened, take

CLOCK = Command(route="clock")


def day(office: Office) -> str | None:
    return fact(office.database.read(), "day")


def set_clock(office: Office, at: datetime, synced: bool = True) -> None:
    """A jump: the wall clock moves, the uptime does not."""
    clock(office).at = at
    clock(office).synced = synced


def test_the_day_changes_at_local_midnight_and_not_before(office: Office) -> None:
    set_clock(office, datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC))
    assert not day_is_due(office)
    assert open_day(office, CLOCK) == "2026-11-20"
    set_clock(office, datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert day_is_due(office)
    assert open_day(office, CLOCK) == "2026-11-21"


@pytest.mark.parametrize(
    ("midnight", "hours"),
    [
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), 23),
        (datetime(2027, 10, 30, 22, 0, tzinfo=UTC), 25),
    ],
    ids=["summer time begins", "summer time ends"],
)
def test_a_day_has_23_or_25_hours_when_the_clocks_change(
    office: Office, midnight: datetime, hours: int
) -> None:
    set_clock(office, midnight)
    begun = open_day(office, CLOCK)
    pass_time(office, hours=hours, seconds=-1)
    assert open_day(office, CLOCK) == begun
    pass_time(office, seconds=1)
    assert open_day(office, CLOCK) > begun


def test_numbers_begin_anew(office: Office) -> None:
    take(office), take(office)
    pass_time(office, days=3)
    open_day(office, CLOCK)
    assert take(office).number == "A001"


def test_at_five_past_midnight_nothing_hangs(office: Office) -> None:
    opened(office, "1", "2", "3")
    aside = take(office)
    parked(office, "1")
    absent = take(office)
    miss(office, "2")
    called, served, waiting = take(office), take(office), take(office)
    call(office, "3")
    serving(office, "1")
    visit = booked(office)
    pass_time(office, hours=15, minutes=5)
    open_day(office, CLOCK)
    ends = {t.number: now(office, t) for t in (absent, aside, called, served, waiting, visit)}
    assert {number: ticket.state for number, ticket in ends.items()} == {
        absent.number: "no_show",
        aside.number: "unserved",
        called.number: "unserved",
        served.number: "done",
        waiting.number: "unserved",
        visit.number: "no_show",
    }
    assert [t.number for t in ends.values() if not t.time_reliable] == [served.number]
    assert all(t.ended_at for t in ends.values())


def test_every_counter_is_closed_and_nothing_is_said_any_more(office: Office) -> None:
    opened(office, "1", "2")
    take(office)
    call(office)
    pass_time(office, days=1)
    open_day(office, CLOCK)
    states = counter_states(office.database.read(), office.document)
    assert {state.state for state in states.values()} == {"closed"}
    assert [said[3] for said in announcements(office)] == ["withdrawn"]


def test_visits_booked_for_later_days_stay_booked(office: Office) -> None:
    tomorrow, missed = booked(office, "2026-11-23"), booked(office, "2026-11-21")
    set_clock(office, datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    open_day(office, CLOCK)
    assert now(office, tomorrow).state == "booked"
    assert now(office, missed).state == "no_show"


def test_a_reset_never_runs_on_a_clock_that_is_not_synchronised(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    set_clock(office, MORNING + timedelta(days=40), synced=False)
    with refused(office, "clock_not_synchronised"):
        open_day(office, CLOCK)
    assert day(office) == "2026-11-20"
    assert call(office).id == ticket.id


def test_a_reset_never_runs_twice_after_a_step_back(office: Office) -> None:
    pass_time(office, days=3)
    open_day(office, CLOCK)
    ticket = take(office)
    set_clock(office, MORNING)
    before = everything(office)
    assert open_day(office, CLOCK) == "2026-11-23"
    assert everything(office) == before
    pass_time(office, days=3)
    open_day(office, CLOCK)
    assert now(office, ticket).state == "waiting"
    assert [event.kind for event in log(office)].count("day_opened") == 2


def test_opening_the_day_twice_is_opening_it_once(office: Office) -> None:
    before = everything(office)
    open_day(office, CLOCK)
    assert everything(office) == before


def test_a_person_may_vouch_for_date_and_hour(office: Office) -> None:
    pass_time(office, days=1)
    clock(office).synced = False
    with refused(office, "clock_differs"):
        confirm_day(office, Command(clerk="kierownik"), "2026-11-20")
    assert confirm_day(office, Command(clerk="kierownik"), "2026-11-21") == "2026-11-21"


def test_a_persons_word_holds_until_the_clock_jumps_or_the_machine_starts_again(
    office: Office,
) -> None:
    clock(office).synced = False
    confirm_day(office, Command(clerk="kierownik"), "2026-11-20")
    pass_time(office, days=1)
    assert open_day(office, CLOCK) == "2026-11-21"
    set_clock(office, clock(office).at + timedelta(days=40), synced=False)
    with refused(office, "clock_not_synchronised"):
        open_day(office, CLOCK)
    set_clock(office, MORNING + timedelta(days=2), synced=False)
    clock(office).elapsed = 30.0  # started again
    with refused(office, "clock_not_synchronised"):
        open_day(office, CLOCK)


def test_a_day_that_a_wrong_clock_opened_gives_way_to_a_persons_word(office: Office) -> None:
    """A battery of a clock chip was flat: the node started forty days ahead and believed it."""
    set_clock(office, MORNING + timedelta(days=40))
    assert open_day(office, CLOCK) == "2026-12-30"
    astray = take(office)
    set_clock(office, MORNING)
    assert open_day(office, CLOCK) == "2026-12-30"
    confirm_day(office, Command(clerk="kierownik"), "2026-11-20")
    assert day(office) == "2026-11-20"
    assert now(office, astray).state == "unserved"
    assert take(office).day == "2026-11-20"


def test_a_day_set_back_does_not_give_a_number_twice(office: Office) -> None:
    first = take(office)
    set_clock(office, MORNING + timedelta(days=40))
    open_day(office, CLOCK)
    set_clock(office, MORNING)
    confirm_day(office, Command(clerk="kierownik"), "2026-11-20")
    assert (first.number, take(office).number) == ("A001", "A002")


def test_tickets_of_a_node_that_has_not_found_its_time_yet_are_closed_later(
    tmp_path: Path,
) -> None:
    """A new box without a clock chip starts in the past; people take tickets all the same."""
    database = Database(tmp_path / "office.db")
    migrate(database)
    office = Office(database, FixedClock(MORNING - timedelta(days=42), False), DocumentCache())
    with database.write() as connection:
        store_document(connection, SAMPLE, MORNING)
    with pytest.raises(Refused, match="clock_not_synchronised"):
        open_day(office, CLOCK)
    ticket = take(office)
    set_clock(office, MORNING)
    open_day(office, CLOCK)
    assert now(office, ticket).state == "unserved"
    assert open_tickets(database.read(), "2026-11-20") == []


def test_yesterdays_ticket_is_neither_called_nor_changed(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    pass_time(office, days=1)
    open_day(office, CLOCK)
    opened(office, "1")
    with refused(office, "not_allowed_now"):
        call_chosen(office, by("1"), "1", ticket.id)
    with refused(office, "unknown_ticket"):
        restore(office, Command(), ticket.id)
    with refused(office, "unknown_ticket"):
        cancel(office, Command(), ticket.id)


def test_closing_the_day_tells_how_many_were_left(office: Office) -> None:
    opened(office, "1")
    take(office), take(office)
    serving(office)
    assert close_day(office, Command(clerk="kierownik"), "the heating failed") == 2
    assert open_tickets(office.database.read(), "2026-11-20") == []
    assert issue_ticket(office, Command(), Order("id_cards")).number == "A003"
