"""Service at a counter: finished, put aside, returned, sent on, and how long it lasted."""

from dataclasses import replace
from pathlib import Path

from edge_node.office.calling import call_chosen, call_next
from edge_node.office.counters import close_counter, open_counter
from edge_node.office.serving import (
    call_back,
    finish,
    finish_and_call,
    finish_any_parked,
    finish_parked,
    park,
    return_to_queue,
    serve_without_ticket,
    take_back,
)
from edge_node.office.transferring import Destination, transfer
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import (
    announcements,
    call,
    log,
    now,
    office_with,
    parked,
    pass_time,
    refused,
    serve,
    serving,
    waiting_numbers,
)
from tests.edge_node.sample import SAMPLE, SERVICES, at, build_office, by, grouped, opened, take

ONE, TWO = by("1"), by("2")


def test_parked_time_is_not_service(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    serving(office)
    pass_time(office, minutes=3)
    park(office, ONE, "1")
    pass_time(office, minutes=20)
    take_back(office, ONE, "1", ticket.id)
    pass_time(office, minutes=2)
    finish(office, ONE, "1")
    assert log(office)[-1].data["seconds"] == 5 * 60


def test_one_that_is_ended_while_aside_was_served_until_it_was_put_there(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    serving(office)
    pass_time(office, minutes=3)
    park(office, ONE, "1")
    pass_time(office, minutes=20)
    finish_parked(office, ONE, ticket.id)
    assert log(office)[-1].data["seconds"] == 3 * 60
    assert now(office, ticket).served_services == ("id_cards",)


def test_nobody_else_gets_a_parked_ticket_by_next(office: Office) -> None:
    opened(office, "1", "2")
    take(office)
    parked(office)
    assert call_next(office, TWO, "2") is None


def test_only_its_counter_or_its_clerk_takes_it_back(office: Office) -> None:
    opened(office, "1", "2")
    ticket = take(office)
    parked(office)
    with refused(office, "parked_elsewhere"):
        take_back(office, TWO, "2", ticket.id)
    with refused(office, "parked_elsewhere"):
        call_back(office, TWO, "2", ticket.id)
    close_counter(office, ONE, "1")
    open_counter(office, at("3", "clerk1"), "3")
    assert take_back(office, at("3", "clerk1"), "3", ticket.id).counter == "3"


def test_one_called_back_is_announced_and_it_is_no_new_call(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    parked(office)
    called = call_back(office, ONE, "1", ticket.id)
    assert (called.state, called.calls) == ("called", 1)
    assert [said[:3] for said in announcements(office)] == [("1", 1, 0), ("1", 1, 1)]


def test_a_counter_with_a_person_takes_nobody_back(office: Office) -> None:
    opened(office, "1")
    ticket, _other = take(office), take(office)
    parked(office)
    call(office)
    with refused(office, "counter_busy"):
        take_back(office, ONE, "1", ticket.id)


def test_a_returned_ticket_stands_at_its_own_time(office: Office) -> None:
    opened(office, "1")
    first, second = take(office), take(office)
    serving(office)
    return_to_queue(office, ONE, "1")
    assert waiting_numbers(office, "1") == [first.number, second.number]


def test_what_was_really_given_is_corrected_at_the_end(office: Office) -> None:
    opened(office, "1")
    take(office)
    serving(office)
    with refused(office, "unknown_service"):
        finish(office, ONE, "1", ("passports",))
    assert finish(office, ONE, "1", ("residence",)).served_services == ("residence",)


def test_some_matters_do_not_end_without_an_outcome(tmp_path: Path) -> None:
    strict = replace(SERVICES[0], outcome_required=True)
    office = build_office(tmp_path, replace(SAMPLE, services=(strict, SERVICES[1])))
    opened(office, "1")
    take(office)
    serving(office)
    with refused(office, "outcome_required"):
        finish_and_call(office, ONE, "1")
    assert finish(office, ONE, "1", ("id_cards",)).state == "done"


def test_a_visit_without_a_ticket_has_a_number_and_occupies_the_counter(office: Office) -> None:
    opened(office, "1")
    visit = serve_without_ticket(office, ONE, "1", "id_cards")
    assert (visit.number, visit.state, visit.counter) == ("A001", "serving", "1")
    with refused(office, "counter_busy"):
        serve_without_ticket(office, ONE, "1", "id_cards")
    assert finish(office, ONE, "1").state == "done"


def test_finish_and_call_with_nobody_waiting_still_finishes(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    serving(office)
    assert finish_and_call(office, ONE, "1") is None
    assert now(office, ticket).state == "done"


def test_a_chosen_one_is_called_out_of_turn_where_the_office_allows_it(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    opened(office, "1")
    _first, second = take(office), take(office)
    assert call_chosen(office, ONE, "1", second.id).id == second.id
    assert log(office)[-1].data["step"] == "chosen"


def test_nobody_calls_a_chosen_one_where_the_office_forbids_it(tmp_path: Path) -> None:
    office = office_with(tmp_path, call_chosen=False)
    opened(office, "1")
    ticket = take(office)
    with refused(office, "no_right"):
        call_chosen(office, ONE, "1", ticket.id)


def test_one_being_served_is_not_ended_as_if_it_were_put_aside(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    serving(office)
    with refused(office, "not_allowed_now"):
        finish_parked(office, TWO, ticket.id)


def test_nobody_ends_what_another_counter_put_aside(office: Office) -> None:
    opened(office, "1", "2")
    ticket = take(office)
    parked(office)
    with refused(office, "parked_elsewhere"):
        finish_parked(office, TWO, ticket.id)
    with refused(office, "counter_taken"):
        finish_parked(office, replace(TWO, counter="1"), ticket.id)
    close_counter(office, ONE, "1")
    with refused(office, "parked_elsewhere"):
        finish_parked(office, replace(TWO, counter="1"), ticket.id)
    assert finish_any_parked(office, Command(clerk="reception"), ticket.id).state == "done"


def test_one_ended_while_aside_goes_on_to_its_next_matter(tmp_path: Path) -> None:
    office = build_office(tmp_path, grouped("one_ticket"))
    opened(office, "1")
    take(office, more_services=("residence",))
    ticket = parked(office)
    onward = finish_parked(office, ONE, ticket.id)
    assert (onward.state, onward.service, onward.more_services) == ("waiting", "residence", ())
    assert onward.served_services == ("id_cards",)


def test_the_next_matter_is_for_anybody_although_the_first_was_not(tmp_path: Path) -> None:
    office = build_office(tmp_path, grouped("one_ticket"))
    opened(office, "1", "3")
    ticket = take(office, more_services=("residence",))
    transfer(office, ONE, ticket.id, Destination(counter="1"))
    serve(office)
    assert call(office, "3").id == ticket.id


def test_one_aside_does_not_end_without_its_outcome_either(tmp_path: Path) -> None:
    strict = replace(SERVICES[0], outcome_required=True)
    office = build_office(tmp_path, replace(SAMPLE, services=(strict, SERVICES[1])))
    opened(office, "1")
    take(office)
    ticket = parked(office)
    with refused(office, "outcome_required"):
        finish_parked(office, ONE, ticket.id)
    assert finish_parked(office, ONE, ticket.id, ("id_cards",)).state == "done"
