"""For whoever watches over the machine: does it live, can it work, and its numbers."""

from flask import Blueprint, Response, current_app, jsonify

from edge_node.panels.session import office
from edge_node.views.health import checks
from edge_node.views.meters import meters
from queue_core.web.access import device_or_staff, public
from queue_core.web.live import Signals

blueprint = Blueprint("health", __name__)

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """200 when the node can do its work, 503 when a needed check fails; with every check."""
    found = checks(office())
    is_ready = all(check.ok for check in found if check.needed)
    told = {
        check.name: {"ok": check.ok, "needed": check.needed, "detail": check.detail}
        for check in found
    }
    return jsonify(ready=is_ready, checks=told), 200 if is_ready else 503


@blueprint.get("/metrics")
@device_or_staff
def metrics() -> Response:
    """Numbers for Prometheus; from the office's own network, or with an API key."""
    signals: Signals = current_app.config["SIGNALS"]
    return Response(meters(office(), signals.streams), content_type=_PROMETHEUS)
