"""An answer that everybody may have: other sites may read it, and a cache may keep it a while."""

from flask import Response, request

from queue_core.web.api.contract import Answer


def open_data(told: Answer, fresh_seconds: int) -> Response:
    """The answer with its ETag, or 304 for who has it already."""
    response = Response(told.model_dump_json(), mimetype="application/json")
    response.add_etag(weak=True)
    response.headers["Cache-Control"] = f"public, max-age={fresh_seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response
