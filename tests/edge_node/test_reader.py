"""The voice of a kiosk: real espeak-ng in a small process, measured; and what happens without."""

import sys
from pathlib import Path

import pytest

from edge_node.config import NodeConfig, Reading
from edge_node.wiring import build_reader
from queue_core.domain.errors import Unknown
from queue_core.speech.sound import loudness, read_wav, seconds_of

BROKEN = (sys.executable, "-c", "raise SystemExit(3)", "{wav}")


def machine(folder: Path, *command: str) -> NodeConfig:
    return NodeConfig(folder=folder, reading=Reading(command) if command else Reading())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Twój numer A015\nPrzed Tobą: 3 osoby", "pl"),
        ("Your number A015\n3 people before you", "en"),
        ("Ваш номер A015\nПеред вами: 3 особи", "uk"),
    ],
)
def test_what_is_read_can_be_heard(text: str, language: str, tmp_path: Path) -> None:
    file = build_reader(machine(tmp_path)).read(text, language)
    assert file is not None
    sound = read_wav(file)
    assert 1.5 < seconds_of(sound) < 8
    assert loudness(sound) > 1000


def test_the_same_words_are_rendered_once(tmp_path: Path) -> None:
    reader = build_reader(machine(tmp_path))
    first, again = reader.read("Kasa", "pl"), reader.read("Kasa", "pl")
    assert first is not None
    assert first == again == reader.spoken(first.stem)
    assert reader.read("Kasa", "uk") != first
    assert len(list((tmp_path / "var/phrases").glob("*.wav"))) == 2


@pytest.mark.parametrize("text", ["", " \n ", "✓ …"])
def test_where_there_are_no_words_nothing_is_read(text: str, tmp_path: Path) -> None:
    reader = build_reader(machine(tmp_path))
    assert reader.read(text, "pl") is None
    assert reader.trouble == ""


def test_a_language_that_we_do_not_speak_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unknown):
        build_reader(machine(tmp_path)).read("Guten Tag", "de")


def test_a_machine_without_the_engine_says_which_is_missing(tmp_path: Path) -> None:
    reader = build_reader(machine(tmp_path, "no-such-engine", "{wav}"))
    assert reader.trouble == "no-such-engine is not installed"
    assert reader.read("Kasa", "pl") is None


def test_an_engine_that_failed_is_left_alone_for_a_while(tmp_path: Path) -> None:
    reader = build_reader(machine(tmp_path, *BROKEN))
    assert reader.trouble == ""
    assert reader.read("Kasa", "pl") is None
    assert reader.trouble == "reading ended with 3"
    assert reader.read("Meldunki", "pl") is None
