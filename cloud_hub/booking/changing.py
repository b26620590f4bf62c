"""Finding, cancelling and moving a booking, by its link or by its code."""

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.wishes import FindWish, MoveWish
from cloud_hub.store.unit import Command, Hub, Unit, use_case


def by_token(hub: Hub, token: str) -> BookingView:
    """The booking behind a link; a moved one leads to where it is now. Raises `unknown_booking`."""
    raise NotImplementedError


def find(hub: Hub, command: Command, wish: FindWish) -> BookingView:
    """By code and phone or e-mail. Raises `unknown_booking`, `too_many_tries` with `seconds`."""
    raise NotImplementedError


@use_case
def cancel(unit: Unit, token: str) -> BookingView:
    """Cancel by link (B-84). Raises `unknown_booking`, `already_arrived`, `too_late_to_cancel`,
    `no_online_cancelling`."""
    raise NotImplementedError


@use_case
def move(unit: Unit, wish: MoveWish) -> BookingView:
    """Move to another term at once; the old one goes back only now (B-99). Raises as `cancel`,
    and `term_taken` with `nearest`, `outside_window`."""
    raise NotImplementedError
