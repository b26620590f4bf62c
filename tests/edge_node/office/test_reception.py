"""Reception puts back, voids, prints again and writes what the clerk should know."""

from dataclasses import replace
from pathlib import Path

from edge_node.office.issuing import Order
from edge_node.office.papers import drop_print, print_test, retry_print
from edge_node.office.reception import (
    cancel,
    close_out,
    issue_at_reception,
    leave,
    reprint,
    restore,
    set_note,
    set_priority,
)
from edge_node.store.print_jobs import print_jobs, set_job
from edge_node.store.unit import Command, Office, transaction
from queue_core.domain.office import Counter
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Priority
from tests.edge_node.office.desk import (
    announcements,
    call,
    clock,
    kinds,
    miss,
    missed_three_times,
    now,
    office_with,
    pass_time,
    refused,
    serve,
    serving,
    waiting_numbers,
)
from tests.edge_node.sample import COUNTERS, SAMPLE, build_office, opened, take

DESK = Command(clerk="reception")


def test_a_missed_person_gets_the_old_place_or_the_end(office: Office) -> None:
    opened(office, "1")
    missed, other = take(office), take(office)
    miss(office)
    restore(office, DESK, missed.id, "original")
    assert waiting_numbers(office, "1") == [missed.number, other.number]


def test_a_missed_person_at_the_end_waits_behind_all(office: Office) -> None:
    opened(office, "1")
    missed, other = take(office), take(office)
    miss(office)
    pass_time(office, minutes=1)
    back = restore(office, DESK, missed.id, "last")
    assert (back.calls, back.counter, back.ageing_from) == (0, None, clock(office).now())
    assert waiting_numbers(office, "1") == [other.number, missed.number]


def test_the_old_place_is_kept_for_some_tickets_only(tmp_path: Path) -> None:
    office = office_with(tmp_path, return_within_tickets=2)
    opened(office, "1")
    missed = take(office)
    missed_three_times(office)
    for _ in range(2):
        take(office)
        serve(office)
    restore(office, DESK, missed.id, "within")
    missed_three_times(office)
    take(office)
    serve(office)
    with refused(office, "too_late_to_return"):
        restore(office, DESK, missed.id, "within")


def test_one_put_back_has_three_calls_again(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    missed_three_times(office)
    restore(office, DESK, ticket.id)
    assert missed_three_times(office).state == "no_show"
    assert kinds(office, ticket).count("ticket_called") == 6


def test_leaving_while_called_frees_the_counter_and_the_voice(office: Office) -> None:
    opened(office, "1")
    ticket, other = take(office), take(office)
    call(office)
    leave(office, DESK, ticket.id)
    assert [said[3] for said in announcements(office)] == ["withdrawn"]
    assert call(office).id == other.id


def test_a_ticket_that_ended_is_not_changed_any_more(office: Office) -> None:
    ticket = take(office)
    cancel(office, DESK, ticket.id, "wrong matter")
    with refused(office, "not_allowed_now"):
        set_priority(office, DESK, ticket.id, Priority.FIRST)
    with refused(office, "not_allowed_now"):
        set_note(office, DESK, ticket.id, "too late")
    with refused(office, "not_allowed_now"):
        reprint(office, DESK, ticket.id, "main")
    with refused(office, "unknown_ticket"):
        cancel(office, DESK, "no such ticket")


def test_a_ticket_raised_in_class_goes_first(office: Office) -> None:
    opened(office, "1")
    first, urgent = take(office), take(office)
    set_priority(office, DESK, urgent.id, Priority.FIRST)
    assert waiting_numbers(office, "1") == [urgent.number, first.number]


def test_a_ticket_with_a_need_goes_to_the_counter_that_has_it(tmp_path: Path) -> None:
    fitted = (replace(COUNTERS[0], needs=("induction_loop",)), *COUNTERS[1:])
    office = build_office(tmp_path, replace(SAMPLE, counters=fitted))
    opened(office, "1", "2")
    first, deaf = take(office), take(office)
    set_note(office, DESK, deaf.id, "", need="induction_loop")
    assert call(office, "2").id == first.id
    assert call(office, "1").id == deaf.id
    assert Counter("1", ()).needs == ()


def test_a_need_stays_until_it_is_taken_away(office: Office) -> None:
    ticket = take(office, need="wheelchair")
    assert set_note(office, DESK, ticket.id, "prosi o pomoc").need == "wheelchair"
    assert set_note(office, DESK, ticket.id, "prosi o pomoc", "").need is None


def test_a_copy_is_marked_as_one(office: Office) -> None:
    ticket = take(office)
    reprint(office, DESK, ticket.id, "main")
    assert [job.copy for job in print_jobs(office.database.read())] == [True, False]
    assert kinds(office, ticket)[-1] == "ticket_reprinted"


def test_paper_comes_only_from_a_printer_of_this_office(office: Office) -> None:
    ticket = take(office)
    for elsewhere in ("nowhere", ""):
        with refused(office, "unknown_printer"):
            reprint(office, DESK, ticket.id, elsewhere)
    with refused(office, "unknown_printer"):
        print_test(office, DESK, "nowhere")
    with refused(office, "unknown_printer"):
        issue_at_reception(office, DESK, Order("id_cards"), "nowhere")


def test_a_paper_is_queued_again_only_by_a_person_and_only_if_it_may_be_lost(
    office: Office,
) -> None:
    take(office)
    (job,) = print_jobs(office.database.read())
    with refused(office, "not_allowed_now"):
        retry_print(office, DESK, job.id)
    with transaction(office, DESK) as unit:
        set_job(unit, job.id, PrintState.UNKNOWN, "interrupted")
    pass_time(office, hours=1)
    again = retry_print(office, DESK, job.id)
    assert (again.state, again.valid_until > clock(office).now()) == ("queued", True)
    assert drop_print(office, DESK, job.id).state == "dropped"
    with refused(office, "unknown_job"):
        drop_print(office, DESK, 99)


def test_those_left_at_the_end_are_closed_each_as_it_was(office: Office) -> None:
    opened(office, "1", "2")
    served, called, waiting = take(office), take(office), take(office)
    serving(office, "1")
    call(office, "2")
    states = [close_out(office, DESK, t.id, "no time").state for t in (served, called, waiting)]
    assert states == ["done", "unserved", "unserved"]
    assert not now(office, served).time_reliable
