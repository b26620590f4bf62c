"""A person with a booking shows it: by code, by QR code, at reception, from the phone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.office.alarm import raise_evacuation
from edge_node.office.arrivals import (
    Shown,
    arrive,
    arrive_at_reception,
    arrive_from_phone,
    undo_arrival,
)
from edge_node.office.kiosks import block_kiosk
from edge_node.store.document import store_document
from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Command, Office
from queue_core.domain.booking.arrival import Answer, Proof
from queue_core.domain.tickets import Move, State
from tests.edge_node.office.desk import call, kinds, miss, missed_three_times, refused
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    answered,
    at,
    by_code,
    by_qr,
    office_of_visits,
    place,
    put,
    qr,
    the_ticket,
    ticket_of,
    told,
)
from tests.edge_node.sample import opened

DESK = Command(clerk="reception")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of_visits(tmp_path)


def papers(office: Office) -> list[bool]:
    """One for each paper, oldest first: whether it is a copy."""
    return [job.copy for job in reversed(print_jobs(office.database.read()))]


def test_a_code_puts_the_visit_into_the_queue_and_prints_its_number(office: Office) -> None:
    put(office)
    at(office, -5)
    arrived = by_code(office, "123 456")
    assert (arrived.answer, arrived.ticket.number) == (Answer.ENTERS, "AR01")
    assert (arrived.ticket.state, arrived.ticket.arrived) == (State.WAITING, True)
    assert papers(office) == [False]


def test_a_second_arrival_prints_again_and_makes_no_second_ticket(office: Office) -> None:
    put(office)
    at(office, 0)
    first, second = by_code(office), by_qr(office)
    assert second.answer is Answer.AGAIN
    assert second.ticket.id == first.ticket.id
    assert papers(office) == [False, True]


def test_too_early_says_from_when(office: Office) -> None:
    put(office)
    at(office, -31)
    with answered("too_early") as facts:
        by_code(office)
    assert facts["opens_at"] == HALF_PAST_NINE - timedelta(minutes=30)


def test_too_late_changes_nothing(office: Office) -> None:
    put(office)
    at(office, 11)
    with refused(office, "too_late"):
        by_code(office)


def test_a_visit_struck_out_returns_by_its_code_within_the_tolerance(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrive_tolerance_minutes=30)
    opened(office, "1")
    put(office)
    at(office, 0)
    by_code(office)
    gone = missed_three_times(office)
    assert gone.state is State.NO_SHOW
    back = by_code(office)
    assert (back.answer, back.ticket.state, back.ticket.calls) == (
        Answer.RETURNS,
        State.WAITING,
        0,
    )


def test_a_placed_visitor_proves_to_be_here_and_gets_paper(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    put(office)
    at(office, 0)
    place(office)
    arrived = by_code(office)
    assert arrived.answer is Answer.PROVES
    assert arrived.ticket.arrived
    assert papers(office) == [False]


def test_a_called_visitor_may_still_prove_it(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    opened(office, "1")
    put(office)
    at(office, 0)
    place(office)
    call(office)
    assert by_code(office).ticket.state is State.CALLED


def test_an_unknown_code_says_since_when_there_is_no_news(office: Office) -> None:
    put(office)
    at(office, 0)
    with answered("unknown_code") as facts:
        by_code(office, "654321")
    assert facts["silent_since"] == HALF_PAST_NINE - timedelta(minutes=30)


@pytest.mark.parametrize("words", ["", "12345", "1234567", "abcdef", "１２３４５６", "x" * 500])
def test_what_is_no_code_is_unknown(office: Office, words: str) -> None:
    put(office)
    with refused(office, "unknown_code"):
        by_code(office, words)


def test_a_code_of_another_day_says_which(office: Office) -> None:
    put(office, start=HALF_PAST_NINE + timedelta(days=3))
    with answered("other_day") as facts:
        by_code(office)
    assert str(facts["day"]) == "2026-11-23"


def test_a_qr_code_is_honoured_before_the_hub_has_spoken(office: Office) -> None:
    at(office, 0)
    arrived = by_qr(office)
    assert (arrived.ticket.number, arrived.ticket.state) == ("AR01", State.WAITING)
    (seen,) = told(office, "booking_seen")
    assert (seen["booking"], seen["number"], seen["version"]) == ("b1", "AR01", 1)
    put(office)
    assert the_ticket(office).id == arrived.ticket.id
    assert by_code(office).answer is Answer.AGAIN


def test_a_newer_word_of_the_hub_wins_over_the_qr_code(office: Office) -> None:
    put(office, version=2, start=HALF_PAST_NINE + timedelta(hours=2))
    at(office, 0)
    with answered("too_early") as facts:
        by_qr(office)
    assert facts["start"] == HALF_PAST_NINE + timedelta(hours=2)


def test_a_newer_qr_code_wins_over_an_older_word(office: Office) -> None:
    put(office)
    at(office, 60)
    place(office)
    moved = qr(version=2, start=HALF_PAST_NINE + timedelta(hours=1))
    assert by_qr(office, moved).ticket.booked_for == HALF_PAST_NINE + timedelta(hours=1)
    assert ticket_of(office) is not None


def test_a_visit_in_another_office_is_answered_with_its_place_and_hour(office: Office) -> None:
    with answered("other_office") as facts:
        by_qr(office, qr(office="harbour"))
    assert (facts["office"], facts["address"]) == ("Urząd Portowy", "ul. Portowa 5")
    assert facts["start"] == HALF_PAST_NINE


def test_a_forged_qr_code_is_unknown(office: Office) -> None:
    at(office, 0)
    with refused(office, "unknown_code"):
        by_qr(office, qr()[:-1] + "X")


def test_a_qr_code_of_a_matter_that_is_gone_is_refused(office: Office) -> None:
    at(office, 0)
    with refused(office, "unknown_service"):
        by_qr(office, qr(service="moon"))


def test_other_proofs_are_for_the_office_to_switch_on(office: Office) -> None:
    put(office)
    at(office, 0)
    with refused(office, "proof_not_accepted"):
        arrive(office, Command(), Shown(Proof.PHONE_DIGITS, "600 356 789", "1"))
    _accept(office, "phone", "number")
    arrived = arrive(office, Command(), Shown(Proof.PHONE_DIGITS, "600 356 789", "1"))
    assert arrived.answer is Answer.ENTERS
    again = arrive(office, Command(), Shown(Proof.NUMBER, "ar 01", "1"))
    assert again.answer is Answer.AGAIN


def test_a_phone_with_two_visits_today_needs_the_code(office: Office) -> None:
    put(office)
    put(office, booking="b2", number="AR02", code_mac="other", eticket="")
    _accept(office, "phone")
    with refused(office, "several_visits"):
        arrive(office, Command(), Shown(Proof.PHONE_DIGITS, "56789", "1"))


def test_reception_lets_in_whenever_it_has_a_reason(office: Office) -> None:
    put(office)
    at(office, 40)
    place(office)
    with refused(office, "too_late"):
        arrive_at_reception(office, DESK, "b1")
    back = arrive_at_reception(office, DESK, "b1", "the bus was late")
    assert (back.answer, back.ticket.state) == (Answer.RETURNS, State.WAITING)


def test_reception_lets_in_one_who_was_not_known_at_the_hour(office: Office) -> None:
    at(office, 20)
    put(office)
    assert ticket_of(office) is None
    arrived = arrive_at_reception(office, DESK, "b1", "booked in time")
    assert (arrived.answer, arrived.ticket.number) == (Answer.ENTERS, "AR01")
    assert kinds(office, arrived.ticket) == [Move.BOOKED, Move.ARRIVED]


def test_an_arrival_can_be_undone_until_the_call(office: Office) -> None:
    opened(office, "1")
    put(office)
    at(office, 0)
    by_code(office)
    undone = undo_arrival(office, DESK, the_ticket(office).id)
    assert (undone.state, undone.arrived) == (State.BOOKED, False)
    by_code(office)
    call(office)
    with refused(office, "not_allowed_now"):
        undo_arrival(office, DESK, undone.id)


def test_from_the_phone_a_visit_takes_its_place_and_proves_nothing(office: Office) -> None:
    put(office)
    at(office, -10)
    placed = arrive_from_phone(office, Command(route="hub"), "b1")
    assert (placed.state, placed.arrived) == (State.WAITING, False)
    assert by_code(office).answer is Answer.PROVES


def test_from_the_phone_nobody_who_was_missed_comes_back(office: Office) -> None:
    opened(office, "1")
    put(office)
    at(office, 0)
    by_code(office)
    miss(office)
    with refused(office, "not_allowed_now"):
        arrive_from_phone(office, Command(route="hub"), "b1")


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        (lambda office: raise_evacuation(office, DESK), "alarm_active"),
        (lambda office: block_kiosk(office, DESK, "1", "Awaria"), "kiosk_blocked"),
    ],
)
def test_a_kiosk_that_stands_still_confirms_nothing(
    office: Office, stop: Callable[[Office], object], code: str
) -> None:
    put(office)
    at(office, 0)
    stop(office)
    with refused(office, code):
        by_code(office)


def test_a_visit_that_is_over_is_over(office: Office) -> None:
    put(office)
    with refused(office, "unknown_kiosk"):
        by_code(office, kiosk="9")


def _accept(office: Office, *proofs: str) -> None:
    document = office.document
    rules = replace(document.booking.rules, proofs=("code", "qr", *proofs))  # type: ignore[arg-type]
    newer = replace(
        document, version=document.version + 1, booking=replace(document.booking, rules=rules)
    )
    with office.database.write() as connection:
        store_document(connection, newer, office.clock.now())
