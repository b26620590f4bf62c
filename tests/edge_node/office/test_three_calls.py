"""The three calls of Toruń, played at real counters on a real file (T-13 … T-17)."""

from pathlib import Path

from edge_node.office.calling import absent, call_next, came, recall
from edge_node.office.counters import close_counter, pause
from edge_node.office.serving import finish, finish_and_call, park
from edge_node.office.transferring import Destination, transfer
from edge_node.office.undo import undo
from edge_node.store.unit import Office
from tests.edge_node.office.desk import (
    announcements,
    call,
    kinds,
    log,
    miss,
    missed_three_times,
    now,
    office_with,
    pass_time,
    refused,
    serve,
    serving,
)
from tests.edge_node.sample import by, opened, take


def test_after_the_next_person_is_served_the_absent_one_is_called_again(office: Office) -> None:
    opened(office, "1")
    gone, _second, _third = take(office), take(office), take(office)
    miss(office)
    serve(office)
    assert call(office).id == gone.id


def test_the_second_absence_lets_the_next_person_in_and_the_third_strikes_out(
    office: Office,
) -> None:
    opened(office, "1")
    gone = take(office)
    others = [take(office) for _ in range(3)]
    seen = []
    for _ in range(3):
        seen.append(miss(office).number)
        seen.append(serve(office).number)
    assert seen == [
        gone.number,
        others[0].number,
        gone.number,
        others[1].number,
        gone.number,
        others[2].number,
    ]
    struck_out = now(office, gone)
    assert (struck_out.state, struck_out.calls) == ("no_show", 3)
    assert kinds(office, gone)[-2:] == ["ticket_absent", "ticket_struck_out"]


def test_nobody_is_called_a_fourth_time(office: Office) -> None:
    opened(office, "1")
    take(office)
    assert missed_three_times(office).state == "no_show"
    pass_time(office, minutes=30)
    assert call_next(office, by("1"), "1") is None


def test_one_alone_is_called_again_five_minutes_after_it_was_marked(office: Office) -> None:
    opened(office, "1")
    gone = take(office)
    miss(office)
    pass_time(office, minutes=4, seconds=59)
    assert call_next(office, by("1"), "1") is None
    pass_time(office, seconds=1)
    assert call(office).id == gone.id


def test_an_idle_counter_takes_over_while_the_first_one_is_busy(office: Office) -> None:
    opened(office, "1", "2")
    gone, _other = take(office), take(office)
    miss(office, "1")
    serving(office, "1")
    pass_time(office, minutes=5)
    assert call(office, "2").id == gone.id


def test_parking_the_next_person_counts_as_ending_it(office: Office) -> None:
    opened(office, "1")
    gone, _second, _third = take(office), take(office), take(office)
    miss(office)
    serving(office)
    park(office, by("1"), "1")
    assert call(office).id == gone.id


def test_a_waiting_ticket_moved_elsewhere_is_nobody_who_was_served(office: Office) -> None:
    opened(office, "1")
    gone, moved, waiting = take(office), take(office), take(office)
    miss(office)
    transfer(office, by("1"), moved.id, Destination(service="residence"))
    assert call(office).id == waiting.id
    assert now(office, gone).state == "absent"


def test_finish_and_call_calls_the_absent_one(office: Office) -> None:
    opened(office, "1")
    gone, _second, _third = take(office), take(office), take(office)
    miss(office)
    serving(office)
    called = finish_and_call(office, by("1"), "1")
    assert called is not None
    assert (called.id, called.calls) == (gone.id, 2)


def test_where_so_set_finishing_alone_calls_the_absent_one(tmp_path: Path) -> None:
    office = office_with(tmp_path, recall_at_finish=True)
    opened(office, "1")
    gone, second, third = take(office), take(office), take(office)
    miss(office)
    serving(office)
    assert finish(office, by("1"), "1").id == second.id
    assert now(office, gone).state == "called"
    assert now(office, third).state == "waiting"
    undo(office, by("1"), "1")
    assert (now(office, gone).state, now(office, second).state) == ("absent", "done")


def test_a_closed_counter_is_stood_in_for(office: Office) -> None:
    opened(office, "1", "2")
    gone, _second, _third = take(office), take(office), take(office)
    miss(office, "1")
    close_counter(office, by("1"), "1")
    serve(office, "2")
    assert call(office, "2").id == gone.id


def test_a_counter_on_a_break_is_stood_in_for(office: Office) -> None:
    opened(office, "1", "2")
    gone, _second, _third = take(office), take(office), take(office)
    miss(office, "1")
    pause(office, by("1"), "1", "lunch")
    serve(office, "2")
    assert call(office, "2").id == gone.id


def test_a_visit_that_was_undone_brings_no_call(office: Office) -> None:
    opened(office, "1")
    gone, second, third = take(office), take(office), take(office)
    miss(office)
    serve(office)
    undo(office, by("1"), "1")
    park(office, by("1"), "1")
    undo(office, by("1"), "1")
    assert now(office, second).state == "serving"
    undo(office, by("1"), "1")
    undo(office, by("1"), "1")
    assert call(office).id == second.id
    assert (now(office, gone).state, now(office, third).state) == ("absent", "waiting")


def test_a_recall_repeats_the_announcement_and_is_not_a_call(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    call(office)
    recall(office, by("1"), "1")
    assert now(office, ticket).calls == 1
    assert announcements(office) == [("1", 1, 0, "waiting"), ("1", 1, 1, "waiting")]
    came(office, by("1"), "1")
    recall(office, by("1"), "1")
    assert len(announcements(office)) == 3


def test_where_arrival_is_confirmed_one_who_came_cannot_be_absent(office: Office) -> None:
    opened(office, "1")
    take(office)
    serving(office)
    with refused(office, "not_allowed_now"):
        absent(office, by("1"), "1")


def test_where_arrival_is_not_confirmed_service_counts_from_the_call(tmp_path: Path) -> None:
    office = office_with(tmp_path, confirm_arrival=False)
    opened(office, "1")
    take(office)
    call(office)
    pass_time(office, seconds=90)
    finish(office, by("1"), "1")
    assert log(office)[-1].data["seconds"] == 90


def test_five_absent_in_a_row_each_wait_for_one_who_is_served(office: Office) -> None:
    opened(office, "1")
    gone = [take(office) for _ in range(5)]
    for _ in gone:
        miss(office)
    others = [take(office) for _ in range(6)]
    called = [serve(office).number for _ in range(6)]
    assert called[0] == others[0].number
    absent_ones = [number for number in called if number in {t.number for t in gone}]
    assert absent_ones == [t.number for t in gone[: len(absent_ones)]]
    alternating = [number in {t.number for t in gone} for number in called]
    assert alternating == [False, True, False, True, False, True]
