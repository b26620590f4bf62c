"""How many tickets a person with several matters gets (B-16); pure.

The rule belongs to the group of services: either one ticket whose matters are served in turn,
or a ticket for each. A service of no group is a ticket of its own.
"""

from collections.abc import Iterable

from queue_core.domain.office import OfficeDocument

Matters = tuple[str, ...]
"""The services of one ticket; the first one is called first and gives the number."""


def tickets_for(office: OfficeDocument, services: Iterable[str]) -> list[Matters]:
    """The matters of each ticket, in the order in which they were named; repeats count once."""
    shared = {group.id for group in office.groups if group.several_matters == "one_ticket"}
    tickets: dict[str, Matters] = {}
    for id in dict.fromkeys(services):
        service = office.service(id)
        together = service is not None and service.group in shared
        key = f"group {service.group}" if service and together else f"service {id}"
        tickets[key] = (*tickets.get(key, ()), id)
    return list(tickets.values())
