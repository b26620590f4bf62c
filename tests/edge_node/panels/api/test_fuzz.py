"""Random calls, good and bad, against the real application: nothing breaks, nothing lies.

Each operation gets many requests made from its own OpenAPI description. No answer may be a
fault of ours, every answer must be described, and what the description forbids is refused.
"""

import json
import os
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from edge_node.app import create_app
from edge_node.store.operators import new_api_key
from queue_core.web.access import Right
from queue_core.web.live import Signals
from tests.edge_node.sample import build_office, opened, take

EXAMPLES = 200 if os.environ.get("OKIENKO_PROOF") == "full" else 30
ANSWERED_ELSEWHERE = [
    ignored_auth,  # it invents a session cookie beside our valid key; see test_api_access
    positive_data_acceptance,  # takes a refusal by a rule (422) for one of the shape; see below
]
WRITTEN = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"

KNOWN: dict[str, list[str]] = {
    "no": ["1", "2", "3"],
    "counter": ["1", "2", "3"],
    "service": ["id_cards", "residence"],
    "kiosk": ["1", "2"],
    "id": ["1"],
}
KNOWN["ticket"] = KNOWN["id"]


def written_operations() -> list[tuple[str, str, dict[str, Any]]]:
    described = json.loads(WRITTEN.read_text("utf-8"))
    return [
        (path, method, operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    ]


def can_be_wrong(operation: dict[str, Any]) -> bool:
    """Whether a request can break the description: a path that is any text can't."""
    parameters = [p for p in operation.get("parameters", ()) if p["schema"] != {"type": "string"}]
    return bool(parameters) or "requestBody" in operation


GOOD = [
    pytest.param(path, method, id=f"{method} {path}") for path, method, _ in written_operations()
]
BAD = [
    pytest.param(path, method, id=f"{method} {path}")
    for path, method, operation in written_operations()
    if can_be_wrong(operation)
]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    """The description served by a node where people wait at two open counters."""
    office = build_office(tmp_path_factory.mktemp("fuzz"))
    opened(office, "1", "2")
    for _ in range(40):
        KNOWN["id"].append(take(office).id)
    with office.database.write() as connection:
        key = new_api_key(connection, "fuzz", list(Right), office.clock.now())
    app = create_app(office, Signals())
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    loaded.config.update(headers={"Authorization": f"Bearer {key}"})
    return loaded


def with_known(given: Any) -> Any:
    """The same with most ids exchanged for one that exists: a random one leads nowhere."""
    if not isinstance(given, dict):
        return given
    exchanged = {}
    for name, value in given.items():
        places = [*KNOWN.get(name, ()), value] if isinstance(value, str) else [value]
        exchanged[name] = places[crc32(str(value).encode("utf-8", "replace")) % len(places)]
    return exchanged


def call_many(schema: BaseSchema, path: str, method: str, mode: GenerationMode) -> None:
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
            case.path_parameters = with_known(case.path_parameters)
            case.body = with_known(case.body)
        answer = case.call_and_validate(excluded_checks=passed_over)
        if mode is GenerationMode.POSITIVE and answer.status_code == 422:
            faults = {entry["fault"] for entry in answer.json().get("fields", ())}
            assert faults <= {"value_error"}, answer.text  # what JSON Schema can't say

    calls()


@pytest.mark.parametrize(("path", "method"), GOOD)
def test_a_described_call_is_answered_as_described(
    schema: BaseSchema, path: str, method: str
) -> None:
    call_many(schema, path, method, GenerationMode.POSITIVE)


@pytest.mark.parametrize(("path", "method"), BAD)
def test_a_call_against_the_description_is_refused(
    schema: BaseSchema, path: str, method: str
) -> None:
    call_many(schema, path, method, GenerationMode.NEGATIVE)
