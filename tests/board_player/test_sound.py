"""Samples: what is written is read, foreign rates fit, volume and ends are right."""

import wave
from array import array
from pathlib import Path

import pytest

from board_player.gong import gong
from board_player.playback import PAUSE_SECONDS, assemble
from queue_core.speech.sound import (
    SAMPLE_RATE,
    BadSound,
    loudness,
    read_wav,
    scaled,
    seconds_of,
    silence,
    trimmed,
    write_wav,
)
from tests.board_player.sounds import tone


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_wav(tone(0.1), tmp_path / "a.wav")
    assert read_wav(tmp_path / "a.wav") == tone(0.1)


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 2), (24_000, 2)])
def test_a_sound_of_another_engine_is_brought_to_our_rate(
    rate: int, channels: int, tmp_path: Path
) -> None:
    with wave.open(str(tmp_path / "b.wav"), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(array("h", [5000] * rate * channels).tobytes())
    sound = read_wav(tmp_path / "b.wav")
    assert seconds_of(sound) == pytest.approx(1.0, abs=0.01)
    assert loudness(sound) == pytest.approx(5000, abs=1)


def test_a_broken_file_is_a_bad_sound(tmp_path: Path) -> None:
    (tmp_path / "c.wav").write_bytes(b"RIFFnothing")
    with pytest.raises(BadSound):
        read_wav(tmp_path / "c.wav")


def test_volume_scales_the_loudness() -> None:
    assert loudness(scaled(tone(0.1), 50)) == pytest.approx(loudness(tone(0.1)) / 2, rel=0.01)
    assert loudness(scaled(tone(0.1), 0)) == 0


def test_silence_at_both_ends_is_cut_off() -> None:
    padded = silence(0.3) + tone(0.2) + silence(0.5)
    assert seconds_of(trimmed(padded)) == pytest.approx(0.2, abs=0.005)
    assert not trimmed(silence(0.1))


def test_the_gong_begins_and_ends_softly_and_is_not_overdriven() -> None:
    assert 1.2 < seconds_of(gong()) < 1.6
    assert max(abs(s) for s in gong()) < 32_000
    assert max(abs(s) for s in gong()[:5] + gong()[-5:]) < 1500


def test_pieces_are_parted_by_a_quarter_of_a_second() -> None:
    whole = assemble([tone(0.5), tone(0.5)], volume_percent=100)
    gap = whole[int(0.5 * SAMPLE_RATE) : int((0.5 + PAUSE_SECONDS) * SAMPLE_RATE) - 1]
    assert not any(gap)
    assert PAUSE_SECONDS == 0.25
    assert seconds_of(whole) == pytest.approx(1.25, abs=0.001)
