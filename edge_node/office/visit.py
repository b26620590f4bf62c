"""A person with several matters takes all tickets at once, in one transaction (B-16)."""

from dataclasses import replace

from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.matters import tickets_for
from queue_core.domain.tickets import Ticket


@use_case
def issue_visit(unit: Unit, order: Order) -> list[Ticket]:
    """Issue what the matters of `order` need: one ticket, or one for each.

    All of them or none: raises what `issue_ticket` raises for the first that is refused.
    """
    return [
        issue_ticket.within(unit, replace(order, service=first, more_services=tuple(more)))
        for first, *more in tickets_for(unit.office, (order.service, *order.more_services))
    ]
