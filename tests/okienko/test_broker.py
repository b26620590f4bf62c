"""The broker lets each speak under its own name only: shown by what is delivered, not by what it
says to a subscription."""

import itertools
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from okienko.demo.broker import HUB, Broker, build_broker
from okienko.demo.ports import free_ports

PASSWORDS = {HUB: "of the hub", "n1": "of the first", "n2": "of the second"}
END = "the last"
_COUNTED = itertools.count()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    (port,) = free_ports([0])
    broker = build_broker(tmp_path_factory.mktemp("broker"), port, PASSWORDS)
    broker.begin()
    broker.wait_until_ready()
    yield broker
    assert broker.stop()


class Mate:
    """One client, and what was delivered to it."""

    def __init__(self, broker: Broker, name: str, password: str) -> None:
        self.answers: queue.Queue[ReasonCode] = queue.Queue()
        self.ends: queue.Queue[ReasonCode] = queue.Queue()
        self._heard: queue.Queue[tuple[str, str]] = queue.Queue()
        self._subscribed: queue.Queue[int] = queue.Queue()
        self._client = Client(
            CallbackAPIVersion.VERSION2, client_id=f"called {name} {next(_COUNTED)}"
        )
        self._client.username_pw_set(name, password)
        self._client.on_connect = lambda _c, _u, _f, reason, _p: self.answers.put(reason)
        self._client.on_disconnect = lambda _c, _u, _f, reason, _p: self.ends.put(reason)
        self._client.on_subscribe = lambda _c, _u, mid, _r, _p: self._subscribed.put(mid)
        self._client.on_message = self._hear
        self._client.connect("127.0.0.1", broker.hub_port if name == HUB else broker.port)
        self._client.loop_start()

    def listen(self, *topics: str) -> None:
        for topic in topics:
            self._client.subscribe(topic, 1)
            self._subscribed.get(timeout=5)

    def say(self, topic: str, text: str = "hello") -> None:
        self._client.publish(topic, text, 1).wait_for_publish(5)

    def heard_until_end(self) -> list[str]:
        """The topics of everything delivered before the last word."""
        heard = []
        while True:
            topic, text = self._heard.get(timeout=5)
            if text == END:
                return heard
            heard.append(topic)

    def leave(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _hear(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self._heard.put((message.topic, message.payload.decode()))


@contextmanager
def mate(broker: Broker, name: str, password: str | None = None) -> Iterator[Mate]:
    one = Mate(broker, name, PASSWORDS[name] if password is None else password)
    try:
        yield one
    finally:
        one.leave()


def test_a_node_reaches_the_hub_under_its_own_name_only(broker: Broker) -> None:
    with mate(broker, HUB) as hub, mate(broker, "n1") as node:
        hub.listen("okienko/1/up/#", "okienko/1/hub/st", "elsewhere/#")
        own = [f"okienko/1/up/n1/{last}" for last in ("log", "cur", "st")]
        foreign = ["okienko/1/up/n2/log", "okienko/1/dn/n1/log", "okienko/1/hub/st", "elsewhere/x"]
        for topic in (*foreign, *own):
            node.say(topic)
        node.say("okienko/1/up/n1/cur", END)
        assert hub.heard_until_end() == own


def test_a_node_hears_its_own_part_and_whether_the_hub_is_there(broker: Broker) -> None:
    with mate(broker, HUB) as hub, mate(broker, "n1") as node:
        node.listen("okienko/1/dn/n1/#", "okienko/1/dn/n2/#", "okienko/1/hub/st", "okienko/1/#")
        for topic in ("okienko/1/dn/n2/log", "okienko/1/up/n2/log", "okienko/1/dn/n1/log"):
            hub.say(topic)
        hub.say("okienko/1/hub/st")
        hub.say("okienko/1/dn/n1/cur", END)
        heard = node.heard_until_end()
        assert set(heard) == {"okienko/1/dn/n1/log", "okienko/1/hub/st"}


@pytest.mark.parametrize(("name", "password"), [("n1", "guessed"), ("n3", "x"), ("", "")])
def test_nobody_comes_in_without_the_right_password(
    broker: Broker, name: str, password: str
) -> None:
    with mate(broker, name, password) as stranger:
        assert stranger.answers.get(timeout=5).is_failure


def test_a_second_machine_under_one_name_puts_the_first_off_the_line(broker: Broker) -> None:
    with mate(broker, "n2") as first:
        assert not first.answers.get(timeout=5).is_failure
        with mate(broker, "n2") as second:
            assert not second.answers.get(timeout=5).is_failure
            assert first.ends.get(timeout=5).is_failure


def test_several_processes_of_the_hub_are_there_under_one_name(broker: Broker) -> None:
    with mate(broker, HUB) as first, mate(broker, HUB) as second, mate(broker, "n1") as node:
        for hub in (first, second):
            hub.listen("okienko/1/up/#")
        node.say("okienko/1/up/n1/log")
        node.say("okienko/1/up/n1/cur", END)
        assert first.heard_until_end() == second.heard_until_end() == ["okienko/1/up/n1/log"]


def test_passwords_are_kept_as_hashes(broker: Broker) -> None:
    kept = (broker.log.parent.parent / "passwords").read_text()
    assert not any(password in kept for password in PASSWORDS.values())
    assert [line.partition(":")[0] for line in kept.splitlines()] == list(PASSWORDS)


def test_an_occupied_port_is_said_and_not_waited_for(broker: Broker, tmp_path: Path) -> None:
    second = build_broker(tmp_path, broker.port, PASSWORDS)
    second.begin()
    assert second.program.wait(10)
    assert "Address already in use" in second.log.read_text()
