"""The node's web process with one more route, which does nothing."""

import sys
from pathlib import Path

from flask import Blueprint, Flask, Response

from edge_node.config import load_config
from edge_node.server import NodeServer
from queue_core.logs import set_up_logs
from queue_core.web.access import public
from queue_core.web.security import tokenless

EMPTY = "/bench/empty"

blueprint = Blueprint("bench", __name__)


@blueprint.post(EMPTY)
@tokenless
@public
def empty() -> Response:
    """Nothing is read, nothing is written."""
    return Response("", mimetype="text/plain")


class BenchServer(NodeServer):
    """The node's server with the empty route."""

    def load(self) -> Flask:
        """Build the node's application and add the route."""
        app = super().load()
        app.register_blueprint(blueprint)
        return app


if __name__ == "__main__":
    config = load_config(Path(sys.argv[1]))
    set_up_logs(config.log)
    BenchServer(config).run()
