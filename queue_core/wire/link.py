"""The transport of an end: one connection at a time to one of several MQTT brokers.

paho's own thread is not used: what fails in a callback of it dies in silence, while the client
goes on saying that it is connected. Here everything runs in the caller's thread. The trap: the
broker keeps nothing for us, so each connection begins with the cursors.
"""

import itertools
import logging
import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from queue_core.wire.brokers import Broker
from queue_core.wire.end import End, Heard, Outgoing

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.02
_KEEPALIVE_SECONDS = 20
_ANSWER_SECONDS = 10.0
"""A broker that has not answered by then is given up."""
_DRAINED_AT_ONCE = 400
_GOOD_LIFE_SECONDS = 30.0
_LONGEST_WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Place:
    """Who connects where: `listens` are topic filters, `folder` is where paths count from."""

    client_id: str
    brokers: tuple[Broker, ...]
    listens: tuple[str, ...]
    folder: Path = Path()


class Link:
    """Keeps an end connected until told to stop."""

    def __init__(
        self,
        place: Place,
        end: End,
        changed: Callable[[], bool],
        pause: Callable[[int], float] | None = None,
    ) -> None:
        """`changed` says whether the database was written since it was last asked, `pause` how
        many seconds to rest after so many failed rounds of all brokers."""
        self._place = place
        self._end = end
        self._changed = changed
        self._pause = pause or rest_after

    def run(self, stop: threading.Event) -> None:
        """Walk the brokers, ever more slowly while none serves; what they say goes to the end."""
        failures = 0
        for broker in itertools.cycle(self._place.brokers):
            began = time.monotonic()
            self._serve(broker, stop)
            failures = 0 if time.monotonic() - began > _GOOD_LIFE_SECONDS else failures + 1
            if stop.wait(self._pause(failures // len(self._place.brokers))):
                return

    def _serve(self, broker: Broker, stop: threading.Event) -> None:
        session = _Session(self._place, broker, self._end.will())
        try:
            session.open(stop)
            log.info("broker_connected", extra={"broker": broker.host})
            session.say(self._end.connected(time.monotonic()))
            while not stop.is_set():
                self._turn(session)
        except (OSError, ConnectionError, ValueError) as error:
            log.warning("broker_lost", extra={"broker": broker.host, "reason": str(error)})
        finally:
            self._end.lost(time.monotonic())
            session.close()

    def _turn(self, session: "_Session") -> None:
        heard = session.listen(self._rest())
        if heard:
            session.say(self._end.hear(heard, time.monotonic()))
        wake = self._end.wake_at()
        if heard or self._changed() or (wake is not None and wake <= time.monotonic()):
            session.say(self._end.due(time.monotonic()))

    def _rest(self) -> float:
        wake = self._end.wake_at()
        return _LOOK_SECONDS if wake is None else min(_LOOK_SECONDS, max(0.0, wake - _now()))


class _Session:
    """One connection. Raises `ConnectionError` from whatever finds it broken."""

    def __init__(self, place: Place, broker: Broker, will: Outgoing) -> None:
        self._place = place
        self._broker = broker
        self._heard: list[Heard] = []
        self._refused: str | None = None
        self._ready = False
        self._client = self._new_client(will)

    def open(self, stop: threading.Event) -> None:
        """Connect and subscribe, or raise."""
        self._client.connect(self._broker.host, self._broker.port, _KEEPALIVE_SECONDS)
        limit = _now() + _ANSWER_SECONDS
        while not self._ready and not stop.is_set():
            self._turn(0.1)
            if self._refused is not None:
                raise ConnectionError(self._refused)
            if _now() > limit:
                raise ConnectionError("no answer")

    def say(self, messages: Sequence[Outgoing]) -> None:
        """Hand messages to the broker."""
        for told in messages:
            self._client.publish(told.topic, told.payload, told.qos, told.retain)

    def listen(self, rest: float) -> list[Heard]:
        """Everything that has arrived; waits so many seconds where nothing has."""
        self._turn(rest)
        for _ in range(_DRAINED_AT_ONCE):
            before = len(self._heard)
            if not before:
                break
            self._turn(0.0)
            if len(self._heard) == before:
                break
        heard, self._heard = self._heard, []
        return heard

    def close(self) -> None:
        """Leave without a word: the will says that we are gone."""
        with suppress(OSError, ValueError):
            sock = self._client.socket()
            if sock is not None:
                sock.close()

    def _turn(self, seconds: float) -> None:
        code = self._client.loop(seconds)
        if code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise ConnectionError(mqtt.error_string(code))

    def _new_client(self, will: Outgoing) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._place.client_id,
            clean_session=True,
            protocol=mqtt.MQTTv311,
            reconnect_on_failure=False,
        )
        client.connect_timeout = _ANSWER_SECONDS
        client.max_inflight_messages_set(0)  # the window of the log's sender is the limit
        client.will_set(will.topic, will.payload, will.qos, will.retain)
        self._let_in(client)
        client.on_socket_open = _without_delay
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_message = self._arrived
        return client

    def _let_in(self, client: mqtt.Client) -> None:
        password = self._broker.secret(self._place.folder)
        if password:
            client.username_pw_set(self._broker.user or self._place.client_id, password)
        tls = self._broker.tls(self._place.folder)
        if tls is not None:
            client.tls_set_context(tls)

    def _connected(self, client: mqtt.Client, *answer: object) -> None:
        reason = answer[2]
        if getattr(reason, "is_failure", False):
            self._refused = str(reason)
            return
        client.subscribe([(topic, 1) for topic in self._place.listens])

    def _arrived(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        self._heard.append(Heard(message.topic, bytes(message.payload)))

    def _subscribed(self, _client: mqtt.Client, *_answer: object) -> None:
        self._ready = True


def _without_delay(_client: mqtt.Client, _data: object, sock: object) -> None:
    """Else each answer waits up to 40 ms for the one before it (Nagle)."""
    if isinstance(sock, socket.socket):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def rest_after(rounds: int) -> float:
    """Seconds before the next try: up to a minute, and never the same for all machines of a city
    that lost their broker at one moment."""
    return random.uniform(0.0, min(_LONGEST_WAIT_SECONDS, 2.0 ** min(rounds, 6)))


def _now() -> float:
    return time.monotonic()
