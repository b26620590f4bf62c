"""Who may use which route: every route says so, and a route that says nothing is refused.

Knows rights and declarations; how a person or a device is recognised is given by the
application. The trap: a declaration must stand below `@route`, or Flask never sees it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from queue_core.domain.errors import Refused
from queue_core.domain.rights import Right as Right  # every route that declares one needs both

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "okienko_access"
_OURS = re.compile(r"/(?![/\\])[!-~]*")
"""A path of this site: browsers drop tabs and read backslashes as slashes, so neither may be in."""


@dataclass(frozen=True)
class Actor:
    """The person or API key behind a request."""

    login: str
    name: str
    rights: frozenset[Right]

    def may(self, *rights: Right) -> bool:
        """Whether one of `rights` is held."""
        return not self.rights.isdisjoint(rights)


@dataclass(frozen=True)
class Access:
    """What a route declares. `rights` None: no person; empty: any signed-in person."""

    everyone: bool = False
    devices: bool = False
    rights: frozenset[Right] | None = None


@dataclass(frozen=True)
class Doors:
    """How the application recognises who asks.

    `device` answers the name of the kiosk or board behind the request, or None.
    """

    who: Callable[[], Actor | None]
    device: Callable[[], str | None]
    login_endpoint: str | None = None


def public(view: View) -> View:
    """Everybody, also without a name."""
    return _declare(view, Access(everyone=True))


def device(view: View) -> View:
    """A kiosk, a board or another device of the office."""
    return _declare(view, Access(devices=True))


def device_or_staff(view: View) -> View:
    """A device of the office, or any signed-in person."""
    return _declare(view, Access(devices=True, rights=frozenset()))


def signed_in(view: View) -> View:
    """Any signed-in person, whatever the rights."""
    return _declare(view, Access(rights=frozenset()))


def needs(*rights: Right) -> Callable[[View], View]:
    """A person or key that holds one of `rights`."""
    if not rights:
        raise ValueError("needs() without a right: use signed_in")
    return lambda view: _declare(view, Access(rights=frozenset(rights)))


def install_access(app: Flask, doors: Doors) -> None:
    """Refuse every request that its route's declaration does not allow."""
    app.extensions["okienko_doors"] = doors
    app.before_request(_guard)
    app.jinja_env.globals.update(actor=current_actor, Right=Right, sign_in_url=_sign_in_url)


def current_actor() -> Actor | None:
    """Who asks, recognised once per request."""
    if "actor" not in g:
        g.actor = _doors().who()
    actor: Actor | None = g.actor
    return actor


def current_device() -> str | None:
    """The name of the kiosk or board that asks, recognised once per request."""
    if "device" not in g:
        g.device = _doors().device()
    name: str | None = g.device
    return name


def undeclared_routes(app: Flask) -> list[str]:
    """The rules of all routes that forgot to declare; a guard test wants none."""
    rules: Iterable[Any] = app.url_map.iter_rules()
    return sorted(rule.rule for rule in rules if access_of(app, rule.endpoint) is None)


def for_devices_only(endpoint: str | None) -> bool:
    """Whether the route belongs to kiosks and boards and to no person."""
    access = access_of(current_app, endpoint) if endpoint else None
    return access is not None and access.devices and access.rights is None


def next_page(otherwise: str) -> str:
    """Where to go after the login: the `next` parameter if it is a page of ours."""
    wanted = request.args.get("next", "")
    return wanted if _OURS.fullmatch(wanted) else otherwise


def _declare(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What the route of an endpoint declared, or None."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return Access(everyone=True)
    declared: Access | None = getattr(app.view_functions.get(endpoint), _MARK, None)
    return declared


def _doors() -> Doors:
    doors: Doors = current_app.extensions["okienko_doors"]
    return doors


def _guard() -> Response | None:
    if request.endpoint is None or request.method == "OPTIONS":
        return None  # 404 and 405 are told by the router
    access = access_of(current_app, request.endpoint)
    if access is None:
        if current_app.testing:
            raise RuntimeError(f"{request.endpoint} does not declare who may use it")
        current_app.logger.error("undeclared route refused endpoint=%s", request.endpoint)
        abort(403)
    if access.everyone or (access.devices and current_device() is not None):
        return None
    return _check_person(access)


def _check_person(access: Access) -> Response | None:
    if access.rights is None:
        raise Refused("no_right")
    actor = current_actor()
    if actor is None:
        return _ask_to_sign_in()
    if access.rights and not actor.may(*access.rights):
        raise Refused("no_right")
    return None


def _ask_to_sign_in() -> Response:
    """A page leads to the login and back; a script or an API client is told 401."""
    login = _sign_in_url()
    wants_page = request.method == "GET" and "X-Requested-With" not in request.headers
    if login is None or not wants_page or request.path.startswith("/api/"):
        raise Refused("session_expired")
    return redirect(login)


def _sign_in_url() -> str | None:
    """The login that leads back to the present page; None where nobody signs in."""
    login = _doors().login_endpoint
    return url_for(login, next=request.full_path.rstrip("?")) if login else None
