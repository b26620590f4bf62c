"""The receiving end of a log: what of a batch is new, in one transaction with the cursor.

No I/O: whoever calls holds the transaction and the lock of the cursor's row, and commits after
it. The trap: the cursor is the acknowledgement, so it may move only together with the effects.
"""

import hmac
from collections.abc import Iterator
from typing import Protocol

import msgspec

from queue_core.wire.chain import About, Chain, Line, read_personal
from queue_core.wire.messages import BadMessage, Batch, Cursor, Epoch
from queue_core.wire.records import Decoder, Personal, Record


class Inbox(Protocol):
    """The store of the receiving side, inside one transaction."""

    def cursor(self) -> Cursor | None:
        """How far this log was applied; None when nothing of it has ever come."""

    def move(self, cursor: Cursor) -> None:
        """Keep the new cursor."""

    def is_known(self, line: Line, about: About, epoch: Epoch) -> bool:
        """Whether the record with this id was taken before, in whatever epoch; it is kept now."""

    def is_held_up(self, subject: str) -> bool:
        """Whether a record of this booking, ticket or lease lies in quarantine."""

    def set_aside(self, line: Line, reason: str, subject: str) -> None:
        """Put a record that cannot be applied into quarantine, raw, with an alarm."""

    def apply(self, record: Record, about: About, personal: Personal | None) -> bool:
        """Let the record take effect, all or nothing; False where it cannot be applied."""


def receive(inbox: Inbox, chain: Chain, kinds: Decoder, batch: Batch) -> bool:
    """Take what is new of a batch; whether the cursor moved. `kinds` reads its records.

    A gap, an older epoch, another life of this one or a wrong predecessor is ignored. Raises
    `BadMessage` for a batch that the holder of the key did not write.
    """
    mine = inbox.cursor()
    at = _place(chain, mine, batch)
    if at is None or batch.records[0].seq > at.seq + 1:
        return False
    lines = list(verified_lines(chain, batch))
    if not fits(at, batch, lines):
        return False
    fresh = [line for line in lines if line.seq > at.seq]
    for line in fresh:
        _take(inbox, kinds, line, batch.epoch)
    if fresh:
        inbox.move(Cursor(batch.epoch, fresh[-1].seq, fresh[-1].hash))
    return bool(fresh)


def apply_line(inbox: Inbox, kinds: Decoder, line: Line) -> str | None:
    """Let one record take effect; the reason where it cannot be applied."""
    about = read_about(line)
    personal = read_personal(about, line)
    record = read_record(kinds, line.fact)
    if record is None:
        return "unknown_kind"
    return None if inbox.apply(record, about, personal) else "not_applied"


def read_about(line: Line) -> About:
    """What stands beside the fact. Raises `BadMessage("malformed_message")`."""
    try:
        return _ABOUT.decode(line.about)
    except msgspec.DecodeError as error:
        raise BadMessage("malformed_message") from error


def read_record(kinds: Decoder, fact: bytes) -> Record | None:
    """The fact as its struct; None for a kind or a shape that this version does not know."""
    try:
        return kinds.decode(fact)
    except (msgspec.DecodeError, RecursionError):
        return None


class _Subject(msgspec.Struct):
    booking: str | None = None
    lease: str | None = None
    command: str | None = None
    request: str | None = None
    ticket: msgspec.Raw = msgspec.Raw(b"null")


class _Id(msgspec.Struct):
    id: str = ""


_ABOUT = msgspec.json.Decoder(About)
_SUBJECT = msgspec.json.Decoder(_Subject)
_TICKET = msgspec.json.Decoder(_Id | None)


def subject_of(fact: bytes) -> str:
    """What a record is about, such as `booking 01H…`, whatever its kind; empty for nothing."""
    try:
        named = _SUBJECT.decode(fact)
        ticket = _TICKET.decode(named.ticket)
    except (msgspec.DecodeError, RecursionError):
        return ""
    if ticket is not None and ticket.id:
        return f"ticket {ticket.id}"
    for name in ("booking", "lease", "command", "request"):
        if getattr(named, name):
            return f"{name} {getattr(named, name)}"
    return ""


def _place(chain: Chain, mine: Cursor | None, batch: Batch) -> Cursor | None:
    """Where this log stands as the batch sees it, None when the batch is not for us."""
    if not batch.records:
        return None
    if mine is not None and batch.epoch == mine.epoch:
        return mine
    if mine is not None and batch.epoch.counter <= mine.epoch.counter:
        return None
    return Cursor(batch.epoch, 0, chain.genesis(batch.epoch))


def _take(inbox: Inbox, kinds: Decoder, line: Line, epoch: Epoch) -> None:
    if inbox.is_known(line, read_about(line), epoch):
        return
    subject = subject_of(line.fact)
    held_up = bool(subject) and inbox.is_held_up(subject)
    reason = "behind_another" if held_up else apply_line(inbox, kinds, line)
    if reason is not None:
        inbox.set_aside(line, reason, subject)


def verified_lines(chain: Chain, batch: Batch) -> Iterator[Line]:
    """The lines of a batch with their hashes. Raises `BadMessage("forged_batch")` at its end."""
    found = batch.before
    seq = batch.records[0].seq
    for sent in batch.records:
        if sent.seq != seq:
            raise BadMessage("malformed_message")
        line = Line(
            seq,
            bytes(sent.about),
            bytes(sent.fact),
            personal=None if bytes(sent.personal) == b"null" else bytes(sent.personal),
            salt=sent.salt,
        )
        found = chain.link(found, line)
        yield Line(seq, line.about, line.fact, found, line.personal, line.salt)
        seq += 1
    if not hmac.compare_digest(found, batch.after):
        raise BadMessage("forged_batch")


def fits(at: Cursor, batch: Batch, lines: list[Line]) -> bool:
    """Whether the chain of the batch runs through the cursor."""
    if batch.records[0].seq == at.seq + 1:
        return batch.before == at.hash
    known = [line.hash for line in lines if line.seq == at.seq]
    return not known or known == [at.hash]
