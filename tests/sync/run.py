"""One seed, one run: things happen, things break, everything is healed, everything is checked."""

import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import select, text

from cloud_hub.store.tables.sync import nodes
from cloud_hub.sync.enrolling import enrol_node
from cloud_hub.sync.inbox import UpInbox
from edge_node.store.hub_log import HubInbox
from tests.cloud_hub.sample import ADMIN
from tests.sync.checks import faults_of, standing
from tests.sync.faults import Faults
from tests.sync.ledger import Ledger
from tests.sync.offices import OFFICES
from tests.sync.traffic import Traffic
from tests.sync.world import Weather, World, seeded

STEPS = 40
_TURNS = 400


class Violation(AssertionError):
    """A run that ended as it must not; its text names the seed and what happened."""


@dataclass
class Story:
    """How one run went."""

    trace: list[str]
    faults: list[str]


def run(seed: int, steps: int = STEPS) -> None:
    """Play one run. Raises `Violation`."""
    story = play(seed, steps)
    if story.faults:
        told = "\n".join(story.trace)
        wrong = "\n".join(story.faults)
        raise Violation(f"seed {seed}\n{told}\n\nwrong after healing:\n{wrong}")


def play(seed: int, steps: int = STEPS, fond_of: Collection[str] = ()) -> Story:
    """Play one run; what happened and what is wrong. The faults that fate is `fond_of` come ten
    times as often."""
    with seeded(seed) as rng, _counted():
        world = World(rng, OFFICES[: 1 + (rng.random() < 0.25)])
        ledger = Ledger()
        faults = Faults(world, ledger, fond_of)
        try:
            _happen(world, ledger, faults, steps=steps)
            wrong = _heal(world, faults) or faults_of(world, ledger, losses=faults.losses)
            return Story(world.trace, wrong)
        finally:
            faults.close()
            world.close()


def _happen(world: World, ledger: Ledger, faults: Faults, *, steps: int) -> None:
    rng: random.Random = world.rng
    traffic = Traffic(world, ledger)
    world.connect_hub()
    for box in list(world.boxes.values()):
        world.connect(box)
    trouble = rng.choice((0.05, 0.2, 0.4))
    for _ in range(steps):
        if rng.random() < trouble:
            faults.strike()
        else:
            traffic.act()
        if rng.random() < 0.4:
            world.talk(rng.choice((1, 1, 2, 4)))
        if rng.random() < 0.1:
            world.passes(rng.choice((1.0, 5.0, 40.0)))
        if rng.random() < 0.1:
            _meet_again(world)


def _meet_again(world: World) -> None:
    world.connect_hub()
    for box in list(world.boxes.values()):
        world.connect(box)


def _heal(world: World, faults: Faults) -> list[str]:
    """Everything works again, until nobody has anything left to say."""
    world.weather = Weather()
    world.trace.append("--- heals")
    faults.part_twins()
    for box in world.boxes.values():
        box.clock.at = world.hub.clock.now()
    _choose_boxes(world)
    _meet_again(world)
    for rest in (61.0, 61.0, 700.0, 3700.0):
        if not _settle(world):
            return ["they talk for ever"]
        world.passes(rest)
        _choose_boxes(world)
        _meet_again(world)
    if not _settle(world):
        return ["they talk for ever"]
    before = standing(world)
    world.passes(3700.0)
    if not _settle(world):
        return ["they talk for ever"]
    return [] if standing(world) == before else ["a day differs for ever"]


def _settle(world: World) -> bool:
    quiet = 0
    for _ in range(_TURNS):
        quiet = 0 if world.talk() else quiet + 1
        if quiet > 2:
            return True
    return False


def _choose_boxes(world: World) -> None:
    """An administrator enrols a box anew that is taken for two."""
    with world.hub.database.read() as connection:
        twins = set(
            connection.execute(select(nodes.c.id).where(nodes.c.twin_since.is_not(None))).scalars()
        )
    for box in world.boxes.values():
        if box.node.node in twins or _is_revoked(world, box.node.node):
            box.node = enrol_node(world.hub, ADMIN, box.office_id)
            world.trace.append(f"{box.name} is enrolled anew")
            world.restart(box)


def _is_revoked(world: World, node: str) -> bool:
    query = select(nodes.c.id).where(nodes.c.id == node, nodes.c.revoked_at.is_(None))
    with world.hub.database.read() as connection:
        return connection.execute(query).first() is None


@contextmanager
def _counted() -> Iterator[None]:
    """Each record that takes effect leaves its id in the database that it changed."""
    at_hub, at_box = UpInbox.apply, HubInbox.apply

    def hub_applies(inbox: UpInbox, record: Any, about: Any, personal: Any) -> bool:
        inbox.unit.connection.execute(
            text("INSERT INTO sim_applied VALUES (:office, :id)"),
            {"office": inbox.office, "id": about.id},
        )
        return at_hub(inbox, record, about, personal)

    def box_applies(inbox: HubInbox, record: Any, about: Any, personal: Any) -> bool:
        inbox.unit.connection.execute("INSERT INTO sim_applied VALUES (?)", (about.id,))
        return at_box(inbox, record, about, personal)

    with patch.object(UpInbox, "apply", hub_applies), patch.object(HubInbox, "apply", box_applies):
        yield
