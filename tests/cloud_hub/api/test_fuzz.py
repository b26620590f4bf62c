"""Random calls, good and bad, against the real application of the hub (see `tests.api_fuzz`)."""

from datetime import timedelta
from pathlib import Path

import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from cloud_hub.app import create_app
from cloud_hub.config import Defence, HubConfig
from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from tests.api_fuzz import call_many, described_calls
from tests.cloud_hub.booking.story import booked, browser, held, starts
from tests.cloud_hub.live.story import Node, ticket
from tests.cloud_hub.sample import clock, fill, new_hub

GOOD, BAD = described_calls(Path(__file__).resolve().parents[3] / "docs" / "openapi-hub.json")
NO_LIMITS = Defence(
    holds_per_address_hour=10**9,
    codes_per_address_hour=10**9,
    codes_per_contact_hour=10**9,
    searches_per_address_hour=10**9,
    calm_holds=10**9,
)
KNOWN: dict[str, list[str]] = {
    "office": ["plaza"],
    "service": ["residence"],
    "id": ["plaza"],
    "token": [],
    "start": [],
}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    """The description served by a hub with a hold, a booking and a ticket."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'hub.db'}")
    migrate(database)
    hub = new_hub(database)
    fill(hub)
    clock(hub).advance(hours=1)
    held(hub, "a hold of the API in the fuzz", starts(hub)[3])
    KNOWN["id"].append(browser("a hold of the API in the fuzz").session or "")
    KNOWN["token"].append(booked(hub, "somebody", starts(hub)[8]).token)
    KNOWN["token"].append(Node(hub).says(ticket("7")).token)
    KNOWN["start"] += [start.isoformat() for start in starts(hub, days=10)[20:60:4]]
    KNOWN["first_day"] = [hub.clock.now().date().isoformat()]
    KNOWN["last_day"] = [(hub.clock.now() + timedelta(days=3)).date().isoformat()]
    app = create_app(hub, HubConfig(institution="Urząd", defence=NO_LIMITS))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


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
