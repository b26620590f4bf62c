"""What is old is erased in small steps, and the figures of its day stay as they were."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_node.office.alarm import end_evacuation, raise_evacuation
from edge_node.office.calling import absent, call_next, came
from edge_node.office.counters import close_counter, pause, resume
from edge_node.office.day import open_day
from edge_node.office.reception import cancel, set_note
from edge_node.office.retention import resting, tidy, tidying_is_due
from edge_node.office.serving import finish, finish_and_call, park, serve_without_ticket
from edge_node.office.transferring import Destination, transfer
from edge_node.office.undo import undo
from edge_node.store.retention import free_pages, give_back
from edge_node.store.tickets import open_tickets, tickets_of_day
from edge_node.store.unit import Command, Office
from edge_node.views.day_report import DayReport, day_report
from queue_core.clock import FixedClock
from queue_core.domain.day_figures import DayFigures
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument, Retention
from queue_core.wire.records import LeaseGrant
from tests.edge_node.office.hub import HALF_PAST_NINE, put, tell
from tests.edge_node.sample import SAMPLE, SERVICES, build_office, by, opened, take

DAY = "2026-11-20"
KEEP = Retention(clerks_days=5, tickets_days=10, print_jobs_days=3, announcements_days=3)
BRIEF = replace(SAMPLE, retention=KEEP, services=(SERVICES[0], replace(SERVICES[1], counted=True)))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_office(tmp_path, BRIEF)


def pass_minutes(office: Office, minutes: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(minutes=minutes)


def days_later(office: Office, days: int) -> None:
    """So many mornings later, after the tidying of each night."""
    assert isinstance(office.clock, FixedClock)
    for _ in range(days):
        office.clock.at += timedelta(days=1)
        open_day(office, Command())
        assert tidy(office, lambda: True)


def count(office: Office, what: str) -> int:
    return int(office.database.read().execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def busy_day(office: Office) -> None:
    opened(office, "1", "2")
    take(office, note="asks for Mr Kowalski")
    sent = take(office, "residence")
    take(office)
    pass_minutes(office, 7)
    call_next(office, by("1"), "1")
    pass_minutes(office, 1)
    came(office, by("1"), "1")
    park(office, by("1"), "1", "brings a photograph of Anna Nowak")
    transfer(office, by("2"), sent.id, Destination(service="id_cards", clerk="clerk2"))
    call_next(office, by("2"), "2")
    absent(office, by("2"), "2")
    undo(office, by("2"), "2")
    came(office, by("2"), "2")
    pass_minutes(office, 12)
    finish(office, by("2"), "2")
    raise_evacuation(office, by("1"))
    pass_minutes(office, 20)
    end_evacuation(office, by("1"))


def nameless(figures: DayFigures) -> DayFigures:
    """The same figures with clerks numbered by what they did."""
    rows = sorted(figures.by_clerk.values(), key=repr)
    return replace(figures, by_clerk={str(n): row for n, row in enumerate(rows)})


def figures(office: Office) -> list[tuple[DayFigures, int]]:
    """Whatever a page could show of the day, for several limits of a long wait."""
    reports: list[DayReport] = [day_report(office, DAY, limit) for limit in (1, 5, 30, 60)]
    return [(nameless(report.figures), report.evacuated_seconds) for report in reports]


def test_a_note_is_erased_after_its_day_wherever_it_was_kept(office: Office) -> None:
    busy_day(office)
    set_note(office, Command(), tickets_of_day(office.database.read(), DAY)[2].id, "deaf")
    assert "Kowalski" in "".join(office.database.read().iterdump())
    days_later(office, 1)
    with office.database.write() as connection:
        connection.execute("DELETE FROM commands")
    kept = "".join(office.database.read().iterdump())
    assert "Kowalski" not in kept
    assert "Nowak" not in kept
    assert "deaf" not in kept


def test_notes_of_today_are_not_touched(office: Office) -> None:
    days_later(office, 3)
    take(office, note="comes with a child")
    tidy(office, lambda: True)
    assert [t.note for t in open_tickets(office.database.read(), "2026-11-23")] == [
        "comes with a child"
    ]


def test_clerks_lose_their_names_and_keep_their_figures(office: Office) -> None:
    busy_day(office)
    days_later(office, 4)
    assert set(day_report(office, DAY).figures.by_clerk) == {"clerk1", "clerk2"}
    before = figures(office)
    days_later(office, 1)
    assert set(day_report(office, DAY).figures.by_clerk) == {"~1", "~2"}
    assert figures(office) == before
    assert "clerk1" not in "".join(office.database.read().iterdump())


def test_a_day_is_erased_and_its_figures_stay(office: Office) -> None:
    busy_day(office)
    days_later(office, 9)
    before, tickets = figures(office), count(office, "tickets")
    assert tickets == 3
    days_later(office, 1)
    assert count(office, "tickets") == 0
    assert count(office, f"events WHERE day = '{DAY}'") == 0
    assert figures(office) == before
    assert day_report(office).first_day == DAY
    assert before[0][0].all.people.served == 1


def test_a_year_later_the_figures_are_the_same(office: Office) -> None:
    busy_day(office)
    days_later(office, 11)
    before = figures(office)
    days_later(office, 40)
    assert figures(office) == before


def test_papers_and_announcements_go_before_their_tickets(office: Office) -> None:
    busy_day(office)
    days_later(office, 2)
    assert count(office, "print_jobs") == 3
    assert count(office, "announcements") > 0
    days_later(office, 1)
    assert count(office, "print_jobs") == count(office, "announcements") == 0
    assert count(office, "tickets") == 3


def test_booked_visits_and_leased_seats_go_with_their_day(office: Office) -> None:
    put(office)
    put(office, booking="b2", start=HALF_PAST_NINE + timedelta(days=40), number="AR02")
    for day in (DAY, "2026-12-30"):
        tell(office, LeaseGrant(lease=day, calendar="hall", day=day, seats=(), numbers=()))
    days_later(office, KEEP.tickets_days + 1)
    connection = office.database.read()
    assert [row[0] for row in connection.execute("SELECT id FROM bookings")] == ["b2"]
    assert [row[0] for row in connection.execute("SELECT id FROM leases")] == ["2026-12-30"]


def test_cut_off_anywhere_it_goes_on_where_it_stopped(office: Office) -> None:
    busy_day(office)
    days_later(office, 9)
    before = figures(office)
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(days=1)
    open_day(office, Command())
    rounds = 0
    while tidying_is_due(office):
        steps = iter([True, False])
        tidy(office, lambda steps=steps: next(steps))  # type: ignore[misc]
        assert figures(office) == before
        rounds += 1
        assert rounds < 50
    assert count(office, "tickets") == 0


def test_it_is_done_once_for_each_day(office: Office) -> None:
    assert tidying_is_due(office)
    tidy(office, lambda: True)
    assert not tidying_is_due(office)
    days_later(office, 1)
    assert not tidying_is_due(office)


def test_nobody_waits_for_it_longer_than_one_small_step(office: Office) -> None:
    """Between any two steps somebody takes a ticket."""
    for _ in range(150):
        take(office)
    days_later(office, 9)
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(days=1)
    open_day(office, Command())
    taken: list[str] = []

    def somebody_comes() -> bool:
        worker = threading.Thread(target=lambda: taken.append(take(office).number))
        worker.start()
        worker.join(timeout=10)
        return not worker.is_alive()

    assert tidy(office, somebody_comes)
    assert len(taken) > 3
    assert taken == [f"A{n:03d}" for n in range(1, len(taken) + 1)]
    assert count(office, "tickets") == len(taken)


def test_a_stop_ends_the_rest_at_once() -> None:
    stop = threading.Event()
    rest = resting(stop, 0.0)
    assert rest()
    stop.set()
    assert not resting(stop, 3600.0)()


def test_the_file_gets_shorter(tmp_path: Path) -> None:
    office = build_office(tmp_path, BRIEF)
    with office.database.write() as connection:
        connection.executemany(
            "INSERT INTO commands VALUES (?, 'x', '2026-01-01', ?)",
            ((f"{n:06d}", "x" * 3500) for n in range(4000)),
        )
    path = office.database.path

    def megabytes() -> float:
        office.database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.stat().st_size / 1_000_000

    before = megabytes()
    days_later(office, 1)
    assert before > 16
    assert megabytes() < 10


def test_room_is_given_back_many_pages_at_once(office: Office) -> None:
    with office.database.write() as connection:
        connection.execute("INSERT INTO commands VALUES ('x', 'x', '2026', ?)", ("x" * 3_000_000,))
    with office.database.write() as connection:
        connection.execute("DELETE FROM commands")
    free = free_pages(office.database.read())
    assert free > 500
    with office.database.write() as connection:
        give_back(connection, 200)
    assert free_pages(office.database.read()) == free - 200


# Whatever happens on a day, its figures outlive it

ACTS: dict[str, Callable[[Office, str], object]] = {
    "take": lambda office, _: take(office),
    "take another": lambda office, _: take(office, "residence", note="x"),
    "call": lambda office, no: call_next(office, by(no), no),
    "came": lambda office, no: came(office, by(no), no),
    "absent": lambda office, no: absent(office, by(no), no),
    "finish": lambda office, no: finish(office, by(no), no),
    "finish and call": lambda office, no: finish_and_call(office, by(no), no),
    "park": lambda office, no: park(office, by(no), no),
    "without": lambda office, no: serve_without_ticket(office, by(no), no, "residence"),
    "undo": lambda office, no: undo(office, by(no), no),
    "pause": lambda office, no: pause(office, by(no), no, "break"),
    "resume": lambda office, no: resume(office, by(no), no),
    "finish copies": lambda office, no: finish(
        office, by(no), no, ("residence",), quantities={"residence": 4}
    ),
    "close": lambda office, no: close_counter(office, by(no), no),
    "alarm": lambda office, no: raise_evacuation(office, by(no)),
    "all clear": lambda office, no: end_evacuation(office, by(no)),
    "cancel": lambda office, _: cancel(office, Command(), _somebody(office), "x"),
}


def _somebody(office: Office) -> str:
    present = open_tickets(office.database.read(), DAY)
    if not present:
        raise Refused("unknown_ticket")
    return present[0].id


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    day=st.lists(
        st.tuples(
            st.sampled_from(sorted(ACTS)), st.sampled_from("123"), st.floats(0, 40, width=16)
        ),
        min_size=5,
        max_size=40,
    )
)
def test_figures_before_are_figures_after(
    day: list[tuple[str, str, float]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = build_office(tmp_path_factory.mktemp("day"), BRIEF)
    opened(office, "1", "2", "3")
    for act, counter, minutes in day:
        pass_minutes(office, minutes / 10)
        try:
            ACTS[act](office, counter)
        except Refused:
            continue
    days_later(office, 1)
    before = figures(office)
    days_later(office, 10)
    assert count(office, "tickets") == 0
    assert figures(office) == before
    office.database.close()


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (Retention(notes_days=0), "notes_days must be 1 or more"),
        (Retention(clerks_days=30, tickets_days=20), "clerks_days must not be more"),
    ],
)
def test_a_retention_that_makes_no_sense_is_refused(kept: Retention, told: str) -> None:
    from queue_core.domain.office_check import faults

    document: OfficeDocument = replace(SAMPLE, retention=kept)
    assert any(told in fault for fault in faults(document))
