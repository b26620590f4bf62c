"""Transfer: where a ticket stands afterwards, who is offered it, and who may send it."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.calling import call_next
from edge_node.office.counters import open_counter, pause
from edge_node.office.serving import return_to_queue
from edge_node.office.transferring import (
    Destination,
    transfer,
    transfer_active,
    transfer_any,
    transfer_own,
)
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import (
    call,
    office_with,
    parked,
    pass_time,
    refused,
    serve,
    serving,
    waiting_numbers,
)
from tests.edge_node.sample import by, opened, take

ONE, TWO, THREE = by("1"), by("2"), by("3")
RESIDENCE = Destination(service="residence")


@pytest.mark.parametrize(
    ("place", "order"),
    [("original", "SWL"), ("first", "SWL"), ("last", "WLS")],
    ids=["own time", "first", "last"],
)
def test_the_clerk_chooses_where_a_transferred_ticket_stands(
    office: Office, place: str, order: str
) -> None:
    opened(office, "1", "3")
    sent = take(office)
    others = {"W": take(office, "residence"), "L": take(office, "residence"), "S": sent}
    serving(office)
    pass_time(office, minutes=1)
    transfer_active(office, ONE, "1", replace(RESIDENCE, place=place))  # type: ignore[arg-type]
    assert waiting_numbers(office, "3") == [others[letter].number for letter in order]


def test_one_sent_to_the_first_place_goes_before_a_priority(office: Office) -> None:
    opened(office, "1", "3")
    sent = take(office)
    serving(office)
    take(office, "residence", priority=1)
    transfer_active(office, ONE, "1", replace(RESIDENCE, place="first"))
    assert call(office, "3").id == sent.id


def test_a_transferred_ticket_ages_anew_and_keeps_its_class(office: Office) -> None:
    ticket = take(office, priority=2)
    pass_time(office, minutes=50)
    moved = transfer(office, ONE, ticket.id, RESIDENCE)
    assert (moved.ageing_from, moved.queue_time) == (office.clock.now(), ticket.queue_time)
    assert moved.priority == 2


def test_one_sent_to_a_counter_is_offered_there_only_while_it_is_open(office: Office) -> None:
    opened(office, "1", "2")
    ticket = take(office)
    transfer(office, ONE, ticket.id, Destination(counter="2"))
    assert call_next(office, ONE, "1") is None
    pause(office, TWO, "2", "lunch")
    assert call(office, "1").id == ticket.id


def test_one_sent_to_a_clerk_follows_the_clerk(office: Office) -> None:
    opened(office, "1", "2", "3")
    ticket = take(office)
    transfer(office, ONE, ticket.id, Destination(clerk="clerk3"))
    assert call_next(office, ONE, "1") is None
    assert call(office, "3").id == ticket.id


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (Destination(), "invalid_fields"),
        (Destination(service="passports"), "unknown_service"),
        (Destination(counter="9"), "unknown_counter"),
    ],
)
def test_a_transfer_needs_a_place_that_exists(office: Office, to: Destination, code: str) -> None:
    ticket = take(office)
    with refused(office, code):
        transfer(office, ONE, ticket.id, to)


def test_nobody_sends_another_counters_person_away(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    serving(office)
    with refused(office, "counter_taken"):
        transfer(office, THREE, ticket.id, RESIDENCE)


def test_one_given_back_is_still_for_the_counter_or_the_clerk_it_was_sent_to(
    office: Office,
) -> None:
    opened(office, "1", "2", "3")
    for to, counter in ((Destination(counter="2"), "2"), (Destination(clerk="clerk3"), "3")):
        ticket = take(office)
        transfer(office, ONE, ticket.id, to)
        call(office, counter)
        return_to_queue(office, by(counter), counter)
        assert call_next(office, ONE, "1") is None
        assert serve(office, counter).id == ticket.id


def test_a_call_ends_what_was_said_of_being_first(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    transfer(office, ONE, ticket.id, Destination(service="id_cards", place="first"))
    call(office)
    return_to_queue(office, ONE, "1")
    urgent = take(office, priority=1)
    assert serve(office).id == urgent.id


def test_the_right_to_call_moves_nobody_who_waits(office: Office) -> None:
    opened(office, "1")
    _first, favourite = take(office), take(office)
    with refused(office, "no_right"):
        transfer_own(office, ONE, favourite.id, Destination(counter="1", place="first"))


def test_the_right_to_call_sends_on_what_the_counter_has_or_put_aside(office: Office) -> None:
    opened(office, "1")
    for _ in range(2):
        take(office)
    aside = parked(office)
    active = call(office)
    assert transfer_own(office, ONE, aside.id, RESIDENCE).state == "waiting"
    assert transfer_own(office, ONE, active.id, RESIDENCE).state == "waiting"


def test_a_clerk_names_no_ticket_of_a_counter_that_a_program_opened(office: Office) -> None:
    opened(office, "2")
    program = Command(counter="1", route="api")
    open_counter(office, program, "1")
    ticket = take(office)
    call_next(office, program, "1")
    with refused(office, "wrong_counter"):
        transfer_own(office, TWO, ticket.id, RESIDENCE)


def test_only_the_reception_sends_on_what_others_put_aside(office: Office) -> None:
    opened(office, "1", "2")
    take(office)
    aside = parked(office)
    for send in (transfer, transfer_own):
        with refused(office, "parked_elsewhere"):
            send(office, TWO, aside.id, RESIDENCE)
    sent = transfer_any(office, Command(clerk="reception"), aside.id, RESIDENCE)
    assert (sent.state, sent.service) == ("waiting", "residence")


def test_nobody_chooses_who_is_moved_where_the_office_forbids_it(tmp_path: Path) -> None:
    office = office_with(tmp_path, call_chosen=False)
    ticket = take(office)
    with refused(office, "no_right"):
        transfer(office, ONE, ticket.id, RESIDENCE)
    assert transfer_any(office, Command(clerk="reception"), ticket.id, RESIDENCE).service
