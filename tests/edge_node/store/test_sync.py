"""What is written for the hub: with the command, in order, chained, and only where there is one."""

from contextlib import suppress
from datetime import timedelta

from edge_node.link.process import forget_old
from edge_node.office.calling import call_next
from edge_node.office.undo import undo
from edge_node.store.hub_log import HubInbox, hub_cursor, records_after, take_again
from edge_node.store.sync import (
    UpLog,
    forget_sent,
    link_office,
    note_boot,
    open_epoch,
    tell_hub,
    unlink_office,
    up_head,
)
from edge_node.store.unit import Command, Office, Unit, transaction
from queue_core.clock import FixedClock
from queue_core.wire.chain import Chain
from queue_core.wire.messages import Epoch
from queue_core.wire.receiver import receive
from queue_core.wire.records import (
    DOWN_RECORDS,
    UP_RECORDS,
    BookingCancelled,
    CancelApplied,
    OfficeEvent,
    Personal,
    Record,
)
from queue_core.wire.sender import Sender
from tests.edge_node.sample import by, opened, take
from tests.edge_node.told import linked, told
from tests.queue_core.wire.memory import KEY, MemoryInbox, MemoryLog


def tell(office: Office, *bookings: str) -> None:
    with transaction(office, Command()) as unit:
        for booking in bookings:
            tell_hub(unit, CancelApplied(booking=booking, version=2), Personal(name="Ola"))


def link(office: Office, key: bytes = KEY) -> None:
    with transaction(office, Command()) as unit:
        link_office(unit, "sample", key)


def read_all(office: Office) -> MemoryInbox:
    """The whole log as a hub that knows the key takes it."""
    inbox, log = MemoryInbox(), UpLog(office.database.read())
    sender = Sender(log, "up")
    sender.hear(None, 0.0)
    for batch in sender.due(0.0):
        receive(inbox, Chain(KEY, "up", "sample"), UP_RECORDS, batch)
    assert inbox.at == log.head()
    return inbox


def test_an_office_that_works_alone_keeps_nothing_for_a_hub(office: Office) -> None:
    tell(office, "b1")
    opened(office, "1")
    take(office)
    assert told(office) == []


def test_a_record_lies_beside_its_personal_data(office: Office) -> None:
    link(office)
    tell(office, "b1")
    assert told(office) == [CancelApplied(booking="b1", version=2)]
    assert read_all(office).people == [Personal(name="Ola")]


def test_a_command_that_fails_tells_nothing(office: Office) -> None:
    linked(office)
    with suppress(RuntimeError), transaction(office, Command()) as unit:
        tell_hub(unit, CancelApplied(booking="b1", version=2))
        raise RuntimeError
    assert told(office) == []


def test_each_event_is_told_with_its_ticket_as_it_is_afterwards(office: Office) -> None:
    link(office)
    opened(office, "1")
    ticket = take(office, note="wózek")
    call_next(office, by("1"), "1")
    undo(office, by("1"), "1")
    events = [e for e in told(office) if isinstance(e, OfficeEvent) and e.ticket]
    assert [(e.name, e.ticket.state, e.ticket.version) for e in events if e.ticket] == [
        ("ticket_issued", "waiting", 1),
        ("ticket_called", "called", 2),
        ("ticket_undone", "waiting", 3),
    ]
    assert events[2].undone == (events[1].seq,)
    assert events[0].ticket is not None
    assert events[0].ticket.token == ticket.token
    assert "wózek" not in str(told(office))


def test_the_log_goes_on_under_a_new_key_in_a_new_epoch(office: Office) -> None:
    linked(office)
    tell(office, "b1", "b2")
    link(office)
    tell(office, "b3")
    assert up_head(office.database.read()).cursor.epoch.counter == 2
    assert len(read_all(office).applied) == 3


def test_linking_again_with_the_same_key_changes_nothing(office: Office) -> None:
    link(office)
    tell(office, "b1")
    before = up_head(office.database.read())
    link(office)
    assert up_head(office.database.read()) == before


def test_an_office_that_is_unlinked_forgets_what_was_not_sent(office: Office) -> None:
    link(office)
    tell(office, "b1")
    with transaction(office, Command()) as unit:
        unlink_office(unit)
    tell(office, "b2")
    assert told(office) == []


def test_a_shortened_log_still_proves_what_follows(office: Office) -> None:
    link(office)
    tell(office, "b1", "b2", "b3", "b4")
    log = UpLog(office.database.read())
    at_three = log.hash_at(3)
    with office.database.write() as connection:
        forget_sent(connection, 3, "9999")
    assert (log.first_kept(), log.hash_at(3)) == (4, at_three)
    with office.database.write() as connection:
        open_epoch(connection, 2)
    assert (log.first_kept(), log.head().seq) == (1, 2)


def test_whom_the_hub_was_told_of_is_forgotten_and_the_log_still_proves_itself(
    office: Office,
) -> None:
    link(office)
    tell(office, "b1", "b2", "b3")
    two_days_later = office.clock.now() + timedelta(days=2, seconds=1)
    assert isinstance(office.clock, FixedClock)
    office.clock.at = two_days_later
    tell(office, "b4")
    forget_old(office, 2)
    read = read_all(office)
    assert len(read.applied) == 4
    assert read.people == [None, None, Personal(name="Ola"), Personal(name="Ola")]


def test_a_start_of_the_machine_is_counted_once(office: Office) -> None:
    for boot in ("a", "a", "b"):
        with transaction(office, Command()) as unit:
            note_boot(unit, boot)
    assert up_head(office.database.read()).boot == 2


def hub_log() -> MemoryLog:
    log = MemoryLog(Chain(KEY, "dn", "sample"), Epoch(1, "first"))
    for number in (1, 2):
        log.write(f"d{number}", BookingCancelled(booking=f"b{number}", version=2))
    return log


def test_records_of_the_hub_are_kept_with_the_cursor_and_only_once(office: Office) -> None:
    log, applied = hub_log(), list[Record]()

    def apply(unit: Unit, record: Record, personal: Personal | None) -> bool:  # noqa: ARG001
        applied.append(record)
        return True

    for _ in range(2):
        take_log(office, log, apply)
    log.fork(2)
    take_log(office, log, apply)
    assert len(applied) == 2
    assert hub_cursor(office.database.read()) == log.head()
    assert [line.seq for line in records_after(office.database.read(), 2, 1)] == [2]


def test_what_could_not_be_applied_is_taken_after_an_update(office: Office) -> None:
    def fails(unit: Unit, record: Record, personal: Personal | None) -> bool:  # noqa: ARG001
        unit.connection.execute("INSERT INTO facts VALUES ('half', 'done')")
        raise ValueError

    take_log(office, hub_log(), fails)
    with transaction(office, Command()) as unit:
        assert unit.connection.execute("SELECT * FROM facts WHERE name = 'half'").fetchall() == []
        assert take_again(HubInbox(unit, fails), DOWN_RECORDS) == 0
        assert take_again(HubInbox(unit, lambda *_: True), DOWN_RECORDS) == 2
        assert take_again(HubInbox(unit, lambda *_: True), DOWN_RECORDS) == 0


def take_log(office: Office, log: MemoryLog, apply: object) -> None:
    sender = Sender(log, "dn")
    assert sender.hear(hub_cursor(office.database.read()), 0.0) is None
    for batch in sender.due(0.0):
        with transaction(office, Command(route="hub")) as unit:
            receive(HubInbox(unit, apply), log.chain, DOWN_RECORDS, batch)  # type: ignore[arg-type]
