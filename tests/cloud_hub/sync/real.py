"""A real node and a real hub with a wire between them that a test can cut, each on its database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cloud_hub.store.unit import Hub
from cloud_hub.sync.enrolling import EnrolledNode
from cloud_hub.sync.hub_end import HubEnd
from edge_node.link.end import NodeEnd
from edge_node.link.process import begin
from edge_node.office.day import open_day
from edge_node.store.unit import Command, Office
from okienko.demo.sample import office as document_of
from queue_core.wire.end import Heard, Outgoing
from tests.cloud_hub.sample import MONDAY, clock
from tests.edge_node.office.desk import clock as clock_of
from tests.edge_node.sample import build_office

ELEVEN = MONDAY + timedelta(hours=2)
"""The office is open."""
Lose = Callable[[str], bool]


def nothing(_topic: str) -> bool:
    """Whether a message is lost: none is."""
    return False


@dataclass
class Wire:
    """Both ends in one process; `lose` says which messages do not arrive."""

    hub: Hub
    folder: Path
    node: EnrolledNode
    office: Office = field(init=False)
    now: float = 0.0
    lose: Lose = nothing
    doubles: bool = False
    owner: str = "one"

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.office = build_office(self.folder, document_of(self.node.office))
        clock(self.hub).at = clock_of(self.office).at = ELEVEN
        open_day(self.office, Command())
        begin(self.office, self.node.node, bytes.fromhex(self.node.key), "first boot")
        self.both_start()

    def both_start(self) -> None:
        """Both processes begin anew."""
        self.hub_starts()
        self.node_starts()

    def hub_starts(self) -> None:
        """The hub's process begins anew, under the name of the one before."""
        self.hub_end = HubEnd(self.hub, self.owner)

    def node_starts(self) -> None:
        """The node's process begins anew."""
        self.node_end = NodeEnd(self.office, lambda: 0.0)

    def plug(self) -> None:
        """Connect both to the broker and let them talk until it is quiet."""
        self.hub_end.lost(self.now)
        self.node_end.lost(self.now)
        self.node_end.will()
        up = [*self.node_end.connected(self.now)]
        down = [*self.hub_end.connected(self.now)]
        self.talk(up, down)

    def talk(self, up: Iterable[Outgoing] = (), down: Iterable[Outgoing] = ()) -> None:
        """Whatever there is to say, until nobody has anything left."""
        to_hub, to_node = list(up), list(down)
        for _ in range(1000):
            self.now += 0.1
            from_node = self.node_end.hear(self._arrives(to_node), self.now)
            from_hub = self.hub_end.hear(self._arrives(to_hub), self.now)
            to_hub = from_node + self.node_end.due(self.now)
            to_node = from_hub + self.hub_end.due(self.now)
            if not to_hub and not to_node:
                return
        raise AssertionError("they talk for ever")

    def later(self, seconds: float) -> None:
        """Time passes for both, and whatever was lost goes again."""
        self.now += seconds
        self.talk()

    def _arrives(self, said: Iterable[Outgoing]) -> list[Heard]:
        arrived = [Heard(one.topic, one.payload) for one in said if not self.lose(one.topic)]
        return arrived * 2 if self.doubles else arrived
