"""The API's own description: the OpenAPI document, and a page that a person can read.

The page is made here from the document, because the usual viewers load their scripts from
foreign hosts.
"""

from functools import lru_cache
from typing import Any

from apiflask import APIFlask
from flask import Blueprint, Response, current_app, jsonify, render_template

from queue_core.web.access import public
from queue_core.web.api.contract import CODES, PREFIX
from queue_core.web.api.openapi import GENERAL, Document, openapi, operations
from queue_core.web.fragments import fragment

blueprint = Blueprint(
    "api_docs",
    __name__,
    url_prefix=PREFIX,
    template_folder="templates",
    static_folder="static",
    static_url_path="/api-static",
)


@blueprint.get("/openapi.json")
@public
@fragment
def document() -> Response:
    """The OpenAPI document."""
    return jsonify(_document(_app()))


@blueprint.get("/docs")
@public
def page() -> str:
    """The same for people."""
    whole = _document(_app())
    chapters: dict[str, list[dict[str, Any]]] = {}
    for path, method, operation in operations(whole):
        own = [code for code in operation[CODES] if code not in GENERAL]
        entry = {"path": path, "method": method.upper(), "operation": operation, "refuses": own}
        chapters.setdefault(operation["tags"][0], []).append(entry)
    return render_template("api_docs.html", document=whole, chapters=chapters, general=GENERAL)


@blueprint.app_template_filter("shape")
def shape_name(reference: str) -> str:
    """The name of the shape that a reference points to."""
    return reference.rpartition("/")[2]


@blueprint.app_template_filter("kind_of")
def kind_of(schema: dict[str, Any]) -> str:
    """A schema in a few words, for people."""
    if "$ref" in schema:
        return shape_name(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(kind_of(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = str(schema.get("format") or schema.get("type") or schema.get("const", "any"))
    if kind == "array" and "items" in schema:
        return f"list of {kind_of(schema['items'])}"
    limits = ("minimum", "maximum", "minLength", "maxLength", "maxItems", "default")
    told = [f"{name} {schema[name]}" for name in limits if name in schema]
    return f"{kind} ({', '.join(told)})" if told else kind


@lru_cache(maxsize=4)
def _document(app: APIFlask) -> Document:
    """Built once; an application does not change while it runs."""
    return openapi(app)


def _app() -> APIFlask:
    app: APIFlask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
