"""What pages and API ask of a visitor before they do something that costs others: limits, and work.

Knows the request and the settings of the machine. The trap: addresses are people, so they leave
this module only as keyed hashes.
"""

from flask import request

from cloud_hub.booking.contacts import email_address, phone_number
from cloud_hub.defence.counting import Limit, spend
from cloud_hub.defence.work import challenge, is_pressed, is_solved, note_wish
from cloud_hub.served import config, hub
from queue_core.domain.errors import Refused


def check_hold(solution: str) -> None:
    """May one more term be held from here? Under pressure the work must be proved.

    Raises `too_many_requests`, `work_missing`.
    """
    limits = config().defence
    spend(hub(), Limit("holds of an address", limits.holds_per_address_hour), _address())
    note_wish(hub())
    if work_asked() and not is_solved(hub(), solution):
        raise Refused("work_missing")


def work_asked() -> bool:
    """Whether work must be proved now before a term is held."""
    return is_pressed(hub(), config().defence.calm_holds)


def task() -> str:
    """The work for the page of hours as JSON; empty while nobody presses."""
    return challenge(hub(), config().defence.work) if work_asked() else ""


def check_code_sent(phone: str, email: str) -> None:
    """May one more code be sent? Raises `too_many_requests`."""
    limits = config().defence
    spend(hub(), Limit("codes of an address", limits.codes_per_address_hour), _address())
    contact = phone_number(phone) or email_address(email) or ""
    spend(hub(), Limit("codes of a contact", limits.codes_per_contact_hour), contact)


def check_notice(contact: str) -> None:
    """May somebody be written to from an e-ticket? Raises `too_many_requests`."""
    check_code_sent(contact, contact)


def check_search() -> None:
    """May one more booking be looked for? Raises `too_many_requests`."""
    limits = config().defence
    spend(hub(), Limit("searches of an address", limits.searches_per_address_hour), _address())


def _address() -> str:
    return request.remote_addr or ""
