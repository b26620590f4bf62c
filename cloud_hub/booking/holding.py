"""Holding a term while a person fills in the data."""

from cloud_hub.booking.answers import Held
from cloud_hub.booking.wishes import HoldWish
from cloud_hub.store.unit import Hub, Unit, use_case


@use_case
def hold(unit: Unit, wish: HoldWish) -> Held:
    """Hold a term for this browser session; a former hold of it is given back (B-86).

    Raises `term_taken` with `nearest` (instants), `outside_window`, `too_many_persons`,
    `unknown_service`, `office_away`.
    """
    raise NotImplementedError


@use_case
def extend(unit: Unit, booking: str) -> Held:
    """Once more so many minutes. Raises `hold_expired`, `already_extended`."""
    raise NotImplementedError


@use_case
def release(unit: Unit, booking: str) -> None:
    """Give a held or unconfirmed term back at once."""
    raise NotImplementedError


def held(hub: Hub, session: str) -> Held | None:
    """What this browser session holds now, held or unconfirmed."""
    raise NotImplementedError
