"""The description of the API: complete, kept in the repository, readable without foreign hosts."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from queue_core.web.problem_table import PROBLEMS

WRITTEN = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"
OUTLINE = """
GET /office; GET /queue; POST /tickets; GET /tickets; GET /tickets/{id};
POST /tickets/{id}/cancel; POST /tickets/{id}/restore; POST /tickets/{id}/reprint;
POST /tickets/{id}/priority; POST /tickets/{id}/transfer; POST /tickets/{id}/note;
POST /tickets/{id}/leave; POST /tickets/{id}/finish-parked; POST /tickets/{id}/close-out;
POST /counters/{no}/open; POST /counters/{no}/close; POST /counters/{no}/pause;
POST /counters/{no}/resume; POST /counters/{no}/take-over; POST /counters/{no}/call-next;
POST /counters/{no}/call; POST /counters/{no}/recall; POST /counters/{no}/came;
POST /counters/{no}/absent; POST /counters/{no}/finish; POST /counters/{no}/finish-and-call;
POST /counters/{no}/park; POST /counters/{no}/take-back; POST /counters/{no}/call-back;
POST /counters/{no}/transfer; POST /counters/{no}/return; POST /counters/{no}/undo;
POST /counters/{no}/serve-without-ticket; GET /events; GET /print-jobs;
POST /print-jobs/{job}/retry; POST /print-jobs/{job}/drop; GET /alarm; POST /alarm;
DELETE /alarm; POST /alarm/panics/{id}/accept; POST /alarm/panics/{id}/end;
POST /kiosks/{id}/block; POST /kiosks/{id}/release; POST /paper-day/tickets;
POST /day/confirm; GET /webhooks; POST /webhooks; DELETE /webhooks/{id};
GET /speakers/{id}; POST /speakers/{id}/results; POST /devices/{name}/heartbeat;
GET /boards/{id}; GET /reports/day; POST /arrivals; POST /webhooks/{id}/resume;
GET /counters/{no}; GET /webhooks/{id}
"""
"""What the product promises to other programs; nothing of it may go away."""


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json or {}
    return found


def operations(described: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, item in described["paths"].items()
        for method, operation in item.items()
    }


def test_everything_promised_is_there(described: dict[str, Any]) -> None:
    promised = {line.strip() for line in OUTLINE.replace("\n", " ").split(";")}
    assert promised - operations(described).keys() == set()


def test_the_written_description_is_the_one_served(described: dict[str, Any]) -> None:
    """`OKIENKO_WRITE_OPENAPI=1 pytest -k openapi` writes it anew."""
    text = json.dumps(described, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("OKIENKO_WRITE_OPENAPI"):
        WRITTEN.write_text(text, "utf-8")
    assert WRITTEN.read_text("utf-8") == text


def test_operations_have_names_of_their_own_and_say_what_they_do(described: dict[str, Any]) -> None:
    found = list(operations(described).values())
    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    assert all(operation["summary"].endswith(".") for operation in found)


def test_every_code_named_has_a_sentence(described: dict[str, Any]) -> None:
    named = {c for o in operations(described).values() for c in o["x-problem-codes"]}
    assert named - PROBLEMS.keys() == set()


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described)))
    assert references <= described["components"]["schemas"].keys()


def test_the_page_for_people_names_every_operation_and_loads_nothing_foreign(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    page = client.get("/api/v1/docs").get_data(as_text=True)
    for operation in operations(described).values():
        assert f'id="{operation["operationId"]}"' in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []


def test_only_the_queue_and_the_description_are_open_to_everybody(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json or {}
    public = {name for name, o in operations(described).items() if o["security"] == []}
    assert public == {"GET /queue"}
