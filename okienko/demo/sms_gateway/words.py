"""The states and faults of the simulated gateway in the words of its page. Data only."""

from typing import Any

from flask_babel import lazy_gettext as _l

from okienko.demo.sms_gateway.faults import Fault

STATES: dict[str, Any] = {
    "QUEUE": _l("on its way"),
    "DELIVERED": _l("delivered"),
    "UNDELIVERED": _l("not delivered"),
}
FAULTS: dict[Fault, Any] = {
    Fault.NONE: _l("works as it should"),
    Fault.MUTE: _l("takes nothing and does not answer"),
    Fault.SLOW: _l("takes the message, answers late"),
    Fault.ERROR_500: _l("takes nothing, answers with error 500"),
    Fault.BROKEN_JSON: _l("takes the message, its answer is torn"),
    Fault.ANSWER_LOST: _l("takes the message, its answer gets lost"),
    Fault.NO_CREDIT: _l("no money on the account (error 103)"),
    Fault.WRONG_NUMBER: _l("no such number (error 13)"),
    Fault.UNDELIVERED: _l("the phone does not get the message"),
    Fault.NO_RECEIPT: _l("the delivery receipt gets lost"),
}
