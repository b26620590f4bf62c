"""The link made wrong on purpose: each mutation is one defect that somebody could write.

The trap: a mutation that is patched where nobody looks it up changes nothing, and the simulator
would be blamed.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import delete

from cloud_hub.booking import freeing
from cloud_hub.store.tables.seats import seats
from cloud_hub.sync import hearing, inbox
from edge_node.link import end as node_end
from edge_node.office import bookings as node_bookings
from edge_node.office import resend
from edge_node.store import hub_log, sync
from queue_core.wire import receiver, sender

Mutation = Callable[[ExitStack], None]


@contextmanager
def made_wrong(mutation: Mutation) -> Iterator[None]:
    """The program with this defect."""
    with ExitStack() as stack:
        mutation(stack)
        yield


def no_hash_check(stack: ExitStack) -> None:
    """Numbers alone say whether a log goes on: neither end compares hashes."""
    real = sender.judge

    def judge(cursor: Any, head: Any, log: Any) -> Any:
        same = cursor is not None and cursor.epoch.counter == head.epoch.counter
        if same and cursor.seq <= head.seq:
            cursor = type(cursor)(head.epoch, cursor.seq, log.hash_at(cursor.seq) or "")
        return real(cursor, head, log)

    stack.enter_context(patch.object(sender, "judge", judge))
    stack.enter_context(patch.object(receiver, "fits", lambda *_: True))
    place = receiver._place

    def same_life(chain: Any, mine: Any, batch: Any) -> Any:
        if mine is not None and batch.epoch.counter == mine.epoch.counter and batch.records:
            return mine
        return place(chain, mine, batch)

    stack.enter_context(patch.object(receiver, "_place", same_life))


def no_dedupe(stack: ExitStack) -> None:
    """A record that was taken in another life of its log takes effect again."""
    for box in (inbox.UpInbox, hub_log.HubInbox):
        real = box.is_known

        def is_known(self: Any, line: Any, about: Any, epoch: Any, real: Any = real) -> bool:
            real(self, line, about, epoch)
            return False

        stack.enter_context(patch.object(box, "is_known", is_known))


def no_gap_check(stack: ExitStack) -> None:
    """Whatever is newer is taken, though something before it is missing."""

    def receive(box: Any, chain: Any, kinds: Any, batch: Any) -> bool:
        mine = box.cursor()
        at = receiver._place(chain, mine, batch)
        if at is None:
            return False
        lines = list(receiver.verified_lines(chain, batch))
        fresh = [line for line in lines if line.seq > at.seq]
        for line in fresh:
            receiver._take(box, kinds, line, batch.epoch)
        if fresh:
            box.move(receiver.Cursor(batch.epoch, fresh[-1].seq, fresh[-1].hash))
        return bool(fresh)

    stack.enter_context(patch.object(node_end, "receive", receive))
    stack.enter_context(patch.object(hearing, "receive", receive))


def cursor_without_effects(stack: ExitStack) -> None:
    """The cursor is committed by itself, before what it acknowledges: a crash parts them."""

    def receive(self: Any, batch: Any) -> None:
        chain = receiver.Chain(self._key, "dn", self._node)
        with node_end.transaction(self._office, node_end._FROM_HUB) as unit:
            box = hub_log.HubInbox(unit, node_end.apply_record)
            at = receiver._place(chain, box.cursor(), batch)
            if at is None or batch.records[0].seq > at.seq + 1:
                return
            lines = list(receiver.verified_lines(chain, batch))
            if not receiver.fits(at, batch, lines):
                return
            fresh = [line for line in lines if line.seq > at.seq]
            if fresh:
                box.move(receiver.Cursor(batch.epoch, fresh[-1].seq, fresh[-1].hash))
        with node_end.transaction(self._office, node_end._FROM_HUB) as unit:
            box = hub_log.HubInbox(unit, node_end.apply_record)
            for line in fresh:
                receiver._take(box, node_end.DOWN_RECORDS, line, batch.epoch)

    stack.enter_context(patch.object(node_end.NodeEnd, "_receive", receive))


def fire_and_forget(stack: ExitStack) -> None:
    """What was sent counts as taken; nothing goes twice."""

    def hear(self: Any, cursor: Any, now: float) -> Any:  # noqa: ARG001
        if self.acked is None:
            found = sender.judge(cursor, self.log.head(), self.log)
            if isinstance(found, sender.Fork):
                return found
            self.acked = self._sent = max(found, getattr(self, "once_sent", 0))
        return None

    def due(self: Any, now: float) -> Any:  # noqa: ARG001
        batches = []
        while self.acked is not None and (lines := self._next_lines()):
            batches.append(self._batch(lines))
            self._sent = self.acked = self.once_sent = lines[-1].seq
        return batches

    stack.enter_context(patch.object(sender.Sender, "hear", hear))
    stack.enter_context(patch.object(sender.Sender, "due", due))


def resell_a_freed_seat_at_once(stack: ExitStack) -> None:
    """A cancelled visit's seats are free before the office has answered."""
    real = freeing.tell_office

    def tell(unit: Any, office: str, record: Any, *more: Any) -> None:
        if isinstance(record, freeing.BookingCancelled):
            unit.connection.execute(delete(seats).where(seats.c.booking == record.booking))
        real(unit, office, record, *more)

    stack.enter_context(patch.object(freeing, "tell_office", tell))


def cancel_beats_arrival(stack: ExitStack) -> None:
    """The hub's cancellation counts though the person has proved to be here."""
    stack.enter_context(patch.object(node_bookings, "cancellation_wins", lambda *_: True))


def resend_without_u(stack: ExitStack) -> None:
    """What the hub tells anew counts as all that there is, whatever it had not applied yet."""
    real = resend.expect_again

    def expect(unit: Any, first: str, last: str, *, applied_up: Any) -> None:
        real(unit, first, last, applied_up=applied_up)
        unit.connection.execute("DELETE FROM untold_bookings")
        unit.connection.execute(
            """INSERT INTO untold_bookings SELECT id FROM bookings
            WHERE day BETWEEN ? AND ? AND state = 'confirmed'""",
            (first, last),
        )

    stack.enter_context(patch.object(resend, "expect_again", expect))


def restored_box_keeps_its_leases(stack: ExitStack) -> None:
    """A box from a backup goes on to sell what it had leased, and the hub lets it."""
    stack.enter_context(patch.object(sync, "forget_leases", lambda _: None))
    stack.enter_context(patch.object(resend, "forget_leases", lambda _: None))
    stack.enter_context(patch.object(hearing.block_leases, "body", lambda *_: 0))


def a_proof_is_forgotten(stack: ExitStack) -> None:
    """A restored box that did not see who came is believed."""
    stack.enter_context(patch.object(resend, "_saw_more", lambda *_: False))


_RESTORES = ("backs_up", "restores")
EVERY: dict[Mutation, tuple[str, ...]] = {
    no_hash_check: _RESTORES,
    no_dedupe: (),
    no_gap_check: (),
    cursor_without_effects: ("dies",),
    fire_and_forget: (),
    resell_a_freed_seat_at_once: ("cuts",),
    cancel_beats_arrival: (),
    resend_without_u: ("tells_anew", "cuts", "storm"),
    restored_box_keeps_its_leases: _RESTORES,
    a_proof_is_forgotten: _RESTORES,
}
"""Each defect, and the faults that show it soonest."""
