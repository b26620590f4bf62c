"""What the clerk's view finds in the office: who waits here, for how long, and what was done."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.calling import absent, call_next
from edge_node.office.serving import finish_and_call
from edge_node.store.unit import Office
from edge_node.views.clerk import ClerkView, Stage, clerk_view
from edge_node.views.pace import pace
from queue_core.clock import FixedClock
from queue_core.domain.errors import Unknown
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Move
from tests.edge_node.sample import SAMPLE, build_office, by, opened, take


def view(office: Office, counter: str = "2") -> ClerkView:
    return clerk_view(
        office, counter, login=f"clerk{counter}", session=f"browser of clerk{counter}"
    )


def pass_time(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)


def test_each_counter_sees_whom_the_rules_offer_it(office: Office) -> None:
    opened(office, "1", "2")
    card, residence = take(office), take(office, "residence")
    here = view(office, "1")
    assert ([t.id for t in here.here], [t.id for t in here.elsewhere]) == (
        [card.id],
        [residence.id],
    )
    assert len(view(office, "2").here) == 2


def test_a_counter_is_in_exactly_one_stage(office: Office) -> None:
    assert view(office).stage is Stage.CLOSED
    opened(office, "2")
    assert view(office).stage is Stage.IDLE
    assert clerk_view(office, "2", login="clerk2", session="another").stage is Stage.TAKEN
    take(office)
    call_next(office, by("2"), "2")
    assert view(office).stage is Stage.CALLED


def test_somebody_left_waiting_ten_seconds_before_a_free_counter_is_noticed(
    office: Office,
) -> None:
    opened(office, "2")
    take(office)
    assert not view(office).left_waiting
    pass_time(office, seconds=10)
    assert view(office).left_waiting
    assert not view(office, "3").left_waiting


def test_a_counter_that_was_busy_gets_its_ten_seconds(office: Office) -> None:
    opened(office, "2")
    take(office)
    take(office)
    call_next(office, by("2"), "2")
    pass_time(office, minutes=5)
    absent(office, by("2"), "2")
    assert not view(office).left_waiting


def test_the_third_unanswered_call_is_one_deed_that_says_struck_out(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, rules=Rules(calls=1)))
    opened(office, "2")
    take(office)
    call_next(office, by("2"), "2")
    absent(office, by("2"), "2")
    assert [deed.move for deed in view(office).deeds] == [Move.STRUCK_OUT, Move.CALLED]


def test_finish_and_call_is_two_deeds_and_keeps_the_time_of_service(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, rules=Rules(confirm_arrival=False)))
    opened(office, "2")
    take(office)
    take(office)
    call_next(office, by("2"), "2")
    pass_time(office, minutes=4)
    finish_and_call(office, by("2"), "2")
    shown = view(office).deeds
    assert [deed.move for deed in shown] == [Move.CALLED, Move.FINISHED, Move.CALLED]
    assert shown[1].service_seconds == 240


def test_only_who_did_it_is_offered_to_undo_it(office: Office) -> None:
    opened(office, "2")
    take(office)
    call_next(office, by("2"), "2")
    assert view(office).undo_until is not None
    assert clerk_view(office, "2", login="another", session="x").undo_until is None


def test_the_absent_show_the_pause_that_remains(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, rules=Rules(recall_pause_minutes=5)))
    opened(office, "2")
    take(office)
    call_next(office, by("2"), "2")
    away = absent(office, by("2"), "2")
    (shown,) = view(office).absent
    assert away.absent_at is not None
    assert shown.pause_until is not None
    assert (shown.pause_until - away.absent_at).total_seconds() == 300
    pass_time(office, minutes=5)
    assert view(office).absent[0].pause_until is None


@pytest.mark.parametrize(
    ("minutes", "people", "level"),
    [
        (0, 1, "calm"),
        (29, 1, "calm"),
        (30, 1, "busy"),
        (60, 1, "late"),
        (0, 3, "busy"),
        (0, 5, "late"),
    ],
)
def test_the_light_follows_the_longest_wait_and_the_number_of_people(
    office: Office, minutes: int, people: int, level: str
) -> None:
    waiting = [take(office) for _ in range(people)]
    pass_time(office, minutes=minutes)
    rules = Rules(wait_alarm_minutes=60, waiting_alarm_people=5)
    now = waiting[0].queue_time.replace(microsecond=0)
    assert pace(waiting, max(office.clock.now(), now), rules).level == level


def test_nobody_waiting_is_calm(office: Office) -> None:
    assert pace([], office.clock.now(), Rules()).level == "calm"


def test_an_unknown_counter_is_refused(office: Office) -> None:
    with pytest.raises(Unknown):
        view(office, "99")
