"""One log from its writer to its reader: order, acknowledgement, resending, forks, quarantine."""

from dataclasses import replace

import msgspec
import pytest

from queue_core.wire.chain import Chain
from queue_core.wire.messages import BadMessage, Batch, Cursor, Epoch, read_log
from queue_core.wire.pieces import Joiner, pack
from queue_core.wire.receiver import receive
from queue_core.wire.records import UP_RECORDS, CancelApplied, CommandDone, Personal
from queue_core.wire.sender import AHEAD, Fork, Sender
from tests.queue_core.wire.memory import KEY, MemoryInbox, MemoryLog, new_log

CHAIN = Chain(KEY, "up", "plaza")


def written(count: int) -> MemoryLog:
    log = new_log()
    for number in range(1, count + 1):
        log.write(f"r{number}", CancelApplied(booking=f"b{number}", version=1))
    return log


def sender_of(log: MemoryLog, cursor: Cursor | None = None) -> Sender:
    sender = Sender(log, "up")
    assert sender.hear(cursor, 0.0) is None
    return sender


def carry(sender: Sender, inbox: MemoryInbox, now: float = 0.0) -> None:
    """Everything that is due, over the wire as bytes, until nothing more comes."""
    while batches := sender.due(now):
        for batch in batches:
            for payload in pack(batch):
                read = Joiner().read(payload)
                assert read is not None
                receive(inbox, CHAIN, UP_RECORDS, read)
        sender.hear(inbox.cursor(), now)


def test_everything_arrives_in_order_and_once() -> None:
    inbox = MemoryInbox()
    carry(sender_of(written(1234)), inbox)
    assert [r.booking for r in inbox.applied if isinstance(r, CancelApplied)] == [
        f"b{n}" for n in range(1, 1235)
    ]


def test_a_sender_says_nothing_before_it_has_heard_the_peer() -> None:
    assert Sender(written(3), "up").due(0.0) == []


def test_no_more_than_eight_batches_are_ahead_of_the_cursor() -> None:
    batches = sender_of(written(2000)).due(0.0)
    assert [len(batch.records) for batch in batches] == [100] * AHEAD


def test_what_was_lost_goes_again_from_the_cursor_and_ever_more_slowly() -> None:
    sender = sender_of(written(3))
    first = sender.due(0.0)
    assert sender.due(0.9) == []
    assert sender.due(1.0) == first
    assert sender.due(2.9) == []
    assert sender.due(3.0) == first


def test_records_that_were_sent_twice_are_applied_once() -> None:
    inbox, log = MemoryInbox(), written(5)
    batch = sender_of(log).due(0.0)[0]
    assert receive(inbox, CHAIN, UP_RECORDS, batch)
    assert not receive(inbox, CHAIN, UP_RECORDS, batch)
    assert len(inbox.applied) == 5


def test_an_overlapping_batch_brings_only_its_end() -> None:
    inbox, log = MemoryInbox(), written(3)
    receive(inbox, CHAIN, UP_RECORDS, sender_of(log).due(0.0)[0])
    log.write("r4", CancelApplied(booking="b4", version=1))
    assert receive(inbox, CHAIN, UP_RECORDS, sender_of(log).due(0.0)[0])
    assert len(inbox.applied) == 4


def test_a_gap_is_ignored() -> None:
    inbox, log = MemoryInbox(), written(250)
    first, second, _ = sender_of(log).due(0.0)
    assert not receive(inbox, CHAIN, UP_RECORDS, second)
    assert receive(inbox, CHAIN, UP_RECORDS, first)
    assert receive(inbox, CHAIN, UP_RECORDS, second)


def test_a_batch_that_does_not_follow_the_cursor_is_ignored() -> None:
    inbox, log = MemoryInbox(), written(3)
    receive(inbox, CHAIN, UP_RECORDS, sender_of(log).due(0.0)[0])
    other = written(2)
    other.write("x3", CancelApplied(booking="x3", version=1))
    other.write("x4", CancelApplied(booking="x4", version=1))
    here = replace_start(sender_of(other).due(0.0)[0], other, 3)
    assert not receive(inbox, CHAIN, UP_RECORDS, here)
    assert len(inbox.applied) == 3


def replace_start(batch: Batch, log: MemoryLog, seq: int) -> Batch:
    """The end of a batch as a batch of its own."""
    records = tuple(sent for sent in batch.records if sent.seq > seq)
    return msgspec.structs.replace(batch, before=log.hash_at(seq) or "", records=records)


def test_a_restored_log_forks_where_the_peer_knows_more() -> None:
    inbox, log = MemoryInbox(), written(2)
    backup = log.copy()
    log.write("r3", CancelApplied(booking="b3", version=1))
    carry(sender_of(log), inbox)
    found = Sender(backup, "up").hear(inbox.cursor(), 0.0)
    assert found == Fork(2, "restored")
    backup.fork(2)
    backup.write("n3", CancelApplied(booking="n3", version=1))
    carry(sender_of(backup, inbox.cursor()), inbox)
    assert [r.booking for r in inbox.applied if isinstance(r, CancelApplied)] == [
        "b1",
        "b2",
        "b3",
        "n3",
    ]


def test_a_twin_forks_although_it_has_as_many_records() -> None:
    inbox, log = MemoryInbox(), written(2)
    twin = log.copy()
    log.write("r3", CancelApplied(booking="b3", version=1))
    twin.write("t3", CancelApplied(booking="t3", version=1))
    carry(sender_of(log), inbox)
    assert Sender(twin, "up").hear(inbox.cursor(), 0.0) == Fork(2, "restored")


def test_a_new_card_opens_the_epoch_after_the_known_one() -> None:
    known = Cursor(Epoch(4, "other"), 17, "0" * 32)
    assert Sender(written(1), "up").hear(known, 0.0) == Fork(5, "restored")


def test_a_peer_of_an_older_epoch_is_sent_everything() -> None:
    log = written(3)
    log.fork(7)
    sender = sender_of(log, Cursor(Epoch(2, "older"), 90, "0" * 32))
    assert len(sender.due(0.0)[0].records) == 3


def test_a_log_whose_needed_records_are_erased_forks() -> None:
    log = written(9)
    log.erased = 5
    old = Cursor(log.epoch, 2, log.hash_at(2) or "")
    assert Sender(log, "up").hear(old, 0.0) == Fork(2, "pruned")


def test_a_forged_record_is_refused() -> None:
    batch = sender_of(written(3)).due(0.0)[0]
    changed = list(batch.records)
    changed[1] = msgspec.structs.replace(changed[1], fact=msgspec.Raw(b'{"kind":"cancel_applied"}'))
    forged = msgspec.structs.replace(batch, records=tuple(changed))
    with pytest.raises(BadMessage, match="forged_batch"):
        receive(MemoryInbox(), CHAIN, UP_RECORDS, forged)


def test_the_key_of_another_node_proves_nothing() -> None:
    with pytest.raises(BadMessage, match="forged_batch"):
        receive(
            MemoryInbox(),
            Chain(b"x" * 32, "up", "plaza"),
            UP_RECORDS,
            sender_of(written(1)).due(0)[0],
        )


def test_personal_fields_travel_beside_and_can_be_erased() -> None:
    log, inbox = new_log(), MemoryInbox()
    log.write("r1", CommandDone(command="c", outcome="done"), Personal(name="Ola"))
    log.write("r2", CommandDone(command="d", outcome="done"), Personal(name="Ela"))
    log.lines[1] = replace(log.lines[1], personal=None, salt="")
    carry(sender_of(log), inbox)
    assert inbox.people == [Personal(name="Ola"), None]


def test_personal_fields_of_another_record_are_refused() -> None:
    log = new_log()
    log.write("r1", CommandDone(command="c", outcome="done"), Personal(name="Ola"))
    log.lines[0] = replace(log.lines[0], personal=b'{"name":"Ela"}')
    with pytest.raises(BadMessage, match="foreign_personal"):
        receive(MemoryInbox(), CHAIN, UP_RECORDS, sender_of(log).due(0.0)[0])


def test_what_cannot_be_applied_waits_with_all_that_follows_it() -> None:
    log, inbox = new_log(), MemoryInbox(refused={"r1"})
    log.write("r1", CancelApplied(booking="b1", version=1))
    log.write("r2", CancelApplied(booking="b2", version=1))
    log.write("r3", CancelApplied(booking="b1", version=2))
    carry(sender_of(log), inbox)
    assert inbox.aside == [("not_applied", "booking b1"), ("behind_another", "booking b1")]
    assert inbox.applied == [CancelApplied(booking="b2", version=1)]
    assert inbox.at is not None
    assert inbox.at.seq == 3


def test_a_kind_of_a_later_version_does_not_stop_the_log() -> None:
    class Later(CancelApplied, frozen=True, kw_only=True, tag="later"):
        pass

    log, inbox = new_log(), MemoryInbox()
    log.write("r1", Later(booking="b1", version=1))
    log.write("r2", CancelApplied(booking="b2", version=1))
    carry(sender_of(log), inbox)
    assert inbox.aside == [("unknown_kind", "booking b1")]
    assert len(inbox.applied) == 1


def test_a_long_record_travels_in_pieces() -> None:
    log, inbox = new_log(), MemoryInbox()
    log.write("r1", CommandDone(command="c", outcome="done", facts={"text": "ż" * 300_000}))
    (batch,) = sender_of(log).due(0.0)
    payloads = pack(batch)
    assert len(payloads) > 10
    joiner = Joiner()
    whole = [read for p in reversed(payloads) if (read := joiner.read(p)) is not None]
    assert receive(inbox, CHAIN, UP_RECORDS, whole[0])
    assert len(inbox.applied) == 1


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "malformed_message"),
        (b"\xff\xfe", "malformed_message"),
        (b"[" * 5000, "malformed_message"),
        (b'{"t":"batch","v":2}', "unknown_schema"),
        (b'{"t":"batch","v":1,"log":"up","extra":1}', "malformed_message"),
        (b" " * 100_000, "message_too_large"),
    ],
)
def test_a_message_that_is_none_is_refused_with_its_code(payload: bytes, code: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read_log(payload)
    assert refused.value.code == code
