"""The hub's web application: one factory that hangs every panel on the shared web.

Gets the hub from outside; starts no thread and opens no file of its own. The trap: behind proxies
of our own the citizen's address is in a header, and in nobody else's header.
"""

from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from cloud_hub.config import HubConfig
from cloud_hub.panels import PANELS
from cloud_hub.served import CONFIG, EXTENSION
from cloud_hub.staff.menu import PAGES
from cloud_hub.staff.session import doors
from cloud_hub.store.unit import Hub
from queue_core.web.api.openapi import configure
from queue_core.web.security import keep_to_https
from queue_core.web.site import Site, install_web

_DESCRIPTION = "Booking, the queues and the tickets of an institution, for programs."


def create_app(hub: Hub, config: HubConfig) -> APIFlask:
    """The application of one hub."""
    app = APIFlask(
        "cloud_hub", title="Okienko", version="1", enable_openapi=False, json_errors=False
    )
    app.config.update(
        SECRET_KEY=hub.keys.of("sessions"),
        SESSION_COOKIE_NAME="session_hub",  # a node may be on another port of this machine
        EXAMPLE=config.example,
    )
    configure(app, _DESCRIPTION)
    app.extensions[EXTENSION] = hub
    app.extensions[CONFIG] = config
    site = Site(
        name=lambda: config.institution,
        timezone="Europe/Warsaw",
        pages=PAGES,
        logout_endpoint="login.out",
    )
    install_web(app, site, doors())
    for panel in PANELS:
        app.register_blueprint(panel)
    if config.public_address.startswith("https://"):
        keep_to_https(app)
    if config.web.proxies:
        believed = config.web.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=believed, x_proto=believed, x_host=believed
        )
    return app
