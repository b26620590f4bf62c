"""The command of an API request at this node."""

from edge_node.panels.session import command
from edge_node.store.unit import Command
from queue_core.web.api.contract import asked_id


def asked(counter: str | None = None) -> Command:
    """The command of this request; the same `Idempotency-Key` again changes nothing."""
    return command(counter, id=asked_id())
