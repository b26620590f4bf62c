"""The states of a message, in the words of C-57, and the moves between them that are final.

Knows no provider: each gateway maps its own codes to these.
"""

from enum import StrEnum


class MessageState(StrEnum):
    """Where a message is on its way to a person."""

    PLANNED = "planned"
    """Its hour has not come."""
    QUEUED = "queued"
    """To be sent now, or again after a pause."""
    SENDING = "sending"
    """A worker has it; after a power cut the lease ends and another takes it."""
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    """Refused for good, or never accepted in all attempts."""
    CANCELLED = "cancelled"
    """It lost its sense before it was sent; the reason is kept with it."""
    UNKNOWN = "unknown"
    """No attempt was answered: it may have gone out. A receipt can still tell."""


WAITING = frozenset({MessageState.PLANNED, MessageState.QUEUED})
FINAL = frozenset(
    {
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.FAILED,
        MessageState.CANCELLED,
    }
)
ON_ITS_WAY = frozenset({MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN})
"""A receipt may move these, and only these."""
