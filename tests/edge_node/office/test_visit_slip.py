"""The paper of a visit booked at the office: what it says, and that it opens the visit again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.config import PrinterWiring
from edge_node.devices.paper.profile import paper_profile
from edge_node.devices.paper.render import render
from edge_node.devices.print_table import PrintTable
from edge_node.devices.wiring import slip_renderer
from edge_node.office.day import open_day
from edge_node.store.document import store_document
from edge_node.store.unit import Command, Office
from queue_core.domain.booking.arrival import Answer
from queue_core.domain.booking.settings import ServiceCard
from queue_core.domain.office import Slip as SlipChoice
from queue_core.domain.slip import VISIT_BLOCKS, Slip, SlipKind, SlipLayout
from tests.edge_node.office.desk import clock
from tests.edge_node.office.hub import BOOKED, by_qr, office_of_visits, with_booking
from tests.edge_node.office.leases import EIGHT, grant, sell

BRING = {"pl": "Stary dowód i zdjęcie", "en": "The old card and a photo"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose matter says what to bring, and whose tickets show the number alone."""
    office = office_of_visits(tmp_path)
    how = replace(BOOKED.services[0], card=ServiceCard(documents=BRING))
    booked = replace(BOOKED, services=(how, BOOKED.services[1]))
    document = replace(with_booking(), booking=booked, slip=SlipChoice(blocks=("number",)))
    with office.database.write() as connection:
        store_document(connection, replace(document, version=2), office.clock.now())
    grant(office)
    return office


def paper(office: Office) -> Slip:
    job = PrintTable(office, {}).take_next("main", office.clock.now())
    assert job is not None
    return job.slip


def test_it_says_when_where_what_to_bring_and_the_code(office: Office) -> None:
    sell(office)
    slip = paper(office)
    assert slip.kind is SlipKind.VISIT
    assert (slip.number, slip.code) == ("AR05", "111111")
    assert (slip.date_line, slip.hour_line) == ("poniedziałek, 23 listopada 2026", "8:00")
    assert slip.bring_line == "Stary dowód i zdjęcie"
    assert slip.early_line == "5–10 min"
    assert slip.header == ("Urząd Przykładowy", "ul. Przykładowa 1")


def test_it_speaks_the_language_of_the_person(office: Office) -> None:
    sell(office, language="uk")
    slip = paper(office)
    assert (slip.service_name, slip.early_line) == ("Посвідчення", "5–10 хв")
    assert slip.bring_line == "Stary dowód i zdjęcie"


def test_an_office_with_short_tickets_still_confirms_visits_in_full(office: Office) -> None:
    sell(office)
    slip = paper(office)
    wiring = PrinterWiring("main", "file", "unused", profile="TM-T20II")
    whole = render(slip, SlipLayout(VISIT_BLOCKS), paper_profile("TM-T20II"))
    assert slip_renderer(office, wiring)(slip) == whole


def test_its_qr_code_confirms_the_visit_on_its_day(office: Office) -> None:
    visit = sell(office)
    code = paper(office).visit_qr
    clock(office).advance(
        seconds=(EIGHT - timedelta(minutes=5) - office.clock.now()).total_seconds()
    )
    open_day(office, Command())
    arrived = by_qr(office, code)
    assert (arrived.answer, arrived.ticket.booking) == (Answer.ENTERS, visit.id)
