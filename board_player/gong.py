"""The gong before a call: two falling tones, computed here, so that no foreign sound is shipped."""

from array import array
from collections.abc import Iterator
from functools import cache
from itertools import chain
from math import exp, pi, sin

from queue_core.speech.sound import LOUDEST, SAMPLE_RATE, Samples

_TONES_HZ = (659.26, 523.25)  # E5, C5: the falling third of a door bell
_TONE_SECONDS = (0.45, 0.95)
_OVERTONES = (
    (1, 1.0),
    (2, 0.35),
    (3, 0.12),
    (4.2, 0.05),
)  # the last one is out of tune, as metal is
_ATTACK_SECONDS = 0.004
_PEAK = 0.7


@cache
def gong() -> Samples:
    """About 1.4 s of gong at full volume; the same samples at every call, never to be changed."""
    pairs = zip(_TONES_HZ, _TONE_SECONDS, strict=True)
    wave = array("f", chain.from_iterable(_tone(hertz, seconds) for hertz, seconds in pairs))
    top = max(abs(s) for s in wave)
    return array("h", (round(s / top * _PEAK * LOUDEST) for s in wave))


def _tone(hertz: float, seconds: float) -> Iterator[float]:
    return (_strike(hertz, n / SAMPLE_RATE, seconds) for n in range(round(seconds * SAMPLE_RATE)))


def _strike(hertz: float, at: float, seconds: float) -> float:
    """A struck bar at one moment: overtones die sooner; both ends are faded against a click."""
    fade = min(1.0, at / _ATTACK_SECONDS, (seconds - at) / (10 * _ATTACK_SECONDS))
    partials = (
        share * exp(-at * 3.2 * multiple**0.7) * sin(2 * pi * hertz * multiple * at)
        for multiple, share in _OVERTONES
    )
    return fade * sum(partials)
