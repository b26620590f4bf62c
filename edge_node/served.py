"""What the web process serves: the application with its office, its workers and its neighbours.

Imported when the web process has begun (see `server`), because it is most of the node's memory.
"""

from flask import Flask, got_request_exception

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.damage import end_if_damaged
from edge_node.neighbours import Neighbours
from edge_node.panels.hall import NEIGHBOURS
from edge_node.panels.kiosk_voice import READER
from edge_node.panels.paper import PAPERS
from edge_node.panels.slip_layout import SLIP_SAMPLES
from edge_node.wiring import PaperSamples, build_office, build_papers, build_reader
from edge_node.workers import Workers
from queue_core.web.live import Signals
from queue_core.web.security import keep_to_https


def build_served(config: NodeConfig, signals: Signals) -> Flask:
    """The application of this machine's office, with its background threads running."""
    office = build_office(config)
    Workers(office, config, signals).start()
    app = create_app(office, signals, config.web.device_networks)
    if config.web.certificate:
        keep_to_https(app)
    got_request_exception.connect(_look_for_damage, app)
    app.config[PAPERS] = build_papers(config)
    app.config[SLIP_SAMPLES] = PaperSamples(config, office.clock)
    app.config[READER] = build_reader(config)
    app.config[NEIGHBOURS] = Neighbours(config.neighbours)
    return app


def _look_for_damage(_app: Flask, exception: BaseException, **_more: object) -> None:
    end_if_damaged(exception)
