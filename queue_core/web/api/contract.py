"""What every part of the API shares: strict questions, plain answers, refusals by their codes.

Knows HTTP and no queue. The trap: in strict mode an hour or a state is text only while it is
still JSON, so a body is checked from its bytes and never from a decoded dictionary.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from apiflask import APIBlueprint
from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request, abort, request
from flask.json.provider import DefaultJSONProvider
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from werkzeug.datastructures import MultiDict

from queue_core.domain.errors import Refused
from queue_core.web.access import current_actor

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
LARGEST_BODY_BYTES = 64 * 1024
LARGEST_ID = 2**53
"""Beyond what any table here will hold, and still a whole number in every language."""
CODES = "x-problem-codes"
"""Member of an operation in the OpenAPI document: the stable codes it may refuse with."""

_KEY = re.compile(r"[!-~]{1,128}")

PLAIN = r"^[^\u0000-\u001f\u007f]*$"


def _whole(value: object) -> object:
    """JSON knows one kind of number: 1.0 is the whole number 1."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
"""For `Annotated[int, Field(...), WHOLE]`; the bounds stand before it to be described."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN)]
Line = Annotated[str, StringConstraints(max_length=300, pattern=PLAIN)]
Words = Annotated[
    str,
    StringConstraints(
        max_length=300, pattern=r"^[^\u0000-\u001f\u007f]*[!-~][^\u0000-\u001f\u007f]*$"
    ),
]


class Question(BaseModel):
    """A body that we are sent: exact types, no unknown member."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def example(**members: Any) -> ConfigDict:
    """The configuration of a shape that shows one in the documentation."""
    return ConfigDict(json_schema_extra={"examples": [members]})


class Filter(BaseModel):
    """Parameters of an address: numbers come as text, no unknown parameter."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What we send."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StrictAdapter(PydanticAdapter):
    """Reads bodies and parameters the strict way; APIFlask's own takes any content type."""

    def validate_input(self, request: Request, location: str, **_settings: Any) -> BaseModel:
        """The checked model. Raises `invalid_fields` with one entry for each fault."""
        try:
            if location == "query":
                return self.model_class.model_validate(_single(request.args))
            return self.model_class.model_validate_json(_json_bytes(request))
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            if any(fault["type"] == "json_invalid" for fault in faults):
                abort(400)
            raise Refused("invalid_fields", fields=[_told(fault) for fault in faults]) from error

    def serialize_output(self, data: Any, many: bool = False) -> Any:
        """The answer itself, for `AnswerJson` to write."""
        return data if isinstance(data, BaseModel) else super().serialize_output(data, many)


registry.register("pydantic", StrictAdapter)


class AnswerJson(DefaultJSONProvider):
    """Writes an answer straight from its shape: by way of a dictionary takes four times as long."""

    def dumps(self, obj: Any, **settings: Any) -> str:
        """The JSON of an answer, or of anything else as Flask does it."""
        if isinstance(obj, BaseModel):
            return obj.model_dump_json(by_alias=True)
        return super().dumps(obj, **settings)


def api_blueprint(name: str, tag: str) -> APIBlueprint:
    """A part of the API; `tag` is its heading in the documentation."""
    blueprint = APIBlueprint(f"api_{name}", __name__, tag=tag, url_prefix=PREFIX)
    blueprint.before_request(_check_envelope)
    return blueprint


def refuses(*codes: str) -> Callable[[View], View]:
    """Declare the codes a route refuses with, for the OpenAPI document."""

    def declare(view: View) -> View:
        spec: dict[str, Any] = view.__dict__.setdefault("_spec", {})
        spec.setdefault("extensions", {})[CODES] = list(codes)
        return view

    return declare


def asked_id() -> str | None:
    """The id of this request's command; keys of two callers never meet."""
    key = request.headers.get("Idempotency-Key")
    actor = current_actor()
    caller = actor.login if actor else ""
    return f"{caller} {key}" if key else None


def _check_envelope() -> None:
    """Refuse what is too large and keys that can't be kept."""
    request.max_content_length = LARGEST_BODY_BYTES
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise Refused("invalid_fields", fields=[{"field": "Idempotency-Key", "fault": "length"}])


def _json_bytes(request: Request) -> bytes:
    """The body; an empty one stands for an object without members."""
    body = request.get_data()
    if not body:
        return b"{}"
    if request.mimetype != "application/json":
        abort(415)
    return body


def _single(parameters: MultiDict[str, str]) -> dict[str, str]:
    doubled = [name for name, values in parameters.lists() if len(values) > 1]
    if doubled:
        raise Refused("invalid_fields", fields=[{"field": n, "fault": "repeated"} for n in doubled])
    return parameters.to_dict()


def _told(fault: Any) -> dict[str, str]:
    where = ".".join(str(part) for part in fault["loc"])
    return {"field": where or "body", "fault": fault["type"], "hint": fault["msg"]}
