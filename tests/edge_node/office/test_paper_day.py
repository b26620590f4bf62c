"""A paper day is entered afterwards: its numbers, its hours, beside a queue that runs (B-158)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.paper_day import PaperEntry, enter_paper_ticket
from edge_node.office.undo import undo
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import call, clock, kinds, miss, now, refused, serve, serving
from tests.edge_node.sample import MORNING, by, opened, take

DESK = Command(clerk="reception")
EIGHT = MORNING - timedelta(hours=1)
SERVED = PaperEntry(
    "id_cards",
    7,
    EIGHT,
    called_at=EIGHT + timedelta(minutes=20),
    ended_at=EIGHT + timedelta(minutes=32),
    counter="1",
)


def test_the_series_goes_on_after_the_highest_number_by_hand(office: Office) -> None:
    enter_paper_ticket(office, DESK, SERVED)
    enter_paper_ticket(office, DESK, replace(SERVED, number=3))
    assert take(office).number == "A008"


def test_a_line_keeps_its_hours(office: Office) -> None:
    ticket = enter_paper_ticket(office, DESK, SERVED)
    assert (ticket.state, ticket.origin, ticket.counter) == ("done", "paper_day", "1")
    assert (ticket.issued_at, ticket.called_at, ticket.ended_at) == (
        SERVED.issued_at,
        SERVED.called_at,
        SERVED.ended_at,
    )
    assert kinds(office, ticket) == [
        "ticket_issued",
        "ticket_called",
        "ticket_came",
        "ticket_finished",
    ]


def test_one_who_did_not_come_is_struck_out(office: Office) -> None:
    gone = enter_paper_ticket(office, DESK, replace(SERVED, came=False, ended_at=None))
    assert gone.state == "no_show"


def test_one_who_still_waits_joins_the_queue_at_the_hour_on_the_paper(office: Office) -> None:
    opened(office, "1")
    take(office)
    waiting = enter_paper_ticket(office, DESK, PaperEntry("id_cards", 40, EIGHT))
    assert call(office).id == waiting.id


def test_a_line_of_the_past_leaves_the_person_at_the_counter_alone(office: Office) -> None:
    opened(office, "1")
    take(office)
    there = serving(office)
    enter_paper_ticket(office, DESK, SERVED)
    assert now(office, there).state == "serving"
    assert undo(office, by("1"), "1").state == "called"


def test_a_line_of_the_past_brings_no_absent_one_back(office: Office) -> None:
    opened(office, "1")
    gone = take(office)
    miss(office)
    waiting = take(office)
    enter_paper_ticket(office, DESK, SERVED)
    assert serve(office).id == waiting.id
    take(office)
    assert call(office).id == gone.id


YESTERDAY = date(2026, 11, 19)
DAY_BACK = timedelta(days=1)
OF_YESTERDAY = replace(
    SERVED,
    issued_at=EIGHT - DAY_BACK,
    called_at=EIGHT - DAY_BACK + timedelta(minutes=20),
    ended_at=EIGHT - DAY_BACK + timedelta(minutes=32),
    day=YESTERDAY,
)


def test_yesterdays_list_is_entered_into_yesterday(office: Office) -> None:
    """The box died in the afternoon and was mended at night."""
    ticket = enter_paper_ticket(office, DESK, OF_YESTERDAY)
    assert (ticket.day, ticket.number, ticket.state) == ("2026-11-19", "A007", "done")
    days = office.database.read().execute(
        "SELECT DISTINCT day FROM events WHERE ticket = ?", (ticket.id,)
    )
    assert [row[0] for row in days] == ["2026-11-19"]
    assert ticket.ended_at == OF_YESTERDAY.ended_at


def test_yesterdays_list_touches_nothing_of_today(office: Office) -> None:
    opened(office, "1")
    take(office)
    there = serving(office)
    enter_paper_ticket(office, DESK, OF_YESTERDAY)
    enter_paper_ticket(office, DESK, replace(OF_YESTERDAY, number=1))
    assert now(office, there).state == "serving"
    assert take(office).number == "A002"
    assert undo(office, by("1"), "1").state == "called"


def test_nobody_of_yesterday_joins_the_queue(office: Office) -> None:
    opened(office, "1")
    waited = replace(OF_YESTERDAY, called_at=None, ended_at=None, counter=None)
    left = enter_paper_ticket(office, DESK, waited)
    missed = replace(OF_YESTERDAY, number=8, came=False, ended_at=None)
    gone = enter_paper_ticket(office, DESK, missed)
    assert (left.state, gone.state) == ("unserved", "no_show")
    assert left.ended_at == datetime(2026, 11, 19, 23, tzinfo=UTC), "midnight in Toruń"
    today = take(office)
    assert call(office).id == today.id


@pytest.mark.parametrize(
    "entry",
    [
        replace(OF_YESTERDAY, day=date(2026, 11, 12)),
        replace(OF_YESTERDAY, day=date(2026, 11, 21)),
        replace(OF_YESTERDAY, ended_at=MORNING),
        replace(SERVED, day=YESTERDAY),
    ],
)
def test_a_list_stays_in_its_day_and_in_the_last_seven(office: Office, entry: PaperEntry) -> None:
    with refused(office, "invalid_fields"):
        enter_paper_ticket(office, DESK, entry)


def test_a_number_of_yesterday_is_given_once(office: Office) -> None:
    enter_paper_ticket(office, DESK, OF_YESTERDAY)
    with refused(office, "number_taken"):
        enter_paper_ticket(office, DESK, OF_YESTERDAY)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (replace(SERVED, number=1), "number_taken"),
        (replace(SERVED, number=0), "number_taken"),
        (replace(SERVED, called_at=EIGHT - timedelta(minutes=1)), "invalid_fields"),
        (replace(SERVED, ended_at=MORNING + timedelta(hours=1)), "invalid_fields"),
        (replace(SERVED, counter=None), "invalid_fields"),
        (replace(SERVED, counter="9"), "unknown_counter"),
        (replace(SERVED, service="passports"), "unknown_service"),
    ],
)
def test_a_line_that_cannot_be_true_is_refused(
    office: Office, entry: PaperEntry, code: str
) -> None:
    take(office)
    with refused(office, code):
        enter_paper_ticket(office, DESK, entry)


def test_paper_tickets_count_towards_the_estimate_of_nobody_else(office: Office) -> None:
    enter_paper_ticket(office, DESK, SERVED)
    clock(office).advance(minutes=1)
    assert issue_ticket(office, DESK, Order("id_cards")).people_before_at_issue == 0
