"""Pages load from the node alone, run no script of their own text, and each says who may come."""

import re
from pathlib import Path

import pytest
from apiflask import APIFlask

from edge_node.app import create_app
from edge_node.store.unit import Office
from queue_core.web.access import undeclared_routes
from queue_core.web.live import Signals
from tests.edge_node.sample import build_office

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("queue_core", "edge_node", "board_player")
NAMES_NOT_PLACES = ("http://www.w3.org/", "https://www.w3.org/")
FOREIGN = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"')<]*", re.I)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I)
INLINE_STYLE = re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I)


def files(*suffixes: str) -> list[Path]:
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    return sorted(path for path in found if path.suffix in suffixes)


@pytest.fixture
def app(tmp_path: Path) -> APIFlask:
    office: Office = build_office(tmp_path)
    return create_app(office, Signals())


def test_no_page_names_a_foreign_host() -> None:
    found = {}
    for path in files(".html", ".css", ".js", ".svg"):
        text = re.sub(r"\{#.*?#\}|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        named = [url for url in FOREIGN.findall(text) if not url.startswith(NAMES_NOT_PLACES)]
        if named:
            found[str(path.relative_to(ROOT))] = named
    assert found == {}


@pytest.mark.parametrize(
    "inline", [INLINE_SCRIPT, INLINE_HANDLER, INLINE_STYLE], ids=["script", "handler", "style"]
)
def test_no_page_carries_what_the_content_policy_refuses(inline: re.Pattern[str]) -> None:
    pages = {path: path.read_text("utf-8") for path in files(".html")}
    assert [str(p.relative_to(ROOT)) for p, text in pages.items() if inline.search(text)] == []


def test_every_route_says_who_may_use_it(app: APIFlask) -> None:
    assert undeclared_routes(app) == []


def test_every_page_of_the_menu_is_there(app: APIFlask) -> None:
    from edge_node.panels.menu import PAGES

    assert [page.endpoint for page in PAGES if page.endpoint not in app.view_functions] == []


@pytest.mark.parametrize("page", files(".html"), ids=lambda page: page.name)
def test_no_template_spills_its_own_code_into_the_page(page: Path) -> None:
    """A torn tag is no error to Jinja: it would stand as text before the clerk."""
    text = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("{{") == text.count("}}")
    assert text.count("{%") == text.count("%}")
