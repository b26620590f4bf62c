"""Booking with the caller on the line, in the browsers of staff."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cloud_hub.booking.register import RegisterRow, list_of_days, search
from cloud_hub.booking.staff_offer import staff_terms
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.unit import Hub
from tests.cloud_hub.booking.story import messages
from tests.edge_node.panels.plain_browser import PlainBrowser

CARD = "/staff/register/phone/plaza/id_card"


def free_starts(hub: Hub, days: int = 3) -> list[datetime]:
    """The starts that staff can book."""
    first = hub.clock.now().date()
    asked = TermsAsked("plaza", "id_card", first, first + timedelta(days=days))
    return [term.start for day in staff_terms(hub, asked) for term in day.free]


def at(start: datetime, query: str = "") -> str:
    return f"{CARD}/{start:%Y-%m-%dT%H:%MZ}{query}"


def all_visits(hub: Hub) -> tuple[RegisterRow, ...]:
    today = hub.clock.now().date()
    return list_of_days(hub, "plaza", today, today + timedelta(days=200))


@pytest.fixture
def manager(enter: Callable[[str], PlainBrowser]) -> PlainBrowser:
    """Somebody who may book beyond the capacity."""
    return enter("kierownik")


def test_a_word_that_fits_one_matter_leads_straight_to_its_terms(clerk: PlainBrowser) -> None:
    clerk.open("/staff/register/phone?q=dowod")
    assert clerk.page.request.path == CARD
    assert "Najbliższe wolne terminy" in clerk.text


def test_words_that_fit_no_matter_say_so(clerk: PlainBrowser) -> None:
    assert "nie pasuje do tych słów" in clerk.open("/staff/register/phone?q=kosmos").text


def test_only_matters_of_own_offices_are_offered(
    clerk: PlainBrowser, manager: PlainBrowser
) -> None:
    assert "CEIDG" not in clerk.open("/staff/register/phone").text
    assert "CEIDG" in manager.open("/staff/register/phone").text


def test_the_next_free_term_stands_first_and_the_month_counts_free_hours(
    clerk: PlainBrowser,
) -> None:
    page = clerk.open(CARD)
    assert "poniedziałek, 23 listopada 2026, godz. 10:15" in page.text
    assert "środa, 25 listopada 2026: 30 wolnych godzin" in page.page.text
    assert "niedziela, 29 listopada 2026: bez wizyt" in page.page.text


def test_a_later_month_is_turned_to(clerk: PlainBrowser) -> None:
    assert "Styczeń 2027".lower() in clerk.open(f"{CARD}?month=2027-01").text.lower()
    for wrong in ("month=2031-01", "month=x", "day=2020-01-01", "persons=99", "persons=-1"):
        assert clerk.open(f"{CARD}?{wrong}").page.status_code == 200


def test_the_caller_hears_number_and_code_and_gets_a_message(clerk: PlainBrowser, hub: Hub) -> None:
    clerk.open(at(free_starts(hub)[0]))
    clerk.press("Zarezerwuj", name="Anna Żółć", phone="600 700 800", note="Wózek")
    (row,) = all_visits(hub)
    code = row.booking.code
    for told in (row.booking.number, f"{code[:3]} {code[3:]}", "10:15", "Plaza", "Proszę zabrać"):
        assert told in clerk.text
    assert "Wysyłamy potwierdzenie: SMS" in clerk.text
    assert (row.name, row.phone, row.note) == ("Anna Żółć", "+48600700800", "Wózek")
    assert row.channel == "staff"
    assert messages(hub) == ["confirmation"]


def test_a_name_alone_is_enough_and_nothing_is_sent(clerk: PlainBrowser, hub: Hub) -> None:
    clerk.open(at(free_starts(hub)[0])).press("Zarezerwuj", name="Jan")
    assert "nic nie wyślemy" in clerk.text
    assert messages(hub) == []


def test_the_same_form_sent_twice_books_once(clerk: PlainBrowser, hub: Hub) -> None:
    path = at(free_starts(hub)[0])
    button = clerk.open(path).buttons()["Zarezerwuj"]
    clerk.send(button, path, name="Anna")
    first = clerk.page.request.path
    clerk.send(button, path, name="Anna")
    assert clerk.page.request.path == first
    assert len(all_visits(hub)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Wypełnij to pole"),
        ({"name": "A" * 81}, "To jest za długie"),
        ({"name": "Anna", "phone": "12"}, "nie możemy wysłać wiadomości"),
        ({"name": "Anna", "email": "anna@"}, "To nie jest adres e-mail"),
        ({"name": "Anna", "note": "x" * 201}, "To jest za długie"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_booked(
    clerk: PlainBrowser, hub: Hub, typed: dict[str, str], told: str
) -> None:
    clerk.open(at(free_starts(hub)[0])).press("Zarezerwuj", **typed)
    assert clerk.page.status_code == 422
    assert clerk.page.text.count(told) == 2
    assert "<title>Błąd: " in clerk.page.text
    for kept in typed.values():
        assert kept in clerk.page.text
    assert all_visits(hub) == ()


def test_who_has_a_booking_already_is_told_beside_the_phone(clerk: PlainBrowser, hub: Hub) -> None:
    for _ in range(2):
        clerk.open(at(free_starts(hub)[0]))
        clerk.press("Zarezerwuj", name="Anna", phone="600 700 800")
    assert clerk.page.status_code == 409
    assert "jest już rezerwacja" in clerk.text
    assert len(all_visits(hub)) == 1


def test_a_term_lost_meanwhile_offers_the_nearest_and_keeps_what_was_typed(
    clerk: PlainBrowser, hub: Hub
) -> None:
    start = free_starts(hub)[0]
    button = clerk.open(at(start)).buttons()["Zarezerwuj"]
    clerk.send(button, at(start), name="Jan", request_id="one")
    clerk.send(button, at(start), name="Anna", request_id="two")
    assert clerk.page.status_code == 409
    assert 'value="Anna"' in clerk.page.text
    assert "Najbliższe wolne terminy" in clerk.text
    clerk.press("Zarezerwuj wybrany termin")
    found = search(hub, ["plaza"], "Anna")
    assert [row.booking.start for row in found] == [start + timedelta(minutes=15)]


@pytest.mark.parametrize("start", ["2020-01-01T08:00Z", "2026-11-29T09:00Z", "2026-11-24T09:17Z"])
def test_a_term_outside_the_rules_is_refused(clerk: PlainBrowser, hub: Hub, start: str) -> None:
    button = clerk.open(at(free_starts(hub)[0])).buttons()["Zarezerwuj"]
    clerk.send(button, f"{CARD}/{start}", name="Anna")
    assert clerk.page.status_code == 409
    assert all_visits(hub) == ()


@pytest.mark.parametrize("start", ["now", "2026-11-24", "2026-11-24T10:00", "2999-01-01T08:00Z"])
def test_what_is_no_term_is_not_found(clerk: PlainBrowser, start: str) -> None:
    assert clerk.open(f"{CARD}/{start}").page.status_code == 404


def test_another_ones_office_and_an_unknown_matter_are_not_found(
    clerk: PlainBrowser, hub: Hub
) -> None:
    button = clerk.open(at(free_starts(hub)[0])).buttons()["Zarezerwuj"]
    for place in ("copernicus/id_card", "plaza/nothing", "nowhere/id_card"):
        path = f"/staff/register/phone/{place}"
        assert clerk.open(path).page.status_code == 404
        clerk.send(button, f"{path}/{free_starts(hub)[0]:%Y-%m-%dT%H:%MZ}", name="Anna")
        assert clerk.page.status_code == 404


def test_a_full_term_is_booked_beyond_the_capacity_only_with_a_tick(
    clerk: PlainBrowser, manager: PlainBrowser, hub: Hub
) -> None:
    start = free_starts(hub)[0]
    clerk.open(at(start)).press("Zarezerwuj", name="Jan")
    assert "brak miejsc, ponad limit" in manager.open(CARD).page.text
    beyond = manager.open(at(start)).buttons()["Zarezerwuj ponad limit"]
    manager.send(beyond, f"{at(start)[:-1]}Z/beyond", name="Anna")
    assert manager.page.status_code == 422
    assert "Proszę zaznaczyć" in manager.text
    manager.send(beyond, f"{at(start)}/beyond", name="Anna", beyond="yes")
    assert "ponad limit tej godziny" in manager.text
    (row,) = search(hub, ["plaza"], "Anna")
    assert row.beyond
    assert "Umówiono ponad limit" in manager.open(f"/staff/register/v/{row.booking.id}").text


def test_who_lacks_the_right_is_offered_no_full_term_and_may_not_take_it(
    clerk: PlainBrowser, hub: Hub
) -> None:
    start = free_starts(hub)[0]
    button = clerk.open(at(start)).buttons()["Zarezerwuj"]
    clerk.send(button, at(start), name="Jan")
    assert "ponad limit" not in clerk.open(CARD).page.text
    assert "Ten termin jest pełny" in clerk.open(at(start)).text
    clerk.send(button, f"{at(start)}/beyond", name="Anna", beyond="yes", request_id="two")
    assert clerk.page.status_code == 403
    assert len(all_visits(hub)) == 1


def test_several_persons_take_a_longer_visit(clerk: PlainBrowser, hub: Hub) -> None:
    clerk.open(at(free_starts(hub)[0], "?persons=2"))
    clerk.send(clerk.buttons()["Zarezerwuj"], at(free_starts(hub)[0], "?persons=2"), name="Anna")
    (row,) = all_visits(hub)
    assert (row.booking.persons, row.booking.minutes) == (2, 25)


def test_the_answer_is_kept_out_of_caches(clerk: PlainBrowser, hub: Hub) -> None:
    clerk.open(at(free_starts(hub)[0])).press("Zarezerwuj", name="Jan")
    assert clerk.page.headers["Cache-Control"] == "no-store"
