"""When something happened at a node, by the clock of the hub ("Clocks", `sync.md`).

A boot whose offset is known dates its records by it, whatever the node's wall clock showed. The
trap: records may come before the first sample of their boot, so a better one dates them again.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from cloud_hub.store.tables.live import hub_events
from cloud_hub.store.tables.sync import boot_clocks
from cloud_hub.store.unit import Unit
from queue_core.wire.clocks import better, dated
from queue_core.wire.messages import ClockSample
from queue_core.wire.records import OfficeEvent


@dataclass
class Dating:
    """The clocks of one node's boots, inside one transaction."""

    unit: Unit
    node: str
    _known: dict[int, ClockSample | None] = field(default_factory=dict)

    def at(self, record: OfficeEvent) -> datetime:
        """When an event happened; never later than now."""
        sample = self.sample(record.boot)
        told = record.at if sample is None else dated(sample, record.uptime_ms)
        return min(told, self.unit.now)

    def sample(self, boot: int) -> ClockSample | None:
        """What is known of a boot."""
        if boot not in self._known:
            query = select(boot_clocks).where(
                boot_clocks.c.node == self.node, boot_clocks.c.boot == boot
            )
            row = self.unit.connection.execute(query).first()
            self._known[boot] = ClockSample(boot, row.offset_ms, row.round_trip_ms) if row else None
        return self._known[boot]

    def learn(self, office: str, sample: ClockSample) -> None:
        """Keep a sample if it is the best of its boot; the first one dates what came before it.
        One that cannot be is passed over."""
        if not 0 < sample.offset_ms <= self.unit.now.timestamp() * 1000 or sample.round_trip_ms < 0:
            return
        known = self.sample(sample.boot)
        if better(known, sample) is known:
            return
        values = {"offset_ms": sample.offset_ms, "round_trip_ms": sample.round_trip_ms}
        own = boot_clocks.c.node == self.node, boot_clocks.c.boot == sample.boot
        if known is None:
            self.unit.connection.execute(
                insert(boot_clocks).values(node=self.node, boot=sample.boot, **values)
            )
            self._date_again(office, sample)
        else:
            self.unit.connection.execute(update(boot_clocks).where(*own).values(values))
        self._known[sample.boot] = sample

    def _date_again(self, office: str, sample: ClockSample) -> None:
        """Date the events of a boot whose wall clock was wrong."""
        which = (
            hub_events.c.office == office,
            hub_events.c.boot == sample.boot,
            hub_events.c.clock_synced.is_(False),
        )
        rows = self.unit.connection.execute(
            select(hub_events.c.seq, hub_events.c.uptime_ms).where(*which)
        ).all()
        if rows:
            self.unit.connection.execute(
                update(hub_events)
                .where(*which, hub_events.c.seq == bindparam("of_seq"))
                .values(at=bindparam("right")),
                [{"of_seq": r.seq, "right": dated(sample, r.uptime_ms)} for r in rows],
            )
            self.unit.touch("live")
