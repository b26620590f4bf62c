"""The whole node on a real port, seen through a real Chromium, in Polish, at nine o'clock."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.panels.kiosk_voice import READER
from edge_node.panels.slip_layout import SLIP_SAMPLES
from edge_node.store.unit import Office
from edge_node.wiring import PaperSamples, build_reader
from edge_node.workers import Workers
from queue_core.web.live import Signals
from tests.edge_node.sample import build_office

_SCREENS = os.environ.get("OKIENKO_SCREENS")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample office; override it in a test file to serve another one."""
    return build_office(tmp_path)


@pytest.fixture
def served(office: Office) -> Iterator[str]:
    """The address of a running node with its workers."""
    signals = Signals(max_streams=16)
    config = NodeConfig(folder=office.database.path.parent)
    workers = Workers(office, config, signals)
    workers.start()
    app = create_app(office, signals)
    app.config[READER] = build_reader(config)
    app.config[SLIP_SAMPLES] = PaperSamples(config, office.clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    workers.stop()
    signals.end()
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser; give it its real size with `set_viewport_size`."""
    with browser.new_context(locale="pl-PL") as context:
        yield context.new_page()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What writes pictures runs only for `make screens`, which names their folder."""
    if _SCREENS:
        return
    painters = [item for item in items if "screens" in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in painters]
    config.hook.pytest_deselected(items=painters)


@pytest.fixture
def screens() -> Path:
    """The folder of the pictures."""
    folder = Path(_SCREENS or "")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
