"""Free ports of this machine: the usual ones where nobody has taken them.

The trap: a port found free can be taken by another program before it is used, so ports are found
as late as possible.
"""

import socket
from collections.abc import Sequence
from contextlib import ExitStack


def free_ports(wanted: Sequence[int]) -> list[int]:
    """One port for each wish, all different: the wanted one where it is free; 0 means any."""
    with ExitStack() as held:
        taken = [_bound(port) or _bound(0) for port in wanted]
        found = [held.enter_context(port) for port in taken if port is not None]
        return [int(port.getsockname()[1]) for port in found]


def _bound(port: int) -> socket.socket | None:
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen()  # else the same port could be bound once more
    except OSError:
        taken.close()
        return None
    return taken
