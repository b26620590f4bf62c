"""Who and what is left when serving hours end: people, counters, a clock nobody vouched for."""

from dataclasses import dataclass
from datetime import datetime

from edge_node.office.day import day_is_due
from edge_node.office.trusted_time import clock_trusted
from edge_node.store.unit import Office
from edge_node.views.queue_state import QueueState, queue_state
from edge_node.views.seats import Seat, seats
from queue_core.domain.calendar import hours_on, local_day
from queue_core.domain.tickets import Ticket


@dataclass(frozen=True)
class DayEnd:
    """The end of the day as the staff see it.

    `serving_until` is None on a closed day; `day_due` says that a later day wants to begin.
    """

    queue: QueueState
    left: tuple[Ticket, ...]
    open_posts: tuple[Seat, ...]
    serving_until: datetime | None
    clock_trusted: bool
    day_due: bool

    @property
    def over(self) -> bool:
        """Whether serving hours have ended."""
        return self.serving_until is None or self.queue.now >= self.serving_until


def day_end_view(office: Office) -> DayEnd:
    """What is left now."""
    queue = queue_state(office)
    today = local_day(queue.now, queue.office.zone)
    hours = [hours_on(queue.office, service, today) for service in queue.office.services]
    return DayEnd(
        queue=queue,
        left=queue.tickets,
        open_posts=tuple(
            seat for seat in seats(office.database.read(), queue) if seat.status.state != "closed"
        ),
        serving_until=max((h.serving_until for h in hours if h), default=None),
        clock_trusted=clock_trusted(office),
        day_due=day_is_due(office),
    )
