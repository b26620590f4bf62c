"""Seats that only the sample office sells: Monday, from eight o'clock, with numbers and codes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from edge_node.office.leased_sales import Desk, Wish, sell_leased
from edge_node.store.bookings import Booking
from edge_node.store.unit import Command, Office
from queue_core.wire.records import LeaseGrant
from tests.edge_node.office.hub import tell

EIGHT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, eight o'clock in Toruń."""
QUARTER = timedelta(minutes=15)
AT_KIOSK = Desk("kiosk", kiosk="1")
AT_DESK = Desk("reception")


def grant(office: Office, **changes: Any) -> LeaseGrant:
    """An hour of one seat, and numbers for both matters of the hall."""
    facts: dict[str, Any] = {
        "lease": "l1",
        "calendar": "hall",
        "day": "2026-11-23",
        "seats": cells(4),
        "numbers": (("AR05", "111111"), ("AR06", "222222"), ("BR01", "333333")),
    }
    record = LeaseGrant(**facts | changes)
    tell(office, record)
    return record


def cells(visits: int, first: datetime = EIGHT, seat: int = 1) -> tuple[tuple[datetime, int], ...]:
    """The seats of so many visits of a quarter, one after another."""
    return tuple((first + timedelta(minutes=5 * n), seat) for n in range(3 * visits))


def sell(
    office: Office,
    start: datetime = EIGHT,
    at: Desk = AT_KIOSK,
    *,
    by: Command | None = None,
    **wish: Any,
) -> Booking:
    """Book a visit about an identity card, where nothing else is wished."""
    wanted = {"service": "id_cards"} | wish
    return sell_leased(office, by or Command(), Wish(start=start, **wanted), at)
