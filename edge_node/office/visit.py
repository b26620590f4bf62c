"""A person with several matters takes all tickets at once, in one transaction (B-16).

How many that are is the office's rule, never the wish of whoever asks.
"""

from dataclasses import replace

from edge_node.office.issuing import Order, check_service, issue_ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused
from queue_core.domain.matters import tickets_for
from queue_core.domain.tickets import Ticket

_SEPARATE = {
    "field": "more_services",
    "fault": "separate_tickets",
    "hint": "This office gives these services a ticket each; ask for each of them.",
}


@use_case
def issue_visit(unit: Unit, order: Order) -> list[Ticket]:
    """Issue what the matters of `order` need: one ticket, or one for each.

    All of them or none: raises what `issue_ticket` raises for the first that is refused.
    """
    return [
        issue_ticket.within(unit, replace(order, service=first, more_services=tuple(more)))
        for first, *more in tickets_for(unit.office, (order.service, *order.more_services))
    ]


@use_case
def issue_single(unit: Unit, order: Order) -> Ticket:
    """Issue the one ticket that the matters of `order` share.

    Raises `invalid_fields` where the office gives them a ticket each, and what `issue_ticket`
    raises.
    """
    wanted = (order.service, *order.more_services)
    for service in wanted:
        check_service(unit, service)
    if len(tickets_for(unit.office, wanted)) > 1:
        raise Refused("invalid_fields", fields=[_SEPARATE])
    (issued,) = issue_visit.within(unit, order)
    return issued
