"""A private PulseAudio with a sink that goes nowhere, and what was heard in it."""

import contextlib
import os
import subprocess
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

from queue_core.speech.sound import SAMPLE_RATE, Samples
from tests.board_player.fake_node import until

LOUD = 300
WINDOW = SAMPLE_RATE // 100
"""Ten milliseconds of samples."""


@dataclass
class Recorder:
    """Records the monitor of the sink into a file while it is open."""

    environment: dict[str, str]
    path: Path

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        words = ["parec", "-d", "hall.monitor", "--format=s16le", "--channels=1"]
        with self.path.open("wb") as file:
            process = subprocess.Popen(
                [*words, f"--rate={SAMPLE_RATE}", "--latency-msec=20"],
                stdout=file,
                env=self.environment,
            )
            try:
                until(lambda: self.path.stat().st_size > 0 or process.poll() is not None)
                yield
                time.sleep(0.3)  # what is still on its way through the server
            finally:
                process.terminate()
                process.wait(5)

    def samples(self) -> Samples:
        raw = self.path.read_bytes()
        return array("h", raw[: len(raw) // 2 * 2])


@contextlib.contextmanager
def pulse(folder: Path) -> Iterator[Recorder]:
    """A sound server of its own for one test."""
    socket = folder / "pulse.socket"
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
    }
    modules = [f"module-native-protocol-unix socket={socket} auth-anonymous=1"]
    modules += [f"module-null-sink sink_name=hall rate={SAMPLE_RATE} channels=1"]
    words = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    server = subprocess.Popen(
        [*words, "--disallow-exit", *(f"--load={module}" for module in modules)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: socket.exists() and _answers(environment))
        yield Recorder(environment, folder / "heard.raw")
    finally:
        server.terminate()
        server.wait(5)


def heard_parts(samples: Samples, gap_seconds: float) -> list[tuple[float, float]]:
    """When something was heard, as (from, to) in seconds; shorter gaps are bridged."""
    parts: list[tuple[float, float]] = []
    for start in range(0, len(samples) - WINDOW, WINDOW):
        if max(map(abs, samples[start : start + WINDOW])) < LOUD:
            continue
        begin, end = start / SAMPLE_RATE, (start + WINDOW) / SAMPLE_RATE
        if parts and begin - parts[-1][1] < gap_seconds:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((begin, end))
    return parts


def strength_at(samples: Samples, hertz: float) -> float:
    """How much of one tone there is (Goertzel), as a share of the whole energy, 0..1."""
    turn = 2 * cos(2 * pi * hertz / SAMPLE_RATE)
    before, before_that = 0.0, 0.0
    for sample in samples:
        before, before_that = sample + turn * before - before_that, before
    power = before**2 + before_that**2 - turn * before * before_that
    energy = sum(s * s for s in samples) or 1
    return 2 * power / (len(samples) * energy) if samples else 0.0


def _answers(environment: dict[str, str]) -> bool:
    done = subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False)
    return done.returncode == 0
