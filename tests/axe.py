"""What axe finds on a loaded page; a page on its way in has no document to look at."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

AXE_WITH_7_TO_1 = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
"""For what is read from a distance (WCAG AAA)."""


def violations(page: Page, options: Mapping[str, Any] | None = None) -> list[tuple[str, list[str]]]:
    """Each broken rule with the elements that break it; empty where all is well."""
    page.wait_for_load_state()
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def too_wide(page: Page, *sizes: ViewportSize) -> list[ViewportSize]:
    """The sizes at which something has to be scrolled sideways; the page keeps its own size."""
    own = page.viewport_size
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(size)
    if own:
        page.set_viewport_size(own)
    return found
