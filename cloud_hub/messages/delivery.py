"""Where a gateway tells what became of messages: an address with a secret, answered with `OK`.

The trap: the provider repeats whatever is not answered with `OK`, so a receipt that we do not
understand is answered with it too, and logged.
"""

import hmac
import logging
from itertools import zip_longest

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from cloud_hub.messages.outcomes import apply_receipt
from cloud_hub.messages.smsapi_states import smsapi_state
from cloud_hub.served import hub
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.unit import Command
from queue_core.web.access import public
from queue_core.web.security import tokenless

log = logging.getLogger(__name__)

_MOST_AT_ONCE = 50
_GATEWAY = Command(route="gateway")

blueprint = Blueprint("delivery", __name__)


def callback_path(keys: HubKeys) -> str:
    """The path that the provider is given as callback address, below the hub's own address."""
    return f"/callbacks/sms/{keys.mac('sms callback')}"


@blueprint.route("/callbacks/sms/<secret>", methods=["GET", "POST"])
@public
@tokenless
def receipts(secret: str) -> ResponseReturnValue:
    """Receipts in the provider's words; several come as lists with commas."""
    wanted = hub().keys.mac("sms callback")
    if not hmac.compare_digest(secret.encode(), wanted.encode()):
        abort(404)
    told = request.values
    columns = [told.get(name, "").split(",") for name in ("idx", "status", "MsgId")]
    rows = list(zip_longest(*columns, fillvalue=""))[:_MOST_AT_ONCE]
    for id, status, reference in rows:
        _apply(id.strip(), status.strip(), reference.strip())
    return "OK", 200, {"Content-Type": "text/plain; charset=utf-8"}


def _apply(id: str, status: str, reference: str) -> None:
    state = smsapi_state(status)
    if state is None or not id:
        log.warning("receipt_not_understood", extra={"status": status[:20]})
        return
    if not apply_receipt(hub(), _GATEWAY, id, state, reference[:64]):
        log.info("receipt_changed_nothing", extra={"state": state.value})
