"""Rules of every button, for any sequence of edges a contact can produce."""

from itertools import accumulate, pairwise

from finger import Edges, read, read_with_times, tap
from hypothesis import given
from hypothesis import strategies as st

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.reader import PressReader
from edge_node.devices.buttons.settings import Kind

GAPS = st.integers(1, 30) | st.integers(1, 4000) | st.integers(9_000, 12_000)
BOUNCES = st.lists(st.integers(1, 28), max_size=6).map(lambda gaps: gaps[: len(gaps) // 2 * 2])
NEWS = {Pattern.STUCK, Pattern.FREED}


@st.composite
def any_edges(draw: st.DrawFn) -> Edges:
    """Pressed, released, pressed … after any gaps: sparks, taps, holds, jams."""
    times = accumulate(draw(st.lists(GAPS, max_size=30)))
    return [(index % 2 == 0, at_ms) for index, at_ms in enumerate(times)]


def bouncing(pressed: bool, settled_at_ms: float, gaps: list[int]) -> Edges:
    """One change with bounces before it; its last edge comes at `settled_at_ms`."""
    edges: Edges = [(pressed, settled_at_ms)]
    for gap in gaps:
        level, at_ms = edges[0]
        edges.insert(0, (not level, at_ms - gap))
    return edges


@given(st.sampled_from(Kind), any_edges())
def test_no_pattern_comes_within_the_lock_out_of_another(kind: Kind, edges: Edges) -> None:
    lock_ms = 700 if kind is Kind.COUNTER else 2000
    acts = [at_ms for pattern, at_ms in read_with_times(kind, edges) if pattern not in NEWS]
    assert all(later - earlier >= lock_ms for earlier, later in pairwise(acts))


@given(st.sampled_from(Kind), any_edges())
def test_there_are_never_more_patterns_than_presses(kind: Kind, edges: Edges) -> None:
    presses = sum(pressed for pressed, _ in edges)
    assert len([one for one in read(kind, edges) if one not in NEWS]) <= presses


@given(st.sampled_from(Kind), any_edges())
def test_stuck_and_freed_take_turns(kind: Kind, edges: Edges) -> None:
    news = [pattern for pattern in read(kind, edges, until_ms=10**6) if pattern in NEWS]
    assert news[::2] == [Pattern.STUCK] * len(news[::2])
    assert news[1::2] == [Pattern.FREED] * len(news[1::2])


@given(st.sampled_from(Kind), any_edges(), st.lists(st.integers(0, 60_000), max_size=20))
def test_when_the_reader_is_asked_changes_nothing(
    kind: Kind, edges: Edges, asked_at: list[int]
) -> None:
    reader = PressReader(kind)
    found = []
    calls = sorted([(at_ms, pressed) for pressed, at_ms in edges], key=lambda call: call[0])
    for at_ms, pressed in calls:
        for ask_ms in sorted(ask_ms for ask_ms in asked_at if ask_ms <= at_ms):
            found += reader.tick(ask_ms)
        found += reader.edge(pressed, at_ms)
    found += reader.tick(60_000)
    assert [(one.pattern, one.at_ms) for one in found] == read_with_times(kind, edges)


@given(st.sampled_from(Kind), st.integers(31, 9_000), BOUNCES, BOUNCES)
def test_a_bouncing_press_equals_the_clean_one(
    kind: Kind, held_ms: int, at_press: list[int], at_release: list[int]
) -> None:
    start_ms, end_ms = 1000, 1000 + held_ms + sum(at_release)
    bouncy = bouncing(True, start_ms, at_press) + bouncing(False, end_ms, at_release)
    clean = read_with_times(kind, tap(start_ms, end_ms - start_ms))
    # bounces at the release delay it, as the hand did: a hold that ends in them still held
    assert read_with_times(kind, bouncy) == clean


@given(BOUNCES, BOUNCES, st.integers(31, 1400))
def test_one_bouncing_press_of_a_kiosk_button_is_one_paper(
    at_press: list[int], at_release: list[int], held_ms: int
) -> None:
    release_ms = 1000 + held_ms + sum(at_release)
    edges = bouncing(True, 1000, at_press) + bouncing(False, release_ms, at_release)
    assert read(Kind.KIOSK, edges) == [Pattern.PRESS]


@given(st.integers(30, 1499), st.integers(30, 349), st.integers(30, 9_000))
def test_a_double_press_never_gives_a_short_one(first_ms: int, gap_ms: int, second_ms: int) -> None:
    edges = tap(0, first_ms) + tap(first_ms + gap_ms, second_ms)
    assert read(Kind.COUNTER, edges) == [Pattern.DOUBLE]
