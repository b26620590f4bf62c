"""Settings of the whole test run: how many random examples a rule has to survive, one Chromium."""

import gc
import os
from collections.abc import Iterator
from types import CodeType

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import Browser, sync_playwright

_SLOW_MACHINE = (HealthCheck.too_slow,)
settings.register_profile(
    "short", max_examples=50, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.load_profile(os.environ.get("OKIENKO_PROOF", "short"))


class _Compiled(BytecodeCache):
    """The templates of this worker: hundreds of tests make an application of their own, and each
    would compile the same pages again."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what another application of this worker compiled."""
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next one."""
        if bucket.code:
            self._code[bucket.key] = bucket.code


Flask.jinja_options = {"bytecode_cache": _Compiled()}

_BY_SELECT = ("test_broker", "test_link", "test_link_process", "test_printer_conversation")
"""Files of tests that wait by `select`, which knows no descriptor from 1024 on: they come first,
since a worker that has run for minutes holds more than that."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `_BY_SELECT`; all others stay in their order. What a real browser shows may come late on
    a busy machine: such a test is tried once more, and the summary names it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: item.path.stem not in _BY_SELECT)


@pytest.fixture(autouse=True, scope="module")
def _let_go() -> Iterator[None]:
    """Databases and applications of a file lie in circles: their descriptors go with them."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without its window, started once a worker: a page costs a third of what
    it costs in the whole browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
