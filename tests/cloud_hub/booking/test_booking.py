"""A citizen books a visit: holds a term, proves his phone, gets number and code."""

import pytest
from sqlalchemy import select

from cloud_hub.booking.confirming import ATTEMPTS, confirm, give_contact, resend
from cloud_hub.booking.holding import expire, extend, release
from cloud_hub.booking.holding import held as hold_of
from cloud_hub.booking.offer import catalogue
from cloud_hub.booking.wishes import Contact
from cloud_hub.store.tables.bookings import booking_people, confirmation_codes
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.unit import Hub
from queue_core.domain.errors import Refused
from tests.cloud_hub.booking.story import (
    ANNA,
    JAN,
    PLACE,
    booked,
    browser,
    code_of,
    held,
    messages,
    starts,
)
from tests.cloud_hub.sample import clock


def test_a_matter_names_every_place_that_has_it(hub: Hub) -> None:
    matters = {matter.id: matter for matter in catalogue(hub)}
    assert [p.office.id for p in matters["id_card"].places] == [
        "administracja",
        "plaza",
        "copernicus",
    ]
    assert matters["id_card"].places[0].booking.card.fees["pl"] == "Bezpłatnie"


def test_a_booking_has_a_number_a_code_and_a_record_for_the_office(hub: Hub) -> None:
    view = booked(hub, "anna", starts(hub)[-1])
    assert (view.state, view.number, len(view.code)) == ("confirmed", "BR01", 6)
    with hub.database.read() as connection:
        last = connection.execute(
            select(dn_records.c.kind, dn_records.c.body, dn_records.c.personal)
            .where(dn_records.c.office == "plaza")
            .order_by(dn_records.c.seq.desc())
        ).first()
    assert last is not None
    assert last.kind == "booking_put"
    assert view.code.encode() not in last.body
    assert "Żółć".encode() not in last.body
    assert "00800" in last.personal
    assert sorted(messages(hub)) == ["confirmation", "confirmation_code", "reminder"]


def test_a_held_term_is_not_busy_to_its_holder_and_is_busy_to_others(hub: Hub) -> None:
    start = starts(hub)[0]
    one, two = held(hub, "one", start), held(hub, "two", start)
    assert start not in starts(hub)
    with pytest.raises(Refused, match="term_taken") as refused:
        held(hub, "three", start)
    assert len(refused.value.facts["nearest"]) == 5
    again = held(hub, "two", start)
    assert one.id != again.id != two.id


def test_one_browser_holds_one_term(hub: Hub) -> None:
    first, second = starts(hub)[:2]
    held(hub, "one", first)
    held(hub, "one", second)
    held(hub, "two", first)
    held(hub, "three", first)
    mine = hold_of(hub, "one")
    assert mine is not None
    assert mine.start == second


def test_a_lost_term_leaves_the_former_hold(hub: Hub) -> None:
    first, second = starts(hub)[:2]
    kept = held(hub, "me", first)
    for other in ("one", "two"):
        held(hub, other, second)
    with pytest.raises(Refused, match="term_taken"):
        held(hub, "me", second)
    assert hold_of(hub, "me") == kept


def test_a_hold_ends_after_ten_minutes_and_can_be_extended_once(hub: Hub) -> None:
    start = starts(hub)[0]
    mine = held(hub, "me", start)
    extend(hub, browser("me"), mine.id)
    with pytest.raises(Refused, match="already_extended"):
        extend(hub, browser("me"), mine.id)
    clock(hub).advance(minutes=19)
    assert expire(hub, browser("")) == 0
    clock(hub).advance(minutes=1)
    assert expire(hub, browser("")) == 1
    with pytest.raises(Refused, match="hold_expired"):
        give_contact(hub, browser("me"), mine.id, ANNA)


def test_nobody_extends_or_releases_the_hold_of_another_browser(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    for use in (extend, release):
        with pytest.raises(Refused, match="unknown_booking"):
            use(hub, browser("other"), mine.id)


def test_an_overdue_hold_never_costs_anybody_a_term(hub: Hub) -> None:
    start = starts(hub)[4]
    held(hub, "one", start), held(hub, "two", start)
    clock(hub).advance(minutes=10)
    assert held(hub, "three", start).start == start


def test_wrong_fields_are_named_one_by_one(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    with pytest.raises(Refused, match="invalid_fields") as refused:
        give_contact(hub, browser("me"), mine.id, Contact(phone="12", email="jan@"))
    assert refused.value.facts["fields"] == {
        "name": "missing",
        "phone": "not_a_phone",
        "email": "not_an_email",
        "accepted_rules": "missing",
    }


def test_a_company_with_an_e_mail_gets_its_code_by_e_mail(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    contact = Contact(company="Firma sp. z o.o.", email="Biuro@Firma.example", accepted_rules=True)
    assert give_contact(hub, browser("me"), mine.id, contact).channel == "email"
    with hub.database.read() as connection:
        row = connection.execute(select(booking_people)).one()
    assert (row.company, row.email, row.phone) == ("Firma sp. z o.o.", "biuro@firma.example", None)


def test_wrong_codes_are_counted_though_refused(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    give_contact(hub, browser("me"), mine.id, ANNA)
    right = code_of(hub, mine.id)
    wrong = "000000" if right != "000000" else "111111"
    for left in range(ATTEMPTS - 1, 0, -1):
        with pytest.raises(Refused, match="wrong_code") as refused:
            confirm(hub, browser("me"), mine.id, wrong)
        assert refused.value.facts["left"] == left
    for code in (wrong, right):
        with pytest.raises(Refused, match="too_many_codes"):
            confirm(hub, browser("me"), mine.id, code)


def test_a_new_code_replaces_the_last_and_there_are_three(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    give_contact(hub, browser("me"), mine.id, ANNA)
    first = code_of(hub, mine.id)
    clock(hub).advance(seconds=1)
    assert [resend(hub, browser("me"), mine.id).sends_left for _ in range(2)] == [1, 0]
    with pytest.raises(Refused, match="too_many_codes"):
        resend(hub, browser("me"), mine.id)
    if code_of(hub, mine.id) != first:
        with pytest.raises(Refused, match="wrong_code"):
            confirm(hub, browser("me"), mine.id, first)


def test_the_code_is_kept_only_as_a_keyed_hash(hub: Hub) -> None:
    mine = held(hub, "me", starts(hub)[0])
    give_contact(hub, browser("me"), mine.id, ANNA)
    with hub.database.read() as connection:
        row = connection.execute(select(confirmation_codes)).one()
    assert code_of(hub, mine.id) not in str(row)


def test_a_late_right_code_takes_the_same_term_while_it_is_free(hub: Hub) -> None:
    start = starts(hub)[8]
    mine = held(hub, "me", start)
    give_contact(hub, browser("me"), mine.id, ANNA)
    clock(hub).advance(minutes=11)
    expire(hub, browser(""))
    assert confirm(hub, browser("me"), mine.id, code_of(hub, mine.id)).state == "confirmed"


def test_a_late_right_code_for_a_lost_term_shows_the_nearest(hub: Hub) -> None:
    start = starts(hub)[8]
    mine = held(hub, "me", start)
    give_contact(hub, browser("me"), mine.id, ANNA)
    clock(hub).advance(minutes=11)
    for other in ("one", "two"):
        held(hub, other, start)
    with pytest.raises(Refused, match="term_taken") as refused:
        confirm(hub, browser("me"), mine.id, code_of(hub, mine.id))
    assert refused.value.facts["nearest"]
    with hub.database.read() as connection:
        assert connection.execute(select(booking_people.c.name)).scalars().all() == [ANNA.name]


def test_one_person_has_one_booking_of_a_service_and_another_person_too(hub: Hub) -> None:
    first, second, third = starts(hub)[:3]
    booked(hub, "anna", first)
    mine = held(hub, "anna again", second)
    with pytest.raises(Refused, match="limit_of_person"):
        give_contact(hub, browser("anna again"), mine.id, ANNA)
    assert booked(hub, "jan", third, contact=JAN).number == "BR02"


def test_a_term_outside_the_rules_is_refused(hub: Hub) -> None:
    start = starts(hub)[0]
    for wrong in (start.replace(minute=7), start.replace(hour=3), start.replace(year=2027)):
        with pytest.raises(Refused, match="outside_window"):
            held(hub, "me", wrong)
    with pytest.raises(Refused, match="unknown_service"):
        held(hub, "me", start, place=("plaza", "nothing"))
    assert PLACE == ("plaza", "residence")
