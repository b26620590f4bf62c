"""The rules of the screen: when to restart, when to be dark, how long to wait."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from board_player.config import Television
from board_player.restart import RestartDelay
from board_player.television import CecSwitch, should_shine
from board_player.watch import night_has_come, nothing_painted

OFFICE_HOURS = Television(on_at=time(7), off_at=time(19), weekdays=(1, 2, 3, 4, 5))
LATE_HOURS = Television(on_at=time(18), off_at=time(2), weekdays=(5,))


def test_the_delay_grows_to_ten_seconds_and_starts_again_after_a_minute_of_life() -> None:
    delay = RestartDelay()
    assert [delay.after(0) for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    assert delay.after(60) == 1
    assert delay.after(59) == 2


@pytest.mark.parametrize(
    ("age", "alive", "restarted"),
    [(5, 600, False), (61, 600, True), (None, 600, True), (None, 30, False), (600, 30, False)],
)
def test_a_page_that_stands_still_is_restarted(
    age: float | None, alive: float, restarted: bool
) -> None:
    assert nothing_painted(age, alive) is restarted


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # the 20th is a Friday


@pytest.mark.parametrize(
    ("started", "now", "due"),
    [
        (at(20, 8), at(20, 23), False),
        (at(20, 8), at(21, 3, 29), False),
        (at(20, 8), at(21, 3, 30), True),
        (at(21, 3, 31), at(21, 12), False),
        (at(18, 8), at(20, 1), True),
    ],
)
def test_the_browser_starts_afresh_once_a_night(
    started: datetime, now: datetime, due: bool
) -> None:
    assert night_has_come(time(3, 30), started, now) is due


@pytest.mark.parametrize(
    ("tv", "now", "shining"),
    [
        (OFFICE_HOURS, at(20, 7), True),
        (OFFICE_HOURS, at(20, 19), False),
        (OFFICE_HOURS, at(21, 12), False),
        (LATE_HOURS, at(20, 23), True),
        (LATE_HOURS, at(21, 1), True),
        (LATE_HOURS, at(20, 1), False),
        (LATE_HOURS, at(21, 23), False),
        (Television(), at(22, 3), True),
    ],
)
def test_the_tv_shines_in_its_hours(tv: Television, now: datetime, shining: bool) -> None:
    assert should_shine(tv, now) is shining


@pytest.mark.parametrize(("state", "confirmed"), [("on", True), ("standby", False), ("", False)])
def test_a_switched_tv_is_believed_only_when_it_says_so(
    state: str, confirmed: bool, tmp_path: Path
) -> None:
    program = tmp_path / "cec-ctl"
    program.write_text(f"#!/bin/sh\necho 'pwr-state: {state} (0x00)'\n")
    program.chmod(0o755)
    assert CecSwitch(str(program)).turn(shining=True) is confirmed


def test_a_machine_without_cec_confirms_nothing() -> None:
    assert CecSwitch("no-such-program").turn(shining=False) is False
