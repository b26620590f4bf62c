"""One way to write: whole or not at all, durable when it returns, told after the commit."""

import sqlite3
import threading
import time
from dataclasses import replace

import pytest

from edge_node.office.calling import call_next
from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.database import connect
from edge_node.store.tickets import add, change, ticket
from edge_node.store.unit import Command, Office, transaction
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import Move, State
from tests.edge_node.office.desk import now, refused
from tests.edge_node.sample import by, opened, take


def test_an_acknowledged_row_survives_a_power_cut(office: Office) -> None:
    connection = office.database.read()
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_full_card_refuses_in_words_and_writes_nothing_half(office: Office) -> None:
    taken = [take(office).number for _ in range(3)]
    with office.database.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match="disk_full"):
        _take_until_refused(office, taken)
    with refused(office, "disk_full"):
        _take_until_refused(office, [], note="x" * 2000)
    with office.database.write() as connection:
        connection.execute("PRAGMA max_page_count = 1073741823")
    taken.append(take(office).number)
    assert taken == [f"A{number:03d}" for number in range(1, len(taken) + 1)]


def test_a_reader_sees_one_state_while_others_write(office: Office) -> None:
    with office.database.snapshot() as connection:
        before = connection.execute("SELECT count(*) FROM tickets").fetchone()[0]
        writer = threading.Thread(target=take, args=(office,))
        writer.start()
        writer.join(5)
        assert connection.execute("SELECT count(*) FROM tickets").fetchone()[0] == before
    assert office.database.read().execute("SELECT count(*) FROM tickets").fetchone()[0] == 1


def test_a_writer_that_knows_nothing_of_our_lock_is_waited_for(office: Office) -> None:
    """A person with SQLite's own shell: a transaction that began by reading would fail at once."""
    begun = threading.Event()

    def foreign() -> None:
        connection = sqlite3.connect(office.database.path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO facts VALUES ('by hand', '1')")
        begun.set()
        time.sleep(0.1)
        connection.execute("COMMIT")
        connection.close()

    writer = threading.Thread(target=foreign)
    writer.start()
    assert begun.wait(5)
    assert take(office).number == "A001"
    writer.join(5)


def test_topics_are_told_after_the_commit_and_never_of_a_refusal(office: Office) -> None:
    told: list[tuple[frozenset[str], int]] = []
    fresh = connect(office.database.path)

    def committed(topics: frozenset[str]) -> None:
        told.append((topics, fresh.execute("SELECT count(*) FROM tickets").fetchone()[0]))

    office.database.on_commit(committed)
    issue_ticket(office, Command(id="tap"), Order("id_cards", kiosk="1"))
    assert told == [(frozenset({"queue", "print", "voice"}), 1)]
    with pytest.raises(Refused):
        call_next(office, by("1"), "1")
    issue_ticket(office, Command(id="tap"), Order("id_cards", kiosk="1"))
    assert told[1:] == []


def test_a_ticket_that_was_changed_meanwhile_is_not_written_over(office: Office) -> None:
    opened(office, "1")
    stale = take(office)
    call_next(office, by("1"), "1")
    with (
        pytest.raises(Refused, match="taken_by_other"),
        transaction(office, Command()) as unit,
    ):
        change(unit, stale, stale, Move.TRANSFERRED)
    assert now(office, stale).state == "called"


def test_the_file_itself_refuses_a_number_given_twice(office: Office) -> None:
    first = take(office)
    with office.database.write() as connection:
        connection.execute("UPDATE series SET last = 0")
    with pytest.raises(sqlite3.IntegrityError, match="number"):
        take(office)
    assert now(office, first).number == "A001"


def test_the_file_itself_refuses_two_people_at_one_counter(office: Office) -> None:
    opened(office, "1")
    take(office), take(office)
    call_next(office, by("1"), "1")
    with pytest.raises(sqlite3.IntegrityError), office.database.write() as connection:
        connection.execute("UPDATE tickets SET state = 'serving', counter = '1'")


def test_every_field_of_a_ticket_comes_back_as_it_was_written(office: Office) -> None:
    with transaction(office, Command()) as unit:
        written = add(
            unit,
            replace(
                issue_ticket.within(unit, Order("id_cards")),
                id="full",
                token="full",
                number="A900",
                need="wheelchair",
                booked_for=unit.now,
                booking="b-1",
                note="ą",
                more_services=("residence",),
                sent_to_clerk="anna",
                absent_at=unit.now,
                time_reliable=False,
            ),
            Move.TAKEN,
        )
    assert ticket(office.database.read(), "full") == written
    assert written.state is State.WAITING


def _take_until_refused(office: Office, taken: list[str], note: str | None = None) -> None:
    for _ in range(500):
        taken.append(take(office, note=note).number)
