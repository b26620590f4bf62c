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

from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Command, Hub, transaction
from cloud_hub.store.watching import watch
from cloud_hub.sync.hub_end import HubEnd
from cloud_hub.sync.owning import disown, owners
from cloud_hub.wiring import build_hub
from queue_core.wire.brokers import Broker
from queue_core.wire.link import Link, Place
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
