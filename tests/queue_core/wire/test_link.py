"""The transport against a real mosquitto: what is said arrives, a lost broker is found again."""

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from okienko.demo.broker import HUB, build_broker
from okienko.demo.broker import Broker as Mosquitto
from okienko.demo.ports import free_ports
from queue_core.wire.brokers import Broker
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.link import Link, Place, rest_after
from queue_core.wire.topics import FROM_NODES, HUB_STATE, to_node

PASSWORDS = {HUB: "of the hub", "n1": "of the first"}
_LONG = 10.0


class Talker:
    """An end that says what it is told to, and remembers what it hears."""

    def __init__(self, will: Outgoing) -> None:
        self.heard: queue.Queue[Heard] = queue.Queue()
        self.states: queue.Queue[str] = queue.Queue()
        self.to_say: queue.Queue[Outgoing] = queue.Queue()
        self._will = will

    def will(self) -> Outgoing:
        return self._will

    def connected(self, now: float) -> list[Outgoing]:  # noqa: ARG002
        self.states.put("connected")
        return []

    def lost(self, now: float) -> None:  # noqa: ARG002
        self.states.put("lost")

    def hear(self, heard: Sequence[Heard], now: float) -> list[Outgoing]:  # noqa: ARG002
        for message in heard:
            self.heard.put(message)
        return []

    def due(self, now: float) -> list[Outgoing]:  # noqa: ARG002
        told = []
        while not self.to_say.empty():
            told.append(self.to_say.get())
        return told

    def wake_at(self) -> float | None:
        return 0.0


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    (port,) = free_ports([0])
    broker = build_broker(tmp_path / "broker", port, PASSWORDS)
    broker.begin()
    broker.wait_until_ready()
    yield broker
    broker.stop()


def at(port: int, folder: Path, name: str) -> Broker:
    secret = folder / f"{name}.password"
    secret.write_text(PASSWORDS.get(name, "wrong"), encoding="utf-8")
    return Broker("127.0.0.1", port, password=f"file:{secret.name}")


@contextmanager
def linked(folder: Path, name: str, *brokers: Broker) -> Iterator[Talker]:
    """An end with its link in a thread of its own."""
    topics = FROM_NODES if name == HUB else to_node(name)
    state = HUB_STATE if name == HUB else f"okienko/1/up/{name}/st"
    talker = Talker(Outgoing(state, b"gone", retain=True))
    place = Place(name, brokers, topics, folder)
    link, stop = Link(place, talker, lambda: False, lambda _rounds: 0.05), threading.Event()
    thread = threading.Thread(target=link.run, args=(stop,))
    thread.start()
    try:
        yield talker
    finally:
        stop.set()
        thread.join(_LONG)


def test_what_is_said_arrives_in_order(mosquitto: Mosquitto, tmp_path: Path) -> None:
    with (
        linked(tmp_path, HUB, at(mosquitto.port, tmp_path, HUB)) as hub,
        linked(tmp_path, "n1", at(mosquitto.port, tmp_path, "n1")) as node,
    ):
        assert hub.states.get(timeout=_LONG) == node.states.get(timeout=_LONG) == "connected"
        for number in range(300):
            node.to_say.put(Outgoing("okienko/1/up/n1/log", str(number).encode()))
        assert [hub.heard.get(timeout=_LONG).payload for _ in range(300)] == [
            str(number).encode() for number in range(300)
        ]


def test_when_an_end_is_gone_the_broker_says_so(mosquitto: Mosquitto, tmp_path: Path) -> None:
    with linked(tmp_path, HUB, at(mosquitto.port, tmp_path, HUB)) as hub:
        hub.states.get(timeout=_LONG)
        with linked(tmp_path, "n1", at(mosquitto.port, tmp_path, "n1")) as node:
            node.states.get(timeout=_LONG)
        assert hub.heard.get(timeout=_LONG) == Heard("okienko/1/up/n1/st", b"gone")


def test_a_broker_that_was_killed_is_found_again(mosquitto: Mosquitto, tmp_path: Path) -> None:
    with linked(tmp_path, HUB, at(mosquitto.port, tmp_path, HUB)) as hub:
        assert hub.states.get(timeout=_LONG) == "connected"
        mosquitto.stop()
        assert hub.states.get(timeout=_LONG) == "lost"
        mosquitto.begin()
        while hub.states.get(timeout=_LONG) != "connected":
            pass


def test_the_next_broker_of_the_list_serves_when_the_first_does_not(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    (nobody,) = free_ports([0])
    brokers = (at(nobody, tmp_path, HUB), at(mosquitto.port, tmp_path, HUB))
    with linked(tmp_path, HUB, *brokers) as hub:
        assert [hub.states.get(timeout=_LONG) for _ in range(2)] == ["lost", "connected"]


def test_whoever_has_no_password_of_his_own_is_not_let_in(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    with linked(tmp_path, "n2", at(mosquitto.port, tmp_path, "n2")) as stranger:
        assert [stranger.states.get(timeout=_LONG) for _ in range(3)] == ["lost"] * 3


def test_the_rests_grow_to_a_minute_and_are_never_alike() -> None:
    assert all(0.0 <= rest_after(rounds) <= 60.0 for rounds in range(100))
    assert max(rest_after(6) for _ in range(200)) > 30.0
    assert len({rest_after(3) for _ in range(20)}) == 20
