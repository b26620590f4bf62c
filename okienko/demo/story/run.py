"""`okienko demo --story`: starts the city's parts, plays the story, says each checked step."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import requests

from okienko.demo.city.build import ANY_PORTS, City, build_city
from okienko.demo.day.checks import Check
from okienko.demo.day.run import ended_by_sigterm
from okienko.demo.hours import next_morning
from okienko.demo.machine import NotReady
from okienko.demo.story.browsing import PageRefused
from okienko.demo.story.citizen import NoMessage
from okienko.demo.story.steps import STEPS, Step, Steps, Story
from queue_core.clock import ScaledClock
from queue_core.office_document import read_document

OFFICE_FILE = Path(__file__).with_name("office.toml")

_SHOWN = 8
_BROKEN = (PageRefused, NoMessage, requests.RequestException, OSError)
"""What ends a step that could not be played to its end."""


def run_story(folder: Path) -> int:
    """Play it in an empty folder; 0 only if everything was as it should be."""
    shutil.rmtree(folder, ignore_errors=True)
    document = read_document(OFFICE_FILE)
    morning = next_morning(document, datetime.now(UTC))
    clock = ScaledClock(morning, time.time(), 1.0)
    try:
        with ended_by_sigterm():
            city = build_city(folder, {document.id: OFFICE_FILE}, clock, ANY_PORTS)
            return _play(city, Story(city, document, clock))
    except NotReady as trouble:
        print(f"It did not start: {trouble}", flush=True)
        return 1
    except KeyboardInterrupt:
        print("The story was stopped.", flush=True)
        return 1


def _checked(name: str, story: Story, step: Step) -> Check:
    try:
        return Check(name, tuple(step(story)))
    except _BROKEN as trouble:
        return Check(name, (f"{type(trouble).__name__}: {trouble}",))


def _say(check: Check, seconds: float) -> None:
    print(f"  {'✓' if check.holds else '✗'} {check.name} · {seconds:.1f} s", flush=True)
    for wrong in check.wrong[:_SHOWN]:
        print(f"      {wrong}", flush=True)


def _play(city: City, story: Story) -> int:
    try:
        print(f"  everything runs after {city.start():.1f} s · przykład", flush=True)
        holds = play_steps(story, STEPS)
    finally:
        city.stop()
    verdict = "The story holds." if holds else f"The story broke off; see {city.folder}."
    print(f"  {verdict}", flush=True)
    return 0 if holds else 1


def play_steps(story: Story, steps: Steps) -> bool:
    """Play and say each step, up to the first that is not as it should be; whether none was."""
    for name, step in steps:
        begun = time.monotonic()
        check = _checked(name, story, step)
        _say(check, time.monotonic() - begun)
        if not check.holds:
            return False
    return True
