"""Many at once: bookings while a log begins anew, and two link processes that hear the same box."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from cloud_hub.booking.by_staff import book_by_phone
from cloud_hub.booking.wishes import Contact, StaffBooking
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.unit import Command, Hub, transaction
from cloud_hub.sync.hub_end import HubEnd
from cloud_hub.sync.retelling import open_dn_epoch
from queue_core.wire.records import BookingPut
from tests.cloud_hub.booking.story import PLACE, starts
from tests.cloud_hub.live.story import event, ticket
from tests.cloud_hub.sync.box import Box
from tests.cloud_hub.sync.story import LINK, OFFICE, Listener, enrolled
from tests.cloud_hub.sync.test_enrolling import only

DESK = Command(actor="ola", route="staff")


def test_a_booking_made_while_the_log_begins_anew_is_in_it(hub: Hub) -> None:
    node = enrolled(hub)
    terms = starts(hub, days=20)[::3][:24]

    def book(number: int) -> str:
        wish = StaffBooking(*PLACE, terms[number], Contact(name=f"Osoba {number}"))
        return book_by_phone(hub, DESK, wish).id

    def begin_anew(counter: int) -> None:
        with transaction(hub, LINK) as unit:
            open_dn_epoch(unit, OFFICE, counter)

    with ThreadPoolExecutor(8) as threads:
        booked = [threads.submit(book, number) for number in range(len(terms))]
        anew = [threads.submit(begin_anew, number) for number in range(10, 16)]
        made = {one.result() for one in booked}
        for one in anew:
            one.result()
    told = Listener(hub, node).hears()
    assert {put.booking for put in only(told, BookingPut)} == made


def test_two_processes_that_hear_the_same_take_it_once(hub: Hub) -> None:
    box = Box(enrolled(hub))
    box.writes(*(event(n, ticket(str(n))) for n in range(1, 301)))
    ends = [HubEnd(hub, name) for name in ("one", "two")]
    box.sender.hear(None, 0.0)
    heard = [box.stands(asks=True), *box.sends()]
    with ThreadPoolExecutor(2) as threads:
        answers = [
            threads.submit(lambda end=end: [end.hear([one], 0.0) for one in heard])  # type: ignore[misc]
            for end in ends
        ]
        answered = [any(one.result()) for one in answers]
    assert sorted(answered) == [False, True]
    with hub.database.read() as connection:
        assert len(connection.execute(select(hub_tickets.c.id)).all()) == 300
    assert sum(end.refused.total() for end in ends) == 0
