"""What staff do with a booking: cancel and back, correct, move; and what they may not."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.changing import by_token
from cloud_hub.booking.freeing import apply_cancelled
from cloud_hub.booking.history import history
from cloud_hub.booking.register import RegisterRow
from cloud_hub.booking.register import visit as row_of
from cloud_hub.store.offices import heard_from
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Command, Hub
from tests.cloud_hub.booking.story import JAN, booked, messages, starts
from tests.cloud_hub.register.test_phone import free_starts
from tests.cloud_hub.sample import clock, publish
from tests.edge_node.panels.plain_browser import PlainBrowser

LINK = Command(route="link")


@pytest.fixture
def visit(hub: Hub) -> BookingView:
    """Anna's visit in two days."""
    return booked(hub, "anna", starts(hub)[70])


def page_of(visit: BookingView, deed: str = "") -> str:
    return f"/staff/register/v/{visit.id}{deed}"


def now_of(hub: Hub, visit: BookingView) -> RegisterRow:
    return row_of(hub, visit.id)


def reminders(hub: Hub, visit: BookingView) -> list[tuple[str, str | None]]:
    """State and phone of each reminder of a visit."""
    query = select(outgoing_messages.c.state, outgoing_messages.c.to_phone).where(
        outgoing_messages.c.booking == visit.id, outgoing_messages.c.kind == "reminder"
    )
    with hub.database.read() as connection:
        return [(r.state, r.to_phone) for r in connection.execute(query)]


def test_a_visit_is_cancelled_with_a_reason_and_the_person_is_told(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę", reason="office")
    assert f"Wizyta {visit.number} jest odwołana" in clerk.text
    assert "Odwołana: Urząd nie może przyjąć" in clerk.text
    assert now_of(hub, visit).booking.state == "cancelled"
    assert messages(hub)[-1] == "cancellation"


def test_a_visit_is_cancelled_in_silence(clerk: PlainBrowser, hub: Hub, visit: BookingView) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę", message="no")
    assert now_of(hub, visit).booking.state == "cancelled"
    assert "cancellation" not in messages(hub)


def test_a_reason_that_is_none_changes_nothing(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę", reason="whim")
    assert clerk.page.status_code == 422
    assert now_of(hub, visit).booking.state == "confirmed"


def test_a_cancellation_is_taken_back_with_the_same_code_and_old_links_go_on(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę").press("Cofnij odwołanie")
    restored = by_token(hub, visit.token)
    assert restored.id != visit.id
    assert (restored.code, restored.start) == (visit.code, visit.start)
    assert f"Nowy numer to {restored.number}" in clerk.text
    assert "Zastępuje ją inna rezerwacja" in clerk.open(page_of(visit)).text
    assert "Cofnij odwołanie" not in clerk.text
    assert not apply_cancelled(hub, LINK, visit.id, visit.version)


def test_a_cancellation_is_not_taken_back_after_its_hour(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę")
    clock(hub).advance(days=9)
    clerk.open("/staff/login").press("Zaloguj się", login="rejestr", password="rejestr")
    assert "Cofnij odwołanie" not in clerk.open(page_of(visit)).text
    note = clerk.buttons()["Zapisz notatkę"]
    assert clerk.send(note, page_of(visit, "/again")).page.status_code == 409


def test_a_term_that_somebody_took_meanwhile_is_not_taken_back(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/cancel")).press("Odwołaj wizytę")
    assert apply_cancelled(hub, LINK, visit.id, now_of(hub, visit).booking.version)
    path = f"/staff/register/phone/plaza/id_card/{visit.start:%Y-%m-%dT%H:%MZ}"
    clerk.send(clerk.open(path).buttons()["Zarezerwuj"], path, name="Jan")
    clerk.open(page_of(visit)).press("Cofnij odwołanie")
    assert clerk.page.status_code == 409
    assert now_of(hub, visit).booking.state == "cancelled"


def test_the_confirmation_is_sent_again(clerk: PlainBrowser, hub: Hub, visit: BookingView) -> None:
    clerk.open(page_of(visit)).press("Wyślij potwierdzenie ponownie")
    assert "zostanie wysłane ponownie" in clerk.text
    assert messages(hub).count("confirmation") == 2


def test_a_note_is_kept_and_no_longer_than_its_field(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit)).press("Zapisz notatkę", note="<b>Wózek</b>")
    assert "&lt;b&gt;Wózek" in clerk.page.text
    clerk.press("Zapisz notatkę", note="x" * 201)
    assert clerk.page.status_code == 422
    assert now_of(hub, visit).note == "<b>Wózek</b>"


def test_nothing_is_sent_to_a_contact_marked_as_wrong_until_it_is_right_again(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit)).press("Zapisz oznaczenie", wrong="phone")
    assert now_of(hub, visit).wrong == ("phone",)
    assert [state for state, _ in reminders(hub, visit)] == ["cancelled"]
    clerk.press("Wyślij potwierdzenie ponownie")
    assert "Nie ma kontaktu" in clerk.text
    clerk.send(clerk.buttons()["Zapisz oznaczenie"], page_of(visit, "/contacts"), wrong="")
    assert now_of(hub, visit).wrong == ()
    assert [state for state, _ in reminders(hub, visit)] == ["cancelled", "planned"]


def test_a_new_phone_gets_the_reminder_and_the_confirmation(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/person"))
    clerk.press("Zapisz", phone="601 111 222", language="uk", send="yes")
    row = now_of(hub, visit)
    assert (row.phone, row.booking.language) == ("+48601111222", "uk")
    assert reminders(hub, visit)[-1] == ("planned", "+48601111222")
    assert messages(hub).count("confirmation") == 2
    booked(hub, "other", starts(hub)[80])  # the old number is free of its limit


def test_a_slip_of_the_ear_is_put_right_but_another_person_is_refused(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/person")).press("Zapisz", name="Hanna Zolc")
    assert now_of(hub, visit).name == "Hanna Zolc"
    clerk.open(page_of(visit, "/person")).press("Zapisz", name="Jan Nowak")
    assert clerk.page.status_code == 422
    assert "wizyta jest przypisana do osoby" in clerk.text
    assert now_of(hub, visit).name == "Hanna Zolc"


def test_an_office_may_let_another_person_come(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    document = hub.office("plaza")
    rules = replace(document.booking.rules, names_fixed=False)
    publish(hub, replace(document, booking=replace(document.booking, rules=rules)))
    clerk.open(page_of(visit, "/person")).press("Zapisz", name="Jan Nowak")
    assert now_of(hub, visit).name == "Jan Nowak"


def test_a_visit_is_moved_to_another_term_and_the_answer_is_read_aloud(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/move"))
    assert "Najbliższe wolne terminy" in clerk.text
    start = free_starts(hub)[3]
    clerk.open(page_of(visit, f"/move/{start:%Y-%m-%dT%H:%MZ}")).press("Przenieś wizytę")
    moved = by_token(hub, visit.token)
    assert (moved.start, moved.code) == (start, visit.code)
    assert f"{visit.code[:3]} {visit.code[3:]}" in clerk.text
    assert messages(hub)[-1] in ("change", "reminder")


def test_the_matter_is_changed_within_the_places_that_the_visit_has(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clerk.open(page_of(visit, "/move?to=plaza:id_card"))
    assert "Zostaw godzinę, zmień sprawę" in clerk.text
    path = page_of(visit, f"/move/{visit.start:%Y-%m-%dT%H:%MZ}?to=plaza:id_card")
    clerk.send(clerk.open(path).buttons()["Przenieś wizytę"], path)
    moved = by_token(hub, visit.token)
    assert (moved.service, moved.start) == ("id_card", visit.start)
    assert moved.number.startswith("AR")


def test_a_full_term_takes_a_moved_visit_only_with_the_right_and_a_tick(
    clerk: PlainBrowser, enter: Callable[[str], PlainBrowser], hub: Hub, visit: BookingView
) -> None:
    start = free_starts(hub)[3]
    address = f"{start:%Y-%m-%dT%H:%MZ}"
    phone = f"/staff/register/phone/plaza/id_card/{address}"
    clerk.send(clerk.open(phone).buttons()["Zarezerwuj"], phone, name="Jan")
    path = page_of(visit, f"/move/{address}")
    assert "Ten termin jest pełny" in clerk.open(path).text
    assert clerk.send(clerk.open(page_of(visit)).buttons()["Zapisz notatkę"], path)
    assert clerk.page.status_code == 409
    manager = enter("kierownik").open(path)
    button = manager.buttons()["Zarezerwuj ponad limit"]
    assert manager.send(button, f"{path}/beyond").page.status_code == 422
    manager.send(button, f"{path}/beyond", beyond="yes")
    assert row_of(hub, by_token(hub, visit.token).id).beyond


def test_the_term_of_a_silent_office_is_freed_by_hand_after_a_day(
    enter: Callable[[str], PlainBrowser], hub: Hub, visit: BookingView
) -> None:
    heard_from(hub, LINK, "plaza")
    manager = enter("kierownik")
    manager.open(page_of(visit, "/cancel")).press("Odwołaj wizytę")
    assert "Zwolnij termin" not in manager.text
    clock(hub).advance(hours=25)
    manager.open("/staff/login").press("Zaloguj się", login="kierownik", password="kierownik")
    manager.open(page_of(visit)).press("Zwolnij termin")
    assert "Termin jest znów wolny" in manager.text
    assert not now_of(hub, visit).unanswered


DEEDS = ("cancel", "again", "send", "note", "contacts", "person", "move/2026-11-24T10:15Z")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_booking_of_another_office_is_beyond_every_deed(
    clerk: PlainBrowser, hub: Hub, visit: BookingView, deed: str, caplog: pytest.LogCaptureFixture
) -> None:
    service = hub.office("komunikacja").booking.services[0].service
    place = ("komunikacja", service)
    other = booked(hub, "jan", starts(hub, place=place)[0], contact=JAN, place=place)
    button = clerk.open(page_of(visit)).buttons()["Zapisz notatkę"]
    with caplog.at_level(logging.WARNING):
        clerk.send(button, page_of(other, f"/{deed}"), reason="asked", name="X", wrong="phone")
    assert clerk.page.status_code == 404
    assert "foreign office refused login=rejestr" in caplog.text
    assert now_of(hub, other) == row_of(hub, other.id)
    assert [e.name for e in history(hub, other.id)] == ["held", "code_sent", "confirmed"]


def test_a_visit_is_not_moved_into_an_office_that_is_not_ones_own(
    clerk: PlainBrowser, visit: BookingView
) -> None:
    for to in ("copernicus:id_card", "plaza:nothing", "nowhere:id_card"):
        assert clerk.open(page_of(visit, f"/move?to={to}")).page.status_code == 404


@pytest.mark.parametrize("deed", ["contacts", "person"])
def test_who_may_not_see_contacts_may_not_change_them(
    enter: Callable[[str], PlainBrowser], hub: Hub, visit: BookingView, deed: str
) -> None:
    guest = enter("podglad").open(page_of(visit))
    guest.send(guest.buttons()["Zapisz notatkę"], page_of(visit, f"/{deed}"), name="X")
    assert guest.page.status_code == 403
    assert now_of(hub, visit).name == "Anna Żółć"


def test_a_right_of_a_single_deed_opens_nothing_without_the_registers_own(
    enter: Callable[[str], PlainBrowser], visit: BookingView
) -> None:
    stranger = enter("centrala")
    assert stranger.open(page_of(visit, "/person")).page.status_code == 403


def test_a_visit_under_way_or_over_is_left_alone(
    clerk: PlainBrowser, hub: Hub, visit: BookingView
) -> None:
    clock(hub).at = visit.start + timedelta(hours=3)
    clerk.open("/staff/login").press("Zaloguj się", login="rejestr", password="rejestr")
    note = clerk.open(page_of(visit)).buttons()["Zapisz notatkę"]
    assert "Odwołaj wizytę" not in clerk.text
    clerk.send(note, page_of(visit, "/cancel"), reason="asked")
    assert clerk.page.status_code == 409
