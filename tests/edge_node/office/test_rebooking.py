"""A walk-in becomes a booking, and a booking a walk-in (B-114)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.office.leased_sales import Wish, reprint_visit
from edge_node.office.rebooking import book_instead, take_walk_in_instead
from edge_node.store.bookings import Booking, booking
from edge_node.store.print_jobs import print_jobs
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command, Office
from queue_core.domain.tickets import State
from queue_core.wire.records import RequestAnswered
from tests.edge_node.office.desk import call, refused
from tests.edge_node.office.hub import HALF_PAST_NINE, at, office_of_visits, put, tell, told
from tests.edge_node.office.leases import AT_DESK, EIGHT, grant, sell
from tests.edge_node.sample import opened, take

BY = Command(clerk="ewa")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    grant(office)
    return office


def instead(office: Office, id: str, **wish: object) -> Booking:
    wanted = replace(Wish("id_cards", EIGHT), **wish)  # type: ignore[arg-type]
    return book_instead(office, BY, id, wanted, replace(AT_DESK, printer="main"))


def test_a_waiting_walk_in_becomes_a_booked_visit(office: Office) -> None:
    waiting = take(office)
    visit = instead(office, waiting.id)
    closed = ticket(office.database.read(), waiting.id)
    assert (closed.state, visit.number) == (State.CANCELLED, "AR05")
    assert [job.kind for job in print_jobs(office.database.read())] == ["visit", "ticket"]


def test_a_term_that_is_gone_leaves_the_walk_in_in_the_queue(office: Office) -> None:
    waiting = take(office)
    sell(office)
    with refused(office, "term_taken"):
        instead(office, waiting.id)
    assert ticket(office.database.read(), waiting.id).state is State.WAITING


def test_one_who_is_called_or_booked_is_no_waiting_walk_in(office: Office) -> None:
    opened(office, "1")
    take(office)
    called = call(office)
    with refused(office, "not_allowed_now"):
        instead(office, called.id)
    with refused(office, "unknown_ticket"):
        instead(office, "nobody")


def test_a_walk_in_in_place_of_a_visit_of_another_day_asks_the_hub_to_cancel_it(
    office: Office,
) -> None:
    put(office, start=HALF_PAST_NINE + timedelta(days=3))
    issued = take_walk_in_instead(office, BY, "b1", None)
    assert issued.state is State.WAITING
    (asked,) = told(office, "booking_request")
    assert (asked["wish"], asked["booking"], asked["clerk"]) == ("cancel", "b1", "ewa")


def test_a_walk_in_in_place_of_todays_visit_asks_nothing(office: Office) -> None:
    put(office)
    at(office, 11)
    take_walk_in_instead(office, BY, "b1", None)
    assert told(office, "booking_request") == []


def test_the_hub_s_answer_to_a_request_is_taken(office: Office) -> None:
    tell(
        office, RequestAnswered(request="r1", outcome="refused", facts={"code": "not_allowed_now"})
    )
    assert booking(office.database.read(), "r1") is None


def test_the_confirmation_is_printed_again_as_a_copy(office: Office) -> None:
    visit = sell(office)
    reprint_visit(office, BY, visit.id, "main")
    again, first = print_jobs(office.database.read())
    assert (again.copy, first.copy, again.booking) == (True, False, visit.id)
    put(office)
    with refused(office, "unknown_booking"):
        reprint_visit(office, BY, "b1", "main")
    with refused(office, "unknown_printer"):
        reprint_visit(office, BY, visit.id, "cellar")
