"""For whoever watches over the hub: does it live, and can it work."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cloud_hub.served import hub
from queue_core.web.access import public

blueprint = Blueprint("health", __name__)


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


def _database_answers() -> bool:
    try:
        with hub().database.read() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        return False
