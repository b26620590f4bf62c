"""A box is enrolled: the office's log begins anew with all that it must know, under its own key."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

from cloud_hub.booking.changing import cancel
from cloud_hub.booking.freeing import apply_cancelled
from cloud_hub.booking.leasing import apply_return, grant_due
from cloud_hub.store.dn_log import dn_head
from cloud_hub.store.offices import keys_of
from cloud_hub.store.unit import Hub, transaction
from cloud_hub.sync.enrolling import revoke_node
from cloud_hub.sync.retelling import resend_day
from queue_core.domain.errors import Refused
from queue_core.wire.records import (
    BookingCancelled,
    BookingPut,
    Configuration,
    LeaseGrant,
    LeaseRecall,
    LeaseReturn,
    OfficeKeys,
    Personal,
    Record,
    ResendBegun,
    ResendEnded,
    TicketBack,
)
from tests.cloud_hub.booking.story import JAN, booked, browser, starts
from tests.cloud_hub.live.story import Node, ticket
from tests.cloud_hub.sample import ADMIN, clock
from tests.cloud_hub.sync.story import LINK, OFFICE, Listener, enrolled

Kind = TypeVar("Kind", bound=Record)


def only(told: Sequence[Record], kind: type[Kind]) -> list[Kind]:
    """The records of one kind."""
    return [record for record in told if isinstance(record, kind)]


def test_a_new_box_is_told_everything_that_it_must_know(hub: Hub) -> None:
    view = booked(hub, "a", starts(hub)[5])
    given_up = booked(hub, "b", starts(hub)[9], contact=JAN)
    cancel(hub, browser("b"), given_up.token)
    grant_due(hub, ADMIN, OFFICE)
    box = Listener(hub, enrolled(hub))
    told = box.hears()
    assert told[0] == ResendBegun(applied_up=(0, 0))
    assert told[-1] == ResendEnded()
    with transaction(hub, LINK) as unit:
        assert only(told, OfficeKeys)[0].code == keys_of(unit, OFFICE).code
    assert only(told, Configuration)[0].version == hub.office(OFFICE).version
    assert [(p.booking, p.number, p.start) for p in only(told, BookingPut)] == [
        (view.id, view.number, view.start)
    ]
    assert box.inbox.people[told.index(only(told, BookingPut)[0])] == Personal(
        name="Anna Żółć", phone_tail="00800"
    )
    assert [c.booking for c in only(told, BookingCancelled)] == [given_up.id]
    assert len(only(told, LeaseGrant)) > 20


def test_what_happens_afterwards_follows_the_snapshot(hub: Hub) -> None:
    box = Listener(hub, enrolled(hub))
    box.hears()
    view = booked(hub, "a", starts(hub)[5])
    assert [r.booking for r in only(box.hears(), BookingPut)] == [view.id]
    assert box.hears() == []


def test_an_answered_cancellation_is_not_told_to_a_new_box(hub: Hub) -> None:
    view = booked(hub, "a", starts(hub)[5])
    given_up = cancel(hub, browser("a"), view.token)
    apply_cancelled(hub, LINK, view.id, given_up.version)
    assert only(Listener(hub, enrolled(hub)).hears(), BookingCancelled) == []


def test_a_replaced_box_gets_the_tickets_of_today_and_no_leased_seat(hub: Hub) -> None:
    grant_due(hub, ADMIN, OFFICE)
    first = Listener(hub, enrolled(hub))
    grants = only(first.hears(), LeaseGrant)
    node = Node(hub)
    node.says(ticket("1"))
    node.says(ticket("2", 3, "serving", counter="1", calls=1, wait=(5, 10)))
    told = Listener(hub, enrolled(hub)).hears()
    assert [b.ticket.id for b in only(told, TicketBack)] == ["1", "2"]
    assert only(told, TicketBack)[1].ticket == ticket(
        "2", 3, "serving", counter="1", calls=1, wait=(5, 10), issue_seq=2
    )
    assert only(told, LeaseGrant) == []
    assert {r.lease for r in only(told, LeaseRecall)} == {g.lease for g in grants}
    returned = LeaseReturn(lease=grants[0].lease, seats=grants[0].seats)
    assert apply_return(hub, LINK, OFFICE, returned) == 0


def test_the_box_before_can_read_no_more(hub: Hub) -> None:
    old = Listener(hub, enrolled(hub))
    old.hears()
    enrolled(hub)
    booked(hub, "a", starts(hub)[5])
    with pytest.raises(Refused, match="forged_batch"):
        old.hears()


def test_without_a_box_the_log_goes_on_for_the_next_one(hub: Hub) -> None:
    enrolled(hub)
    assert revoke_node(hub, ADMIN, OFFICE)
    assert not revoke_node(hub, ADMIN, OFFICE)
    view = booked(hub, "a", starts(hub)[5])
    with hub.database.read() as connection:
        head = dn_head(connection, OFFICE)
    assert head is not None
    assert (head.chain.key, head.chain.node) == (b"", "")
    assert [p.booking for p in only(Listener(hub, enrolled(hub)).hears(), BookingPut)] == [view.id]


def test_a_box_is_enrolled_for_a_known_office_only(hub: Hub) -> None:
    with pytest.raises(Refused, match="unknown_office"):
        enrolled(hub, "nowhere")


def test_one_day_is_told_again_whole(hub: Hub) -> None:
    box = Listener(hub, enrolled(hub))
    first = starts(hub)[5]
    other = next(at for at in starts(hub) if at.date() > first.date())
    view = booked(hub, "a", first)
    booked(hub, "b", other, contact=JAN)
    box.hears()
    with transaction(hub, LINK) as unit:
        resend_day(unit, OFFICE, first.date())
    day = first.date().isoformat()
    told = box.hears()
    assert told[0] == ResendBegun(applied_up=(0, 0), days=(day, day))
    assert [r.booking for r in only(told, BookingPut)] == [view.id]
    assert told[-1] == ResendEnded(days=(day, day))


def test_a_visit_of_yesterday_is_no_longer_told(hub: Hub) -> None:
    booked(hub, "a", starts(hub)[0])
    clock(hub).advance(days=8)
    assert only(Listener(hub, enrolled(hub)).hears(), BookingPut) == []
