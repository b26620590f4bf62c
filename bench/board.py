"""From the press of a call to the number on a real board in Chromium.

The page itself says when a number was painted: after the frame that first held it. A press of a
button counts from the instant at which it was recognised, so that waiting for a second press,
which the rules want, is left out.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.client import Wire, message
from bench.figures import Row, percentile, spread_ms
from bench.place import BUTTON, COUNTERS, node
from edge_node.devices.buttons.bench_client import PinBenchClient
from edge_node.devices.buttons.reader import PressTiming
from okienko.demo.machine import Machine

_CALLS = 60
_PRESSES = 25
_HELD_SECONDS = 0.08
_GAP_SECONDS = 0.05
_LIMIT_MS = 10_000

_WATCH = """
window.paintedAt = {};
const look = () => {
  const fresh = [...document.querySelectorAll('.call-number')]
    .map((element) => element.textContent.trim())
    .filter((number) => !(number in window.paintedAt));
  if (!fresh.length) return;
  requestAnimationFrame(() => setTimeout(() => {
    const at = performance.timeOrigin + performance.now();
    for (const number of fresh) window.paintedAt[number] ??= at;
  }));
};
const everything = {subtree: true, childList: true, characterData: true};
new MutationObserver(look).observe(document.body, everything);
look();
"""
_FETCH_AND_PAINT = """async () => {
  const begun = performance.now();
  const element = document.querySelector('[data-live]');
  const answer = await fetch(element.dataset.live, {cache: 'no-store'});
  element.ownerDocument.createElement('div').innerHTML = await answer.text();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""


def rows() -> Iterator[Row]:
    """Calls through the API and by a button, and ten of them in half a second."""
    with node() as machine, _board(machine) as page:
        office = _Office(machine, page)
        office.prepare(_CALLS + _PRESSES + len(COUNTERS))
        floor = [page.evaluate(_FETCH_AND_PAINT) for _ in range(_CALLS)]
        limit = f"fetch of the same part and a frame: {spread_ms(floor)}"
        by_api = [office.called_by(office.call) for _ in range(_CALLS)]
        with PinBenchClient(machine.place.pins_port) as finger:
            by_button = [office.called_by(lambda: _press(finger)) for _ in range(_PRESSES)]
        shown, last_ms = office.ten_calls()
    for how, took in (("API", by_api), ("button, from the recognised press", by_button)):
        ratio = percentile(took, 0.5) / percentile(floor, 0.5)
        yield Row(f"call → painted ({how})", spread_ms(took), limit, ratio, "p99 < 100 ms")
    yield Row(
        f"{len(COUNTERS)} calls {_GAP_SECONDS * 1000:.0f} ms apart",
        f"{shown} shown, the last {last_ms:.0f} ms after its press",
        aim="all shown",
    )


class _Office:
    """Counters with people before them, and the board that they look at."""

    def __init__(self, machine: Machine, page: Page) -> None:
        self._key, self._page = machine.key, page
        self._wire = Wire(machine.place.web_port)

    def prepare(self, people: int) -> None:
        """Open every counter and let people come."""
        for counter in COUNTERS:
            self._do(f"counters/{counter}/open")
        for _ in range(people):
            self._do("tickets", {"service": "id_card"})

    def call(self) -> float:
        """Call at the first counter; returns the hour of the press in milliseconds."""
        pressed = time.time() * 1000
        self._do("counters/1/call-next")
        return pressed

    def called_by(self, press: Callable[[], float]) -> float:
        """Milliseconds from a press to the painted number; the counter is free afterwards."""
        pressed = press()
        number = self._active_number()
        took = self._painted_at(number) - pressed
        self._do("counters/1/came")
        self._do("counters/1/finish")
        time.sleep(0.2 if took < 200 else 0.5)
        return took

    def ten_calls(self) -> tuple[int, float]:
        """How many of the numbers stand on the board in the end, and how late the last one is."""
        numbers, pressed = [], 0.0
        for counter in COUNTERS:
            pressed = time.time() * 1000
            _, ticket = self._ask(f"counters/{counter}/call-next")
            numbers.append(ticket["number"])
            time.sleep(max(0.0, _GAP_SECONDS - (time.time() - pressed / 1000)))
        last_ms = max(self._painted_at(number) for number in numbers) - pressed
        stand = self._page.locator(".call-number").all_inner_texts()
        return len({text.strip() for text in stand} & set(numbers)), last_ms

    def _active_number(self) -> str:
        deadline = time.monotonic() + _LIMIT_MS / 1000
        while time.monotonic() < deadline:
            _, counter = self._get("counters/1")
            if counter["ticket"]:
                return str(counter["ticket"]["number"])
        raise TimeoutError("nobody was called")

    def _painted_at(self, number: str) -> float:
        seen = self._page.wait_for_function(
            "number => window.paintedAt[number]", arg=number, timeout=_LIMIT_MS
        )
        return float(seen.json_value())

    def _do(self, path: str, body: dict[str, object] | None = None) -> None:
        status, answer = self._ask(path, body)
        if status >= 300:
            raise RuntimeError(f"{path}: {status} {answer}")

    def _ask(self, path: str, body: dict[str, object] | None = None) -> tuple[int, Any]:
        return self._wire.ask(message(f"/api/v1/{path}", self._key, body or {}))

    def _get(self, path: str) -> tuple[int, Any]:
        return self._wire.ask(message(f"/api/v1/{path}", self._key, method="GET"))


@contextmanager
def _board(machine: Machine) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{machine.place.url}/board/1")
        page.evaluate(_WATCH)
        yield page
        browser.close()


def _press(finger: PinBenchClient) -> float:
    """A short press; the hour at which it was recognised, in milliseconds."""
    timing = PressTiming()
    finger.down(BUTTON.pin)
    time.sleep(_HELD_SECONDS)
    released = time.time() * 1000
    finger.up(BUTTON.pin)
    time.sleep((timing.counter_lock_ms + timing.second_press_ms) / 1000)
    return released + timing.stable_ms + timing.second_press_ms
