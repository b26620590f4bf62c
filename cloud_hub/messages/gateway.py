"""The port to whoever carries text messages, and the one error of every provider.

Knows neither a provider nor the database. The trap: an unknown outcome is not a failure; only the
same gateway, asked with the same id, can tell whether the message went out.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from cloud_hub.messages.states import MessageState


class Trouble(StrEnum):
    """What an error says about the message."""

    REFUSED = "refused"
    """This message will never be taken (no such number, too long): asking again is useless."""
    PASSING = "passing"
    """It was not taken now (no credit, too busy, not reached): again later, or another gateway."""
    UNKNOWN = "unknown"
    """Nobody can say whether it was taken: again, with the same id, at the same gateway."""


class GatewayError(Exception):
    """A message was not known to be accepted. `code` is for logs and lists, such as `smsapi_13`."""

    def __init__(self, trouble: Trouble, code: str) -> None:
        super().__init__(code)
        self.trouble = trouble
        self.code = code


@dataclass(frozen=True)
class Sms:
    """A text for one number: `id` is our own, of one message for ever; `to` is `+48600700800`."""

    id: str
    to: str
    text: str


@dataclass(frozen=True)
class Accepted:
    """The gateway has it. `reference` is its own id, "" where it did not tell."""

    reference: str
    state: MessageState = MessageState.SENT
    parts: int | None = None
    price: Decimal | None = None


class SmsGateway(Protocol):
    """A provider of text messages."""

    def send(self, sms: Sms) -> Accepted:
        """Hand over one message; the same id again sends nothing new. Raises `GatewayError`."""

    def state_of(self, reference: str) -> MessageState | None:
        """What became of a message, None where the provider cannot say. Raises `GatewayError`."""

    def balance(self) -> Decimal:
        """What is left on the account, in the provider's unit. Raises `GatewayError`."""
