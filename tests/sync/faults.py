"""What breaks: the wire, the processes, the machines, the cards, and whoever puts back a backup."""

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from cloud_hub.store.dn_log import lock_head
from cloud_hub.store.unit import transaction
from cloud_hub.sync.enrolling import enrol_node
from cloud_hub.sync.retelling import open_dn_epoch
from tests.cloud_hub.sample import ADMIN
from tests.sync.ledger import Ledger
from tests.sync.offices import folded, templates
from tests.sync.world import Box, Weather, World

MILD, RARE = 12, 1
"""How often a fault comes, as against the others."""


class Faults:
    """The faults of one run. `losses` counts those that may lose what was promised."""

    def __init__(self, world: World, ledger: Ledger, fond_of: Collection[str] = ()) -> None:
        self._world = world
        self._ledger = ledger
        self._rng = world.rng
        self._backups: dict[str, list[Path]] = {}
        self.losses = 0
        self.twins = 0
        every: dict[Callable[[], str], int] = {
            self._cuts: MILD,
            self._cuts_hub: 4,
            self._storm: 6,
            self._restarts: 4,
            self._hub_restarts: 4,
            self._dies: 5,
            self._hub_dies: 5,
            self._goes_silent: 5,
            self._jumps: 3,
            self._backs_up: 5,
            self._restores: 3,
            self._hub_restored: 2,
            self._new_card: RARE,
            self._twin: RARE,
            self._tells_anew: 3,
        }
        self._alphabet = tuple(every)
        self._weights = tuple(
            weight * (10 if fault.__name__.strip("_") in fond_of else 1)
            for fault, weight in every.items()
        )

    def strike(self) -> None:
        """Something breaks."""
        (fault,) = self._rng.choices(self._alphabet, self._weights)
        self._world.trace.append(f"*** {fault.__name__.strip('_')} {fault()}")

    def _box(self) -> Box:
        return self._rng.choice(list(self._world.boxes.values()))

    def _cuts(self) -> str:
        box = self._box()
        if box.online:
            self._world.cut(box)
        else:
            self._world.connect(box)
        return f"{box.name} {'on' if box.online else 'off'}line"

    def _cuts_hub(self) -> str:
        if self._world.hub_online:
            self._world.cut_hub()
        else:
            self._world.connect_hub()
        return "online" if self._world.hub_online else "offline"

    def _storm(self) -> str:
        bad = self._rng.random
        self._world.weather = (
            Weather()
            if bad() < 0.4
            else Weather(0.4 * bad(), 0.4 * bad(), 0.4 * bad(), 0.6 * bad())
        )
        return ""

    def _restarts(self) -> str:
        box = self._box()
        self._world.restart(box)
        return box.name

    def _hub_restarts(self) -> str:
        self._world.hub_starts()
        return ""

    def _dies(self) -> str:
        """In the middle of its next transaction on the wire."""
        box = self._box()
        if box.online and self._world.queues[box.name]:
            box.office.database.fuse = self._rng.choice((1, 2, 3))  # type: ignore[attr-defined]
            self._world.box_hears(box)
            box.office.database.fuse = 0  # type: ignore[attr-defined]
        return box.name

    def _hub_dies(self) -> str:
        if self._world.hub_online and self._world.queues["hub"]:
            self._world.hub.database.fuse = self._rng.choice((1, 2, 3))  # type: ignore[attr-defined]
            self._world.hub_hears()
            self._world.hub.database.fuse = 0  # type: ignore[attr-defined]
        return ""

    def _goes_silent(self) -> str:
        """Dies between the commit and the answer."""
        box = self._box()
        if self._rng.random() < 0.5:
            heard, self._world.queues["hub"] = self._world.queues["hub"], []
            if self._world.hub_online:
                self._world.hub_end.hear(heard, self._world.now)
            self._world.hub_starts()
            return "hub"
        heard, self._world.queues[box.name] = self._world.queues[box.name], []
        if box.online:
            box.end.hear(heard, self._world.now)
        self._world.restart(box)
        return box.name

    def _jumps(self) -> str:
        box = self._box()
        hours = self._rng.choice((-7, -1, 1, 5))
        box.clock.at = self._world.hub.clock.now()
        seconds = hours * 3600
        elapsed = box.clock.elapsed
        box.clock.advance(seconds=seconds)
        box.clock.elapsed = elapsed
        return f"{box.name} {hours} h"

    def _backs_up(self) -> str:
        """A copy of a file as it is now."""
        world = self._world
        if self._rng.random() < 0.4:
            return self._copy("hub", world.hub_path, lambda: folded_hub(world))
        box = self._box()
        return self._copy(box.office_id + box.node.node, box.path, lambda: _fold(box))

    def _copy(self, name: str, path: Path, fold: Callable[[], None]) -> str:
        fold()
        kept = self._backups.setdefault(name, [])
        copy = self._world.folder / f"backup-{name}-{len(kept)}.db"
        shutil.copy(path, copy)
        kept.append(copy)
        return name

    def _restores(self) -> str:
        box = self._box()
        kept = self._backups.get(box.office_id + box.node.node)
        if not kept:
            return "nothing"
        self._world.replace_card(box, self._rng.choice(kept))
        self._lost()
        return box.name

    def _hub_restored(self) -> str:
        kept = self._backups.get("hub")
        if not kept:
            return "nothing"
        self._world.put_hub(self._rng.choice(kept))
        self._lost()
        return ""

    def _tells_anew(self) -> str:
        """The hub begins its log anew, as when a box has stayed away for longer than it is kept."""
        office = self._rng.choice(self._world.offices)
        with transaction(self._world.hub, ADMIN) as unit:
            open_dn_epoch(unit, office, lock_head(unit, office).cursor.epoch.counter + 1)
        return office

    def _new_card(self) -> str:
        """The card of a box is gone; another one is enrolled."""
        office = self._rng.choice(self._world.offices)
        for box in self._world.of_office(office):
            self._world.erase(box)
        node = enrol_node(self._world.hub, ADMIN, office)
        new = self._world.new_box(office, node, templates().card(office))
        self._lost()
        return new.name

    def _twin(self) -> str:
        box = self._box()
        _fold(box)
        twin = self._world.new_box(box.office_id, box.node, box.path)
        self.twins += 1
        return f"{twin.name} of {box.name}"

    def part_twins(self) -> None:
        """An administrator chooses one of the boxes that speak as one, and enrols it anew."""
        for office in self._world.offices:
            boxes = self._world.of_office(office)
            if len(boxes) > 1:
                chosen = self._rng.choice(boxes)
                for other in boxes:
                    if other is not chosen:
                        self._world.erase(other)
                self._lost()

    def close(self) -> None:
        """Erase the backups."""
        for kept in self._backups.values():
            for copy in kept:
                copy.unlink()

    def _lost(self) -> None:
        self.losses += 1
        self._ledger.forget_lost(self._world)


def folded_hub(world: World) -> None:
    """Bring the hub's file up to date; its connections open again by themselves."""
    folded(world.hub.database, world.hub_path)  # type: ignore[arg-type]


def _fold(box: Box) -> None:
    box.office.database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)")
