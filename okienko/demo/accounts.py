"""The staff of a demonstration and its API key: known to everybody, never for a real office."""

from edge_node.config import NodeConfig
from edge_node.prepare import prepare
from edge_node.store.operators import new_api_key, set_operator
from edge_node.store.unit import Command
from queue_core.web.access import Right

_CLERK = (Right.CALL,)
_RECEPTION = (Right.RECEPTION, Right.SET_PRIORITY, Right.BLOCK_KIOSK, Right.PAPER_DAY)
_MANAGER = (
    *(Right.CALL, Right.CALL_CHOSEN, Right.REPORTS, Right.MANAGE, Right.DEVICES),
    *(Right.END_ALARM, Right.CONFIRM_CLOCK),
)

STAFF: dict[str, tuple[str, tuple[Right, ...]]] = {
    "anna": ("Anna Przykładowa", _CLERK),
    "piotr": ("Piotr Przykładowy", _CLERK),
    "recepcja": ("Recepcja", _RECEPTION),
    "kierownik": ("Kierownik", (*_MANAGER, *_RECEPTION)),
    "admin": ("Administrator", tuple(Right)),
}
"""Login, name and rights; the password is the login."""


def set_up_accounts(config: NodeConfig) -> str:
    """Make the node's database with its staff; returns an API key that may do everything."""
    office = prepare(config)
    for login, (name, rights) in STAFF.items():
        set_operator(office, Command(), login, name, login, tuple(right.value for right in rights))
    with office.database.write() as connection:
        key = new_api_key(connection, "demo", [right.value for right in Right], office.clock.now())
    office.database.close()
    return key
