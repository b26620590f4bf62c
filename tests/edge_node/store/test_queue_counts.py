"""A queue counted by its index says the same as one that is read ticket by ticket."""

import sqlite3
from collections import Counter
from collections.abc import Callable

import pytest

from edge_node.office.calling import call_next
from edge_node.office.transferring import Destination, transfer
from edge_node.store.tickets import (
    issued_of_day,
    issued_of_service,
    last_in_line,
    open_tickets,
    waiting_alike,
)
from edge_node.store.unit import Office, fact
from queue_core.domain.tickets import Priority, State, Ticket
from tests.edge_node.sample import by, opened, take


@pytest.fixture
def day(office: Office) -> str:
    """A queue of two services, with priority, and one person who has been called."""
    for priority in (0, 1, 0, 2, 1, 0):
        take(office, priority=Priority(priority))
    take(office, "residence")
    opened(office, "1")
    call_next(office, by("1"), "1")
    return fact(office.database.read(), "day") or ""


def waiting(office: Office, day: str) -> list[Ticket]:
    return open_tickets(office.database.read(), day, (State.WAITING,))


@pytest.mark.parametrize("service", ["id_cards", "residence", "nobody_asks_for_it"])
def test_people_alike_are_all_that_wait(office: Office, day: str, service: str) -> None:
    classes = Counter(t.priority for t in waiting(office, day) if t.service == service)
    alike = waiting_alike(office.database.read(), day, service)
    assert {group.priority: group.people for group in alike} == classes


def test_the_last_in_line_came_last(office: Office, day: str) -> None:
    assert last_in_line(office.database.read(), day) == max(
        t.queue_time for t in waiting(office, day)
    )
    assert last_in_line(office.database.read(), "2001-01-01") is None


def test_one_service_has_issued_what_the_whole_day_says_of_it(office: Office, day: str) -> None:
    connection = office.database.read()
    assert issued_of_service(connection, day, "id_cards") == 6
    assert issued_of_day(connection, day) == {"id_cards": 6, "residence": 1}


def test_a_ticket_counts_where_it_was_issued(office: Office, day: str) -> None:
    first = waiting(office, day)[0]
    for service in ("residence", "id_cards", "residence"):
        transfer(office, by("1"), first.id, Destination(service=service))
    connection = office.database.read()
    assert issued_of_service(connection, day, "id_cards") == 6
    assert issued_of_service(connection, day, "residence") == 1
    assert issued_of_day(connection, day) == {"id_cards": 6, "residence": 1}


@pytest.mark.parametrize(
    ("index", "ask"),
    [
        ("COVERING INDEX tickets_open", lambda c: waiting_alike(c, "2026-11-20", "id_cards")),
        ("INDEX tickets_in_line", lambda c: last_in_line(c, "2026-11-20")),
        (
            "COVERING INDEX tickets_of_service",
            lambda c: issued_of_service(c, "2026-11-20", "id_cards"),
        ),
    ],
)
def test_issuing_asks_an_index_made_for_the_question(
    office: Office, index: str, ask: Callable[[sqlite3.Connection], object]
) -> None:
    connection, asked = office.database.read(), list[str]()
    connection.set_trace_callback(asked.append)
    ask(connection)
    connection.set_trace_callback(None)
    steps = connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
    assert f"{index} " in " ".join(step["detail"] for step in steps)
