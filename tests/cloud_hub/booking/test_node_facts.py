"""What nodes tell: sales in leased seats, arrivals, returned seats; and what staff do by hand."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from cloud_hub.booking.by_staff import (
    book_by_phone,
    cancel_by_staff,
    overbook,
    release_silent,
    send_again,
)
from cloud_hub.booking.changing import by_token, cancel
from cloud_hub.booking.conflicts import open_conflicts, settle_conflict
from cloud_hub.booking.from_node import apply_ticket, enter_leased_sale
from cloud_hub.booking.leasing import apply_return, grant_due
from cloud_hub.booking.register import list_of_day, search
from cloud_hub.booking.wishes import Contact, StaffBooking
from cloud_hub.store.offices import heard_from
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.unit import Command, Hub
from queue_core.domain.errors import Refused
from queue_core.wire.records import LeasedSale, LeaseGrant, LeaseReturn, Personal, TicketFacts
from tests.cloud_hub.booking.story import PLACE, booked, browser, held, starts
from tests.cloud_hub.sample import MONDAY, clock

LINK = Command(route="link")
DESK = Command(actor="ola", route="staff")


def grants(hub: Hub, office: str = "plaza") -> list[LeaseGrant]:
    """The leases that the office was told, in order."""
    query = select(dn_records.c.body).where(
        dn_records.c.office == office, dn_records.c.kind == "lease_grant"
    )
    with hub.database.read() as connection:
        bodies = connection.execute(query.order_by(dn_records.c.seq)).scalars().all()
    return [msgspec.json.decode(body, type=LeaseGrant) for body in bodies]


def sale_in(grant: LeaseGrant, booking: str = "01SALE") -> LeasedSale:
    """A visit of a quarter of an hour in the first seats of a lease."""
    number = next(number for number, _ in grant.numbers if number.startswith("B"))
    return LeasedSale(
        booking=booking,
        version=1,
        lease=grant.lease,
        seats=grant.seats[:3],
        service="residence",
        start=grant.seats[0][0],
        minutes=15,
        number=number,
        code_mac="",
    )


def ticket(booking: str, state: str, *, arrived: bool = True) -> TicketFacts:
    return TicketFacts(
        id="t",
        number="BR01",
        day="2026-11-23",
        service="residence",
        state=state,
        version=1,
        token="x",
        queue_time=MONDAY,
        issued_at=MONDAY,
        origin="booking",
        booking=booking,
        arrived=arrived,
    )


def test_leases_are_granted_once_a_day_and_calendar(hub: Hub) -> None:
    before = starts(hub)
    assert grant_due(hub, LINK, "plaza") == len(grants(hub)) > 20
    assert grant_due(hub, LINK, "plaza") == 0
    assert starts(hub) == before
    numbers = [pair for grant in grants(hub) for pair in grant.numbers]
    assert len({code for _, code in numbers}) == len(numbers)
    clock(hub).advance(days=1)
    assert grant_due(hub, LINK, "plaza") == 1


def test_a_sale_of_the_node_is_entered_once_with_its_number_and_code(hub: Hub) -> None:
    grant_due(hub, LINK, "plaza")
    sale = sale_in(grants(hub)[1])
    assert enter_leased_sale(hub, LINK, "plaza", sale, Personal(name="Ewa", phone="600111222"))
    assert not enter_leased_sale(hub, LINK, "plaza", sale, None)
    day = grants(hub)[1].day
    rows = list_of_day(hub, "plaza", sale.start.date())
    assert [(r.booking.number, r.name, r.booking.state) for r in rows] == [
        (sale.number, "Ewa", "confirmed")
    ]
    assert (day, rows[0].booking.code) == (
        sale.start.date().isoformat(),
        dict(grants(hub)[1].numbers)[sale.number],
    )
    assert open_conflicts(hub, "plaza") == ()


def test_a_sale_in_a_seat_that_is_gone_is_entered_and_listed(hub: Hub) -> None:
    grant_due(hub, LINK, "plaza")
    grant = grants(hub)[1]
    apply_return(hub, LINK, "plaza", LeaseReturn(lease=grant.lease, seats=grant.seats))
    assert enter_leased_sale(hub, LINK, "plaza", sale_in(grant), None)
    (conflict,) = open_conflicts(hub, "plaza")
    assert (conflict.kind, conflict.booking) == ("leased_seat_gone", "01SALE")
    settle_conflict(hub, DESK, conflict.id)
    assert open_conflicts(hub, "plaza") == ()


def test_returned_seats_are_gone_from_the_lease_but_sold_ones_stay(hub: Hub) -> None:
    grant_due(hub, LINK, "plaza")
    grant = grants(hub)[1]
    enter_leased_sale(hub, LINK, "plaza", sale_in(grant), None)
    returned = LeaseReturn(lease=grant.lease, seats=grant.seats[:5])
    assert apply_return(hub, LINK, "plaza", returned) == 2


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([("booked", False)], "confirmed"),
        ([("waiting", False)], "confirmed"),
        ([("waiting", True)], "arrived"),
        ([("waiting", True), ("booked", False)], "confirmed"),
        ([("waiting", True), ("serving", True), ("done", True)], "served"),
        ([("called", False), ("no_show", False)], "no_show"),
        ([("no_show", False), ("waiting", True)], "arrived"),
        ([("done", True), ("serving", True)], "arrived"),
        ([("waiting", True), ("left", True)], "left"),
    ],
)
def test_a_booking_follows_its_ticket(hub: Hub, steps: list[tuple[str, bool]], shown: str) -> None:
    mine = booked(hub, "anna", starts(hub)[0])
    for state, arrived in steps:
        apply_ticket(hub, LINK, "plaza", ticket(mine.id, state, arrived=arrived))
    view = by_token(hub, mine.token)
    assert (view.state, view.version) == (shown, mine.version)


def test_proof_beats_a_cancellation_and_being_called_does_not(hub: Hub) -> None:
    mine = booked(hub, "anna", starts(hub)[0])
    cancel(hub, browser("anna"), mine.token)
    apply_ticket(hub, LINK, "plaza", ticket(mine.id, "called", arrived=False))
    assert by_token(hub, mine.token).state == "cancelled"
    apply_ticket(hub, LINK, "plaza", ticket(mine.id, "waiting", arrived=True))
    assert by_token(hub, mine.token).state == "arrived"


def phone_booking(hub: Hub, name: str, number: int = 0) -> StaffBooking:
    start = starts(hub)[10]
    return StaffBooking(*PLACE, start, Contact(name=name, phone=f"60070080{number}"))


def test_staff_book_from_their_own_share_without_a_code(hub: Hub) -> None:
    wish = phone_booking(hub, "Łucja Święta")
    view = book_by_phone(hub, DESK, wish)
    assert (view.state, view.number) == ("confirmed", "BR01")
    for who in ("one", "two"):
        held(hub, who, wish.start)
    with pytest.raises(Refused, match="term_taken"):
        book_by_phone(hub, DESK, replace(wish, contact=Contact(name="Ewa")))
    for words in ("lucja", "święta", "600 700 800", view.code, "br01"):
        assert [row.name for row in search(hub, ["plaza"], words)] == ["Łucja Święta"]
    assert search(hub, ["copernicus"], "lucja") == ()
    assert send_again(hub, DESK, view.id)


def test_staff_may_overbook_on_purpose_and_are_warned(hub: Hub) -> None:
    wish = phone_booking(hub, "Ewa")
    views = [
        overbook(hub, DESK, replace(wish, contact=Contact(name="Ewa", phone=f"60070080{n}")))
        for n in range(3)
    ]
    assert {view.warning for view in views} == {"overbooked"}
    assert wish.start in starts(hub)


def test_seats_of_a_silent_office_are_released_by_hand_after_a_day(hub: Hub) -> None:
    view = book_by_phone(hub, DESK, phone_booking(hub, "Ewa"))
    cancel_by_staff(hub, DESK, view.id)
    heard_from(hub, LINK, "plaza")
    with pytest.raises(Refused, match="office_not_silent"):
        release_silent(hub, DESK, view.id)
    clock(hub).advance(hours=24)
    release_silent(hub, DESK, view.id)
    assert book_by_phone(
        hub, DESK, replace(phone_booking(hub, "Jan", 1), start=view.start + timedelta(days=1))
    )


def test_while_an_office_is_cut_off_today_is_booked_two_hours_ahead(hub: Hub) -> None:
    heard_from(hub, LINK, "plaza")
    soon = starts(hub)[0]
    clock(hub).advance(minutes=4)
    assert min(starts(hub)) >= hub.clock.now() + timedelta(hours=2)
    with pytest.raises(Refused, match="office_away"):
        held(hub, "me", soon + timedelta(minutes=15))
    heard_from(hub, LINK, "plaza")
    assert held(hub, "me", soon + timedelta(minutes=15))
