"""The file of one machine: every fault at once, no unknown key, nothing silently a default."""

import re
from pathlib import Path

import pytest

from edge_node.__main__ import main
from edge_node.config import NodeConfig, load_config
from queue_core.clock import ScaledClock, SystemClock
from queue_core.machine_file import BadSettings

SPOILED = """
office = 5
colour = "green"

[web]
port = 99999
certificate = "web.crt"
device_networks = ["10.0.0.0/8", "nowhere"]

[[printers]]
id = "main"
transport = "network"
address = "no port"

[[printers]]
id = "main"
transport = "usb"
address = "04b8:0202"
paper = "green"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "node.toml"
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        load_config(written(folder, text))
    return bad.value.faults


def test_an_empty_file_is_a_node_with_its_defaults(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, ""))
    assert config == NodeConfig(folder=tmp_path)
    assert isinstance(config.clock(), SystemClock)


def test_every_fault_of_form_is_named_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, SPOILED)
    assert [re.split(r":", fault)[0] for fault in found] == [
        "colour",
        "office",
        "printers.2.paper",
    ]


def test_every_fault_of_sense_is_named_at_once(tmp_path: Path) -> None:
    sound = SPOILED.replace("office = 5", "").replace('colour = "green"', "")
    found = faults(tmp_path, sound.replace('paper = "green"', ""))
    assert [fault.split(":")[0] for fault in found] == [
        "web.port",
        "web.certificate and web.key",
        "web.device_networks",
        "printers",
        "printers.main.address",
    ]


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "[web\nport = 1")
    assert fault.startswith("is not TOML")
    assert "line 1" in fault


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_what_the_program_computes_cannot_be_set(tmp_path: Path) -> None:
    assert faults(tmp_path, 'folder = "/tmp"') == ["folder: unknown key"]


def test_a_demonstration_has_a_clock_of_its_own(tmp_path: Path) -> None:
    text = "[time]\nbegin = 2026-11-20T08:00:00Z\nstarted = 0.0\nrate = 60.0\n"
    assert isinstance(load_config(written(tmp_path, text)).clock(), ScaledClock)
    late = text.replace("started = 0.0", "started = 9e9")
    assert faults(tmp_path, late) == ["time.started: lies in the future"]


def test_the_command_tells_all_faults_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(written(tmp_path, SPOILED)), "check"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 3
    assert "colour: unknown key" in told
