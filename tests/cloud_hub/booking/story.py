"""How a citizen books, in the words of tests."""

from datetime import datetime, timedelta

from sqlalchemy import select

from cloud_hub.booking.answers import BookingView, Held
from cloud_hub.booking.confirming import confirm, give_contact
from cloud_hub.booking.holding import hold
from cloud_hub.booking.offer import free_terms
from cloud_hub.booking.wishes import Contact, HoldWish, TermsAsked
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Command, Hub

ANNA = Contact(name="Anna Żółć", phone="600 700 800", accepted_rules=True)
JAN = Contact(name="Jan Nowak", email="Jan@example.org", accepted_rules=True)
PLACE = ("plaza", "residence")


def browser(name: str) -> Command:
    """Somebody's browser session."""
    return Command(session=name, route="web")


def starts(
    hub: Hub, *, days: int = 7, place: tuple[str, str] = PLACE, persons: int = 1
) -> list[datetime]:
    """The free starts of the next days."""
    first = hub.clock.now().date()
    asked = TermsAsked(*place, first, first + timedelta(days=days), persons=persons)
    return [term.start for day in free_terms(hub, asked) for term in day.terms]


def held(hub: Hub, who: str, start: datetime, place: tuple[str, str] = PLACE) -> Held:
    """Hold a term in a browser."""
    return hold(hub, browser(who), HoldWish(*place, start))


def code_of(hub: Hub, booking: str) -> str:
    """The last code that was sent for a booking."""
    query = (
        select(outgoing_messages.c.facts)
        .where(
            outgoing_messages.c.booking == booking,
            outgoing_messages.c.kind == "confirmation_code",
        )
        .order_by(outgoing_messages.c.id.desc())
    )
    with hub.database.read() as connection:
        return str(connection.execute(query).scalars().all()[0]["code"])


def booked(
    hub: Hub,
    who: str,
    start: datetime,
    *,
    contact: Contact = ANNA,
    place: tuple[str, str] = PLACE,
) -> BookingView:
    """Book a term from the first press to the confirmation."""
    mine = held(hub, who, start, place)
    give_contact(hub, browser(who), mine.id, contact)
    return confirm(hub, browser(who), mine.id, code_of(hub, mine.id))


def messages(hub: Hub) -> list[str]:
    """The kinds of everything in the outgoing queue, in order."""
    query = select(outgoing_messages.c.kind).order_by(outgoing_messages.c.written_at)
    with hub.database.read() as connection:
        return list(connection.execute(query).scalars())
