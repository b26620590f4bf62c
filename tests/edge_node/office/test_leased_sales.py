"""The office books a visit for a later day in its own seats, whether or not the hub is there."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from edge_node.office.day import open_day
from edge_node.office.kiosks import block_kiosk
from edge_node.office.leased_terms import days_with_terms, leased_services, terms_on
from edge_node.store.bookings import booking, person_of, ticket_of_booking
from edge_node.store.document import store_document
from edge_node.store.leases import forget_leases
from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Command, Office, transaction
from queue_core.domain.tickets import State
from queue_core.wire.records import LeaseRecall
from tests.edge_node.office.desk import clock, refused
from tests.edge_node.office.hub import (
    BOOKED,
    by_code,
    office_of_visits,
    put,
    tell,
    told,
    with_booking,
)
from tests.edge_node.office.leases import AT_DESK, EIGHT, QUARTER, cells, grant, sell
from tests.edge_node.races.test_races import at_once

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    grant(office)
    return office


def books(office: Office, **rules: object) -> None:
    """The same office with other rules of booking."""
    document = with_booking()
    booked = replace(BOOKED, rules=replace(BOOKED.rules, **rules))  # type: ignore[arg-type]
    with office.database.write() as connection:
        store_document(connection, replace(document, booking=booked, version=2), office.clock.now())


def test_a_visit_is_booked_with_its_number_its_paper_and_word_to_the_hub(office: Office) -> None:
    visit = sell(office)
    assert (visit.number, visit.day, visit.minutes) == ("AR05", "2026-11-23", 15)
    (job,) = print_jobs(office.database.read())
    assert (job.booking, job.kind, job.printer, job.ticket) == (visit.id, "visit", "main", None)
    (sale,) = told(office, "leased_sale")
    assert (sale["booking"], sale["lease"], sale["number"]) == (visit.id, "l1", "AR05")
    assert [cell for cell, _seat in sale["seats"]] == [
        "2026-11-23T07:00:00Z",
        "2026-11-23T07:05:00Z",
        "2026-11-23T07:10:00Z",
    ]
    assert sale["made_at"] == "kiosk"


def test_its_code_confirms_it_on_its_day(office: Office) -> None:
    visit = sell(office)
    clock(office).advance(seconds=(EIGHT - office.clock.now()).total_seconds())
    open_day(office, Command())
    arrived = by_code(office, "111111")
    assert (arrived.ticket.booking, arrived.ticket.state) == (visit.id, State.WAITING)


def test_what_is_sold_is_offered_no_more(office: Office) -> None:
    sell(office, EIGHT + QUARTER)
    assert terms_on(office, "id_cards", MONDAY) == [EIGHT, EIGHT + 2 * QUARTER, EIGHT + 3 * QUARTER]
    with refused(office, "term_taken"):
        sell(office, EIGHT + QUARTER)


def test_a_matter_without_numbers_left_has_no_terms(office: Office) -> None:
    sell(office, service="residence")
    assert terms_on(office, "residence", MONDAY) == []
    assert [service.id for service in leased_services(office, FRIDAY)] == ["id_cards"]
    with refused(office, "term_taken"):
        sell(office, EIGHT + QUARTER, service="residence")


def test_the_same_press_again_books_nothing_more(office: Office) -> None:
    first, again = (sell(office, by=Command(id="press")) for _ in range(2))
    assert again == first
    assert len(told(office, "leased_sale")) == 1


def test_two_presses_for_the_last_seat_give_one_visit_and_one_refusal(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    grant(office, seats=cells(1))
    results = at_once(*(lambda: sell(office) for _ in range(6)))
    assert sorted(map(str, results))[1:] == ["term_taken"] * 5
    assert len(told(office, "leased_sale")) == 1
    assert len(print_jobs(office.database.read())) == 1


def test_many_at_once_for_several_seats_never_share_a_seat_or_a_number(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    numbers = tuple((f"AR{n:02}", f"{n:06}") for n in range(1, 9))
    grant(office, seats=cells(4) + cells(4, seat=2), numbers=numbers)
    results = at_once(*(lambda n=n: sell(office, EIGHT + n // 3 * QUARTER) for n in range(12)))
    assert results.count("term_taken") == 4
    sold = told(office, "leased_sale")
    taken = [tuple(seat) for sale in sold for seat in sale["seats"]]
    assert len(taken) == len(set(taken)) == 24
    assert len({sale["number"] for sale in sold}) == 8


def test_a_lease_asked_back_sells_nothing_more_and_returns_what_is_unsold(office: Office) -> None:
    sell(office)
    tell(office, LeaseRecall(lease="l1"))
    (returned,) = told(office, "lease_return")
    assert len(returned["seats"]) == 9
    assert days_with_terms(office, "id_cards", FRIDAY) == []
    with refused(office, "term_taken"):
        sell(office, EIGHT + QUARTER)


def test_a_granted_lease_told_again_frees_nothing_that_was_sold(office: Office) -> None:
    sell(office)
    grant(office)
    assert EIGHT not in terms_on(office, "id_cards", MONDAY)


def test_leases_of_past_days_end_with_their_codes(office: Office) -> None:
    clock(office).advance(days=4)
    open_day(office, Command())
    assert days_with_terms(office, "id_cards", FRIDAY) == []
    for table in ("leases", "leased_seats", "leased_numbers"):
        assert office.database.read().execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


def test_the_window_ends_where_the_document_says(office: Office) -> None:
    how = replace(BOOKED.services[0], latest_days=2)
    with office.database.write() as connection:
        document = replace(with_booking(), booking=replace(BOOKED, services=(how,)), version=2)
        store_document(connection, document, office.clock.now())
    assert terms_on(office, "id_cards", MONDAY) == []
    with refused(office, "term_taken"):
        sell(office)


def test_several_persons_take_a_longer_visit(office: Office) -> None:
    how = replace(BOOKED.services[0], persons_at_most=3, minutes_per_further_person=10)
    with office.database.write() as connection:
        document = replace(with_booking(), booking=replace(BOOKED, services=(how,)), version=2)
        store_document(connection, document, office.clock.now())
    visit = sell(office, persons=3)
    assert visit.minutes == 35
    assert terms_on(office, "id_cards", MONDAY) == [EIGHT + 3 * QUARTER]
    with refused(office, "too_many_persons"):
        sell(office, persons=4)


def test_a_visit_of_today_stands_on_the_list_at_once(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    noon = office.clock.now() + timedelta(hours=3)
    grant(office, day="2026-11-20", seats=cells(1, noon))
    visit = sell(office, noon, at=AT_DESK)
    own = ticket_of_booking(office.database.read(), visit.id)
    assert own is not None
    assert own.state is State.BOOKED


def test_name_and_phone_stay_beside_and_the_whole_number_only_goes_up(office: Office) -> None:
    visit = sell(office, name="Jan Łoś", phone="600 700 812", at=AT_DESK)
    person = person_of(office.database.read(), visit.id)
    assert person is not None
    assert (person.name, person.phone_tail) == ("Jan Łoś", "00812")
    row = office.database.read().execute(
        "SELECT personal, body FROM outgoing WHERE kind = 'leased_sale'"
    )
    personal, body = row.fetchone()
    assert '"phone":"600700812"' in personal
    assert "600700812" not in body


def test_nothing_personal_is_kept_where_nothing_was_said(office: Office) -> None:
    visit = sell(office)
    assert person_of(office.database.read(), visit.id) is None
    row = office.database.read().execute("SELECT personal FROM outgoing WHERE kind = 'leased_sale'")
    assert row.fetchone()[0] is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"phone": "123"}, "bad_phone"),
        ({"service": "unheard"}, "unknown_service"),
        ({"persons": 0}, "too_many_persons"),
        ({"start": EIGHT + timedelta(minutes=5)}, "term_taken"),
        ({"start": EIGHT - timedelta(days=7)}, "term_taken"),
    ],
)
def test_a_bad_wish_changes_nothing(office: Office, wish: dict[str, object], code: str) -> None:
    with refused(office, code):
        sell(office, **wish)  # type: ignore[arg-type]


def test_a_blocked_kiosk_and_an_office_without_kiosk_booking_book_nothing(office: Office) -> None:
    block_kiosk(office, Command(), "1", "Przerwa")
    with refused(office, "kiosk_blocked"):
        sell(office)
    books(office, kiosk_books=False)
    with refused(office, "not_booked_here"):
        sell(office, at=replace(AT_DESK, kiosk="2"))
    assert sell(office, at=AT_DESK).number == "AR05"


def test_a_matter_that_is_not_booked_is_refused(office: Office) -> None:
    with office.database.write() as connection:
        document = replace(with_booking(), booking=replace(BOOKED, services=()), version=2)
        store_document(connection, document, office.clock.now())
    with refused(office, "not_booked_here"):
        sell(office)


def test_a_card_restored_from_a_backup_sells_nothing_until_it_is_granted_again(
    office: Office,
) -> None:
    with transaction(office, Command()) as unit:
        forget_leases(unit)
    with refused(office, "term_taken"):
        sell(office)
    grant(office)
    assert sell(office).number == "AR05"


def test_the_hub_may_move_what_was_sold_here(office: Office) -> None:
    visit = sell(office)
    put(office, booking=visit.id, version=2, start=EIGHT + QUARTER, number="AR05")
    moved = booking(office.database.read(), visit.id)
    assert moved is not None
    assert (moved.version, moved.start, moved.source) == (2, EIGHT + QUARTER, "hub")
