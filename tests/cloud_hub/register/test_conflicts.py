"""What the sync left over, before the staff: in words, settled once, by the right office."""

import re
from pathlib import Path

import pytest

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.conflicts import list_conflict, open_conflicts
from cloud_hub.booking.register_pages.conflict_words import known_kinds
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from tests.cloud_hub.booking.story import booked, starts
from tests.edge_node.panels.plain_browser import PlainBrowser

ROOT = Path(__file__).resolve().parents[3]
LINK = Command(route="link")
PAGE = "/staff/register/conflicts"


@use_case
def meet(unit: Unit, office: str, kind: str, booking: str | None) -> None:
    """The link lists a conflict."""
    list_conflict(unit, office, kind, booking=booking, number="BR07")


@pytest.fixture
def visit(hub: Hub) -> BookingView:
    return booked(hub, "anna", starts(hub)[70])


def test_nothing_to_settle_is_said(clerk: PlainBrowser) -> None:
    assert "Nie ma nic do załatwienia" in clerk.open(PAGE).text


def test_a_conflict_says_what_happened_what_to_do_and_leads_to_the_visit(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    meet(hub, LINK, "plaza", "leased_seat_gone", visit.id)
    clerk.open(PAGE)
    for told in ("Biletomat sprzedał miejsce", "Co zrobić:", visit.number, "Anna Żółć"):
        assert told in clerk.text
    assert "Biletomat sprzedał miejsce" in clerk.open(f"/staff/register/v/{visit.id}").text


def test_a_conflict_is_settled_once_and_remembered_with_a_name(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    meet(hub, LINK, "plaza", "cancelled_too_late", visit.id)
    (conflict,) = open_conflicts(hub, "plaza")
    button = clerk.open(PAGE).buttons()["Załatwione"]
    clerk.send(button)
    assert open_conflicts(hub, "plaza") == ()
    assert "załatwione: rejestr" in clerk.open(f"/staff/register/v/{visit.id}").text
    clerk.send(button, f"{PAGE}/{conflict.id}/settle", request_id="another")
    assert clerk.page.status_code == 404


def test_a_conflict_of_another_office_is_neither_seen_nor_settled(
    clerk: PlainBrowser, hub: Hub
) -> None:
    meet(hub, LINK, "copernicus", "twin_node", None)
    meet(hub, LINK, "plaza", "unknown_booking_seen", "nobody's")
    clerk.open(PAGE)
    assert "Dwa urządzenia" not in clerk.text
    assert "BR07" in clerk.text
    (foreign,) = open_conflicts(hub, "copernicus")
    clerk.send(clerk.buttons()["Załatwione"], f"{PAGE}/{foreign.id}/settle")
    assert clerk.page.status_code == 404
    assert open_conflicts(hub, "copernicus") == (foreign,)


def test_every_kind_that_the_rules_list_has_words() -> None:
    listed = re.compile(r"list_(?:conflict|once)\((?:[^()]|\([^()]*\))*?\"(\w+)\"")
    source = "".join(p.read_text("utf-8") for p in (ROOT / "cloud_hub").rglob("*.py"))
    kinds = set(listed.findall(source))
    assert len(kinds) >= 8
    assert kinds <= known_kinds()


def test_a_kind_without_words_is_shown_by_its_name(clerk: PlainBrowser, hub: Hub) -> None:
    meet(hub, LINK, "plaza", "something_new", None)
    assert "something_new" in clerk.open(PAGE).text
