"""The file of a screen: every fault at once, every key in the example."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import board_player
from board_player.config import TOKEN_VARIABLE, PlayerConfig, Screen, Sound, Speech, Television
from board_player.config import load as load_config
from queue_core.machine_file import BadSettings

EXAMPLE = Path(board_player.__file__).parent / "example.toml"
TABLES = {"sound": Sound, "speech": Speech, "screen": Screen, "tv": Television}


def written(folder: Path, text: str) -> Path:
    path = folder / "board.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_a_valid_file() -> None:
    config = load_config(EXAMPLE)
    assert config.page_url == "http://127.0.0.1:8080/board/1"


def test_the_example_with_every_default_spelled_out_changes_nothing(tmp_path: Path) -> None:
    spelled = re.sub(r"^# (\w+ = )", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.M)
    assert load_config(written(tmp_path, spelled)) == load_config(EXAMPLE)


def test_every_key_is_in_the_example() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for name, table in [("", PlayerConfig), *TABLES.items()]:
        section = text.split(f"[{name}]")[1] if name else text.split("\n[")[0]
        for field in fields(table):
            if field.name not in TABLES and field.name != "voices":
                assert re.search(rf"^(# )?{field.name} = ", section, re.M), field.name
    assert all(is_dataclass(table) for table in TABLES.values())


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    text = """
node_url = "ftp://node"
timezone = "Mars/Olympus"
[sound]
card = "Device"
device = "plughw:1,0"
[speech]
engine = "command"
[screen]
turn_degrees = 45
"""
    with pytest.raises(BadSettings) as bad:
        load_config(written(tmp_path, text))
    named = {fault.split(":")[0] for fault in bad.value.faults}
    assert named == {
        *("node_url", "board, speaker", "timezone", "sound.card, sound.device"),
        *("speech.command", "screen.turn_degrees", "screen.output"),
    }


def test_an_unknown_key_is_a_fault(tmp_path: Path) -> None:
    text = 'node_url = "http://node"\nboard = "1"\nvolum = 3\n[sound]\ncart = "x"\n'
    with pytest.raises(BadSettings) as bad:
        load_config(written(tmp_path, text))
    assert bad.value.faults == ["volum: unknown key", "sound.cart: unknown key"]


def test_the_token_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "from the environment")
    path = written(tmp_path, 'node_url = "http://node"\nboard = "1"\ntoken = "from the file"\n')
    assert load_config(path).token == "from the environment"
