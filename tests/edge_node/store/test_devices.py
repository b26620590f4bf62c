"""A device's last word: since when it is so, and screens told only when it changed."""

from edge_node.store.devices import device, report_device
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import clock, pass_time

PRINTER = Command(route="printer")


def test_since_moves_only_with_the_state(office: Office) -> None:
    begun = clock(office).now()
    report_device(office, PRINTER, "printer:main", "printer", "ready")
    pass_time(office, seconds=30)
    report_device(office, PRINTER, "printer:main", "printer", "ready")
    known = device(office.database.read(), "printer:main")
    assert known is not None
    assert (known.since, known.seen_at) == (begun, clock(office).now())
    report_device(office, PRINTER, "printer:main", "printer", "paper_out")
    changed = device(office.database.read(), "printer:main")
    assert changed is not None
    assert (changed.state, changed.since) == ("paper_out", clock(office).now())


def test_a_heartbeat_wakes_nobody(office: Office) -> None:
    told: list[frozenset[str]] = []
    office.database.on_commit(told.append)
    for _ in range(2):
        report_device(office, PRINTER, "printer:main", "printer", "ready")
    assert told == [{"devices"}, frozenset()]
