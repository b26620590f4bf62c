"""A refusal or a failure as a friendly page, or as an RFC 9457 document for programs.

Knows codes and statuses, never a panel. The trap: API clients get the document also for
404 and 405, which Flask raises before any view of the API runs.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import format_date, format_time
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from queue_core.domain.errors import Refused
from queue_core.web.problem_table import BY_STATUS, problem

MEDIA_TYPE = "application/problem+json"

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def install_problems(app: Flask) -> None:
    """Answer every refusal and every HTTP error in the language of the request."""
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(CSRFError, lambda _error: answer("form_expired"))
    app.register_error_handler(HTTPException, _on_http)


def sentence(refused: Refused) -> str:
    """What a person reads, in the language of the request; names facts where they are known."""
    return _sentence(refused.code, refused.facts)


def document(
    code: str, *, status: int | None = None, facts: Mapping[str, object] | None = None
) -> Response:
    """The problem document of `code`; `facts` become its further members."""
    known = facts or {}
    body: dict[str, Any] = {name: _plain(value) for name, value in known.items()}
    body |= {
        "type": f"urn:okienko:problem:{code}",
        "title": str(problem(code).sentence),
        "status": status or problem(code).status,
        "detail": _sentence(code, known),
        "code": code,
    }
    response = jsonify(body)
    response.status_code = body["status"]
    response.mimetype = MEDIA_TYPE
    return response


def answer(
    code: str, *, status: int | None = None, facts: Mapping[str, object] | None = None
) -> Response:
    """The document for programs, the page for people."""
    if _wants_document():
        return document(code, status=status, facts=facts)
    known = facts or {}
    shown = status or problem(code).status
    page = render_template("error.html", sentence=_sentence(code, known), code=code, status=shown)
    return Response(page, status=shown, mimetype="text/html")


def _on_refused(refused: Refused) -> Response:
    current_app.logger.info("refused code=%s endpoint=%s", refused.code, request.endpoint)
    return answer(refused.code, facts=refused.facts)


def _on_http(error: HTTPException) -> Response:
    """Redirects pass; `Allow`, `Retry-After` and the like are kept."""
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, dict(error.get_headers()))
    general = "bad_request" if status < 500 else "internal_error"
    response = answer(BY_STATUS.get(status, general), status=status)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _wants_document() -> bool:
    if request.path.startswith("/api/"):
        return True
    offered = ["text/html", MEDIA_TYPE, "application/json"]
    return request.accept_mimetypes.best_match(offered, "text/html") != "text/html"


def _sentence(code: str, facts: Mapping[str, object]) -> str:
    row = problem(code)
    if row.told is not None:
        text = str(row.told)
        named = _PLACEHOLDER.findall(text)
        if all(facts.get(name) not in (None, "") for name in named):
            return text % {name: _shown(facts[name]) for name in named}
    return str(row.sentence)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return str(format_time(value, "HH:mm"))
    if isinstance(value, date):
        return str(format_date(value, "long"))
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, (str, int, float, list, dict)):
        return value
    return str(value)
