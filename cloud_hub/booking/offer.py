"""What can be booked, where and when; computed when somebody asks, in one query."""

from dataclasses import dataclass

from cloud_hub.booking.answers import DayOffer
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.settings import ServiceBooking
from queue_core.domain.office import OfficeDocument, Service


@dataclass(frozen=True)
class Place:
    """An office where a matter can be booked."""

    office: OfficeDocument
    service: Service
    booking: ServiceBooking


@dataclass(frozen=True)
class Matter:
    """A service that can be booked, with every place that has it; `id` is the service's."""

    id: str
    service: Service
    places: tuple[Place, ...]


def catalogue(hub: Hub) -> tuple[Matter, ...]:
    """Every matter that can be booked, in the order of the documents (B-97)."""
    raise NotImplementedError


def place(hub: Hub, office: str, service: str) -> Place:
    """One service at one office. Raises `unknown_office`, `unknown_service`."""
    raise NotImplementedError


def free_terms(hub: Hub, asked: TermsAsked) -> tuple[DayOffer, ...]:
    """The days asked for, cut to the booking window (B-78, B-79). Raises `unknown_service`,
    `too_many_persons`."""
    raise NotImplementedError
