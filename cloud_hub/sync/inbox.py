"""The receiving side of a node's log, inside one transaction (`Inbox`).

Events are gathered and entered in runs, and records, cursor and quarantine are written at the
end: `settle` must be called before the commit. The trap: before a batch is received, `expect`
has to see it, because what is known is asked in one query for all of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.many_rows import ManyRows
from cloud_hub.store.tables.sync import quarantine, up_cursors, up_records
from cloud_hub.store.unit import Unit
from cloud_hub.sync.applying import apply_fact, apply_run
from cloud_hub.sync.dating import Dating
from queue_core.domain.errors import Refused
from queue_core.wire.chain import About, Line, read_personal
from queue_core.wire.messages import NOTHING, BadMessage, Batch, Cursor, Epoch, Sent
from queue_core.wire.receiver import apply_line, read_about, read_record, subject_of
from queue_core.wire.records import Decoder, OfficeEvent, Personal, Record

log = logging.getLogger(__name__)

_BAD = (Refused, ValueError, LookupError, TypeError, ArithmeticError, StatementError)
"""What a record with impossible contents raises."""
_ID_LENGTH = 40
_NEW = ManyRows(lambda insert: insert(up_records))


@dataclass(frozen=True)
class _Waiting:
    """An event that is entered with the next run."""

    event: OfficeEvent
    line: Line


@dataclass
class UpInbox:
    """One node's log as it comes in."""

    unit: Unit
    office: str
    node: str
    dating: Dating
    _cursor: Cursor | None = None
    _asked: bool = False
    _moved: bool = False
    _known: set[str] = field(default_factory=set)
    _new: list[dict[str, Any]] = field(default_factory=list)
    _again: list[dict[str, Any]] = field(default_factory=list)
    _run: list[_Waiting] = field(default_factory=list)
    _line: Line | None = None
    _stuck: set[str] | None = None

    def expect(self, batch: Batch) -> None:
        """Look at a batch before it is received. Raises `BadMessage` for one that no node of
        ours wrote."""
        ids = [_checked_id(sent) for sent in batch.records]
        query = select(up_records.c.id).where(
            up_records.c.office == self.office, up_records.c.id.in_(ids)
        )
        self._known |= set(self.unit.connection.execute(query).scalars())

    def cursor(self) -> Cursor | None:
        """See `Inbox`; the row is kept from others until the transaction ends."""
        if not self._asked:
            query = select(up_cursors).where(up_cursors.c.node == self.node).with_for_update()
            row = self.unit.connection.execute(query).first()
            if row is not None:
                self._cursor = Cursor(Epoch(row.counter, row.epoch), row.seq, row.hash)
            self._asked = True
        return self._cursor

    def move(self, cursor: Cursor) -> None:
        """See `Inbox`."""
        self._cursor, self._moved = cursor, True

    def is_known(self, line: Line, about: About, epoch: Epoch) -> bool:
        """See `Inbox`."""
        self._line = line
        place = {"counter": epoch.counter, "seq": line.seq, "hash": line.hash}
        if about.id in self._known:
            self._again.append({"of_id": about.id, **{f"new_{k}": v for k, v in place.items()}})
            return True
        self._known.add(about.id)
        body = {"about": line.about, "body": line.fact, "at": self.unit.now}
        self._new.append(
            {"office": self.office, "id": about.id, "node": self.node, **place, **body}
        )
        return False

    def is_held_up(self, subject: str) -> bool:
        """See `Inbox`."""
        return subject in self._held_up()

    def set_aside(self, line: Line, reason: str, subject: str) -> None:
        """See `Inbox`."""
        log.error("record_in_quarantine", extra={"reason": reason, "office": self.office})
        self.unit.connection.execute(
            insert(quarantine).values(
                office=self.office,
                node=self.node,
                subject=subject.replace("\0", ""),
                reason=reason,
                about=line.about,
                body=line.fact,
                personal=line.personal,
                salt=line.salt,
                at=self.unit.now,
            )
        )
        self._held_up().add(subject)
        self.unit.touch("quarantine")

    def apply(self, record: Record, about: About, personal: Personal | None) -> bool:  # noqa: ARG002
        """See `Inbox`."""
        if isinstance(record, OfficeEvent) and self._line is not None:
            self._run.append(_Waiting(record, self._line))
            return True
        self._end_run()
        return self._try(lambda: apply_fact(self.unit, self.office, record, personal))

    def apply_alone(self, kinds: Decoder, line: Line) -> bool:
        """Whether one record, such as one in quarantine, can be applied now."""
        record = read_record(kinds, line.fact)
        if isinstance(record, OfficeEvent):
            return self._try(lambda: self._enter([_Waiting(record, line)]))
        return apply_line(self, kinds, line) is None

    def settle(self) -> None:
        """Write what was gathered, and the cursor with it."""
        self._end_run()
        _NEW.write(self.unit.connection, self._new)
        if self._again:
            retold = update(up_records).where(
                up_records.c.office == self.office, up_records.c.id == bindparam("of_id")
            )
            places: dict[str, Any] = {
                name: bindparam(f"new_{name}") for name in ("counter", "seq", "hash")
            }
            self.unit.connection.execute(retold.values(places), self._again)
        self._new, self._again = [], []
        if self._moved and self._cursor is not None:
            _keep_cursor(self.unit, self.node, self._cursor)

    def _held_up(self) -> set[str]:
        if self._stuck is None:
            query = select(quarantine.c.subject).where(quarantine.c.office == self.office)
            self._stuck = set(self.unit.connection.execute(query.distinct()).scalars())
        return self._stuck

    def _end_run(self) -> None:
        run, self._run = self._run, []
        if not run or self._try(lambda: self._enter(run)):
            return
        for waiting in run:  # one of them is bad
            subject = subject_of(waiting.line.fact)
            if subject in self._held_up():
                self.set_aside(waiting.line, "behind_another", subject)
            elif not self._try(lambda alone=waiting: self._enter([alone])):  # type: ignore[misc]
                self.set_aside(waiting.line, "not_applied", subject)

    def _enter(self, run: list[_Waiting]) -> bool:
        dated = [(waiting.event, self.dating.at(waiting.event)) for waiting in run]
        apply_run(self.unit, self.office, dated)
        return True

    def _try(self, act: Callable[[], bool]) -> bool:
        """Whether it could be applied; if not, nothing of it was."""
        try:
            with self.unit.attempt():
                return act()
        except _BAD as error:
            if _is_of_database(error):
                raise
            log.exception("record_not_applied", extra={"office": self.office, "node": self.node})
            return False


def _is_of_database(error: Exception) -> bool:
    """Whether the database failed, which is no fault of a record: it comes again."""
    bad_values = isinstance(error, IntegrityError | DataError)
    return isinstance(error, DBAPIError) and not bad_values


def _checked_id(sent: Sent) -> str:
    """The id of a record under way, whose personal fields are its own."""
    personal = None if bytes(sent.personal) == bytes(NOTHING) else bytes(sent.personal)
    line = Line(sent.seq, bytes(sent.about), bytes(sent.fact), "", personal, sent.salt)
    about = read_about(line)
    read_personal(about, line)
    if not (about.id.isalnum() and about.id.isascii() and len(about.id) <= _ID_LENGTH):
        raise BadMessage("malformed_message")
    return about.id


def _keep_cursor(unit: Unit, node: str, cursor: Cursor) -> None:
    place = {
        "counter": cursor.epoch.counter,
        "epoch": cursor.epoch.id,
        "seq": cursor.seq,
        "hash": cursor.hash,
    }
    if not insert_if_absent(unit.connection, up_cursors, {"node": node, **place}):
        moved = update(up_cursors).where(up_cursors.c.node == node)
        unit.connection.execute(moved.values(place))


def take_again(inbox: UpInbox, kinds: Decoder) -> int:
    """After an update: apply what lies in quarantine, in order, as far as it is understood now;
    how many records."""
    own = quarantine.c.office == inbox.office, quarantine.c.node == inbox.node
    query = select(quarantine).where(*own).order_by(quarantine.c.id)
    stuck: set[str] = set()
    applied = 0
    for row in inbox.unit.connection.execute(query).all():
        line = Line(0, row.about, row.body, "", row.personal, row.salt)
        if row.subject in stuck or not inbox.apply_alone(kinds, line):
            stuck |= {row.subject} - {""}
            continue
        inbox.unit.connection.execute(quarantine.delete().where(quarantine.c.id == row.id))
        applied += 1
    return applied
