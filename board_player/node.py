"""The node over HTTP, as the announcer and the screen see it.

Uses the bare HTTP client of the standard library: anything larger costs memory that the
machine needs for the browser. Times that go out are RFC 3339; times inside are monotonic.
"""

import http.client
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from board_player.announcements import Alarm, Job, Manner, Result
from queue_core.speech.engine import Phrase

Message = TypeVar("Message")

ANSWER_SECONDS = 10.0
"""How long an answer may take beyond the time that we asked the node to wait."""
LONGEST_DETAIL = 200

_FINAL_REFUSALS = frozenset({400, 404, 409, 410, 422})


class NodeAway(Exception):
    """The node gave no usable answer; the message names the reason."""


class NodeRefuses(NodeAway):
    """The node is there and does not want this: saying it again would not help."""


@dataclass(frozen=True)
class Orders:
    """What the node wants spoken, at one moment."""

    seq: int
    manner: Manner
    jobs: tuple[Job, ...]
    prepare: tuple[Phrase, ...]
    alarm: Alarm | None


class _PhraseMessage(msgspec.Struct):
    language: str
    text: str


class _JobMessage(msgspec.Struct):
    id: int
    ticket: str
    counter: str
    call_no: int
    repeat_no: int
    expires_in_seconds: float
    phrases: tuple[_PhraseMessage, ...]


class _AlarmMessage(msgspec.Struct):
    phrases: tuple[_PhraseMessage, ...]
    repeat_seconds: float = 8.0


class _OrdersMessage(msgspec.Struct):
    seq: int
    on: bool = True
    volume_percent: int = 80
    gong: bool = True
    repeats: int = 0
    speed_percent: int = 100
    jobs: tuple[_JobMessage, ...] = ()
    prepare: tuple[_PhraseMessage, ...] = ()
    withdrawn: tuple[int, ...] = ()
    alarm: _AlarmMessage | None = None


class _PaintedMessage(msgspec.Struct):
    age_seconds: float | None


_ORDERS = msgspec.json.Decoder(_OrdersMessage)
_PAINTED = msgspec.json.Decoder(_PaintedMessage)


class Node:
    """The node's addresses for one speaker and one board. A connection per request, no state."""

    def __init__(self, url: str, token: str, ca_file: str = "") -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._port = parts.port
        self._prefix = parts.path.rstrip("/")
        self._tls = ssl.create_default_context(cafile=ca_file or None) if _secure(url) else None
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def orders(self, speaker: str, seen: int, wait_seconds: int) -> Orders:
        """What is to be spoken, as soon as it differs from `seen`, at the latest after the wait."""
        path = f"/api/v1/speakers/{quote(speaker, safe='')}?wait={wait_seconds}&seen={seen}"
        body = self._ask("GET", path, limit_seconds=wait_seconds + ANSWER_SECONDS)
        return _orders(_decoded(body, _ORDERS), time.monotonic())

    def report(self, speaker: str, result: Result) -> None:
        """Tell what became of a job. `NodeRefuses` when the node does not know the job."""
        message = {
            "job": result.job,
            "state": result.outcome.value,
            "detail": result.detail[:LONGEST_DETAIL],
            "started_at": result.started_at,
            "seconds": round(result.seconds, 2),
        }
        self._ask("POST", f"/api/v1/speakers/{quote(speaker, safe='')}/results", message)

    def heartbeat(self, device: str, trouble: str) -> None:
        """Say that a device lives; an empty `trouble` means that all is well."""
        message = {"state": "trouble" if trouble else "ok", "detail": trouble[:LONGEST_DETAIL]}
        self._ask("POST", f"/api/v1/devices/{quote(device, safe='')}/heartbeat", message)

    def painted_age_seconds(self, board: str) -> float | None:
        """How long ago the board's page last reported what it painted; None if never."""
        body = self._ask("GET", f"/api/v1/boards/{quote(board, safe='')}/painted")
        return _decoded(body, _PAINTED).age_seconds

    def _ask(
        self,
        method: str,
        path: str,
        message: object = None,
        *,
        limit_seconds: float = ANSWER_SECONDS,
    ) -> bytes:
        connection = self._connection(limit_seconds)
        headers = self._headers | ({"Content-Type": "application/json"} if message else {})
        body = msgspec.json.encode(message) if message else None
        try:
            connection.request(method, self._prefix + path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NodeAway(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if answer.status >= 300:
            trouble = NodeRefuses if answer.status in _FINAL_REFUSALS else NodeAway
            raise trouble(f"{method} {path.partition('?')[0]} was answered with {answer.status}")
        return content

    def _connection(self, limit_seconds: float) -> http.client.HTTPConnection:
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=limit_seconds)
        return http.client.HTTPSConnection(
            self._host, self._port, timeout=limit_seconds, context=self._tls
        )


def _secure(url: str) -> bool:
    return url.startswith("https:")


def _decoded(body: bytes, wanted: msgspec.json.Decoder[Message]) -> Message:
    try:
        return wanted.decode(body)
    except msgspec.DecodeError as error:
        raise NodeAway(f"the answer is not understood: {error}") from error


def _orders(message: _OrdersMessage, received_at: float) -> Orders:
    speed = message.speed_percent
    alarm = message.alarm
    return Orders(
        seq=message.seq,
        manner=Manner(message.on, message.volume_percent, message.gong, message.repeats),
        jobs=tuple(
            _job(job, received_at, speed) for job in message.jobs if job.id not in message.withdrawn
        ),
        prepare=_phrases(message.prepare, speed),
        alarm=Alarm(_phrases(alarm.phrases, speed), alarm.repeat_seconds) if alarm else None,
    )


def _job(message: _JobMessage, received_at: float, speed_percent: int) -> Job:
    return Job(
        id=message.id,
        ticket=message.ticket,
        counter=message.counter,
        call_no=message.call_no,
        repeat_no=message.repeat_no,
        expires_at=received_at + message.expires_in_seconds,
        phrases=_phrases(message.phrases, speed_percent),
    )


def _phrases(messages: Sequence[_PhraseMessage], speed_percent: int) -> tuple[Phrase, ...]:
    return tuple(Phrase(m.language, m.text, speed_percent) for m in messages)
