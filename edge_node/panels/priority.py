"""Who may give a person priority: the same for the reception and for the API."""

from queue_core.domain.errors import Refused
from queue_core.domain.tickets import Priority
from queue_core.web.access import Right, current_actor


def allowed_priority(wanted: Priority) -> Priority:
    """The priority, once it is sure that this actor may give it. Raises `no_right`."""
    actor = current_actor()
    if wanted is not Priority.NORMAL and (actor is None or not actor.may(Right.SET_PRIORITY)):
        raise Refused("no_right")
    return wanted
