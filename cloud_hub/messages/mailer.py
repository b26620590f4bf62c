"""The port to whoever carries e-mail; its errors are those of `gateway`.

The trap: e-mail knows no "same id again sends nothing": a letter whose fate is unknown may come
twice, with one Message-ID.
"""

from dataclasses import dataclass
from typing import Protocol

from cloud_hub.messages.gateway import Accepted


@dataclass(frozen=True)
class Mail:
    """A plain letter to one person. `id` is our own, of one message for ever."""

    id: str
    to: str
    subject: str
    body: str
    language: str
    calendar: bytes | None = None


class Mailer(Protocol):
    """A server that takes e-mail."""

    def send(self, mail: Mail) -> Accepted:
        """Hand over one letter. Raises `GatewayError`."""
