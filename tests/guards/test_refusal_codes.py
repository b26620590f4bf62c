"""Every refusal that the code can raise has its sentence."""

import re
from pathlib import Path

from queue_core.web.problem_table import BY_STATUS, PROBLEMS

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r'\b(?:Refused|super\(\).__init__)\(\s*"([a-z_]+)"')
UNKNOWN = re.compile(r'\bUnknown\(\s*"([a-z_]+)"')


def codes_raised() -> dict[str, str]:
    """Each code named in the code, with a file that names it."""
    found: dict[str, str] = {}
    for package in ("queue_core", "edge_node", "board_player", "cloud_hub", "okienko"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            where = str(path.relative_to(ROOT))
            found |= dict.fromkeys(RAISED.findall(text), where)
            found |= {f"unknown_{thing}": where for thing in UNKNOWN.findall(text)}
    return found


def test_every_refusal_in_the_code_has_a_sentence() -> None:
    raised = codes_raised()
    assert "not_allowed_now" in raised
    assert {code: where for code, where in raised.items() if code not in PROBLEMS} == {}


def test_every_code_of_a_status_has_a_sentence_with_that_status() -> None:
    assert {status: PROBLEMS[code].status for status, code in BY_STATUS.items()} == {
        status: status for status in BY_STATUS
    }
