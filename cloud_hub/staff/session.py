"""Which member of staff asks, and in which offices he may work.

The trap: rights and offices are read from the database at each request, and what belongs to
another office is answered as if it were not there (B-144).
"""

from flask import current_app, g, request

from cloud_hub.served import hub
from cloud_hub.staff.operators import Operator, offices_of, operator
from cloud_hub.store.unit import Command
from queue_core.domain.errors import Refused, Unknown
from queue_core.web.access import Actor, Doors, Right, current_actor
from queue_core.web.signing_in import StaffSessions

SESSION_HOURS = 9.0
"""A working day; work extends it (B-168)."""
SESSIONS = StaffSessions(now=lambda: hub().clock.now(), hours=lambda: SESSION_HOURS)
_RIGHTS = {right.value: right for right in Right}


def doors() -> Doors:
    """How the hub recognises people; it has no devices of its own."""
    return Doors(who=_who, device=lambda: None, login_endpoint="login.form")


def staff_command() -> Command:
    """The command of this request; its id comes with the form."""
    who = current_actor()
    return Command(
        id=request.form.get("request_id") or None, actor=who.login if who else "", route="staff"
    )


def staff() -> Operator:
    """Who asks; for routes that need a right. Raises `session_expired`."""
    found = _operator()
    if found is None:
        raise Refused("session_expired")
    return found


def own_offices() -> tuple[str, ...]:
    """The active offices where whoever asks may work, in the institution's order."""
    if "own_offices" not in g:
        g.own_offices = offices_of(hub(), staff())
    own: tuple[str, ...] = g.own_offices
    return own


def check_own(office: str, thing: str) -> None:
    """Answer `unknown_<thing>` where the office is another one's, and say so in the log."""
    if office not in own_offices():
        current_app.logger.warning(
            "foreign office refused login=%s office=%s endpoint=%s",
            staff().login,
            office,
            request.endpoint,
        )
        raise Unknown(thing)


def _who() -> Actor | None:
    who = _operator()
    if who is None:
        return None
    return Actor(who.login, who.name, frozenset(_RIGHTS[r] for r in who.rights if r in _RIGHTS))


def _operator() -> Operator | None:
    if "operator" not in g:
        login = SESSIONS.login()
        g.operator = operator(hub(), login) if login else None
    found: Operator | None = g.operator
    return found
