"""Eight kiosks and eight counters at once: no number twice, nobody called twice, in order."""

import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import replace

from edge_node.office.calling import call_next, came
from edge_node.office.counters import open_counter
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.serving import finish
from edge_node.store.document import store_document
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import State
from tests.edge_node.races.books import calls_in_order, check_books, check_nothing_lost
from tests.edge_node.races.crowd import COUNTERS, CROWDED, Diary, clerk_of, issue, serve_all

PEOPLE = 25
"""For each kiosk."""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Begin all at the same moment; what each returned, or its refusal."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(10)
        try:
            results[place] = act()  # type: ignore[call-overload]
        except Refused as refused:
            results[place] = refused.code  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return list(results)


def test_eight_threads_issue_while_eight_call_and_finish(
    office: Office, diaries: list[Diary]
) -> None:
    path, people = office.database.path, 8 * PEOPLE
    at_once(
        *(lambda d=diary: issue(path, d, PEOPLE) for diary in diaries[:8]),
        *(
            lambda d=diary, c=counter: serve_all(path, d, c, people)
            for diary, counter in zip(diaries[8:], COUNTERS, strict=True)
        ),
    )
    tickets = check_books(office)
    check_nothing_lost(office, diaries)
    assert [t.state for t in tickets] == [State.DONE] * people
    assert sorted(t.number for t in tickets) == [f"A{n:03d}" for n in range(1, people + 1)]
    order = calls_in_order(office)
    assert order == sorted(order)


def test_several_processes_share_one_file(office: Office, diaries: list[Diary]) -> None:
    path = office.database.path
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=issue, args=(path, diary, 40)) for diary in diaries[:2]]
    processes += [
        spawn.Process(target=serve_all, args=(path, diary, counter, 80))
        for diary, counter in zip(diaries[2:4], COUNTERS[:2], strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(100)
    assert [process.exitcode for process in processes] == [0] * 4
    tickets = check_books(office)
    check_nothing_lost(office, diaries)
    assert [t.state for t in tickets] == [State.DONE] * 80
    order = calls_in_order(office)
    assert order == sorted(order)


def test_one_person_is_called_by_one_of_eight_counters(office: Office) -> None:
    for counter in COUNTERS:
        open_counter(office, clerk_of(counter), counter)
    issue_ticket(office, Command(), Order("id_cards"))
    called = at_once(*(lambda c=c: call_next(office, clerk_of(c), c) for c in COUNTERS))
    assert sum(ticket is not None for ticket in called) == 1
    check_books(office)


def test_one_press_that_arrives_eight_times_calls_one(office: Office) -> None:
    open_counter(office, clerk_of("1"), "1")
    for _ in range(8):
        issue_ticket(office, Command(), Order("id_cards"))
    press = replace(clerk_of("1"), id="one press")
    called = at_once(*[lambda: call_next(office, press, "1")] * 8)
    assert len({str(ticket) for ticket in called}) == 1
    assert len(calls_in_order(office)) == 1


def test_one_tap_that_arrives_eight_times_is_one_ticket(office: Office) -> None:
    tap = Command(id="one tap")
    taken = at_once(*[lambda: issue_ticket(office, tap, Order("id_cards"))] * 8)
    assert len({str(ticket) for ticket in taken}) == 1
    assert len(check_books(office)) == 1


def test_eight_presses_at_one_counter_call_one_person(office: Office) -> None:
    open_counter(office, clerk_of("1"), "1")
    for _ in range(8):
        issue_ticket(office, Command(), Order("id_cards"))
    answers = at_once(*[lambda: call_next(office, clerk_of("1"), "1")] * 8)
    assert answers.count("counter_busy") == 7
    check_books(office)


def test_the_last_ticket_of_the_day_goes_to_one(office: Office) -> None:
    services = tuple(replace(s, daily_limit=3) for s in CROWDED.services)
    limited = replace(CROWDED, services=services, version=2)
    with office.database.write() as connection:
        store_document(connection, limited, office.clock.now())
    answers = at_once(*[lambda: issue_ticket(office, Command(), Order("id_cards"))] * 8)
    assert answers.count("limit_reached") == 5
    assert len(check_books(office)) == 3


def test_eight_presses_that_end_one_visit_end_it_once(office: Office) -> None:
    open_counter(office, clerk_of("1"), "1")
    issue_ticket(office, Command(), Order("id_cards"))
    call_next(office, clerk_of("1"), "1")
    came(office, clerk_of("1"), "1")
    answers = at_once(*[lambda: finish(office, clerk_of("1"), "1")] * 8)
    assert answers.count("not_allowed_now") == 7
    check_books(office)
