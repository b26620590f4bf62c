"""One booking of the register: the visit, the person, what happened, what may be done."""

from datetime import timedelta

from cloud_hub.booking.by_staff import SILENT_FOR
from cloud_hub.booking.conflicts import conflicts_of
from cloud_hub.booking.history import history
from cloud_hub.booking.register import RegisterRow
from cloud_hub.booking.register_pages import blueprint, conflict_words
from cloud_hub.booking.register_pages.desk import own_visit, page
from cloud_hub.messages.told import told_about
from cloud_hub.served import hub
from cloud_hub.store.offices import last_seen
from queue_core.domain.booking.bookings import BookingState
from queue_core.web.access import Right, current_actor, needs


@blueprint.get("/v/<booking>")
@needs(Right.REGISTER)
def booked(booking: str) -> str:
    """The booking's page."""
    row = own_visit(booking)
    return page(
        "register_visit.html",
        row=row,
        events=history(hub(), booking),
        conflicts=[(c, conflict_words.told(c)) for c in conflicts_of(hub(), booking)],
        told=told_about(hub(), booking),
        changeable=is_changeable(row),
        restorable=_is_restorable(row),
        releasable=_is_releasable(row),
    )


def is_changeable(row: RegisterRow) -> bool:
    """Whether the visit is still to come or to be finished; the use cases decide again."""
    over = row.booking.start + timedelta(minutes=row.booking.minutes)
    return row.booking.state == BookingState.CONFIRMED and hub().clock.now() < over


def _is_restorable(row: RegisterRow) -> bool:
    cancelled = row.booking.state == BookingState.CANCELLED and not row.next
    return cancelled and hub().clock.now() < row.booking.start


def _is_releasable(row: RegisterRow) -> bool:
    """Whether the office has been silent so long that a given up term may be freed by hand."""
    who = current_actor()
    if not row.unanswered or who is None or not who.may(Right.OVERBOOK):
        return False
    seen = last_seen(hub(), row.booking.office)
    return seen is None or hub().clock.now() - seen >= SILENT_FOR
