"""Who waits before one counter, by the rules of calling: for its panel and for the light of its
button."""

from edge_node.store.counters import desk
from edge_node.views.queue_state import QueueState
from queue_core.domain.calling import Queue, offered
from queue_core.domain.office import Counter
from queue_core.domain.tickets import State, Ticket


def waiting_before(
    queue: QueueState, counter: Counter
) -> tuple[tuple[Ticket, ...], tuple[Ticket, ...]]:
    """Who waits, split into those whom the rules offer to this counter and the others."""
    states = {state.id: state for state in queue.counters}
    desks = {c.id: desk(c, states[c.id].clerk) for c in queue.office.counters}
    facts = Queue(
        tickets=queue.tickets,
        open_desks=[d for d in desks.values() if states[d.id].state == "open"],
        services={},
        now=queue.now,
        day=queue.day,
        rules=queue.office.rules,
    )
    waiting = sorted(
        (t for t in queue.tickets if t.state is State.WAITING),
        key=lambda t: (t.queue_time, t.issue_seq),
    )
    answers = [(t, offered(t, desks[counter.id], facts)) for t in waiting]
    return tuple(t for t, mine in answers if mine), tuple(t for t, mine in answers if not mine)
