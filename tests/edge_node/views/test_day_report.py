"""The day's report read from a real log: undo, evacuation, paper day, transfer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.office.alarm import end_evacuation, raise_evacuation
from edge_node.office.calling import absent, call_next, came
from edge_node.office.counters import close_counter, pause, resume
from edge_node.office.day import close_day
from edge_node.office.paper_day import PaperEntry, enter_paper_ticket
from edge_node.office.reception import cancel
from edge_node.office.serving import finish, serve_without_ticket
from edge_node.office.transferring import Destination, transfer
from edge_node.office.undo import undo
from edge_node.store.unit import Command, Office
from edge_node.views.day_report import day_report
from queue_core.clock import FixedClock
from queue_core.domain.day_figures import Dealt, Pauses
from queue_core.domain.errors import Refused
from queue_core.domain.visits import Kind
from tests.edge_node.sample import MORNING, SAMPLE, SERVICES, build_office, by, opened, take

COUNTED = (SERVICES[0], replace(SERVICES[1], counted=True))


def pass_minutes(office: Office, minutes: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(minutes=minutes)


def served(office: Office, counter: str, way: float = 1, service: float = 10) -> None:
    """One ordinary visit at an open counter."""
    call_next(office, by(counter), counter)
    pass_minutes(office, way)
    came(office, by(counter), counter)
    pass_minutes(office, service)
    finish(office, by(counter), counter)


def test_an_ordinary_visit_is_measured(office: Office) -> None:
    opened(office, "1")
    take(office)
    pass_minutes(office, 4)
    served(office, "1")
    row = day_report(office).figures.all
    assert (row.people.tickets, row.people.served) == (1, 1)
    assert (row.waits.mean, row.ways.mean, row.services.mean) == (240, 60, 600)


def test_what_was_undone_never_happened(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    pass_minutes(office, 1)
    absent(office, by("1"), "1")
    undo(office, by("1"), "1")
    came(office, by("1"), "1")
    pass_minutes(office, 5)
    finish(office, by("1"), "1")
    undo(office, by("1"), "1")
    pass_minutes(office, 2)
    finish(office, by("1"), "1")
    row = day_report(office).figures.all
    assert (row.ways.total, row.services.count, row.services.total) == (60, 1, 420)


def test_a_transfer_gives_each_matter_its_part(office: Office) -> None:
    opened(office, "1", "2")
    first = take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    pass_minutes(office, 3)
    transfer(office, by("1"), first.id, Destination(service="residence"))
    pass_minutes(office, 6)
    served(office, "2", service=8)
    figures = day_report(office).figures
    assert figures.by_service["id_cards"].services.total == 180
    assert figures.by_service["residence"].services.total == 480
    assert figures.by_service["residence"].waits.total == 360
    assert figures.by_counter["2"].services.count == 1
    assert (figures.by_clerk["clerk2"].services.total, figures.all.people.served) == (480, 1)


def test_the_time_of_an_evacuation_is_left_out(office: Office) -> None:
    opened(office, "1")
    take(office)
    pass_minutes(office, 5)
    raise_evacuation(office, by("1"))
    pass_minutes(office, 30)
    end_evacuation(office, by("1"))
    pass_minutes(office, 5)
    served(office, "1")
    report = day_report(office)
    assert report.figures.all.waits.total == 600
    assert report.evacuated_seconds == 1800


def test_a_paper_day_counts_with_the_hours_of_the_paper(office: Office) -> None:
    opened(office, "1")
    take(office, "residence")
    call_next(office, by("1"), "1")
    hours = [MORNING - timedelta(minutes=m) for m in (60, 50, 38)]
    enter_paper_ticket(office, Command(clerk="ewa"), PaperEntry("residence", 7, *hours, "1"))
    missed = PaperEntry("residence", 8, *hours[:2], counter="1", came=False)
    enter_paper_ticket(office, Command(clerk="ewa"), missed)
    figures = day_report(office).figures
    assert (figures.all.people.served, figures.all.people.no_show) == (1, 1)
    assert (figures.all.waits.total, figures.all.services.total) == (600, 720)
    assert figures.by_counter["1"].services.total == 720
    assert figures.by_hour[8].people.tickets == 2


def test_a_paper_line_without_an_end_keeps_its_service_out_of_the_times(office: Office) -> None:
    hours = [MORNING - timedelta(minutes=m) for m in (60, 50)]
    enter_paper_ticket(office, Command(), PaperEntry("id_cards", 1, *hours, counter="1"))
    row = day_report(office).figures.all
    assert (row.people.served, row.waits.count, row.services.count) == (1, 1, 0)


def test_a_service_that_the_day_cut_off_is_served_but_not_timed(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    pass_minutes(office, 300)
    close_day(office, Command(), "forgotten")
    row = day_report(office).figures.all
    assert (row.people.served, row.waits.count, row.services.count) == (1, 1, 0)


def test_cancelled_tickets_and_people_without_one_are_told_apart(office: Office) -> None:
    opened(office, "1")
    cancel(office, Command(), take(office).id, "wrong matter")
    serve_without_ticket(office, by("1"), "1", "id_cards")
    pass_minutes(office, 2)
    finish(office, by("1"), "1")
    figures = day_report(office).figures
    assert (figures.all.people.tickets, figures.all.people.cancelled) == (1, 1)
    assert figures.by_kind[Kind.WITHOUT_TICKET].people.served == 1
    assert figures.all.waits.count == 0


def test_a_quantity_counts_as_entered_and_an_undone_one_never_did(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, services=COUNTED))
    opened(office, "3")
    take(office, "residence")
    call_next(office, by("3"), "3")
    came(office, by("3"), "3")
    both = ("residence", "id_cards")
    finish(office, by("3"), "3", both, quantities={"residence": 5})
    undo(office, by("3"), "3")
    finish(office, by("3"), "3", both, quantities={"residence": 3})
    serve_without_ticket(office, by("3"), "3", "id_cards")
    finish(office, by("3"), "3")
    dealt = day_report(office).figures.dealt
    assert dealt == {"id_cards": Dealt(2, 2, 1), "residence": Dealt(1, 3, 0)}


@pytest.mark.parametrize(
    "quantities", [{"residence": 0}, {"residence": 1000}, {"id_cards": 2}, {"nothing": 2}]
)
def test_a_quantity_that_makes_no_sense_is_refused(
    tmp_path: Path, quantities: dict[str, int]
) -> None:
    office = build_office(tmp_path, replace(SAMPLE, services=COUNTED))
    opened(office, "3")
    serve_without_ticket(office, by("3"), "3", "residence")
    with pytest.raises(Refused, match="invalid_fields"):
        finish(office, by("3"), "3", ("residence",), quantities=quantities)
    finish(office, by("3"), "3", ("residence",), quantities={"residence": 2})


def test_breaks_are_measured_by_counter_and_reason(office: Office) -> None:
    opened(office, "1", "2")
    for minutes in (5, 10):
        pause(office, by("1"), "1", "break")
        pass_minutes(office, minutes)
        resume(office, by("1"), "1")
        pass_minutes(office, 60)
    pause(office, by("1"), "1", "meeting")
    pause(office, by("2"), "2", "break")
    pass_minutes(office, 7)
    close_counter(office, by("1"), "1")
    pass_minutes(office, 3)
    assert day_report(office).figures.breaks == {
        ("1", "break"): Pauses(2, 900),
        ("1", "meeting"): Pauses(1, 420),
        ("2", "break"): Pauses(1, 600),
    }


def test_a_break_that_nobody_ends_ends_with_the_day(office: Office) -> None:
    opened(office, "1")
    pause(office, by("1"), "1", "break")
    pass_minutes(office, 3 * 24 * 60)
    assert day_report(office, "2026-11-20").figures.breaks[("1", "break")].seconds == 15 * 3600


def test_another_day_is_empty_and_no_date_is_refused(office: Office) -> None:
    take(office)
    assert day_report(office, "2026-11-19").figures.all.people.tickets == 0
    with pytest.raises(Refused, match="invalid_fields"):
        day_report(office, "yesterday")
