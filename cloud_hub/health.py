"""For whoever watches over the hub: does it live, can it work, and its numbers."""

from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, abort, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cloud_hub.meters import meters
from cloud_hub.served import config, hub
from queue_core.web.access import public

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
    """200 when the hub can do its work, 503 when a check fails; with every check."""
    checks = {"database": _database_answers()}
    is_ready = all(checks.values())
    return jsonify(ready=is_ready, checks=checks), 200 if is_ready else 503


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Numbers for Prometheus, from `metrics_networks` alone; for anybody else there are none."""
    asks = ip_address(request.remote_addr or "0.0.0.0")
    if not any(asks in ip_network(network) for network in config().web.metrics_networks):
        abort(404)
    return Response(meters(hub()), content_type=_PROMETHEUS)


def _database_answers() -> bool:
    try:
        with hub().database.read() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        return False
