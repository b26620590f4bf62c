"""A booking behind its link: shown, put into a calendar, changed, cancelled, found again."""

import pytest
from icalendar import Calendar

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.changing import by_token
from cloud_hub.booking.viewing import signed_visit
from cloud_hub.store.offices import qr_keys
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.visit_qr import read_visit
from tests.cloud_hub.booking.story import booked, starts
from tests.cloud_hub.pages.test_booking_wizard import choose_hour, take_first_hour
from tests.edge_node.panels.plain_browser import PlainBrowser


@pytest.fixture
def visit(hub: Hub) -> BookingView:
    return booked(hub, "anna", starts(hub, days=14)[60])


def test_the_confirmation_shows_everything(citizen: PlainBrowser, visit: BookingView) -> None:
    citizen.open(f"/b/{visit.token}")
    for told in (visit.number, visit.code, "Plaza", "5–10 minut wcześniej", "Co zabrać"):
        assert told in citizen.text


def test_the_address_of_a_booking_is_kept_from_caches_searches_and_other_sites(
    citizen: PlainBrowser, visit: BookingView
) -> None:
    headers = citizen.open(f"/b/{visit.token}").page.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_the_square_is_believed_by_the_office(hub: Hub, visit: BookingView) -> None:
    with hub.database.read() as connection:
        keys = qr_keys(connection, visit.office)
    read = read_visit(signed_visit(hub, visit), keys)
    assert read is not None
    assert (read.booking, read.number, read.start) == (visit.id, visit.number, visit.start)


def test_the_calendar_file_has_the_hour_and_the_place(
    citizen: PlainBrowser, visit: BookingView
) -> None:
    file = citizen.open(f"/b/{visit.token}/calendar.ics").page
    (event,) = Calendar.from_ical(file.data).walk("VEVENT")
    assert event.decoded("dtstart") == visit.start
    assert "Broniewskiego 90" in str(event["location"])


def test_a_visit_is_cancelled_with_one_question(
    citizen: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    citizen.open(f"/b/{visit.token}/cancel").press("Tak, odwołaj wizytę")
    assert "Wizyta jest odwołana" in citizen.text
    assert by_token(hub, visit.token).state == "cancelled"
    assert "Odwołaj wizytę" not in citizen.text


def test_a_term_is_changed_and_the_old_one_stays_until_the_end(
    citizen: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    citizen.open(f"/b/{visit.token}/change")
    assert "Który dzień Ci odpowiada?" in citizen.text
    new = take_first_hour(citizen)
    assert by_token(hub, visit.token).start == visit.start
    citizen.press("Potwierdź nowy termin")
    moved = by_token(hub, visit.token)
    assert moved.start.isoformat() == new
    assert moved.code == visit.code


def test_a_person_joins_the_waiting_list(citizen: PlainBrowser, visit: BookingView) -> None:
    citizen.open(f"/b/{visit.token}/earlier").press("Tak, powiadom mnie")
    assert visit.number in citizen.text


def test_a_booking_is_found_by_its_code_and_contact(
    citizen: PlainBrowser, visit: BookingView
) -> None:
    find = citizen.open("/find").buttons()["Szukaj"]
    citizen.send(find, code=visit.code, contact="600700800")
    assert visit.number in citizen.text


def test_a_wrong_code_finds_nothing_and_keeps_what_was_typed(
    citizen: PlainBrowser, visit: BookingView
) -> None:
    wrong = "000000" if visit.code != "000000" else "111111"
    find = citizen.open("/find").buttons()["Szukaj"]
    citizen.send(find, code=wrong, contact="600700800")
    assert citizen.page.status_code == 404
    assert 'value="600700800"' in citizen.page.text
    citizen.send(citizen.buttons()["Szukaj"], code=wrong, contact="600700800")
    assert citizen.page.status_code == 429


def test_choosing_begins_anew_after_a_change_was_given_up(
    citizen: PlainBrowser, visit: BookingView
) -> None:
    citizen.open(f"/b/{visit.token}/change")
    choose_hour(citizen)
    assert "Twoje dane" in citizen.text
