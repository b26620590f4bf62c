"""What a person at the kiosk gets for a press, with the real use cases and a real database."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.office.alarm import raise_evacuation
from edge_node.office.kiosks import block_kiosk
from edge_node.store.devices import device
from edge_node.store.print_jobs import print_jobs
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from queue_core.domain.numbering import NumberSeries
from queue_core.domain.office import DayException, OfficeDocument
from queue_core.domain.tickets import Priority, Ticket
from queue_core.web.live import Signals
from tests.edge_node.panels.kiosk_town import TOWN, guard, press
from tests.edge_node.sample import MORNING, build_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_office(tmp_path, TOWN)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return create_app(office, Signals()).test_client()


def serving(folder: Path, document: OfficeDocument) -> FlaskClient:
    return create_app(build_office(folder, document), Signals()).test_client()


def tickets(office: Office) -> list[Ticket]:
    return tickets_of_day(office.database.read(), "2026-11-20")


def pass_time(office: Office, **by: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(**by)


def test_one_press_gives_a_number_and_paper(client: FlaskClient, office: Office) -> None:
    page = press(client, "id_cards").text
    assert "A001" in page
    assert "Przed Tobą nie ma nikogo" in page
    assert "Drukujemy" in page
    assert [job.printer for job in print_jobs(office.database.read())] == ["main"]


def test_the_same_press_sent_again_gives_the_same_ticket(
    client: FlaskClient, office: Office
) -> None:
    form = guard(client, "/kiosk/1")
    for _ in range(3):
        assert "A001" in press(client, "id_cards", **form).text
    assert len(tickets(office)) == 1


def test_a_script_is_told_where_to_go(client: FlaskClient) -> None:
    form = guard(client, "/kiosk/1") | {"service": "id_cards"}
    told = client.post("/kiosk/1/tickets", data=form, headers={"X-Requested-With": "kiosk"})
    assert told.status_code == 200
    assert "A001" in client.get(told.text).text


def test_kiosks_of_one_office_share_one_series(client: FlaskClient) -> None:
    numbers = [press(client, "residence", kiosk=kiosk).text for kiosk in ("1", "2", "3")]
    assert ["B001" in numbers[0], "B002" in numbers[1], "B003" in numbers[2]] == [True] * 3


def test_numbers_without_a_letter_are_shown_on_kiosk_and_ticket(tmp_path: Path) -> None:
    cards, *others = TOWN.services
    plain = replace(cards, prefix="", series="hall")
    band = NumberSeries("hall", "", 500, 799)
    client = serving(tmp_path, replace(TOWN, services=(plain, *others), series=(band,)))
    assert ">№<" in client.get("/kiosk/1").text.replace("\n", "").replace(" ", "")
    assert ">500<" in press(client, "id_cards").text


def test_priority_need_and_language_go_with_the_ticket(client: FlaskClient, office: Office) -> None:
    press(client, "id_cards", wish="?priority=1&need=loop&lang=uk")
    (ticket,) = tickets(office)
    assert (ticket.priority, ticket.need, ticket.language) == (Priority.FIRST, "loop", "uk")


def test_a_need_that_no_counter_serves_and_a_missing_button_change_nothing(
    client: FlaskClient, office: Office
) -> None:
    press(client, "residence", kiosk="3", wish="?priority=1&need=sign_language")
    (ticket,) = tickets(office)
    assert (ticket.priority, ticket.need) == (Priority.NORMAL, None)


def test_several_matters_of_one_group_share_a_ticket(client: FlaskClient, office: Office) -> None:
    page = press(client, "id_cards", "licences", "residence").text
    assert [(t.number, t.service, t.more_services) for t in tickets(office)] == [
        ("A001", "id_cards", ("residence",)),
        ("C001", "licences", ()),
    ]
    assert "Dowody osobiste, Meldunki" in page
    assert "C001" in page


def test_one_closed_matter_of_several_issues_nothing(client: FlaskClient, office: Office) -> None:
    page = press(client, "id_cards", "cash").text
    assert "Wybierz sprawę" in page
    assert 'class="message"' in page
    assert tickets(office) == []


def test_six_buttons_stand_on_a_page(client: FlaskClient) -> None:
    first, second = client.get("/kiosk/1").text, client.get("/kiosk/1?page=2").text
    assert first.count('id="place-') == 6
    assert second.count('id="place-') == 1
    assert "Archiwum" in second
    assert client.get("/kiosk/1?page=99").text.count('id="place-') == 1
    assert client.get("/kiosk/1?page=x").status_code == 200


def test_a_folder_opens_its_sub_level(client: FlaskClient) -> None:
    assert "Prawa jazdy" not in client.get("/kiosk/1").text.replace("prawa jazdy", "")
    folder = client.get("/kiosk/1?folder=vehicles").text
    assert "Rejestracja pojazdów" in folder
    assert "Meldunki" not in folder
    assert "Wstecz" in folder


def test_an_information_is_told_without_a_ticket(client: FlaskClient, office: Office) -> None:
    assert "Szosa Chełmińska 27" in client.get("/kiosk/1/matter/where").text
    press(client, "where")
    assert tickets(office) == []


def test_a_kiosk_offers_only_its_services(client: FlaskClient, office: Office) -> None:
    page = client.get("/kiosk/3").text
    assert "Meldunki" in page
    assert "Pojazdy" in page  # the way to the driving licences
    assert "Dowody" not in page
    assert "Tylko w recepcji" not in client.get("/kiosk/1?page=2").text
    for service in ("id_cards", "desk", "nothing"):
        press(client, service, kiosk="3")
    assert tickets(office) == []


def test_waiting_numbers_are_hidden_where_the_office_wants_so(tmp_path: Path) -> None:
    hidden = replace(TOWN, rules=replace(TOWN.rules, show_waiting_numbers=False))
    assert "matter-waiting" not in serving(tmp_path, hidden).get("/kiosk/1").text


def test_a_matter_that_opens_later_says_when(client: FlaskClient) -> None:
    assert "Jeszcze nieczynne" in client.get("/kiosk/1").text
    page = press(client, "cash").text
    assert "Jeszcze nie wydajemy biletów." in page
    assert "12:00" in page


def limit(document: OfficeDocument) -> OfficeDocument:
    first, *rest = document.services
    return replace(document, services=(replace(first, daily_limit=0), *rest))


def needs_counter(document: OfficeDocument) -> OfficeDocument:
    return replace(document, rules=replace(document.rules, issue_only_with_open_counter=True))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (limit, "Wszystkie bilety na dziś zostały wydane."),
        (needs_counter, "żadne stanowisko nie jest czynne"),
    ],
)
def test_a_matter_without_tickets_says_why(
    tmp_path: Path, change: Callable[[OfficeDocument], OfficeDocument], told: str
) -> None:
    client = serving(tmp_path, change(TOWN))
    assert told in client.get("/kiosk/1/matter/id_cards").text


TRAINING = DayException(
    date(2026, 11, 20),
    services=("residence",),
    reason={"pl": "Pracownicy są na szkoleniu.", "en": "The staff are at a training."},
)


def test_a_matter_closed_for_one_day_says_why_and_when_it_opens_next(tmp_path: Path) -> None:
    client = serving(tmp_path, replace(TOWN, exceptions=(TRAINING,)))
    assert "Dziś nieczynne" in client.get("/kiosk/1").text
    page = client.get("/kiosk/1/matter/residence").text
    assert "Dziś nie wydajemy biletów do tej sprawy." in page
    assert "Pracownicy są na szkoleniu." in page
    assert "23 listopada 2026, 7:30" in page
    assert "The staff are at a training." in client.get("/kiosk/1/matter/residence?lang=en").text
    assert "B001" not in press(client, "residence").text
    assert "A001" in press(client, "id_cards").text


def test_a_whole_office_closed_for_one_day_says_why(tmp_path: Path) -> None:
    client = serving(tmp_path, replace(TOWN, exceptions=(replace(TRAINING, services=()),)))
    page = client.get("/kiosk/1").text
    assert "Dziś nieczynne." in page
    assert "Pracownicy są na szkoleniu." in page


def test_other_hours_for_one_day_are_named_as_the_reason(tmp_path: Path) -> None:
    late = DayException(date(2026, 11, 20), False, time(11), time(12), services=("residence",))
    client = serving(tmp_path, replace(TOWN, exceptions=(late,)))
    page = client.get("/kiosk/1/matter/residence").text
    assert "Dziś godziny są inne niż zwykle." in page
    assert "11:00" in page


@pytest.mark.parametrize(
    ("hours", "title", "opens"),
    [
        (-3, "Otwieramy wkrótce", "7:30"),
        (6.25, "Dziś już nie wydajemy biletów", "poniedziałek, 23 listopada 2026, 7:30"),
        (9, "Urząd jest nieczynny", "poniedziałek, 23 listopada 2026, 7:30"),
    ],
)
def test_a_closed_office_says_when_it_opens_again(
    tmp_path: Path, hours: float, title: str, opens: str
) -> None:
    services = tuple(replace(s, hours=()) for s in TOWN.services)
    office = build_office(tmp_path, replace(TOWN, services=services))
    pass_time(office, hours=hours)
    page = create_app(office, Signals()).test_client().get("/kiosk/1").text
    assert title in page
    assert opens in page
    assert 'name="service"' not in page


def test_a_blocked_kiosk_shows_the_text_of_the_office(client: FlaskClient, office: Office) -> None:
    form = guard(client, "/kiosk/1")
    block_kiosk(office, Command(), "1", "Prosimy podejść do okienka 3 <na parterze>.")
    page = client.get("/kiosk/1").text
    assert "Prosimy podejść do okienka 3 &lt;na parterze&gt;." in page
    press(client, "id_cards", **form)
    assert tickets(office) == []
    assert "Wybierz sprawę" in client.get("/kiosk/2").text


def test_an_evacuation_stops_the_kiosk(client: FlaskClient, office: Office) -> None:
    form = guard(client, "/kiosk/1")
    raise_evacuation(office, Command())
    assert "Prosimy opuścić budynek" in client.get("/kiosk/1/now").text
    press(client, "id_cards", **form)
    assert tickets(office) == []


def test_nothing_of_a_person_stays(client: FlaskClient, office: Office) -> None:
    shown = press(client, "id_cards")
    address = shown.request.path + "?" + shown.request.query_string.decode()
    for page in (address, "/kiosk/1", "/kiosk/1/booking", "/kiosk/1/matter/where"):
        assert client.get(page).headers["Cache-Control"] == "no-store"
    assert "A001" not in client.get(address.replace("/kiosk/1", "/kiosk/2")).text
    pass_time(office, minutes=3)
    gone = client.get(address)
    assert (gone.status_code, gone.headers["Location"]) == (302, "/kiosk/1")
    assert "A001" not in client.get(address.replace("tickets?", "tickets/now?")).text


def test_a_code_that_nobody_knows_leads_to_the_reception(client: FlaskClient) -> None:
    form = guard(client, "/kiosk/1/booking") | {"code": "123456"}
    answer = client.post("/kiosk/1/booking", data=form)
    assert answer.status_code == 404
    assert "Nie znamy tego kodu" in answer.text
    assert "Zapraszamy do recepcji" in answer.text
    assert "123456" not in answer.text


def test_the_keypad_works_without_scripts(client: FlaskClient) -> None:
    page = client.get("/kiosk/1/booking?code=12345&digit=6").text
    assert 'name="code" value="123456"' in page
    assert 'value="123456"' in client.get("/kiosk/1/booking?code=123456&digit=7").text


PAGES = ("", "?several=1&chosen=id_cards", "/booking", "/matter/where", "/matter/cash", "?lang=en")


@pytest.mark.parametrize("page", PAGES)
def test_no_link_leaves_the_kiosk(client: FlaskClient, page: str) -> None:
    html = client.get(f"/kiosk/1{page}").text
    links = re.findall(r'<a [^>]*href="([^"]+)"|action="([^"]+)"', html)
    addresses = [a or b for a, b in links if (a or b) != "#main"]
    assert addresses
    assert {address for address in addresses if not address.startswith("/kiosk/1")} == set()


def test_the_language_is_the_address_alone(client: FlaskClient) -> None:
    assert "Choose a matter" in client.get("/kiosk/1?lang=en").text
    assert "Wybierz sprawę" in client.get("/kiosk/1").text
    assert "Виберіть справу" in client.get("/kiosk/1?lang=uk").text


def test_a_fault_leads_back_to_the_first_screen_by_itself(client: FlaskClient) -> None:
    expired = client.post("/kiosk/1/tickets", data={"service": "id_cards"})
    assert expired.status_code == 400
    for page in (expired, client.get("/kiosk/1/matter/nothing")):
        assert 'http-equiv="refresh" content="10;url=/kiosk/1"' in page.text
    unknown = client.get("/kiosk/9")
    assert unknown.status_code == 404
    assert 'href="/"' not in unknown.text


def test_only_devices_of_the_office_may_ask(client: FlaskClient) -> None:
    foreign = {"REMOTE_ADDR": "203.0.113.9"}
    for page in ("", "/now", "/clock", "/booking", "/size.css", "/tickets"):
        assert client.get(f"/kiosk/1{page}", environ_base=foreign).status_code == 403


def test_a_millimetre_is_as_large_as_the_screen_says(client: FlaskClient) -> None:
    assert "--mm: 2.71px" in client.get("/kiosk/1/size.css").text


def test_the_clock_shows_the_hour_of_the_node_and_is_a_sign_of_life(
    client: FlaskClient, office: Office
) -> None:
    assert "9:00" in client.get("/kiosk/1/clock").text
    known = device(office.database.read(), "kiosk:1")
    assert known is not None
    assert (known.state, known.seen_at) == ("ok", MORNING)
    pass_time(office, minutes=1)
    assert "9:01" in client.get("/kiosk/1/clock").text
