"""What each kind of button makes of clean presses, at the edges of every time limit.

All instants are 30 ms late, at press and at release alike: the contact has to be stable first.
"""

import pytest
from finger import Edges, read, read_with_times, tap

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.reader import PressReader, PressTiming, Recognised
from edge_node.devices.buttons.settings import Kind

SHORT, DOUBLE, LONG = Pattern.SHORT, Pattern.DOUBLE, Pattern.LONG


@pytest.mark.parametrize(("held_ms", "found"), [(29, []), (30, [SHORT]), (31, [SHORT])])
def test_a_touch_shorter_than_the_debounce_is_none(held_ms: int, found: list[Pattern]) -> None:
    assert read(Kind.COUNTER, tap(0, held_ms)) == found


@pytest.mark.parametrize(
    ("gap_ms", "found"), [(349, [DOUBLE]), (350, [SHORT]), (351, [SHORT]), (1100, [SHORT, SHORT])]
)
def test_two_presses_are_double_within_350_ms(gap_ms: int, found: list[Pattern]) -> None:
    assert read(Kind.COUNTER, tap(0, 100) + tap(100 + gap_ms, 100)) == found


@pytest.mark.parametrize(("held_ms", "found"), [(1499, [SHORT]), (1500, [LONG]), (1501, [LONG])])
def test_a_press_is_long_from_1500_ms(held_ms: int, found: list[Pattern]) -> None:
    assert read(Kind.COUNTER, tap(0, held_ms)) == found


def test_a_short_press_acts_350_ms_after_its_release() -> None:
    assert read_with_times(Kind.COUNTER, tap(0, 100)) == [(SHORT, 100 + 30 + 350)]


def test_a_double_press_acts_at_once_at_the_second_press() -> None:
    assert read_with_times(Kind.COUNTER, tap(0, 100) + tap(200, 100)) == [(DOUBLE, 230)]


def test_a_long_press_acts_while_still_held() -> None:
    assert read_with_times(Kind.COUNTER, [(True, 0)], until_ms=2000) == [(LONG, 1530)]


def test_letting_go_of_a_long_press_means_nothing() -> None:
    assert read(Kind.COUNTER, tap(0, 5000)) == [LONG]


def test_a_long_second_press_is_still_one_double() -> None:
    assert read(Kind.COUNTER, tap(0, 100) + tap(200, 4000)) == [DOUBLE]


def test_a_third_quick_press_falls_into_the_lock_out() -> None:
    assert read(Kind.COUNTER, tap(0, 100) + tap(200, 100) + tap(400, 100)) == [DOUBLE]


@pytest.mark.parametrize(("after_ms", "found"), [(699, [SHORT]), (700, [SHORT, SHORT])])
def test_the_lock_out_lasts_700_ms_from_the_pattern(after_ms: int, found: list[Pattern]) -> None:
    # a short press held 100 ms is recognised at 480; a press at t counts from t + 30
    assert read(Kind.COUNTER, tap(0, 100) + tap(480 - 30 + after_ms, 100)) == found


def test_a_press_begun_in_the_lock_out_stays_without_effect_however_long() -> None:
    assert read(Kind.COUNTER, tap(0, 100) + tap(600, 5000)) == [SHORT]


@pytest.mark.parametrize("kind", [Kind.KIOSK, Kind.PANIC])
def test_a_plain_button_acts_when_pressed(kind: Kind) -> None:
    assert read_with_times(kind, tap(0, 400)) == [(Pattern.PRESS, 30)]


@pytest.mark.parametrize(("again_at_ms", "papers"), [(1999, 1), (2000, 2)])
def test_a_kiosk_button_is_locked_for_two_seconds(again_at_ms: int, papers: int) -> None:
    assert read(Kind.KIOSK, tap(0, 100) + tap(again_at_ms, 100)) == [Pattern.PRESS] * papers


@pytest.mark.parametrize(("held_ms", "found"), [(2999, []), (3000, [Pattern.HELD])])
def test_an_evacuation_button_wants_three_seconds(held_ms: int, found: list[Pattern]) -> None:
    assert read(Kind.EVACUATION, tap(0, held_ms)) == found


def test_two_halves_of_a_hold_are_no_hold() -> None:
    assert read(Kind.EVACUATION, tap(0, 2000) + tap(2100, 2000)) == []


@pytest.mark.parametrize(
    ("kind", "first"),
    [(Kind.KIOSK, Pattern.PRESS), (Kind.COUNTER, LONG), (Kind.EVACUATION, Pattern.HELD)],
)
@pytest.mark.parametrize(
    ("held_ms", "news"), [(9_999, []), (30_000, [Pattern.STUCK, Pattern.FREED])]
)
def test_a_jammed_button_acts_once_and_is_told_once(
    kind: Kind, first: Pattern, held_ms: int, news: list[Pattern]
) -> None:
    assert read(kind, tap(0, held_ms)) == [first, *news]


def test_a_freed_button_works_again() -> None:
    edges: Edges = tap(0, 15_000) + tap(20_000, 100)
    assert read(Kind.KIOSK, edges)[-2:] == [Pattern.FREED, Pattern.PRESS]


def test_a_button_found_pressed_at_start_issues_nothing_but_is_told_as_stuck() -> None:
    reader = PressReader(Kind.KIOSK, held_since_ms=0)
    assert reader.tick(9_999) == []
    assert reader.tick(10_000) == [Recognised(Pattern.STUCK, 10_000)]
    reader.edge(False, 11_000)
    assert reader.tick(11_030) == [Recognised(Pattern.FREED, 11_030)]


def test_a_button_at_rest_asks_for_no_tick() -> None:
    reader = PressReader(Kind.COUNTER)
    assert reader.next_deadline_ms is None
    reader.edge(True, 0)
    assert reader.next_deadline_ms == 30
    reader.tick(30)
    assert reader.next_deadline_ms == 1530
    reader.edge(False, 100)
    reader.tick(5000)
    assert reader.next_deadline_ms is None


def test_an_edge_delivered_late_counts_at_the_latest_time_known() -> None:
    reader = PressReader(Kind.KIOSK)
    reader.tick(1000)
    reader.edge(True, 990)
    assert reader.tick(2000) == [Recognised(Pattern.PRESS, 1030)]


def test_an_office_may_choose_its_own_times() -> None:
    reader = PressReader(Kind.EVACUATION, PressTiming(hold_ms=5000))
    reader.edge(True, 0)
    assert reader.tick(5029) == []
    assert reader.tick(5030) == [Recognised(Pattern.HELD, 5030)]
