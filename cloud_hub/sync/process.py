"""The link process of the hub: one connection to each broker, each with an end of its own.

Brokers know nothing of each other; a node is served by the end on whose broker it was heard last
(`owning`). Any number of such processes may run.
"""

import logging
import os
import re
import signal
import socket
import threading
from collections.abc import Callable

from sqlalchemy import select

from cloud_hub.config import HubConfig
from cloud_hub.store.tables.sync import quarantine
from cloud_hub.store.unit import Command, Hub, transaction
from cloud_hub.store.watching import watch
from cloud_hub.sync.dating import Dating
from cloud_hub.sync.hub_end import HubEnd
from cloud_hub.sync.inbox import UpInbox, take_again
from cloud_hub.sync.owning import disown, owners
from cloud_hub.wiring import build_hub
from queue_core.wire.brokers import Broker
from queue_core.wire.link import Link, Place
from queue_core.wire.records import UP_RECORDS
from queue_core.wire.topics import FROM_NODES

log = logging.getLogger(__name__)

_NAME = re.compile(r"hub-(?P<host>.+)-(?P<pid>[0-9]+)-[0-9]+")
"""How an end is called: its machine, its process, its broker."""
_AFTER_FAULT_SECONDS = 2.0


def run_link(config: HubConfig) -> None:
    """Serve the nodes on every broker until SIGTERM."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    hub = build_hub(config)
    forget_the_dead(hub, socket.gethostname())
    try_again(hub)
    threads = [
        threading.Thread(
            target=_again_and_again, args=(stop, _serving(hub, config, number, broker, stop=stop))
        )
        for number, broker in enumerate(config.link.brokers, start=1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def forget_the_dead(hub: Hub, host: str) -> None:
    """Let go of the offices of processes that died on this machine: nobody need wait for them."""
    with transaction(hub, Command(route="link")) as unit:
        for owner in owners(unit.connection):
            found = _NAME.fullmatch(owner)
            if found is not None and found["host"] == host and not _lives(int(found["pid"])):
                disown(unit, owner)


def try_again(hub: Hub) -> int:
    """After an update: apply what lies in quarantine as far as it is understood now; how many
    records."""
    with hub.database.read() as connection:
        query = select(quarantine.c.office, quarantine.c.node).distinct()
        waiting = connection.execute(query.order_by(quarantine.c.node)).all()
    applied = 0
    for office, node in waiting:
        with transaction(hub, Command(route="link")) as unit:
            applied += take_again(UpInbox(unit, office, node, Dating(unit, node)), UP_RECORDS)
        hub.database.tell(frozenset(unit.topics))
    return applied


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but it lives
        pass
    return True


def _serving(
    hub: Hub, config: HubConfig, number: int, broker: Broker, *, stop: threading.Event
) -> Callable[[], None]:
    name = f"hub-{socket.gethostname()}-{os.getpid()}-{number}"

    def serve() -> None:
        eyes = watch(hub.database)
        place = Place(name, (broker,), FROM_NODES, config.folder)
        try:
            Link(place, HubEnd(hub, name), eyes.noticed).run(stop)
        finally:
            eyes.close()

    return serve


def _again_and_again(stop: threading.Event, serve: Callable[[], None]) -> None:
    while not stop.is_set():
        try:
            serve()
        except Exception:  # the top of a thread: one broker's fault must not end the others
            log.exception("link_failed")
            stop.wait(_AFTER_FAULT_SECONDS)
