"""The five steps of booking without scripts: the whole way, and every wrong turn on it."""

import re

from sqlalchemy import select

from cloud_hub.booking.drafts import forget_old_drafts
from cloud_hub.store.tables.drafts import drafts
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Command, Hub
from tests.cloud_hub.booking.story import PLACE, booked, held, starts
from tests.cloud_hub.sample import clock
from tests.edge_node.panels.plain_browser import PlainBrowser

ANNA = {"name": "Anna Żółć", "phone": "600 700 800", "rules": "yes"}


def choose_hour(citizen: PlainBrowser, place: tuple[str, str] = PLACE) -> str:
    """From the first page to a held term; the chosen hour as the button says it."""
    citizen.open(f"/?service={place[1]}&office={place[0]}")
    return take_first_hour(citizen)


def take_first_hour(citizen: PlainBrowser) -> str:
    """From the month to a held term."""
    day = re.search(r'class="day day-free" href="(/day/[\d-]+)"', citizen.page.text)
    assert day is not None
    citizen.open(day[1])
    hour = next(b for b in citizen.buttons().values() if "hour" in b.own.get("class", ""))
    citizen.send(hour, start=hour.own["value"])
    return hour.own["value"]


def to_the_code(citizen: PlainBrowser) -> None:
    choose_hour(citizen)
    citizen.send(citizen.buttons()["Dalej"], **ANNA)
    citizen.press("Wyślij mi kod")


def sent_code(hub: Hub) -> str:
    with hub.database.read() as connection:
        facts = connection.execute(
            select(outgoing_messages.c.facts)
            .where(outgoing_messages.c.kind == "confirmation_code")
            .order_by(outgoing_messages.c.id.desc())
        ).scalars()
        return str(next(iter(facts))["code"])


def test_a_visit_is_booked_in_five_steps(citizen: PlainBrowser, hub: Hub) -> None:
    citizen.open("/")
    assert "Co chcesz załatwić?" in citizen.text
    citizen.open("/matter/residence").press("Wybierz tę sprawę")
    assert "Dokąd chcesz przyjść?" in citizen.text
    citizen.send(citizen.buttons()["Dalej"], office="plaza")
    assert "Który dzień Ci odpowiada?" in citizen.text
    to_the_code(citizen)
    assert "Wizyta nie jest jeszcze umówiona." in citizen.text
    citizen.send(citizen.buttons()["Potwierdź wizytę"], code=sent_code(hub))
    assert "Wizyta jest umówiona" in citizen.text
    assert citizen.page.request.path.startswith("/b/")
    assert re.search(r"[A-Z]R01", citizen.text)


def test_the_answers_are_forgotten_once_the_visit_is_booked(
    citizen: PlainBrowser, hub: Hub
) -> None:
    to_the_code(citizen)
    citizen.send(citizen.buttons()["Potwierdź wizytę"], code=sent_code(hub))
    with hub.database.read() as connection:
        assert connection.execute(select(drafts)).all() == []


def test_answers_that_nobody_comes_back_to_are_forgotten(citizen: PlainBrowser, hub: Hub) -> None:
    choose_hour(citizen)
    clock(hub).advance(minutes=61)
    assert forget_old_drafts(hub, Command()) == 1


def test_a_wrong_code_is_told_with_the_tries_left(citizen: PlainBrowser, hub: Hub) -> None:
    to_the_code(citizen)
    wrong = "000000" if sent_code(hub) != "000000" else "111111"
    citizen.send(citizen.buttons()["Potwierdź wizytę"], code=wrong)
    assert citizen.page.status_code == 422
    assert "Błąd:" in citizen.page.text.split("</title>")[0]
    assert "Pozostało prób: 4" in citizen.text


def test_another_code_replaces_the_first(citizen: PlainBrowser, hub: Hub) -> None:
    to_the_code(citizen)
    first = sent_code(hub)
    clock(hub).advance(seconds=1)
    citizen.press("Wyślij kod jeszcze raz")
    assert "Wysłaliśmy nowy kod" in citizen.text
    second = sent_code(hub)
    if first != second:
        citizen.send(citizen.buttons()["Potwierdź wizytę"], code=first)
        assert citizen.page.status_code == 422
    citizen.send(citizen.buttons()["Potwierdź wizytę"], code=second)
    assert "Wizyta jest umówiona" in citizen.text


def test_each_wrong_field_is_told_above_and_beside(citizen: PlainBrowser) -> None:
    choose_hour(citizen)
    citizen.send(citizen.buttons()["Dalej"], name="", phone="12")
    assert citizen.page.status_code == 422
    page = citizen.page.text
    for field in ("name", "phone", "rules"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page
    assert 'value="12"' in page


def test_a_term_lost_to_somebody_faster_leads_to_the_nearest(
    citizen: PlainBrowser, hub: Hub
) -> None:
    start = starts(hub)[3]
    citizen.open(f"/?service={PLACE[1]}&office={PLACE[0]}")
    citizen.open(f"/day/{start.date().isoformat()}")
    button = next(b for b in citizen.buttons().values() if b.own.get("value") == start.isoformat())
    n = 0
    while start in starts(hub):
        held(hub, f"other{n}", start)
        n += 1
    citizen.send(button, start=start.isoformat())
    assert citizen.page.status_code == 409
    assert "Ktoś inny przed chwilą zajął ten termin." in citizen.text
    assert any("hour" in b.own.get("class", "") for b in citizen.buttons().values())


def test_no_step_is_shown_before_those_that_it_stands_on(citizen: PlainBrowser) -> None:
    for early in ("/place", "/day", "/data", "/check", "/code"):
        citizen.open(early)
        assert "Co chcesz załatwić?" in citizen.text, early


def test_the_time_is_extended_once(citizen: PlainBrowser) -> None:
    choose_hour(citizen)
    citizen.press("Potrzebuję więcej czasu")
    assert "Potrzebuję więcej czasu" not in citizen.buttons()


def test_a_full_day_is_there_and_cannot_be_chosen(citizen: PlainBrowser, hub: Hub) -> None:
    day = starts(hub)[0].date()
    n = 0
    while left := [s for s in starts(hub) if s.date() == day]:
        held(hub, f"p{n}", left[0])
        n += 1
    citizen.open(f"/?service={PLACE[1]}&office={PLACE[0]}").open(f"/day?month={day:%Y-%m}")
    assert f'href="/day/{day.isoformat()}"' not in citizen.page.text
    assert "brak miejsc" in citizen.text


def test_the_search_forgives_diacritics(citizen: PlainBrowser) -> None:
    citizen.open("/?q=dowod")
    assert "owody" in citizen.text or "owód" in citizen.text
    citizen.open("/?q=zzzz")
    assert "Nie znaleźliśmy takiej sprawy" in citizen.text


def test_the_pages_speak_english_and_ukrainian(citizen: PlainBrowser) -> None:
    assert "What do you want to settle?" in citizen.open("/?lang=en").text
    assert "Що ви хочете владнати?" in citizen.open("/?lang=uk").text


def test_a_booking_of_somebody_else_is_not_shown_for_a_guessed_link(
    citizen: PlainBrowser, hub: Hub
) -> None:
    booked(hub, "anna", starts(hub)[0])
    assert citizen.open("/b/guessed").page.status_code == 404
