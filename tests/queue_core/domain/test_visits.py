"""How the waits, ways and services of one ticket are counted (B-118 … B-120, B-134)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.tickets import ACTIVE, MOVES, Move, State
from queue_core.domain.visits import Card, Kind, Mark, Phase, retold
from tests.queue_core.domain.builders import at
from tests.queue_core.domain.courses import course, minutes

COURSES = [
    ("an ordinary visit", "TAKEN@0 CALLED@5 CAME@6 FINISHED@16", [5], [1], [10]),
    ("arrival not confirmed", "TAKEN@0 CALLED@5:serving FINISHED@16", [5], [], [11]),
    ("the last of three calls counts", "TAKEN@0 CALLED@5 ABSENT@6 CALLED@9 CAME@10 FINISHED@12",
     [9], [1], [2]),
    ("a return before service leaves no trace",
     "TAKEN@0 CALLED@5 CAME@6 RETURNED@8 CALLED@20 CAME@21 FINISHED@30", [20], [1], [9]),
    ("an absence found late takes the service back",
     "TAKEN@0 CALLED@5:serving ABSENT@7 CALLED@9:serving FINISHED@14", [9], [], [5]),
    ("put aside: two parts, the time aside is no service",
     "TAKEN@0 CALLED@5 CAME@6 PARKED@10 TAKEN_BACK@30 FINISHED@33", [5], [1], [4, 3]),
    ("called back: the way counts, no wait",
     "TAKEN@0 CALLED@5 CAME@6 PARKED@10 TAKEN_BACK@30:called CAME@32 FINISHED@33",
     [5], [1, 2], [4, 1]),
    ("transferred: a second wait from the transfer on",
     "TAKEN@0 CALLED@5 CAME@6 TRANSFERRED@10>B CALLED@18/2 CAME@18 FINISHED@20",
     [5, 8], [1, 0], [4, 2]),
    ("the matter changed while waiting: one wait",
     "TAKEN@0 TRANSFERRED@4>B CALLED@9 CAME@9 FINISHED@10", [9], [0], [1]),
    ("never came", "TAKEN@0 CALLED@5 ABSENT@6 STRUCK_OUT@6", [], [], []),
    ("put back after being struck out",
     "TAKEN@0 CALLED@5 ABSENT@6 STRUCK_OUT@6 RESTORED@9 CALLED@12 CAME@13 FINISHED@15",
     [12], [1], [2]),
    ("still at the counter", "TAKEN@0 CALLED@5 CAME@6", [], [], []),
    ("no ticket", "TAKEN@3:serving FINISHED@9", [], [], [6]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "waits", "ways", "services"), [c[1:] for c in COURSES], ids=[c[0] for c in COURSES]
)
def test_a_course_gives_these_times(
    line: str, waits: list[float], ways: list[float], services: list[float]
) -> None:
    visit = course(line)
    found = [minutes(visit, phase) for phase in (Phase.WAIT, Phase.WAY, Phase.SERVICE)]
    assert found == [waits, ways, services]


def test_a_booked_person_waits_from_the_hour_on() -> None:
    early = course("BOOKED@-600 ARRIVED@0 CALLED@25 CAME@25 FINISHED@30", booked_for=at(20))
    assert minutes(early, Phase.WAIT) == [5]
    assert early.joined_at == at(0)


def test_a_booked_person_called_before_the_hour_did_not_wait() -> None:
    called = course("BOOKED@-600 ARRIVED@0 CALLED@15 CAME@15 FINISHED@30", booked_for=at(20))
    assert minutes(called, Phase.WAIT) == [0]


def test_being_placed_on_the_list_is_no_arrival() -> None:
    missed = "BOOKED@-600 PLACED@20 CALLED@25 ABSENT@26 STRUCK_OUT@26"
    assert not course(missed, booked_for=at(20)).arrived
    assert course("BOOKED@-600 PLACED@20 CALLED@25 CAME@26", booked_for=at(20)).arrived


def test_an_end_that_was_not_recorded_is_kept_out_of_the_service_times() -> None:
    left_over = "TAKEN@0 CALLED@5 CAME@6 CLOSED_OUT@900:done"
    assert minutes(course(left_over), Phase.SERVICE) == []
    assert minutes(course(left_over), Phase.WAIT) == [5]


def test_an_evacuation_is_left_out_of_every_time() -> None:
    line = "TAKEN@0 CALLED@40 CAME@41 FINISHED@80"
    gone = course(line, gaps=((at(10), at(30)), (at(70), at(75))))
    assert minutes(gone, Phase.WAIT) == [20]
    assert minutes(gone, Phase.SERVICE) == [34]


def test_a_clock_set_back_makes_no_negative_time() -> None:
    assert minutes(course("TAKEN@10 CALLED@5 CAME@5 FINISHED@9"), Phase.WAIT) == [0]


def test_a_part_belongs_to_the_matter_and_counter_where_it_was() -> None:
    visit = course("TAKEN@0 CALLED@5/1 CAME@6/1 TRANSFERRED@10>B CALLED@18/2 CAME@18/2 FINISHED@20")
    services = [s for s in visit.stretches if s.phase is Phase.SERVICE]
    assert [(s.service, s.counter, s.clerk) for s in services] == [
        ("A", "1", "clerk1"),
        ("B", "2", "clerk2"),
    ]
    assert visit.service == "A"


def test_a_finish_taken_back_while_the_counter_has_another_ticket_ends_that_part() -> None:
    began = [
        Mark(Move.TAKEN, at(0), State.WAITING, "A"),
        Mark(Move.CALLED, at(5), State.CALLED, "A", "1"),
        Mark(Move.CAME, at(6), State.SERVING, "A", "1"),
        Mark(Move.UNDONE, at(16), State.PARKED, "A", "1"),
        Mark(Move.TAKEN_BACK, at(20), State.SERVING, "A", "1"),
        Mark(Move.FINISHED, at(23), State.DONE, "A", "1"),
    ]
    assert minutes(retold(Card(Kind.WALK_IN), began), Phase.SERVICE) == [10, 3]


@st.composite
def any_course(draw: st.DrawFn) -> list[Mark]:
    """A walk through the table of moves, at whole minutes that never go back."""
    state, minute, found = None, 0, list[Mark]()
    for _ in range(draw(st.integers(1, 14))):
        ways = [
            (m, a) for m, pairs in MOVES.items() for b, a in sorted(pairs, key=str) if b is state
        ]
        if not ways:
            break
        move, state = draw(st.sampled_from(ways))
        minute += draw(st.integers(0, 9))
        found.append(Mark(move, at(minute), state, "A", "1"))
    return found


def naive_service_minutes(marks: list[Mark], gap: tuple[int, int]) -> int:
    """Minute by minute: each in which the ticket was served, unless that service was taken back."""
    total, batch = 0, 0
    for now, after in pairwise(marks):
        if now.state is not State.SERVING:
            continue
        first, last = ((m.at - at(0)).seconds // 60 for m in (now, after))
        batch += sum(not gap[0] <= minute < gap[1] for minute in range(first, last))
        if after.state is not State.SERVING:
            kept_out = after.move in (Move.RETURNED, Move.ABSENT, Move.CLOSED_OUT)
            total += 0 if kept_out else batch
            batch = 0
    return total


@given(any_course(), st.integers(0, 60), st.integers(0, 30))
def test_services_are_as_long_as_a_count_minute_by_minute(
    marks: list[Mark], begin: int, length: int
) -> None:
    gap = (begin, begin + length)
    visit = retold(Card(Kind.WALK_IN), marks, ((at(gap[0]), at(gap[1])),))
    assert sum(minutes(visit, Phase.SERVICE)) == naive_service_minutes(marks, gap)


@given(any_course())
def test_nothing_is_counted_twice(marks: list[Mark]) -> None:
    visit = retold(Card(Kind.WALK_IN), marks)
    spent = sum(stretch.seconds for stretch in visit.stretches)
    assert spent <= (marks[-1].at - marks[0].at).total_seconds()
    calls = sum(m.state in ACTIVE and m.move is not Move.CAME for m in marks)
    assert len(visit.seconds(Phase.WAIT)) <= calls
    assert visit.state is marks[-1].state
