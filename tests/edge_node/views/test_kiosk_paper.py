"""What the kiosk says about the paper: never more than the printer said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from edge_node.store.devices import report_device
from edge_node.store.print_jobs import PrintJob
from edge_node.store.unit import Command, Office
from edge_node.views.kiosk_ticket import Paper, paper_told, taken_tickets
from queue_core.domain.printing import PrinterCondition, PrintState
from tests.edge_node.sample import MORNING, take

JOB = PrintJob(
    1,
    "t",
    None,
    "main",
    "ticket",
    PrintState.QUEUED,
    False,
    0,
    MORNING,
    MORNING + timedelta(minutes=15),
    "",
)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (PrintState.QUEUED, Paper.PRINTING),
        (PrintState.PRINTING, Paper.PRINTING),
        (PrintState.PRINTED, Paper.PRINTED),
        (PrintState.UNKNOWN, Paper.UNKNOWN),
        (PrintState.FAILED, Paper.MISSING),
        (PrintState.DROPPED, Paper.MISSING),
    ],
)
def test_each_state_of_the_job_has_its_word(state: PrintState, told: Paper) -> None:
    assert paper_told(replace(JOB, state=state), "ready", MORNING) is told


@pytest.mark.parametrize("condition", ["paper_out", "cover_open", "offline", "busy", "timeout"])
def test_a_broken_printer_is_told_at_once(condition: str) -> None:
    assert paper_told(JOB, condition, MORNING) is Paper.MISSING


@pytest.mark.parametrize("condition", ["ready", "paper_low", "unknown", None])
def test_a_job_that_waits_too_long_is_told_as_missing(condition: str | None) -> None:
    assert paper_told(JOB, condition, MORNING + timedelta(seconds=5)) is Paper.PRINTING
    assert paper_told(JOB, condition, MORNING + timedelta(seconds=7)) is Paper.MISSING


def test_a_kiosk_without_a_printer_prints_nothing() -> None:
    assert paper_told(None, None, MORNING) is Paper.NOT_ASKED


def test_paper_out_is_seen_beside_the_number(office: Office) -> None:
    ticket = take(office)
    (shown,) = taken_tickets(office, "1", [ticket.id, "nothing"])
    assert shown.paper is Paper.PRINTING
    condition = PrinterCondition.PAPER_OUT.value
    report_device(office, Command(), "printer:main", "printer", condition)
    (shown,) = taken_tickets(office, "1", [ticket.id])
    assert (shown.ticket.number, shown.paper) == ("A001", Paper.MISSING)
