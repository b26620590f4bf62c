"""The order rules: what is spoken, what is not and why, and what is heard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board_player.announcements import (
    LONG_BACKLOG,
    Job,
    Manner,
    Outcome,
    Phrase,
    Script,
    script,
    still_wanted,
    verdict,
)

POLISH, UKRAINIAN = Phrase("pl", "Numer jeden"), Phrase("uk", "Номер один")
JOB = Job(1, "T1", "3", 1, 0, 30.0, (POLISH, UKRAINIAN))
NORMAL = Manner()


def test_a_call_in_time_is_spoken() -> None:
    assert verdict(JOB, NORMAL, heard=(), now=29.9) is None


@pytest.mark.parametrize(
    ("manner", "heard", "now", "outcome"),
    [
        (NORMAL, (), 30.0, Outcome.EXPIRED),
        (NORMAL, (JOB.key,), 0.0, Outcome.WITHDRAWN),
        (replace(NORMAL, on=False), (), 0.0, Outcome.SILENT),
        (replace(NORMAL, volume_percent=0), (), 0.0, Outcome.SILENT),
        (replace(NORMAL, on=False), (), 31.0, Outcome.EXPIRED),
    ],
)
def test_a_call_that_is_not_spoken_has_its_reason(
    manner: Manner, heard: tuple[tuple[str, str, int, int], ...], now: float, outcome: Outcome
) -> None:
    result = verdict(JOB, manner, heard, now)
    assert result is not None
    assert result.outcome is outcome
    assert result.detail


def test_a_recall_is_another_announcement() -> None:
    assert verdict(replace(JOB, id=2, repeat_no=1), NORMAL, (JOB.key,), 0.0) is None


def test_languages_are_heard_in_order_after_the_gong() -> None:
    assert script(JOB, NORMAL, waiting=0) == Script(True, (POLISH, UKRAINIAN))


def test_repeats_are_said_without_a_second_gong() -> None:
    spoken = script(JOB, replace(NORMAL, repeats=1), waiting=0)
    assert spoken == Script(True, (POLISH, UKRAINIAN, POLISH, UKRAINIAN))


def test_a_long_backlog_hears_only_the_gong_and_the_first_language() -> None:
    assert script(JOB, replace(NORMAL, repeats=2), LONG_BACKLOG + 1) == Script(True, (POLISH,))
    assert script(JOB, NORMAL, LONG_BACKLOG).phrases == JOB.phrases


def test_a_job_sent_again_keeps_its_first_expiry() -> None:
    again = replace(JOB, expires_at=60.0)
    assert still_wanted([again], taken=(), known={1: JOB}) == (JOB,)


@given(
    st.lists(st.integers(1, 9), unique=True),
    st.sets(st.integers(1, 9)),
)
def test_wanted_jobs_keep_the_order_of_the_node(ids: list[int], taken: set[int]) -> None:
    jobs = [replace(JOB, id=number, ticket=f"T{number}") for number in ids]
    wanted = still_wanted(jobs, taken, known={})
    assert [job.id for job in wanted] == [number for number in ids if number not in taken]
