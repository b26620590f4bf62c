"""From a held term to a confirmed booking: contact, code, number, access code."""

from cloud_hub.booking.answers import BookingView, CodeSent
from cloud_hub.booking.wishes import Contact
from cloud_hub.store.unit import Command, Hub, Unit, use_case


@use_case
def give_contact(unit: Unit, booking: str, contact: Contact) -> CodeSent:
    """Check and keep the data, send the code; given again, the data are replaced.

    Raises `invalid_fields` with `fields` (name → code: `missing`, `too_long`, `not_a_phone`,
    `not_an_email`, `not_a_number`, `not_a_date`, `not_a_pesel`), `hold_expired`,
    `too_many_codes`, `limit_of_person`.
    """
    raise NotImplementedError


@use_case
def resend(unit: Unit, booking: str) -> CodeSent:
    """A new code in place of the last one. Raises `too_many_codes`, `hold_expired`."""
    raise NotImplementedError


def confirm(hub: Hub, command: Command, booking: str, code: str) -> BookingView:
    """Confirm by the six digits; numbers the visit and tells the office (T-09).

    Raises `wrong_code` with `left`, `too_many_codes`, `code_expired`, `term_taken` with
    `nearest`, `limit_of_person`, `unknown_booking`.
    """
    raise NotImplementedError
