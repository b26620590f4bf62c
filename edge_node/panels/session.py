"""Who asks: staff by a signed session, programs by a key, devices by their address.

The trap: the rights are read from the database at each request, so an account that is switched
off is out at once.
"""

from ipaddress import ip_address, ip_network

from flask import current_app, request, session

from edge_node.store.operators import Operator, api_key_holder, operator
from edge_node.store.unit import Command, Office
from queue_core.web.access import Actor, Doors, Right, current_actor
from queue_core.web.signing_in import StaffSessions

EXTENSION = "okienko_office"
_RIGHTS = {right.value: right for right in Right}


def office() -> Office:
    """The office that this application serves."""
    served: Office = current_app.extensions[EXTENSION]
    return served


SESSIONS = StaffSessions(
    now=lambda: office().clock.now(), hours=lambda: office().document.rules.session_hours
)
"""They end after the office's `session_hours`."""


def doors(device_networks: tuple[str, ...]) -> Doors:
    """How this node recognises people, programs and devices."""
    networks = [ip_network(network) for network in device_networks]

    def device() -> str | None:
        address = ip_address(request.remote_addr or "0.0.0.0")
        return str(address) if any(address in network for network in networks) else None

    return Doors(who=_who, device=device, login_endpoint="login.form")


def command(counter: str | None = None, id: str | None = None) -> Command:
    """The command of this request: its id comes from the form or the Idempotency-Key."""
    asked = id or request.headers.get("Idempotency-Key") or request.form.get("request_id")
    who = current_actor()
    return Command(
        id=asked or None,
        clerk=who.login if who else "",
        counter=counter,
        session=session.get("browser"),
        route="api" if _key() else "panel",
    )


def _who() -> Actor | None:
    key = _key()
    if key is not None:
        return _actor(api_key_holder(office().database.read(), key))
    login = SESSIONS.login()
    return _actor(operator(office().database.read(), login)) if login else None


def _actor(who: Operator | None) -> Actor | None:
    if who is None:
        return None
    return Actor(who.login, who.name, frozenset(_RIGHTS[r] for r in who.rights if r in _RIGHTS))


def _key() -> str | None:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" and key.strip() else None
