"""What a kiosk reads aloud: the page sends the words it shows, and plays the file it is told of.

Knows no engine: the application is given a reader under `app.config["READER"]`, or none, and then
the browser's own voice is tried. The trap: the words may hold a number just taken, so they travel
in the body and never in an address.
"""

import re
from pathlib import Path
from typing import Protocol

from flask import Blueprint, current_app, request, send_file, url_for
from werkzeug.wrappers import Response

from edge_node.panels.session import office
from edge_node.views.kiosk import kiosk_of
from queue_core.domain.errors import Refused
from queue_core.web.access import device
from queue_core.web.security import tokenless
from queue_core.web.texts import language

READER = "READER"
_KEY = re.compile(r"[0-9a-f]{32}")

blueprint = Blueprint("kiosk_voice", __name__)


class Reader(Protocol):
    """Turns words into a file that can be heard."""

    @property
    def trouble(self) -> str:
        """Why nothing is heard; empty when all is well."""

    def read(self, text: str, language: str) -> Path | None:
        """The spoken words, or None where there is no voice now."""

    def spoken(self, key: str) -> Path | None:
        """What was read before under this name of a file, or None."""


@blueprint.post("/kiosk/<kiosk>/said")
@device
@tokenless
def say(kiosk: str) -> str:
    """The address of the spoken `text`. 503 where this node has no voice."""
    kiosk_of(office().document, kiosk)
    reader = current_reader()
    file = reader.read(request.form.get("text", ""), language()) if reader else None
    if file is None:
        raise Refused("unavailable")
    return url_for(".heard", kiosk=kiosk, key=file.stem)


@blueprint.get("/kiosk/<kiosk>/said/<key>.wav")
@device
def heard(kiosk: str, key: str) -> Response:
    """A phrase that was rendered before."""
    kiosk_of(office().document, kiosk)
    reader = current_reader()
    file = reader.spoken(key) if reader and _KEY.fullmatch(key) else None
    if file is None:
        raise Refused("not_found")
    answer = send_file(file, mimetype="audio/wav")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def current_reader() -> Reader | None:
    """The node's own voice, or None in an application that was given none."""
    reader: Reader | None = current_app.config.get(READER)
    return reader
