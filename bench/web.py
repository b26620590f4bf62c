"""The node's web process with two more routes, which show what its server can do at best.

One does nothing at all. The other goes through the doors of the API (key, rights, checked
question, answer in JSON) and does nothing behind them.
"""

from flask import Blueprint, Flask, Response

from edge_node.panels.api import answers
from edge_node.panels.api.asking import asked
from edge_node.panels.api.questions import NewTicket
from edge_node.server import NodeServer
from queue_core.web.access import Right, needs, public
from queue_core.web.api.contract import api_blueprint
from queue_core.web.security import tokenless

EMPTY = "/bench/empty"
DOORS = "/api/v1/bench/doors"

blueprint = Blueprint("bench", __name__)
doors = api_blueprint("bench", "Bench")


@blueprint.post(EMPTY)
@tokenless
@public
def empty() -> Response:
    """Nothing is read, nothing is written."""
    return Response("", mimetype="text/plain")


@doors.post("/bench/doors")
@needs(Right.RECEPTION)
@doors.input(NewTicket, arg_name="wish")
@doors.output(answers.Day, status_code=201)
def through_the_doors(wish: NewTicket) -> answers.Day:
    """Everything that the API does around a use case."""
    return answers.Day(day=f"{asked().clerk} {wish.service}")


class BenchServer(NodeServer):
    """The node's server with the empty route."""

    def load(self) -> Flask:
        """Build the node's application and add the route."""
        app = super().load()
        app.register_blueprint(blueprint)
        app.register_blueprint(doors)
        return app
