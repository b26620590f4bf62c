"""Playing by a program of its own: its failures and its silence are reported, never waited for."""

import os
import threading
import time
from pathlib import Path

import pytest

from board_player import playback
from board_player.playback import AplayLoudspeaker, PlaybackTrouble
from tests.board_player.fake_node import until
from tests.board_player.sounds import tone


@pytest.fixture
def aplay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for aplay, first on the path; the test writes what it does."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program = tmp_path / "aplay"
    program.touch(mode=0o755)
    return program


def test_the_sound_goes_to_the_named_card(aplay: Path) -> None:
    aplay.write_text(f'#!/bin/sh\necho "$@" > {aplay}.words\ncat > {aplay}.raw\n')
    AplayLoudspeaker(card="Device").play(tone(0.1))
    words = Path(f"{aplay}.words").read_text()
    assert "-D sysdefault:CARD=Device" in words
    assert Path(f"{aplay}.raw").read_bytes() == tone(0.1).tobytes()
    AplayLoudspeaker().play(tone(0.1))
    assert "-D" not in Path(f"{aplay}.words").read_text()


def test_a_card_that_fails_says_why(aplay: Path) -> None:
    aplay.write_text("#!/bin/sh\ncat >/dev/null\necho 'audio open error: no card' >&2\nexit 1\n")
    with pytest.raises(PlaybackTrouble, match="no card"):
        AplayLoudspeaker().play(tone(0.1))


def test_a_card_that_never_finishes_is_given_up(
    aplay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playback, "_SLACK_SECONDS", 0.1)
    aplay.write_text("#!/bin/sh\nexec sleep 60\n")
    started = time.monotonic()
    with pytest.raises(PlaybackTrouble, match="did not finish"):
        AplayLoudspeaker().play(tone(0.1))
    assert time.monotonic() - started < 5


def test_a_sound_can_be_cut_from_another_thread(aplay: Path) -> None:
    aplay.write_text(f"#!/bin/sh\ntouch {aplay}.plays\nexec sleep 60\n")
    loudspeaker = AplayLoudspeaker()
    reasons: list[str] = []

    def play() -> None:
        with pytest.raises(PlaybackTrouble) as trouble:
            loudspeaker.play(tone(1))
        reasons.append(str(trouble.value))

    playing = threading.Thread(target=play)
    playing.start()
    until(Path(f"{aplay}.plays").exists)
    loudspeaker.stop()
    playing.join(5)
    assert reasons == ["cut"]


def test_a_machine_without_aplay_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PlaybackTrouble, match="cannot be started"):
        AplayLoudspeaker().play(tone(0.1))
