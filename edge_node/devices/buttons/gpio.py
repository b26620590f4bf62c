"""What the machine gives: its GPIO pins through gpiozero, and its milliseconds.

Knows which library drives which machine. The trap: with `LG_WD` set, lgpio moves the whole
process into that directory when it is imported.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gpiozero.pins.mock import MockFactory

from edge_node.devices.buttons.settings import Backend

MillisecondClock = Callable[[], float]


def monotonic_ms() -> float:
    """Milliseconds that never step back. Real ones even where the office's clock is scaled."""
    return time.monotonic() * 1000


class PinsUnavailable(Exception):
    """This machine has no GPIO, or the library for it is missing."""


def open_pin_factory(backend: Backend) -> Any:
    """The gpiozero factory of this machine; `PinsUnavailable` says why there is none."""
    if backend == "mock":
        return MockFactory()
    try:
        return _lgpio_factory() if backend == "lgpio" else _native_factory()
    except Exception as error:
        raise PinsUnavailable(f"no GPIO through {backend}: {error}") from error


def _lgpio_factory() -> Any:
    """At import lgpio makes a pipe in `LG_WD` and makes that the working directory; undo both.

    The pipe is open at both ends by then, so its directory need not stay.
    """
    working_directory = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="okienko-gpio-") as scratch:
        os.environ["LG_WD"] = scratch
        try:
            from gpiozero.pins.lgpio import LGPIOFactory  # only after LG_WD is set
        finally:
            os.chdir(working_directory)
    return LGPIOFactory()


def _native_factory() -> Any:
    from gpiozero.pins.native import NativeFactory  # looks for a Pi when imported

    return NativeFactory()
