"""A changed office document is taken while the queue runs; a bad one changes nothing (B-139)."""

import os
import time
from pathlib import Path

import pytest

from edge_node.config import NodeConfig
from edge_node.office_file import OfficeFile, take_file
from edge_node.store.devices import device
from edge_node.store.unit import Office
from edge_node.views.attention import Health, devices_now
from edge_node.workers import Workers
from queue_core.clock import FixedClock
from queue_core.web.live import Signals
from tests.edge_node.machine import office_text
from tests.edge_node.sample import take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "office.toml"
    written.write_text(office_text(), "utf-8")
    return written


def version(number: int, name: str = "Nowy") -> str:
    text = office_text().replace("version = 1", f"version = {number}")
    return text.replace("Przykładowy", name)


def write(path: Path, text: str) -> None:
    """Change the file, at an instant of its own even on a fast machine."""
    changed = path.stat().st_mtime_ns + 10**9
    path.write_text(text, "utf-8")
    os.utime(path, ns=(changed, changed))


def told(office: Office) -> tuple[str, str]:
    row = device(office.database.read(), "document:office")
    assert row is not None
    return row.state, row.detail


def test_a_higher_version_is_taken_while_the_queue_runs(office: Office, path: Path) -> None:
    file = OfficeFile(office, path)
    file.look()
    ticket = take(office)
    write(path, version(2))
    file.look()
    assert office.document.name == "Urząd Nowy"
    assert told(office) == ("ok", "")
    assert take(office).number > ticket.number


def test_a_bad_file_leaves_the_last_good_one_and_is_told(office: Office, path: Path) -> None:
    file = OfficeFile(office, path)
    write(path, version(2).replace('prefix = "A"', 'prefix = "a1"'))
    file.look()
    assert office.document.name == "Urząd Przykładowy"
    state, detail = told(office)
    assert state == "refused"
    assert 'prefix "a1"' in detail
    write(path, version(2))
    file.look()
    assert told(office) == ("ok", "")


def test_a_file_that_vanished_is_told_and_the_office_goes_on(office: Office, path: Path) -> None:
    path.unlink()
    OfficeFile(office, path).look()
    assert told(office)[0] == "refused"
    assert take(office).number == "A001"


def test_a_change_without_a_higher_version_is_told(office: Office, path: Path) -> None:
    take_file(office, path)
    assert told(office) == ("refused", "changed, but its version is still 1")


def test_a_file_is_read_only_when_it_changed(office: Office, path: Path) -> None:
    file = OfficeFile(office, path)
    write(path, version(2))
    file.look()
    written = office.database.read().total_changes
    for _ in range(5):
        file.look()
    assert office.database.read().total_changes == written


def test_a_refusal_does_not_grow_silent(office: Office, path: Path) -> None:
    write(path, "not TOML")
    OfficeFile(office, path).look()
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(hours=9)
    now = devices_now(office.database.read(), office.document, office.clock.now())
    assert [d.health for d in now if d.kind == "document"] == [Health.BROKEN]


def test_the_web_process_looks_by_itself(
    office: Office, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_node.workers._DOCUMENT_SECONDS", 0.05)
    workers = Workers(office, NodeConfig(folder=path.parent), Signals())
    workers.start()
    write(path, version(2))
    deadline = time.monotonic() + 10
    while office.document.version != 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    workers.stop()
