"""The calendar of a day and of a week, and the day's list on paper and as a file."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.by_staff import cancel_by_staff, overbook
from cloud_hub.booking.leasing import block_leases, grant_due
from cloud_hub.booking.register_pages.calendar_table import day_table, week_table
from cloud_hub.booking.seat_plan import CalendarDay, PlaceState, seat_plan
from cloud_hub.booking.staff_offer import staff_terms
from cloud_hub.booking.wishes import Contact, StaffBooking, TermsAsked
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Command, Hub
from queue_core.domain.booking.seats import Share
from tests.cloud_hub.booking.story import ANNA, JAN, booked, held, starts
from tests.edge_node.panels.plain_browser import PlainBrowser

DESK = Command(actor="rejestr", route="staff")
TUESDAY = date(2026, 11, 24)
DAY = "/staff/register/calendar?day=2026-11-24"


@pytest.fixture
def visit(hub: Hub) -> BookingView:
    """Anna's visit of Tuesday, 10:15."""
    return booked(hub, "anna", next(s for s in starts(hub) if s.date() == TUESDAY))


def plan(hub: Hub) -> CalendarDay:
    (found,) = seat_plan(hub, "plaza", TUESDAY, 1)
    return found


def states(found: CalendarDay, share: Share, number: int = 1) -> list[str]:
    return [spell.state.value for spell in found.lanes[share, number]]


def test_a_visit_takes_one_place_and_the_rest_of_the_day_is_free(
    hub: Hub, visit: BookingView
) -> None:
    found = plan(hub)
    first, rest = found.lanes[Share.INTERNET, 1]
    assert (first.state, first.booking, first.begins) == ("taken", visit.id, visit.start)
    assert first.ends - first.begins == timedelta(minutes=15)
    assert rest.state is PlaceState.FREE
    assert states(found, Share.INTERNET, 2) == states(found, Share.STAFF) == ["free"]


def test_places_of_the_office_are_leased_cooling_or_blocked(hub: Hub, visit: BookingView) -> None:
    grant_due(hub, Command(route="work"), "plaza")
    assert states(plan(hub), Share.NODE) == ["leased"]
    block_leases(hub, DESK, "plaza")
    assert states(plan(hub), Share.NODE) == ["blocked"]
    with hub.database.write() as connection:
        mine = seats.c.booking == visit.id
        connection.execute(
            update(seats).where(mine).values(booking=None, cooling_until=visit.start)
        )
    assert states(plan(hub), Share.INTERNET) == ["cooling", "free"]


def test_a_visit_beyond_the_capacity_gets_a_column_of_its_own(hub: Hub, visit: BookingView) -> None:
    overbook(hub, DESK, StaffBooking("plaza", "residence", visit.start, JAN))
    assert (Share.OVER, 1) in plan(hub).lanes


def test_as_many_places_are_shown_free_as_can_be_sold(hub: Hub, visit: BookingView) -> None:
    held(hub, "somebody", visit.start)
    asked = TermsAsked("plaza", "residence", TUESDAY, TUESDAY)
    (day,) = staff_terms(hub, asked)
    found = plan(hub)
    for term in day.terms:
        free = [
            lane
            for lane, spells in found.lanes.items()
            if lane[0] is Share.STAFF
            and any(s.begins <= term.start < s.ends and s.state is PlaceState.FREE for s in spells)
        ]
        assert len(free) == term.free


def test_the_table_of_a_day_has_a_cell_for_each_place_in_each_row(
    hub: Hub, visit: BookingView
) -> None:
    start = visit.start + timedelta(minutes=15)
    booked(hub, "jan", start, contact=JAN, place=("plaza", "id_card"))
    table = day_table(plan(hub), hub.office("plaza").zone)
    cells = sum(cell.rows for line in table.lines for cell in line.cells)
    assert cells == len(table.lanes) * len(table.lines)
    assert table.lines[0].hour == "10:15"


def test_a_week_counts_visits_and_free_places_by_the_hour(hub: Hub, visit: BookingView) -> None:
    plans = seat_plan(hub, "plaza", date(2026, 11, 23), 7)
    table = week_table(plans, hub.office("plaza").zone)
    lines = dict(table.lines)
    assert (lines["10:00"][1].taken, lines["10:00"][1].free) == (1, 11)
    assert lines["10:00"][0].taken == 0
    assert not lines["10:00"][6].open
    assert visit.start in plans[1].starts


def test_the_calendar_names_who_has_which_place(clerk: PlainBrowser, visit: BookingView) -> None:
    clerk.open(DAY)
    for told in (visit.number, "Anna Żółć", "Internet", "Pracownicy", "wolne", "10:15"):
        assert told in clerk.text
    assert visit.code not in clerk.page.text


def test_a_term_given_up_and_one_being_booked_say_so(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    held(hub, "somebody", visit.start)
    cancel_by_staff(hub, DESK, visit.id)
    clerk.open(DAY)
    assert "zwolni się po odpowiedzi urzędu" in clerk.text
    assert "trwa rezerwacja" in clerk.text


def test_a_closed_day_says_so(clerk: PlainBrowser) -> None:
    clerk.open("/staff/register/calendar?day=2026-11-29")
    assert "nie prowadzi rezerwacji" in clerk.text


def test_the_week_leads_to_its_days(clerk: PlainBrowser, visit: BookingView) -> None:
    clerk.open("/staff/register/week?day=2026-11-26")
    assert "Tydzień od: poniedziałek, 23 listopada 2026" in clerk.text
    assert "1 wizyta" in clerk.text
    assert "/staff/register/calendar?office=plaza&amp;day=2026-11-24" in clerk.page.text
    assert visit.number not in clerk.text


def test_paper_holds_the_visits_that_stand_and_no_codes(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    gone = booked(hub, "jan", visit.start, contact=JAN)
    cancel_by_staff(hub, DESK, gone.id)
    clerk.open("/staff/register/print?day=2026-11-24")
    assert visit.number in clerk.text
    assert gone.number not in clerk.text
    for secret in (visit.code, "600700800"):
        assert secret not in clerk.page.text
    assert (
        "register-large" in clerk.open("/staff/register/print?day=2026-11-24&size=large").page.text
    )


def lines(browser: PlainBrowser) -> list[list[str]]:
    page = browser.open("/staff/register/list.csv?day=2026-11-24").page
    assert page.headers["Content-Disposition"].endswith('"rejestr-2026-11-24.csv"')
    text = page.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_file_for_a_spreadsheet_has_contacts_for_who_may_see_them(
    clerk: PlainBrowser, enter: Callable[[str], PlainBrowser], visit: BookingView
) -> None:
    head, line = lines(clerk)
    told = dict(zip(head, line, strict=True))
    assert told["Numer"] == visit.number
    assert (told["Godzina"], told["Kto"], told["Telefon"]) == ("10:15", ANNA.name, "600700800")
    assert "Telefon" not in lines(enter("podglad"))[0]


@pytest.mark.parametrize("name", ["=1+1", "+48", "-2", "@SUM(A1)"])
def test_a_name_never_becomes_a_formula(clerk: PlainBrowser, hub: Hub, name: str) -> None:
    start = next(s for s in starts(hub) if s.date() == TUESDAY)
    booked(hub, "x", start, contact=Contact(name, phone="600 1 00 200", accepted_rules=True))
    assert lines(clerk)[1][3] == f"'{name}"


def test_an_export_leaves_a_line_in_the_log_without_names(
    clerk: PlainBrowser, visit: BookingView, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert len(lines(clerk)) == 2
    assert "register exported login=rejestr visits=1" in caplog.text
    assert "Anna" not in caplog.text
    assert visit.code not in caplog.text


@pytest.mark.parametrize("path", ["calendar", "week", "print", "list.csv"])
def test_another_ones_office_is_not_shown(clerk: PlainBrowser, path: str) -> None:
    assert clerk.open(f"/staff/register/{path}?office=copernicus").page.status_code == 404
