"""The log of the office for other programs: page by page, or as a stream that never ends.

A stream sleeps until the process is signalled and then reads once. The trap: rights are checked
when a stream begins, so it is ended now and then; the reader comes back with Last-Event-ID and
misses nothing.
"""

import time
from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, request
from pydantic import Field

from edge_node.panels.api import answers, telling
from edge_node.panels.session import office
from edge_node.store.database import Database
from edge_node.views.event_log import told_after
from queue_core.domain.errors import Refused
from queue_core.web.access import signed_in
from queue_core.web.api.contract import LARGEST_ID, Filter, api_blueprint
from queue_core.web.live import PING_SECONDS, Reader, Signals

blueprint = api_blueprint("events", "Events")

STREAM_SECONDS = 900.0
_READ_AT_ONCE = 200
_STREAM = "text/event-stream"
_STREAMED: dict[int | str, Any] = {200: {"content": {_STREAM: {"schema": {"type": "string"}}}}}


class EventFilter(Filter):
    """Where to go on: the `seq` of the last event seen, 0 for the whole log."""

    after: int = Field(0, ge=0, le=LARGEST_ID)
    limit: int = Field(100, ge=1, le=500)


@blueprint.get("/events")
@signed_in
@blueprint.input(EventFilter, location="query", arg_name="wanted")
@blueprint.output(answers.EventPage)
@blueprint.doc(responses=_STREAMED)
def list_events(wanted: EventFilter) -> answers.EventPage | Response:
    """What happened, in order.

    With `Accept: text/event-stream` the answer is a stream: each event has its `seq` as its id,
    so a browser or a client goes on by `Last-Event-ID` where it was cut off.
    """
    if request.accept_mimetypes.best == _STREAM:
        return _stream_response(_resumed_after(wanted.after))
    page = told_after(office().database.read(), wanted.after, wanted.limit)
    return answers.EventPage(
        events=tuple(telling.event(event) for event in page.events), next_after=page.position
    )


def _resumed_after(after: int) -> int:
    known = request.headers.get("Last-Event-ID", "")
    if not known:
        return after
    if not known.isdecimal() or len(known) > 15:
        raise Refused("invalid_fields", fields=[{"field": "Last-Event-ID", "fault": "number"}])
    return int(known)


def _stream_response(position: int) -> Response:
    signals: Signals = current_app.config["SIGNALS"]
    reader = signals.join()
    response = Response(stream(office().database, reader, position), mimetype=_STREAM)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: signals.leave(reader))
    return response


def stream(
    database: Database, reader: Reader, position: int, seconds: float = STREAM_SECONDS
) -> Iterator[str]:
    """Events after `position` as they are committed; a comment while nothing happens."""
    ends_at = time.monotonic() + seconds
    yield ": begin\n\n"
    while not reader.ended and time.monotonic() < ends_at:
        page = told_after(database.read(), position, _READ_AT_ONCE)
        for event in page.events:
            yield _as_message(telling.event(event))
        if page.position > position:
            position = page.position
        elif reader.take(PING_SECONDS) is None:
            yield ": ping\n\n"


def _as_message(event: answers.Event) -> str:
    return f"id: {event.seq}\nevent: {event.kind}\ndata: {event.model_dump_json()}\n\n"
