"""The provider's words for what became of a message, and ours.

Apart from its client, because the web process reads receipts and calls no gateway.
"""

from cloud_hub.messages.states import MessageState

_STATES = {
    "NOT_FOUND": MessageState.FAILED,
    "EXPIRED": MessageState.UNDELIVERED,
    "SENT": MessageState.SENT,
    "DELIVERED": MessageState.DELIVERED,
    "UNDELIVERED": MessageState.UNDELIVERED,
    "FAILED": MessageState.FAILED,
    "REJECTED": MessageState.FAILED,
    "UNKNOWN": MessageState.UNKNOWN,
    "QUEUE": MessageState.SENT,
    "ACCEPTED": MessageState.SENT,
    "RENEWAL": MessageState.SENT,
    "STOP": MessageState.FAILED,
}
_NAMES = dict(enumerate(_STATES, start=401))
"""The provider's numbers of the same states, as its receipts tell them."""


def smsapi_state(told: str) -> MessageState | None:
    """Our state for the provider's name or number of one; None for a word we do not know."""
    name = _NAMES.get(int(told), "") if told.isascii() and told.isdigit() else told.upper()
    return _STATES.get(name)
