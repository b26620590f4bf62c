"""The description of the hub's API is complete, kept in the repository, and true."""

import json
import os
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from queue_core.web.problem_table import PROBLEMS

WRITTEN = Path(__file__).resolve().parents[3] / "docs" / "openapi-hub.json"
OUTLINE = """
GET /services; GET /offices; GET /terms; GET /work; POST /holds; GET /holds/{id};
POST /holds/{id}/extend; DELETE /holds/{id}; POST /holds/{id}/contact; POST /holds/{id}/resend;
POST /holds/{id}/confirm; POST /bookings/find; GET /bookings/{token}; DELETE /bookings/{token};
POST /bookings/{token}/move; GET /offices/{id}/queue; GET /etickets/{token};
POST /etickets/{token}/cancel; POST /etickets/{token}/leave;
POST /etickets/{token}/let-pass; POST /etickets/{token}/arrive; POST /etickets/{token}/notify
"""
"""What the product promises to other programs; nothing of it may go away."""


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


def test_operations_have_names_of_their_own_and_codes_with_sentences(
    described: dict[str, Any],
) -> None:
    found = list(operations(described).values())
    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    assert {c for one in found for c in one["x-problem-codes"]} - PROBLEMS.keys() == set()


def test_the_page_for_people_names_every_operation(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    page = client.get("/api/v1/docs").get_data(as_text=True)
    assert all(f'id="{one["operationId"]}"' in page for one in operations(described).values())
