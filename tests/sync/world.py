"""The hub, the boxes of its offices, and a broker between them that a run can do anything to.

Everything is real but the wire, the clocks and the disk. The trap: an end that crashed is another
object on the same file, and whatever its old one had not handed to the broker is gone.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from cloud_hub.store.unit import Hub
from cloud_hub.sync.enrolling import EnrolledNode
from cloud_hub.sync.hub_end import HubEnd
from edge_node.link.end import NodeEnd
from edge_node.link.process import begin
from edge_node.store.document import DocumentCache
from edge_node.store.unit import Office
from queue_core.clock import FixedClock
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.topics import HUB_STATE
from tests.cloud_hub.sample import MONDAY
from tests.sync.offices import Crash, HubDatabase, NodeDatabase, folded, hub_on, templates

HUB = "hub"
TEN = MONDAY + timedelta(hours=1)
Act = Callable[[], list[Outgoing]]


@dataclass
class Weather:
    """How a wire treats each message: it is lost, comes twice, comes later, or overtakes."""

    lost: float = 0.0
    twice: float = 0.0
    later: float = 0.0
    shuffled: float = 0.0


@dataclass
class Box:
    """One card in one machine. A twin is another box under the same name on the wire."""

    name: str
    office_id: str
    node: EnrolledNode
    path: Path
    clock: FixedClock
    office: Office = field(init=False)
    end: NodeEnd = field(init=False)
    will: Outgoing | None = None
    online: bool = False
    boots: int = 0

    def starts(self) -> None:
        """The machine starts: another boot of the clock that only grows."""
        self.boots += 1
        self.clock.elapsed = 0.0
        self.office = Office(NodeDatabase(self.path), self.clock, DocumentCache())
        begin(self.office, self.node.node, bytes.fromhex(self.node.key), self._boot())
        self.end = NodeEnd(self.office, lambda: 0.0)

    def _boot(self) -> str:
        return f"{self.name} boot {self.boots}"


@dataclass
class World:
    """One run's files, clocks, ends and broker, all moved by its seed."""

    rng: random.Random
    offices: tuple[str, ...]
    weather: Weather = field(default_factory=Weather)
    now: float = 100.0
    hub: Hub = field(init=False)
    hub_end: HubEnd = field(init=False)
    hub_online: bool = False
    hub_owner: int = 0
    boxes: dict[str, Box] = field(default_factory=dict)
    queues: dict[str, list[Heard]] = field(default_factory=dict)
    retained: dict[str, Heard] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    _names: int = 0

    def __post_init__(self) -> None:
        made = templates()
        self.folder = made.folder
        self.hub_path = made.folder / "hub.db"
        self.put_hub(made.hub)
        for office in self.offices:
            self.new_box(office, made.nodes[office], made.box(office))

    def close(self) -> None:
        """Close and erase the files of this run."""
        for box in list(self.boxes.values()):
            self.erase(box)
        folded(_hub_database(self.hub_path), self.hub_path)

    # The hub

    def put_hub(self, file: Path) -> None:
        """The hub's file is this one from now on; its process is not connected yet."""
        database = _hub_database(self.hub_path)
        database.fuse = 0
        folded(database, self.hub_path)
        shutil.copy(file, self.hub_path)
        clock = self.hub.clock if hasattr(self, "hub") else FixedClock(TEN)
        assert isinstance(clock, FixedClock)
        self.hub = hub_on(database, clock)
        self.hub_starts()

    def hub_starts(self) -> None:
        """A new process of the hub, under its old name or another one."""
        self.hub.database.fuse = 0  # type: ignore[attr-defined]
        self.hub_owner += self.rng.random() < 0.3
        self.hub_online = False
        self.queues[HUB] = []
        self.hub_end = HubEnd(self.hub, f"link {self.hub_owner}")

    def connect_hub(self) -> None:
        """The hub's link meets the broker, and hears what is kept there."""
        if self.hub_online:
            return
        self.hub_online = True
        self.queues[HUB] = list(self.retained.values())
        self.send(self.hub_end.connected(self.now))

    def cut_hub(self) -> None:
        """The hub's link loses the broker."""
        if self.hub_online:
            self.hub_online, self.queues[HUB] = False, []
            self.hub_end.lost(self.now)

    # The boxes

    def new_box(self, office: str, node: EnrolledNode, file: Path) -> Box:
        """A machine with a copy of this file as its card."""
        self._names += 1
        name = f"{office}{self._names}"
        path = self.folder / f"run-{name}.db"
        shutil.copy(file, path)
        box = Box(name, office, node, path, FixedClock(self.hub.clock.now()))
        self.boxes[name], self.queues[name] = box, []
        box.starts()
        return box

    def erase(self, box: Box) -> None:
        """The machine is gone, and its card with it."""
        self._goes(box)
        folded(box.office.database, box.path)
        box.path.unlink()
        box.path.with_name(box.path.name + ".lock").unlink(missing_ok=True)
        del self.boxes[box.name], self.queues[box.name]

    def connect(self, box: Box) -> None:
        """A box meets the broker, which lets only one in under each name."""
        if box.online:
            return
        for other in self.boxes.values():
            if other.online and other.node.node == box.node.node:
                self.cut(other)
        box.online, box.will = True, box.end.will()
        self.send(box.end.connected(self.now))

    def cut(self, box: Box) -> None:
        """A box loses the broker, which tells so with its will."""
        if box.online:
            self._goes(box)
            box.end.lost(self.now)

    def restart(self, box: Box) -> None:
        """The machine of a box starts again, whatever it was doing."""
        self._goes(box)
        box.office.database.close()
        box.starts()

    def replace_card(self, box: Box, file: Path) -> None:
        """The box goes on with another file on its card."""
        self._goes(box)
        folded(box.office.database, box.path)
        shutil.copy(file, box.path)
        box.starts()

    def of_office(self, office: str) -> list[Box]:
        """The boxes that take themselves for the box of an office."""
        return [box for box in self.boxes.values() if box.office_id == office]

    def _goes(self, box: Box) -> None:
        if box.online and box.will is not None:
            box.online = False
            self.queues[box.name] = []
            self.send([box.will])

    # The wire

    def send(self, told: Iterable[Outgoing]) -> None:
        """Hand messages to the broker, which gives them to who is there now."""
        for message in told:
            heard = Heard(message.topic, message.payload)
            if "/up/" in message.topic:
                if message.retain:
                    self.retained[message.topic] = heard
                if self.hub_online:
                    self.queues[HUB].append(heard)
                continue
            for box in self.boxes.values():
                mine = f"/dn/{box.node.node}/" in message.topic or message.topic == HUB_STATE
                if box.online and mine:
                    self.queues[box.name].append(heard)

    def hub_hears(self) -> None:
        """The hub takes what has come, as the weather lets it."""
        heard = self._arrives(HUB)
        if self.hub_online and heard:
            self.hub_says(lambda: self.hub_end.hear(heard, self.now))

    def hub_says(self, act: Act) -> None:
        """What the hub answers goes out, unless it dies before."""
        try:
            self.send(act())
        except Crash:
            self.trace.append("hub dies in a transaction")
            self.hub_starts()

    def hub_is_due(self) -> None:
        """The hub looks at what is new."""
        if self.hub_online:
            self.hub_says(lambda: self.hub_end.due(self.now))

    def box_hears(self, box: Box) -> None:
        """A box takes what has come."""
        heard = self._arrives(box.name)
        if box.online and heard:
            self.box_says(box, lambda: box.end.hear(heard, self.now))

    def box_says(self, box: Box, act: Act) -> None:
        """What a box answers goes out, unless it dies before."""
        try:
            self.send(act())
        except Crash:
            self.trace.append(f"{box.name} dies in a transaction")
            self.restart(box)

    def box_is_due(self, box: Box) -> None:
        """A box looks at what is new."""
        if box.online:
            self.box_says(box, lambda: box.end.due(self.now))

    def talk(self, rounds: int = 1) -> bool:
        """Everybody hears and speaks so often, in any order; whether anything was said."""
        said = False
        for _ in range(rounds):
            self.passes(0.1)
            parties = [HUB, *self.boxes]
            self.rng.shuffle(parties)
            said = any(self.queues.values())
            for party in parties:
                if party == HUB:
                    self.hub_hears()
                    self.hub_is_due()
                else:
                    self.box_hears(self.boxes[party])
                    self.box_is_due(self.boxes[party])
            said = said or any(self.queues.values())
        return said

    def passes(self, seconds: float) -> None:
        """Time goes by, for everybody."""
        self.now += seconds
        for clock in (self.hub.clock, *(box.clock for box in self.boxes.values())):
            assert isinstance(clock, FixedClock)
            clock.advance(seconds=seconds)

    def _arrives(self, party: str) -> list[Heard]:
        waiting, self.queues[party] = self.queues[party], []
        weather = self.weather
        if weather == Weather():
            return waiting
        taken: list[Heard] = []
        for message in waiting:
            fate = self.rng.random()
            if fate < weather.lost:
                continue
            if fate < weather.lost + weather.later:
                self.queues[party].append(message)
                continue
            taken.append(message)
            if self.rng.random() < weather.twice:
                taken.append(message)
        if self.rng.random() < weather.shuffled:
            self.rng.shuffle(taken)
        return taken


_hubs: dict[Path, HubDatabase] = {}


def _hub_database(path: Path) -> HubDatabase:
    """One engine a process: what it has compiled serves every run."""
    if path not in _hubs:
        _hubs[path] = HubDatabase(f"sqlite:///{path}")
    return _hubs[path]


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Ids, tokens and keys follow from the seed as well."""
    bytes_of = random.Random(f"bytes {seed}").randbytes
    with patch.object(os, "urandom", bytes_of), patch.object(random, "_urandom", bytes_of):
        yield random.Random(seed)
