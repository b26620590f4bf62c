"""A small application that uses every shared part of the web, for the tests of this folder."""

from dataclasses import dataclass, field
from threading import Thread

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from werkzeug.serving import BaseWSGIServer, make_server

from queue_core.web.access import Actor, Doors, Right
from queue_core.web.live import Signals, live_blueprint
from queue_core.web.site import Page, Site, install_web
from tests.queue_core.web.demo_pages import pages

CLERK = Actor("anna", "Anna", frozenset({Right.CALL}))


@dataclass
class Office:
    """What the demo shows: one number, who works, and what boards reported."""

    number: str = "A001"
    actor: Actor | None = CLERK
    device: str | None = None
    streams_opened: int = 0
    calls: int = 0
    painted: list[dict[str, object]] = field(default_factory=list)
    signals: Signals = field(default_factory=Signals)

    def call(self, number: str) -> None:
        """Show another number everywhere."""
        self.number = number
        self.signals.publish(self.signals.seq + 1, {"calls"})


def demo_app(office: Office) -> Flask:
    """The application; testing, so that an undeclared route raises."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for tests", TESTING=True, EXAMPLE=True)
    menu = (
        Page("demo.clerk", _l("Function keys"), frozenset({Right.CALL})),
        Page("demo.manage", _l("Language"), frozenset({Right.MANAGE})),
    )
    site = Site(lambda: "Urząd Miasta", "Europe/Warsaw", menu, logout_endpoint="demo.leave")
    install_web(app, site, Doors(lambda: office.actor, lambda: office.device, "demo.login"))
    app.register_blueprint(live_blueprint(office.signals))
    app.extensions["office"] = office
    app.register_blueprint(pages)

    @app.before_request
    def count_streams() -> None:
        office.streams_opened += request.path == "/live"

    return app


class Server:
    """The demo on a port of its own; `stop` and `start` again keep the port."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._server: BaseWSGIServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        app = demo_app(self._office)
        self._server = make_server("127.0.0.1", self.port, app, threaded=True)
        self.port = self._server.server_port
        Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        assert self._server is not None
        self._office.signals.end()
        self._office.signals = Signals(seq=self._office.signals.seq)
        self._server.shutdown()
        self._server.server_close()
