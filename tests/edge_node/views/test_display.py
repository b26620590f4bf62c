"""What stands over one counter, from its opening to its close."""

from edge_node.office.alarm import raise_evacuation
from edge_node.office.calling import call_next, came
from edge_node.office.counters import close_counter, pause
from edge_node.office.serving import finish
from edge_node.store.unit import Command, Office
from edge_node.views.display import Showing, display_view
from queue_core.clock import FixedClock
from tests.edge_node.sample import by, opened, take


def showing(office: Office) -> tuple[Showing, str]:
    view = display_view(office, "1")
    return view.showing, view.number


def test_a_display_follows_its_counter_through_a_visit(office: Office) -> None:
    assert showing(office) == (Showing.CLOSED, "")
    opened(office, "1")
    assert showing(office) == (Showing.FREE, "")
    take(office)
    call_next(office, by("1"), "1")
    assert showing(office) == (Showing.CALLED, "A001")
    came(office, by("1"), "1")
    assert showing(office) == (Showing.SERVING, "A001")
    finish(office, by("1"), "1")
    assert showing(office) == (Showing.ENDED, "")
    pause(office, by("1"), "1", "break")
    assert showing(office) == (Showing.BREAK, "")
    close_counter(office, by("1"), "1")
    assert showing(office) == (Showing.CLOSED, "")


def test_the_end_of_a_service_is_shown_for_a_quarter_of_a_minute(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    finish(office, by("1"), "1")
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(seconds=15)
    assert showing(office) == (Showing.FREE, "")


def test_start_of_service_is_pointed_out_like_a_call(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(seconds=30)
    assert display_view(office, "1").fresh is False
    came(office, by("1"), "1")
    assert display_view(office, "1").fresh is True


def test_an_evacuation_stands_over_every_counter(office: Office) -> None:
    raise_evacuation(office, Command())
    assert showing(office) == (Showing.EVACUATION, "")
