"""What devices say of themselves: a word every now and then, so that silence is noticed."""

from flask import Response

from edge_node.panels.api import questions
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.store.devices import report_device
from queue_core.domain.errors import Unknown
from queue_core.web.access import device_or_staff
from queue_core.web.api.contract import api_blueprint, refuses
from queue_core.web.security import tokenless

blueprint = api_blueprint("devices", "Devices")

_KINDS = {"speaker": "speaker", "board": "player"}
"""What stands before the dash, and the kind of device it is. The page on a board reports itself;
its player is the program around it."""


@blueprint.post("/devices/<name>/heartbeat")
@tokenless
@device_or_staff
@blueprint.input(questions.Heartbeat, arg_name="word")
@blueprint.doc(responses={204: "Noted."})
@refuses("unknown_speaker", "unknown_board")
def note_heartbeat(name: str, word: questions.Heartbeat) -> Response:
    """A device lives. Its name is `speaker-` or `board-` and the id of the office document."""
    kind, _, id = name.partition("-")
    document = office().document
    known = {"speaker": [s.id for s in document.speakers], "board": [b.id for b in document.boards]}
    if id not in known.get(kind, ()):
        raise Unknown("speaker" if kind == "speaker" else "board")
    device = f"{_KINDS[kind]}:{id}"
    report_device(office(), asked(), device, _KINDS[kind], word.state, word.detail)
    return Response(status=204)
