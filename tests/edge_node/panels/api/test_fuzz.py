"""Random calls, good and bad, against the real application of a node (see `tests.api_fuzz`)."""

from pathlib import Path

import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from edge_node.app import create_app
from edge_node.store.operators import new_api_key
from queue_core.web.access import Right
from queue_core.web.live import Signals
from tests.api_fuzz import call_many, described_calls
from tests.edge_node.sample import build_office, opened, take

GOOD, BAD = described_calls(Path(__file__).resolve().parents[4] / "docs" / "openapi.json")
KNOWN: dict[str, list[str]] = {
    "no": ["1", "2", "3"],
    "counter": ["1", "2", "3"],
    "service": ["id_cards", "residence"],
    "kiosk": ["1", "2"],
    "id": ["1"],
}
KNOWN["ticket"] = KNOWN["id"]


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


@pytest.mark.parametrize(("path", "method"), GOOD)
def test_a_described_call_is_answered_as_described(
    schema: BaseSchema, path: str, method: str
) -> None:
    call_many(schema, path, method, GenerationMode.POSITIVE, known=KNOWN)


@pytest.mark.parametrize(("path", "method"), BAD)
def test_a_call_against_the_description_is_refused(
    schema: BaseSchema, path: str, method: str
) -> None:
    call_many(schema, path, method, GenerationMode.NEGATIVE, known=KNOWN)
