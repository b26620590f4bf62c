"""The list of a day and the search, in the browsers of staff."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.register_pages import listing
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Hub
from tests.cloud_hub.booking.story import ANNA, JAN, booked, starts
from tests.edge_node.panels.plain_browser import PlainBrowser


@pytest.fixture
def visit(hub: Hub) -> BookingView:
    """Anna's visit of the next day at the Plaza."""
    return booked(hub, "anna", tomorrow(hub))


def tomorrow(hub: Hub, number: int = 0) -> datetime:
    day = hub.clock.now().date() + timedelta(days=1)
    return [start for start in starts(hub) if start.date() == day][number]


def day_of(visit: BookingView) -> str:
    return visit.start.date().isoformat()


def test_the_list_of_a_day_says_hour_number_name_matter_state_and_way(
    clerk: PlainBrowser, visit: BookingView
) -> None:
    clerk.open(f"/staff/register/?day={day_of(visit)}")
    for told in ("10:15", visit.number, "Anna Żółć", "Meldunki", "umówiona", "Internet"):
        assert told in clerk.text
    assert "1 wizyta" in clerk.text


def test_a_list_holds_neither_codes_nor_contact_data(
    clerk: PlainBrowser, visit: BookingView
) -> None:
    clerk.open(f"/staff/register/?day={day_of(visit)}")
    for secret in (visit.code, visit.token, "600700800", "600 700 800"):
        assert secret not in clerk.page.text


def test_a_day_without_visits_says_so(clerk: PlainBrowser) -> None:
    assert "nikt nie umówił wizyty" in clerk.open("/staff/register/").text


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        ("service=residence", True),
        ("service=id_card", False),
        ("state=confirmed", True),
        ("state=cancelled", False),
        ("channel=web", True),
        ("channel=staff", False),
    ],
)
def test_a_filter_leaves_what_fits(
    clerk: PlainBrowser, visit: BookingView, choice: str, fits: bool
) -> None:
    clerk.open(f"/staff/register/?day={day_of(visit)}&{choice}")
    assert (visit.number in clerk.text) is fits
    assert ("nie pasuje do wybranych filtrów" in clerk.text) is not fits


def test_what_an_address_says_wrongly_counts_as_not_said(
    clerk: PlainBrowser, visit: BookingView
) -> None:
    clerk.open("/staff/register/?day=yesterday&page=-7")
    assert clerk.page.status_code == 200
    clerk.open(f"/staff/register/?day={day_of(visit)}&page=9")
    assert visit.number in clerk.text


def test_a_long_day_is_turned_page_by_page(
    clerk: PlainBrowser, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "ON_A_PAGE", 1)
    first = booked(hub, "anna", tomorrow(hub))
    second = booked(hub, "jan", tomorrow(hub, 1), contact=JAN)
    clerk.open(f"/staff/register/?day={day_of(first)}")
    assert "strona 1 z 2" in clerk.text
    assert first.number in clerk.text
    assert second.number not in clerk.text
    clerk.open(f"/staff/register/?day={day_of(first)}&page=2")
    assert second.number in clerk.text


@pytest.mark.parametrize("words", ["Zolc", "zół", "600 700 800", "0800", "number", "code"])
def test_a_visit_is_found_by_name_phone_its_last_digits_number_and_code(
    clerk: PlainBrowser, visit: BookingView, words: str
) -> None:
    asked = {"number": visit.number.lower(), "code": visit.code}.get(words, words)
    clerk.open("/staff/register/").press("Szukaj", words=asked)
    assert visit.number in clerk.text
    assert "Dziś i później" in clerk.text


@pytest.mark.parametrize("words", ["", "żó", "%%%", "_____", "999 999", "'; DROP TABLE", "<b>x"])
def test_words_that_mean_nobody_find_nobody(
    clerk: PlainBrowser, visit: BookingView, words: str
) -> None:
    clerk.open("/staff/register/").press("Szukaj", words=words)
    assert visit.number not in clerk.text
    assert "Nie ma takiej wizyty" in clerk.text


def test_the_words_of_a_search_stand_in_no_address(clerk: PlainBrowser) -> None:
    assert clerk.client.get("/staff/register/search?words=Anna").status_code == 405


def test_a_visit_of_another_office_is_neither_listed_nor_found(
    clerk: PlainBrowser, hub: Hub
) -> None:
    service = hub.office("komunikacja").booking.services[0].service
    place = ("komunikacja", service)
    other = booked(hub, "anna", starts(hub, place=place)[0], place=place)
    clerk.open(f"/staff/register/?day={day_of(other)}")
    assert "Anna" not in clerk.text
    clerk.press("Szukaj", words=other.code)
    assert "Anna" not in clerk.text


def test_a_foreign_office_is_answered_as_if_it_were_not_there_and_logged(
    clerk: PlainBrowser, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    service = hub.office("komunikacja").booking.services[0].service
    place = ("komunikacja", service)
    other = booked(hub, "anna", starts(hub, place=place)[0], place=place)
    for path in ("?office=komunikacja", "?office=nowhere", f"v/{other.id}", "v/NOTHING"):
        with caplog.at_level(logging.WARNING):
            assert clerk.open(f"/staff/register/{path}").page.status_code == 404
    assert "foreign office refused login=rejestr office=komunikacja" in caplog.text
    assert "Anna" not in caplog.text


@pytest.mark.parametrize("path", ["/", "/v/1"])
def test_who_lacks_the_right_is_refused(enter: Callable[[str], PlainBrowser], path: str) -> None:
    assert enter("kasa").open(f"/staff/register{path}").page.status_code == 403


def test_who_is_not_signed_in_is_asked_to(enter: Callable[[str], PlainBrowser]) -> None:
    page = enter("nobody").open("/staff/register/")
    assert "Zaloguj się" in page.text


def test_who_has_lost_every_office_sees_none(enter: Callable[[str], PlainBrowser]) -> None:
    assert enter("bezdomny").open("/staff/register/").page.status_code == 403


def test_the_page_of_a_visit_tells_what_happened_to_it(
    clerk: PlainBrowser, visit: BookingView
) -> None:
    clerk.open(f"/staff/register/v/{visit.id}")
    for told in (visit.number, "Anna Żółć", "+48600700800", "Zajęto termin", "Wysłano kod"):
        assert told in clerk.text
    assert visit.code not in clerk.page.text
    assert visit.token not in clerk.page.text


def test_contact_data_are_shown_only_to_who_may_see_them(
    enter: Callable[[str], PlainBrowser], visit: BookingView
) -> None:
    guest = enter("podglad").open(f"/staff/register/v/{visit.id}")
    assert "Anna Żółć" in guest.text
    assert "600700800" not in guest.page.text


def test_a_visit_whose_matter_the_office_gave_up_is_still_listed(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    with hub.database.write() as connection:
        connection.execute(update(bookings).values(service="former"))
    assert visit.number in clerk.open(f"/staff/register/?day={day_of(visit)}").text
    assert ANNA.name in clerk.open(f"/staff/register/v/{visit.id}").text


def test_the_list_reloads_by_itself_and_only_when_it_changed(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    path = f"/staff/register/now?day={day_of(visit)}"
    assert "/staff/register/now?" in clerk.open(f"/staff/register/?day={day_of(visit)}").page.text
    seen = clerk.open(path).page
    assert visit.number in seen.text
    known = {"If-None-Match": seen.headers["ETag"]}
    assert clerk.client.get(path, headers=known).status_code == 304
    booked(hub, "jan", tomorrow(hub, 1), contact=JAN)
    assert clerk.client.get(path, headers=known).status_code == 200
