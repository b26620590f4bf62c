"""The second copy of a ticket, which the office keeps, where it wants one (B-11)."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.devices.print_table import PrintTable
from edge_node.office.issuing import Order
from edge_node.office.reception import issue_at_reception
from edge_node.store.print_jobs import latest_job, print_jobs
from edge_node.store.unit import Command, Office
from queue_core.domain.office import Kiosk, OfficeDocument
from queue_core.domain.slip import SlipKind
from tests.edge_node.sample import MORNING, SAMPLE, SERVICES, build_office, take

BY_MATTER = replace(SAMPLE, services=(replace(SERVICES[0], staff_copy=True), SERVICES[1]))
BY_KIOSK = replace(SAMPLE, kiosks=(Kiosk("1", printer="main", staff_copy=True),))
ELSEWHERE = replace(
    SAMPLE, kiosks=(Kiosk("1", printer="main", staff_copy=True, staff_printer="desk"),)
)


def papers(office: Office) -> list[tuple[str, str]]:
    return [(job.printer, job.kind) for job in print_jobs(office.database.read())][::-1]


@pytest.mark.parametrize(
    ("document", "service", "printed"),
    [
        (SAMPLE, "id_cards", [("main", "ticket")]),
        (BY_MATTER, "id_cards", [("main", "ticket"), ("main", "staff")]),
        (BY_MATTER, "residence", [("main", "ticket")]),
        (BY_KIOSK, "residence", [("main", "ticket"), ("main", "staff")]),
        (ELSEWHERE, "residence", [("main", "ticket"), ("desk", "staff")]),
    ],
)
def test_where_it_is_wanted_a_second_paper_follows(
    tmp_path: Path, document: OfficeDocument, service: str, printed: list[tuple[str, str]]
) -> None:
    office = build_office(tmp_path, document)
    take(office, service)
    assert papers(office) == printed


def test_a_ticket_from_the_reception_has_its_copy_too(tmp_path: Path) -> None:
    office = build_office(tmp_path, BY_MATTER)
    issue_at_reception(office, Command(), Order("id_cards"), "main")
    assert papers(office) == [("main", "ticket"), ("main", "staff")]


def test_the_person_is_told_of_the_own_paper_only(tmp_path: Path) -> None:
    office = build_office(tmp_path, BY_MATTER)
    job = latest_job(office.database.read(), take(office).id)
    assert job is not None
    assert job.kind == "ticket"


def test_the_copy_is_marked_in_polish_and_leads_to_no_eticket(tmp_path: Path) -> None:
    document = replace(BY_MATTER, eticket_base_url="https://okienko.example/t/")
    office = build_office(tmp_path, document)
    take(office, language="uk")
    table = PrintTable(office, {})
    first, second = table.take_next("main", MORNING), table.take_next("main", MORNING)
    assert first is not None
    assert second is not None
    assert (first.slip.kind, first.slip.language) == (SlipKind.TICKET, "uk")
    assert first.slip.eticket_url is not None
    assert (second.slip.kind, second.slip.language) == (SlipKind.STAFF, "pl")
    assert second.slip.eticket_url is None
    assert second.slip.copy
