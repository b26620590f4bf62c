"""What the pages of this room share: a reader of queues for each process, and how old news are."""

import re
from datetime import datetime

from flask import Response, current_app
from flask.blueprints import BlueprintSetupState

from cloud_hub.live.eticket import Eticket, read_eticket
from cloud_hub.live.queue_now import QueueNow, QueueReader
from cloud_hub.served import hub
from queue_core.domain.errors import Unknown

_READER = "okienko_queue_reader"
AGE_HEADER = "X-Data-Age"
"""Seconds since the office was last heard of; `live/age.js` says them in words."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def keep_reader(setup: BlueprintSetupState) -> None:
    """Give the application its reader when a blueprint of this room is hung on it."""
    app = setup.app
    app.extensions.setdefault(_READER, QueueReader())


def reader() -> QueueReader:
    """The reader of the application that serves this request."""
    kept: QueueReader = current_app.extensions[_READER]
    return kept


def read_token(token: str) -> Eticket:
    """The e-ticket behind the token of an address. Raises `unknown_ticket` for what is none."""
    if _TOKEN.fullmatch(token) is None:
        raise Unknown("ticket")
    return read_eticket(hub(), reader(), token)


def age_seconds(queue: QueueNow | None, now: datetime) -> int | None:
    """How old the news of an office are, None where there were none."""
    if queue is None or queue.seen_at is None:
        return None
    return max(0, int((now - queue.seen_at).total_seconds()))


def with_age(body: str, age: int | None) -> Response:
    """An answer that says how old its data are."""
    response = Response(body, mimetype="text/html")
    if age is not None:
        response.headers[AGE_HEADER] = str(age)
    return response
