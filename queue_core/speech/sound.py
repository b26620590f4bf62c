"""Samples in memory: reading, measuring, trimming, joining. One format everywhere.

The format is 22,050 Hz, mono, 16 bit. Knows no engine and no loudspeaker. The trap: the
standard library loses `audioop`, so the arithmetic is done here.
"""

import sys
import wave
from array import array
from math import sqrt
from pathlib import Path
from typing import TypeAlias

SAMPLE_RATE = 22050
LOUDEST = 32767
QUIETEST_SPEECH = 200
"""A phrase whose mean amplitude (RMS) is below this was not spoken (full scale is 32,767)."""
_SILENT_AMPLITUDE = 60

Samples: TypeAlias = "array[int]"


class BadSound(Exception):
    """A file that is no WAV of 16 bit, or holds nothing."""


def read_wav(path: Path) -> Samples:
    """The samples of a WAV of any rate, mono or stereo, brought to our one format."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise BadSound(f"not a WAV file: {error}") from error
    if width != 2 or channels not in (1, 2):
        raise BadSound(f"{channels} channels of {8 * width} bit; 16 bit mono or stereo is expected")
    samples = array("h", frames[: len(frames) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return _at_our_rate(samples[::channels], rate)


def write_wav(samples: Samples, path: Path) -> None:
    """Write samples as a WAV file; the file is closed but not yet forced to the disk."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())


def silence(seconds: float) -> Samples:
    """So much of nothing."""
    return array("h", bytes(2 * round(seconds * SAMPLE_RATE)))


def seconds_of(samples: Samples) -> float:
    """How long the samples sound."""
    return len(samples) / SAMPLE_RATE


def loudness(samples: Samples) -> float:
    """The root of the mean square, 0..32,767. Nothing at all is 0."""
    return sqrt(sum(s * s for s in samples) / len(samples)) if samples else 0.0


def scaled(samples: Samples, percent: int) -> Samples:
    """The samples at a volume of 0..100 per cent."""
    if percent >= 100:
        return samples
    return array("h", (s * percent // 100 for s in samples))


def trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends, so that a pause is as long as we make it."""
    loud = (i for i, s in enumerate(samples) if abs(s) > _SILENT_AMPLITUDE)
    first = next(loud, None)
    if first is None:
        return array("h")
    last = next(i for i in range(len(samples) - 1, -1, -1) if abs(samples[i]) > _SILENT_AMPLITUDE)
    return samples[first : last + 1]


def _at_our_rate(samples: Samples, rate: int) -> Samples:
    """Linear interpolation: speech engines of other rates are rare and cached once."""
    if rate == SAMPLE_RATE or not samples:
        return samples
    step, last = rate / SAMPLE_RATE, len(samples) - 1
    resampled = array("h")
    for n in range(int(len(samples) / step)):
        at = min(n * step, last)
        here, part = int(at), at - int(at)
        after = samples[min(here + 1, last)]
        resampled.append(round(samples[here] * (1 - part) + after * part))
    return resampled
