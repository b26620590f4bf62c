"""The hub's commands: each once, never late, always answered; and the office's document."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Office
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import State
from queue_core.wire import records
from tests.edge_node.office.desk import call, now, waiting_numbers
from tests.edge_node.office.hub import (
    at,
    by_code,
    office_of_visits,
    put,
    tell,
    the_ticket,
    told,
    with_booking,
)
from tests.edge_node.sample import SERVICES, opened, take


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of_visits(tmp_path)


def ask(office: Office, name: str, id: str = "c1", **facts: Any) -> dict[str, Any]:
    """Send a command; the node's answer."""
    until = office.clock.now() + timedelta(minutes=5)
    tell(office, records.Command(command=id, name=name, facts=facts, valid_until=until))
    return told(office, "command_done")[-1]


def test_a_ticket_is_cancelled_from_the_phone(office: Office) -> None:
    ticket = take(office)
    assert ask(office, "cancel", ticket=ticket.id)["outcome"] == "done"
    assert now(office, ticket).state is State.CANCELLED


def test_one_who_is_here_cannot_cancel_but_may_leave(office: Office) -> None:
    put(office)
    at(office, 0)
    by_code(office)
    refusal = ask(office, "cancel", booking="b1")
    assert (refusal["outcome"], refusal["facts"]["code"]) == ("refused", "already_arrived")
    assert ask(office, "leave", "c2", booking="b1")["outcome"] == "done"
    assert the_ticket(office).state is State.LEFT


def test_the_same_command_again_gets_the_first_answer_and_does_nothing(office: Office) -> None:
    ticket = take(office)
    first = ask(office, "reprint", ticket=ticket.id)
    assert ask(office, "reprint", ticket=ticket.id) == first
    assert len(print_jobs(office.database.read())) == 2


def test_a_command_is_never_run_late(office: Office) -> None:
    ticket = take(office)
    late = records.Command(
        command="c1",
        name="cancel",
        facts={"ticket": ticket.id},
        valid_until=office.clock.now() - timedelta(seconds=1),
    )
    tell(office, late)
    assert told(office, "command_done")[0]["outcome"] == "too_late"
    assert now(office, ticket).state is State.WAITING


def test_a_visit_arrives_from_the_phone(office: Office) -> None:
    put(office)
    at(office, -31)
    refusal = ask(office, "arrive", booking="b1")
    assert refusal["facts"]["code"] == "too_early"
    at(office, -10)
    assert ask(office, "arrive", "c2", booking="b1")["facts"]["state"] == "waiting"


@pytest.mark.parametrize(
    ("name", "code"),
    [("cancel", "unknown_ticket"), ("arrive", "unknown_booking"), ("fly", "unknown_command")],
)
def test_a_refused_command_is_answered_and_changes_nothing(
    office: Office, name: str, code: str
) -> None:
    take(office)
    before = office.database.read().execute("SELECT * FROM tickets").fetchall()
    answer = ask(office, name, booking="b9")
    assert (answer["outcome"], answer["facts"]["code"]) == ("refused", code)
    assert office.database.read().execute("SELECT * FROM tickets").fetchall() == before


def test_a_test_print_comes_out_at_the_first_printer(office: Office) -> None:
    assert ask(office, "test_print")["outcome"] == "done"
    assert [job.printer for job in print_jobs(office.database.read())] == ["main"]


def test_two_people_pass_twice_a_day(office: Office) -> None:
    opened(office, "1")
    polite, *others = [take(office) for _ in range(6)]
    ask(office, "let_pass", ticket=polite.id)
    ask(office, "let_pass", "c2", ticket=polite.id)
    third = ask(office, "let_pass", "c3", ticket=polite.id)
    assert third["facts"]["code"] == "no_more_delays"
    order = [t.number for t in (*others[:4], polite, others[4])]
    assert waiting_numbers(office, "1") == order


def test_a_called_person_lets_nobody_pass(office: Office) -> None:
    opened(office, "1")
    ticket, _ = take(office), take(office)
    call(office)
    assert ask(office, "let_pass", ticket=ticket.id)["facts"]["code"] == "not_allowed_now"


def test_the_last_one_has_nobody_to_let_pass(office: Office) -> None:
    assert ask(office, "let_pass", ticket=take(office).id)["facts"]["code"] == "nobody_behind"


def configuration(document: OfficeDocument, **changes: Any) -> records.Configuration:
    body = msgspec.json.encode(document)
    told = records.Configuration(
        version=document.version,
        digest=hashlib.sha256(body).hexdigest(),
        document=msgspec.Raw(body),
    )
    return msgspec.structs.replace(told, **changes)


def test_a_newer_document_is_taken_and_said(office: Office) -> None:
    newer = replace(with_booking(), version=2, name="Urząd Nowy")
    for _ in range(2):
        tell(office, configuration(newer))
    assert office.document.name == "Urząd Nowy"
    assert [r["version"] for r in told(office, "configuration_taken")] == [2, 2]


@pytest.mark.parametrize(
    "record",
    [
        configuration(replace(with_booking(), version=2, services=(*SERVICES, SERVICES[0]))),
        configuration(replace(with_booking(), version=2, timezone="Moon/Base")),
        configuration(replace(with_booking(), version=2, id="other")),
        configuration(replace(with_booking(), version=2), digest="0" * 64),
        configuration(replace(with_booking(), version=2), version=3),
        configuration(replace(with_booking(), name="another one of the same version")),
        configuration(with_booking(), version=0),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_with_its_faults(
    office: Office, record: records.Configuration
) -> None:
    before = office.document
    tell(office, record)
    assert office.document == before
    (refusal,) = told(office, "configuration_refused")
    assert refusal["faults"]
