"""The files of a demonstration are files that a node and an announcer accept."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from board_player.config import load
from edge_node.config import load_config
from okienko.demo.place import (
    LinkPlace,
    bare_place,
    board_settings,
    new_place,
    node_settings,
    write_files,
)
from okienko.demo.sample import office, office_file
from okienko.demo.start import buttons_of
from queue_core.clock import ScaledClock

DOCUMENT = office("administracja")


def test_the_node_reads_back_what_was_meant(tmp_path: Path) -> None:
    clock = ScaledClock(datetime(2026, 11, 24, 6, 30, tzinfo=UTC), time.time(), 200.0)
    place = new_place(tmp_path, DOCUMENT, buttons_of(DOCUMENT), time=clock)
    write_files(place, office_file("administracja"))
    config = load_config(place.node_file)
    assert config.time == clock
    assert config.buttons == place.buttons
    assert [printer.id for printer in config.printers] == ["hol", "podworze"]
    assert config.pins.backend == "mock"
    assert config.pins.control_port == place.pins_port


def test_a_linked_node_reads_back_its_name_its_key_and_its_broker(tmp_path: Path) -> None:
    place = replace(bare_place(tmp_path, time=None, web_port=0), link=LinkPlace("ab12", 1883))
    (tmp_path / "link.key").write_text("00ff")
    (tmp_path / "broker.password").write_text("secret")
    write_files(place, office_file("plaza"))
    config = load_config(place.node_file)
    assert config.link.node == "ab12"
    assert config.link_key() == "00ff"
    (broker,) = config.link.brokers
    assert (broker.host, broker.port, broker.user) == ("127.0.0.1", 1883, "ab12")
    assert broker.secret(tmp_path) == "secret"


def test_the_announcer_reads_back_what_was_meant(tmp_path: Path) -> None:
    place = new_place(tmp_path, DOCUMENT, (), time=None)
    place.board_file.write_text(board_settings(place, "a key", audible=False))
    config = load(place.board_file)
    assert config.sound.play == "account"
    assert config.node_url == place.url
    assert config.token == "a key"


def test_a_new_demonstration_begins_anew_but_keeps_rendered_phrases(tmp_path: Path) -> None:
    for name in ("office.db", "office.db-wal", "ledger.jsonl", "papers/hol/00001.bin", "phrases/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from yesterday")
    new_place(tmp_path, DOCUMENT, (), time=None)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"phrases/x"}


def test_all_ports_differ(tmp_path: Path) -> None:
    place = new_place(tmp_path, DOCUMENT, (), time=None)
    ports = [place.web_port, place.pins_port]
    ports += [p for printer in place.printers for p in (printer.port, printer.control_port)]
    assert len(set(ports)) == len(ports) == 6


def test_only_the_clock_changes_over_night(tmp_path: Path) -> None:
    place = new_place(
        tmp_path, DOCUMENT, (), time=ScaledClock(datetime.now(UTC), time.time(), 200.0)
    )
    night = replace(place, time=ScaledClock(datetime.now(UTC), time.time(), 1.0))
    assert node_settings(place).split("[time]")[0] == node_settings(night).split("[time]")[0]
