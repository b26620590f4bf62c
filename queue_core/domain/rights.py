"""The single rights of staff and of API keys, and which of them make an administrator.

Knows names and sets, no person. The trap: the names stand in databases and travel to the nodes, so
a right is added or given up, never renamed.
"""

from enum import StrEnum


class Right(StrEnum):
    """One thing that somebody may do (B-143). Roles are made of these."""

    # At the office, also while it is cut off
    CALL = "call"
    CALL_CHOSEN = "call_chosen"
    RECEPTION = "reception"
    SET_PRIORITY = "set_priority"
    OVERRIDE_ARRIVAL = "override_arrival"
    BLOCK_KIOSK = "block_kiosk"
    END_ALARM = "end_alarm"
    CONFIRM_CLOCK = "confirm_clock"
    PAPER_DAY = "paper_day"
    DEVICES = "devices"
    MANAGE = "manage"
    BOARDS = "boards"

    # Bookings
    REGISTER = "register"
    CONTACTS = "contacts"
    OVERBOOK = "overbook"
    MASS_ACTIONS = "mass_actions"

    # Reports
    REPORTS = "reports"
    REPORTS_BY_CLERK = "reports_by_clerk"

    # Settings of the institution
    ORGANISATION = "organisation"
    SERVICES = "services"
    PLACES = "places"
    SCHEDULES = "schedules"
    TEXTS = "texts"
    SMS = "sms"

    # People and what is known of them
    OPERATORS = "operators"
    AUDIT = "audit"
    PERSONAL_DATA = "personal_data"

    # Communication
    MESSAGES = "messages"
    CAMPAIGNS = "campaigns"
    HOTLINE = "hotline"
    SETTLEMENT = "settlement"

    # Machines and programs
    FLEET = "fleet"
    API_KEYS = "api_keys"

    ADMINISTER = "administer"


GROUPS: dict[str, tuple[Right, ...]] = {
    "office": (
        *(Right.CALL, Right.CALL_CHOSEN, Right.RECEPTION, Right.SET_PRIORITY),
        *(Right.OVERRIDE_ARRIVAL, Right.BLOCK_KIOSK, Right.END_ALARM, Right.CONFIRM_CLOCK),
        *(Right.PAPER_DAY, Right.DEVICES, Right.MANAGE, Right.BOARDS),
    ),
    "bookings": (Right.REGISTER, Right.CONTACTS, Right.OVERBOOK, Right.MASS_ACTIONS),
    "reports": (Right.REPORTS, Right.REPORTS_BY_CLERK),
    "settings": (
        *(Right.ORGANISATION, Right.SERVICES, Right.PLACES, Right.SCHEDULES),
        *(Right.TEXTS, Right.SMS),
    ),
    "people": (Right.OPERATORS, Right.AUDIT, Right.PERSONAL_DATA),
    "communication": (Right.MESSAGES, Right.CAMPAIGNS, Right.HOTLINE, Right.SETTLEMENT),
    "machines": (Right.FLEET, Right.API_KEYS, Right.ADMINISTER),
}
"""Every right once, in the groups and in the order in which people read them."""

AT_THE_OFFICE = frozenset(GROUPS["office"])
"""What is done on the pages of an office's node."""

ADMINISTRATIVE = frozenset({Right.OPERATORS, Right.ORGANISATION, Right.API_KEYS, Right.ADMINISTER})
"""Whoever holds one of these is an administrator and needs a second factor."""
