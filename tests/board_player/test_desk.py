"""The desk: alarm before calls, calls before preparation, every job taken once."""

from collections.abc import Iterable
from dataclasses import replace

from board_player.announcements import Alarm, Job, Manner, Outcome, Result
from board_player.desk import Announce, Desk, Prepare, SoundAlarm
from board_player.node import Orders
from queue_core.speech.engine import Phrase


def phrase(number: int) -> Phrase:
    return Phrase("pl", f"Numer {number}")


def job(number: int, expires_at: float = 30.0) -> Job:
    return Job(number, f"T{number}", "3", 1, 0, expires_at, (phrase(number),))


def orders(jobs: Iterable[Job] = (), **changes: object) -> Orders:
    return replace(Orders(1, Manner(), tuple(jobs), (), None), **changes)  # type: ignore[arg-type]


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_calls_are_taken_one_after_another_in_order() -> None:
    desk = Desk(Hand())
    desk.take(orders([job(1), job(2)]))
    taken = [desk.next_task(0), desk.next_task(0), desk.next_task(0)]
    assert [t.job.id for t in taken if isinstance(t, Announce)] == [1, 2]
    assert taken[2] is None


def test_a_job_in_hand_is_not_taken_again_when_the_node_repeats_it() -> None:
    desk = Desk(Hand())
    desk.take(orders([job(1)]))
    desk.next_task(0)
    desk.take(orders([job(1)]))
    assert desk.next_task(0) is None


def test_a_job_that_the_node_no_longer_names_is_dropped() -> None:
    desk = Desk(Hand())
    desk.take(orders([job(1), job(2)]))
    desk.take(orders([job(2)]))
    task = desk.next_task(0)
    assert isinstance(task, Announce)
    assert task.job.id == 2


def test_an_expired_job_is_reported_and_the_next_one_is_spoken() -> None:
    clock = Hand()
    desk = Desk(clock)
    desk.take(orders([job(1, expires_at=5), job(2)]))
    clock.now = 6
    task = desk.next_task(0)
    assert isinstance(task, Announce)
    assert task.job.id == 2
    result = desk.next_result(0)
    assert result is not None
    assert (result.job, result.outcome) == (1, Outcome.EXPIRED)


def test_the_same_announcement_under_another_id_is_not_heard_twice() -> None:
    desk = Desk(Hand())
    desk.take(orders([job(1)]))
    task = desk.next_task(0)
    assert isinstance(task, Announce)
    desk.finish(task.job, Result(1, Outcome.PLAYED))
    desk.take(orders([replace(job(1), id=9)]))
    assert desk.next_task(0) is None
    desk.sent()
    result = desk.next_result(0)
    assert result is not None
    assert (result.job, result.outcome) == (9, Outcome.WITHDRAWN)


def test_a_result_stays_until_the_node_has_it() -> None:
    desk = Desk(Hand())
    desk.finish(job(1), Result(1, Outcome.PLAYED))
    assert desk.next_result(0) == desk.next_result(0)
    assert desk.owes_results()
    desk.sent()
    assert not desk.owes_results()


def test_phrases_are_prepared_once_and_only_when_nothing_is_called() -> None:
    desk = Desk(Hand())
    desk.take(orders([job(1)], prepare=(phrase(7),)))
    assert isinstance(desk.next_task(0), Announce)
    assert desk.next_task(0) == Prepare(phrase(7))
    desk.take(orders(prepare=(phrase(7),)))
    assert desk.next_task(0) is None


def test_an_alarm_goes_before_every_call_and_comes_round_again() -> None:
    clock = Hand()
    desk = Desk(clock)
    alarm = Alarm((Phrase("pl", "Uwaga"),), repeat_seconds=8)
    desk.take(orders([job(1)], alarm=alarm))
    assert isinstance(desk.next_task(0), SoundAlarm)
    assert desk.next_task(0) is None, "no call is heard during an evacuation"
    clock.now = 8
    assert isinstance(desk.next_task(0), SoundAlarm)
    desk.take(orders([job(1)]))
    assert isinstance(desk.next_task(0), Announce)


def test_only_what_is_heard_before_the_first_round_is_cut() -> None:
    cuts: list[str] = []
    desk = Desk(Hand())
    assert not desk.cut_for_alarm(lambda: cuts.append("too early"))
    desk.take(orders(alarm=Alarm((), 8)))
    assert desk.cut_for_alarm(lambda: cuts.append("a call"))
    desk.next_task(0)
    assert not desk.cut_for_alarm(lambda: cuts.append("the alarm itself"))
    assert cuts == ["a call"]
