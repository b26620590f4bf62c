"""Finding a ticket by what a person can say."""

import pytest

from edge_node.store.unit import Office
from edge_node.views.ticket_search import find_tickets
from queue_core.clock import FixedClock
from tests.edge_node.sample import take


@pytest.fixture
def filled(office: Office) -> Office:
    """A001 at 9:00, B001 at 9:20, A002 at 10:00."""
    assert isinstance(office.clock, FixedClock)
    take(office)
    office.clock.advance(minutes=20)
    take(office, "residence")
    office.clock.advance(minutes=40)
    take(office)
    return office


def found(office: Office, words: str) -> list[str]:
    tickets = find_tickets(office.database.read(), "2026-11-20", words, office.document.zone)
    return [ticket.number for ticket in tickets]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("A001", ["A001"]),
        ("a1", ["A001"]),
        (" a 0 1 ", ["A001"]),
        ("1", ["A001", "B001"]),
        ("A9", []),
        ("9:10", ["A001", "B001"]),
        ("10.00", ["A002"]),
        ("9-9:30", ["A001", "B001"]),
        ("9:10–11:00", ["B001", "A002"]),
        ("25:00", []),
        ("???", []),
        ("", []),
    ],
)
def test_a_search_is_forgiving_but_never_guesses(
    filled: Office, words: str, numbers: list[str]
) -> None:
    assert found(filled, words) == numbers


def test_the_qr_of_the_slip_finds_its_ticket(filled: Office) -> None:
    taken = take(filled)
    assert found(filled, f"https://example.org/t/{taken.token}") == [taken.number]
    assert found(filled, taken.token) == [taken.number]
