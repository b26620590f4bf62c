"""Puts the shared web on a Flask application: one call in the application's factory.

Knows every part of this package and no panel. The trap: the secret key, the session's
settings and `EXAMPLE` must be in `app.config` before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from ulid import ULID

from queue_core.web.access import Doors, Right, current_actor, install_access, signed_in
from queue_core.web.charts import bar_chart
from queue_core.web.live import STREAM
from queue_core.web.problems import install_problems
from queue_core.web.security import install_security
from queue_core.web.texts import install_texts


@dataclass(frozen=True)
class Page:
    """An entry of the staff menu: `text` is lazy; seen by holders of one of `rights`.

    No rights: seen by everybody who is signed in.
    """

    endpoint: str
    text: Any
    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True)
class Site:
    """What the frame of every page shows. `name` is asked at each page: it can change."""

    name: Callable[[], str]
    timezone: str
    pages: tuple[Page, ...] = ()
    logout_endpoint: str | None = None


def install_web(app: Flask, site: Site, doors: Doors) -> None:
    """Look, texts, access, security, problem pages; needs `SECRET_KEY` in the configuration."""
    app.config.setdefault("BOOTSTRAP_SERVE_LOCAL", True)
    app.config.setdefault("EXAMPLE", False)
    Bootstrap5(app)
    app.register_blueprint(_shared())
    install_texts(app, timezone=site.timezone)
    install_problems(app)
    install_access(app, doors)
    install_security(app)
    app.jinja_env.globals.update(
        site=site,
        menu=lambda: _menu(site),
        new_request_id=lambda: str(ULID()),
        bar_chart=bar_chart,
        has_stream=lambda: STREAM in app.view_functions,
    )


def _shared() -> Blueprint:
    """Templates and files of every page, and whether a session is still there."""
    web = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/web"
    )

    @web.get("/session")
    @signed_in
    def session() -> tuple[str, int]:
        return "", 204

    return web


def _menu(site: Site) -> list[Page]:
    actor = current_actor()
    if actor is None:
        return []
    return [page for page in site.pages if not page.rights or actor.may(*page.rights)]
