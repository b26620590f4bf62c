"""Everything that has arrived from one node, taken in one transaction.

Clock first, because it dates the records; then the records; then where the node stands in the
hub's own log, and what follows from it. The trap: whatever is written to the office's log comes
last, because its head is the last lock.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cloud_hub.booking.leasing import block_leases
from cloud_hub.booking.retelling import versions_by_day
from cloud_hub.store.dn_log import lock_head
from cloud_hub.store.unit import Unit
from cloud_hub.sync.dating import Dating
from cloud_hub.sync.epochs import is_twin, note_epoch
from cloud_hub.sync.inbox import UpInbox
from cloud_hub.sync.restoring import begin_restore, end_restore, is_complete, take_back
from cloud_hub.sync.retelling import open_dn_epoch, resend_day
from cloud_hub.sync.side import Side
from cloud_hub.sync.standing import note_standing
from queue_core.domain.calendar import local_day
from queue_core.wire.digests import differing, digest_of
from queue_core.wire.messages import BadMessage, Batch, Digests, NodeCur
from queue_core.wire.receiver import receive
from queue_core.wire.records import UP_RECORDS
from queue_core.wire.sender import Fork

Told = Batch | NodeCur
_DAYS_AT_ONCE = 14
"""So many differing days are told again at once; the rest after the next comparison."""


@dataclass
class Hearing:
    """One node being heard, inside one transaction; `refused` counts by code what is not taken."""

    unit: Unit
    side: Side
    now: float
    refused: Counter[str]
    moved: bool = False
    """Whether a log has come further, the node's or the hub's own that it gave back."""
    _forked: bool = False
    _inbox: UpInbox = field(init=False)

    def __post_init__(self) -> None:
        dating = Dating(self.unit, self.side.node)
        self._inbox = UpInbox(self.unit, self.side.office, self.side.node, dating)

    def take(self, told: Sequence[Told]) -> None:
        """Let everything take effect."""
        cur = next((one for one in reversed(told) if isinstance(one, NodeCur)), None)
        if cur is not None and cur.clock is not None:
            self._inbox.dating.learn(self.side.office, cur.clock)
        for batch in told:
            if isinstance(batch, Batch):
                self._receive(batch)
        self._inbox.settle()
        if self._forked:
            self._after_fork()
        if cur is not None:
            self._stand(cur)

    def _receive(self, batch: Batch) -> None:
        try:
            if batch.log == "dn":
                self._take_back(batch)
            else:
                self._receive_up(batch)
        except BadMessage as bad:
            self.refused[bad.code] += 1

    def _take_back(self, batch: Batch) -> None:
        head = self.side.look(self.unit.connection, self.now)
        if head is not None and take_back(self.unit, self.side.office, head, batch):
            self.moved = True

    def _receive_up(self, batch: Batch) -> None:
        before = self._inbox.cursor()
        is_new_life = before is not None and batch.epoch.counter > before.epoch.counter
        if is_new_life and is_twin(self.unit, self.side.node):
            self.refused["twin"] += 1
            return
        self._inbox.expect(batch)
        moved = receive(self._inbox, self.side.up, UP_RECORDS, batch)
        self.moved = self.moved or moved
        if moved and is_new_life:
            note_epoch(self.unit, self.side.node, "up", batch.epoch.counter)
            self._forked = True

    def _after_fork(self) -> None:
        """The box was restored, so it may have sold or issued what neither side knows of: what it
        has leased rests, and it is told everything that the hub knows, its tickets included."""
        block_leases.within(self.unit, self.side.office)
        self._open_epoch(0)

    def _stand(self, cur: NodeCur) -> None:
        head = self.side.look(self.unit.connection, self.now)
        if head is None:
            return
        in_epoch = cur.dn is not None and cur.dn.epoch == head.cursor.epoch
        applied = cur.dn.seq if cur.dn is not None and in_epoch else 0
        note_standing(self.unit, self.side.office, self.side.node, cur=cur, applied=applied)
        fork = self.side.hear(cur.dn, self.now)
        if fork is not None and is_twin(self.unit, self.side.node):
            self.refused["twin"] += 1
        elif fork is not None and fork.reason == "restored" and cur.dn is not None:
            begin_restore(self.unit, self.side.office, self.side.node, head, cur.dn)
            self._end_restore(cur, fork)
        elif fork is not None:
            self._fork(fork.counter)
        elif cur.digests is not None:
            self._compare(cur, cur.digests)

    def _end_restore(self, cur: NodeCur, fork: Fork) -> None:
        office, up = self.side.office, self._inbox.cursor()
        if cur.dn is not None and is_complete(self.unit, office, cur.dn, up, told=cur.up):
            end_restore(self.unit, office)
            self._fork(fork.counter)

    def _fork(self, counter: int) -> None:
        note_epoch(self.unit, self.side.node, "dn", counter)
        self._open_epoch(counter)

    def _open_epoch(self, at_least: int) -> None:
        head = lock_head(self.unit, self.side.office)
        counter = max(at_least, head.cursor.epoch.counter + 1)
        open_dn_epoch(self.unit, self.side.office, counter)

    def _compare(self, cur: NodeCur, digests: Digests) -> None:
        """Tell each differing day again; only while nothing later is under way either way."""
        if digests.at != self.side.looked_at or cur.up != self._inbox.cursor():
            return
        today = local_day(self.unit.now, self.unit.office(self.side.office).zone)
        known = versions_by_day(self.unit, self.side.office, today)
        true = {day.isoformat(): digest_of(versions) for day, versions in known.items()}
        held = {day: one for day, one in digests.days.items() if day >= today.isoformat()}
        for day in differing(held, true)[:_DAYS_AT_ONCE]:
            resend_day(self.unit, self.side.office, date.fromisoformat(day))
