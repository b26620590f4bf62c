"""The OpenAPI document of an application: what APIFlask finds, completed with what only we know.

Added here: which refusals an operation has, who may use it, and one name for one shape. The
trap: APIFlask names a shape once for each parent (`TicketPage.Ticket`); such names are joined.
"""

from collections.abc import Iterator
from typing import Any

from apiflask import APIFlask

from queue_core.web.access import Access, access_of
from queue_core.web.api.contract import CODES, PREFIX, AnswerJson
from queue_core.web.problem_table import problem
from queue_core.web.problems import MEDIA_TYPE

Document = dict[str, Any]

GENERAL = (
    "session_expired",
    "no_right",
    "bad_request",
    "invalid_fields",
    "too_large",
    "wrong_media_type",
    "key_reused",
    "form_expired",
    "disk_full",
    "not_found",
    "unavailable",
)
"""Codes that do not belong to one operation."""

_METHODS = ("get", "post", "delete")
_PROBLEM: Document = {
    "type": "object",
    "description": "RFC 9457. `code` is stable, `detail` is a sentence in the language asked for.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {"type": "array", "items": {"type": "object"}},
    },
    "examples": [
        {
            "type": "urn:okienko:problem:limit_reached",
            "title": "All tickets for this service have been given out today.",
            "status": 409,
            "detail": "All tickets for this service have been given out today.",
            "code": "limit_reached",
        }
    ],
}
_KEY_HEADER: Document = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key again changes nothing and gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}
_SCHEMES: Document = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The session of a panel; changing calls then need the header X-CSRFToken.",
    },
}


def configure(app: APIFlask, description: str) -> None:
    """Tell APIFlask what it may not guess."""
    app.json = AnswerJson(app)
    app.config.update(
        DESCRIPTION=description,
        SERVERS=[{"url": "/"}],
        SECURITY_SCHEMES=_SCHEMES,
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )


def openapi(app: APIFlask) -> Document:
    """The whole document."""
    for panel in app.blueprints.values():
        if not hasattr(panel, "enable_openapi"):
            # asked of every blueprint that looks at requests first, also of those with pages
            panel.enable_openapi = False  # type: ignore[attr-defined]
    found = app.spec
    assert isinstance(found, dict)
    document: Document = _joined(found)
    document["components"]["schemas"]["Problem"] = _PROBLEM
    endpoints = _endpoints(app)
    for path, method, operation in operations(document):
        endpoint = endpoints[(path, method)]
        _require_body(operation, document["components"]["schemas"])
        _complete(operation, method, endpoint, access_of(app, endpoint) or Access())
    return document


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each (path, method, operation) of a document."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _complete(operation: Document, method: str, endpoint: str, access: Access) -> None:
    operation["operationId"] = endpoint.rpartition(".")[2]
    operation["security"] = _security(access)
    if access.rights:
        operation["x-rights"] = sorted(right.value for right in access.rights)
    if method == "post":
        operation["parameters"] = [*operation.get("parameters", []), _KEY_HEADER]
    for code in _codes(operation, method, access):
        _add_problem(operation["responses"], code)


def _endpoints(app: APIFlask) -> dict[tuple[str, str], str]:
    return {
        (rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}"), method.lower()): (
            rule.endpoint
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in rule.methods or ()
    }


def _security(access: Access) -> list[Document]:
    if access.everyone:
        return []
    ways: list[Document] = [{"key": []}, {"session": []}]
    return [*ways, {}] if access.devices else ways


def _require_body(operation: Document, schemas: Document) -> None:
    """A body is required when its shape has a required member; else it may be left out."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = content["schema"]["$ref"].rpartition("/")[2]
        operation["requestBody"]["required"] = bool(schemas[name].get("required"))


def _codes(operation: Document, method: str, access: Access) -> list[str]:
    """The codes of the operation's own rules, then those of every call of its kind."""
    codes = list(operation.setdefault(CODES, []))
    if not access.everyone:
        codes += ["session_expired", "no_right"]
    if "requestBody" in operation:
        codes += ["bad_request", "too_large", "wrong_media_type"]
    if operation.get("parameters") or "requestBody" in operation:
        codes += ["invalid_fields"]
    if method == "post":
        codes += ["key_reused"]
    if method in ("post", "delete"):
        codes += ["form_expired", "too_large", "disk_full"]
    operation[CODES] = list(dict.fromkeys(codes))
    return [*operation[CODES], "not_found", "unavailable"]


def _add_problem(responses: Document, code: str) -> None:
    status = str(problem(code).status)
    known = responses.setdefault(
        status,
        {
            "description": "",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    )
    named = [name for name in known["description"].split(", ") if name]
    known["description"] = ", ".join(dict.fromkeys([*named, f"`{code}`"]))


def _joined(document: Document) -> Document:
    """Shapes named for their parents get their own name; equal names are equal shapes."""
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {
        name.rpartition(".")[2]: schema for name, schema in sorted(schemas.items())
    }
    joined: Document = _renamed(document)
    return joined


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _short(part) if key == "$ref" else _renamed(part) for key, part in value.items()
        }
    return [_renamed(part) for part in value] if isinstance(value, list) else value


def _short(reference: str) -> str:
    folder, _, name = reference.rpartition("/")
    return f"{folder}/{name.rpartition('.')[2]}"
