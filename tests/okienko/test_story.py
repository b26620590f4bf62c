"""The story of a booked visit: it holds, and it would not hold if the sides differed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from okienko.demo.__main__ import main
from okienko.demo.story.both_sides import Side, differences
from okienko.demo.story.browsing import PageRefused
from okienko.demo.story.run import play_steps
from okienko.demo.story.steps import STEPS, Story
from tests.okienko.started import Start, processes_of, start_demo

start = pytest.fixture(start_demo)

ONE = Side(
    bookings={"b": (1, False)},
    tickets={"t": ("AR01", "done", 5, "b", "1")},
    leased={("l", 5, 1): None},
    up=("e", 7),
    dn=("f", 9),
)


def test_equal_sides_do_not_differ() -> None:
    assert list(differences(ONE, ONE)) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"bookings": {"b": (2, False)}}, "bookings b"),
        ({"bookings": {"b": (1, True)}}, "bookings b"),
        ({"bookings": {}}, "bookings b: the hub has (1, False), the node nothing"),
        ({"tickets": {"t": ("AR01", "serving", 4, "b", "1")}}, "tickets t"),
        ({"leased": {("l", 5, 1): "b"}}, "leased"),
        ({"up": ("e", 6)}, "log up"),
        ({"dn": ("g", 9)}, "log dn"),
        ({"set_aside": 1}, "set_aside: 1"),
        ({"conflicts": 2}, "conflicts: 2"),
    ],
)
def test_each_difference_is_said(changed: dict[str, Any], said: str) -> None:
    (sentence,) = differences(ONE, replace(ONE, **changed))
    assert said in sentence


def fine(_: Story) -> Iterator[str]:
    yield from ()


def wrong(_: Story) -> Iterator[str]:
    yield "the kiosk shows nothing"


def broken(_: Story) -> Iterator[str]:
    yield from ()
    raise PageRefused("/check was answered with 500")


def test_the_first_wrong_step_ends_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    story = cast("Story", None)
    assert play_steps(story, (("one", fine), ("two", fine)))
    assert not play_steps(story, (("one", fine), ("two", wrong), ("three", fine)))
    assert not play_steps(story, (("four", broken), ("five", fine)))
    said = capsys.readouterr().out
    assert "✗ two" in said
    assert "the kiosk shows nothing" in said
    assert "/check was answered with 500" in said
    assert "three" not in said
    assert "five" not in said


@pytest.mark.timeout(240)
def test_the_story_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--story", "--folder", str(tmp_path)])
    said = capsys.readouterr().out
    assert ended == 0, said
    assert said.count("✓") == len(STEPS)


def test_a_story_that_is_stopped_leaves_no_process(start: Start, tmp_path: Path) -> None:
    story, _ = start("--story", until="the cable is cut")
    story.terminate()
    assert story.wait(60) == 1
    assert processes_of(tmp_path) == []
