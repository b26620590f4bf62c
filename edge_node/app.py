"""The node's web application: one factory that hangs every panel on the shared web.

Gets the office and the signals from outside; starts no thread and opens no file of its own.
"""

from apiflask import APIFlask

from edge_node.panels import PANELS
from edge_node.panels.menu import PAGES
from edge_node.panels.session import EXTENSION, doors
from edge_node.store.unit import Office, fact
from queue_core.web.api.openapi import configure
from queue_core.web.live import Signals, live_blueprint
from queue_core.web.site import Site, install_web

_DESCRIPTION = "The queue of one office: everything that its screens can do, for programs."


def create_app(
    office: Office, signals: Signals, device_networks: tuple[str, ...] = ("127.0.0.0/8",)
) -> APIFlask:
    """The application of one office."""
    app = APIFlask(
        "edge_node", title="Okienko", version="1", enable_openapi=False, json_errors=False
    )
    app.config.update(
        SECRET_KEY=fact(office.database.read(), "session_key"),
        EXAMPLE=office.document.example,
        SIGNALS=signals,
    )
    configure(app, _DESCRIPTION)
    app.extensions[EXTENSION] = office
    site = Site(
        name=lambda: office.document.name,
        timezone=office.document.timezone,
        pages=PAGES,
        logout_endpoint="login.out",
    )
    install_web(app, site, doors(device_networks))
    app.register_blueprint(live_blueprint(signals))
    for panel in PANELS:
        app.register_blueprint(panel)
    return app
