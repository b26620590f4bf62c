"""The announcer's side of the voice: what to say, asked by a long poll, and what became of it.

A poll waits for a signal of this process and never looks at the database meanwhile. The trap: a
signal may come between the first look and the waiting, so the reader joins before it looks.
"""

import time
from dataclasses import asdict

from flask import Response, current_app
from pydantic import Field

from edge_node.office.voice import close_expired, report_announcement
from edge_node.panels.api import questions
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.views.speaker import (
    TOPICS,
    SpeakerOrders,
    announcement_exists,
    speaker_of,
    speaker_orders,
    voice_seq,
)
from queue_core.domain.errors import Unknown
from queue_core.web.access import device_or_staff
from queue_core.web.api.contract import LARGEST_ID, Answer, Filter, api_blueprint, refuses
from queue_core.web.live import Reader, Signals
from queue_core.web.security import tokenless

blueprint = api_blueprint("speakers", "Devices")

_LONGEST_WAIT_SECONDS = 25.0


class Poll(Filter):
    """`seen` is the `seq` of the last answer; `wait` how long to wait for something newer."""

    wait: float = Field(0.0, ge=0, le=60)
    seen: int = Field(-1, ge=-1, le=LARGEST_ID)


class Phrase(Answer):
    """Words in one language."""

    language: str
    text: str


class Job(Answer):
    """One call to announce, in all its languages in order."""

    id: int
    ticket: str
    number: str
    counter: str
    call_no: int
    repeat_no: int
    expires_in_seconds: float
    phrases: tuple[Phrase, ...]


class Evacuation(Answer):
    """Phrases to be said again and again, with this pause between the rounds."""

    phrases: tuple[Phrase, ...]
    repeat_seconds: int


class Orders(Answer):
    """What a speaker has to do now. `repeats` are the times beyond the first."""

    seq: int
    on: bool
    volume_percent: int
    gong: bool
    repeats: int
    speed_percent: int
    clock: str
    jobs: tuple[Job, ...]
    prepare: tuple[Phrase, ...]
    withdrawn: tuple[int, ...]
    alarm: Evacuation | None


@blueprint.get("/speakers/<id>")
@device_or_staff
@blueprint.input(Poll, location="query", arg_name="poll")
@blueprint.output(Orders)
@refuses("unknown_speaker")
def speaker_to_do(id: str, poll: Poll) -> Orders:
    """What the speaker has to say; waits for news up to `wait` seconds."""
    speaker_of(office().document, id)
    if poll.wait and poll.seen >= 0:
        _wait_for_news(poll.seen, min(poll.wait, _LONGEST_WAIT_SECONDS))
    close_expired(office())
    return _told(speaker_orders(office(), id))


@blueprint.post("/speakers/<id>/results")
@tokenless
@device_or_staff
@blueprint.input(questions.SpokenResult, arg_name="result")
@blueprint.doc(responses={204: "Noted."})
@refuses("unknown_speaker", "unknown_job")
def note_spoken(id: str, result: questions.SpokenResult) -> Response:
    """What became of a job; the first result of a job stays."""
    speaker = speaker_of(office().document, id)
    if not announcement_exists(office().database.read(), speaker, result.job):
        raise Unknown("job")
    report_announcement(
        office(),
        asked(),
        result.job,
        result.state,
        result.detail,
        result.started_at.isoformat(timespec="milliseconds") if result.started_at else None,
        result.seconds,
    )
    return Response(status=204)


def _wait_for_news(seen: int, seconds: float) -> None:
    signals: Signals = current_app.config["SIGNALS"]
    reader = signals.join()
    try:
        if voice_seq(office()) == seen:
            _until_signalled(reader, time.monotonic() + seconds)
    finally:
        signals.leave(reader)


def _until_signalled(reader: Reader, deadline: float) -> None:
    while not reader.ended and (left := deadline - time.monotonic()) > 0:
        signal = reader.take(left)
        if signal is not None and signal.topics & TOPICS:
            return


def _told(orders: SpeakerOrders) -> Orders:
    phrases = tuple(Phrase(**asdict(phrase)) for phrase in orders.evacuation)
    return Orders(
        seq=orders.seq,
        on=orders.speaker.on,
        volume_percent=orders.volume_percent,
        gong=orders.speaker.gong,
        repeats=orders.speaker.repeats,
        speed_percent=100,
        clock=orders.now.isoformat().replace("+00:00", "Z"),
        jobs=tuple(Job(**asdict(job)) for job in orders.jobs),
        prepare=tuple(Phrase(**asdict(phrase)) for phrase in orders.prepare),
        withdrawn=orders.withdrawn,
        alarm=Evacuation(phrases=phrases, repeat_seconds=orders.evacuation_pause_seconds)
        if phrases
        else None,
    )
