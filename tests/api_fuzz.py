"""Random calls made from an OpenAPI description: nothing breaks, nothing lies.

Each operation gets many requests. No answer may be a fault of ours, every answer must be
described, and what the description forbids is refused.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

EXAMPLES = 200 if os.environ.get("OKIENKO_PROOF") == "full" else 30
ANSWERED_ELSEWHERE = [
    ignored_auth,  # it invents a session cookie beside our valid key; see the tests of access
    positive_data_acceptance,  # takes a refusal by a rule (422) for one of the shape; see below
]

Known = Mapping[str, Sequence[str]]
"""Ids that exist, by the name of the parameter or member that takes one."""


def described_calls(written: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(path, method) of every operation, and of those that a request can get wrong."""
    described = json.loads(written.read_text("utf-8"))
    operations = [
        (path, method, operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    ]
    good = [(path, method) for path, method, _ in operations]
    return good, [(path, method) for path, method, one in operations if _can_be_wrong(one)]


def _can_be_wrong(operation: dict[str, Any]) -> bool:
    """Whether a request can break the description: a path that is any text can't."""
    parameters = [p for p in operation.get("parameters", ()) if p["schema"] != {"type": "string"}]
    return bool(parameters) or "requestBody" in operation


def _with_known(given: Any, known: Known) -> Any:
    """The same with most ids exchanged for one that exists: a random one leads nowhere."""
    if not isinstance(given, dict):
        return given
    exchanged = {}
    for name, value in given.items():
        places = [*known.get(name, ()), value] if isinstance(value, str) else [value]
        exchanged[name] = places[crc32(str(value).encode("utf-8", "replace")) % len(places)]
    return exchanged


def call_many(
    schema: BaseSchema, path: str, method: str, mode: GenerationMode, *, known: Known
) -> None:
    """Make many calls of one operation, good ones or bad ones."""

    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES // 2,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    def calls(case: Case) -> None:
        passed_over = list(ANSWERED_ELSEWHERE)
        if mode is GenerationMode.POSITIVE:
            passed_over.append(negative_data_rejection)
            case.path_parameters = _with_known(case.path_parameters, known)
            case.query = _with_known(case.query, known)
            case.body = _with_known(case.body, known)
        answer = case.call_and_validate(excluded_checks=passed_over)
        if mode is GenerationMode.POSITIVE and answer.status_code == 422:
            faults = {entry["fault"] for entry in answer.json().get("fields", ())}
            assert faults <= BY_RULE, answer.text  # what JSON Schema can't say

    calls()


BY_RULE = frozenset(
    {
        *("value_error", "before_first_day", "missing", "too_long", "not_a_phone"),
        *("not_an_email", "not_a_number", "not_a_date", "not_a_pesel", "too_short"),
        *("datetime_from_date_parsing", "datetime_parsing", "timezone_aware"),
    }
)
"""Faults of a member that only a rule can see."""
