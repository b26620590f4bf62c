"""The hub's own secret, and the keys made from it: one for each use, so that none serves two."""

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class HubKeys:
    """Keys derived from one secret of at least 32 bytes; it never stands in the database."""

    secret: bytes = field(repr=False)

    def of(self, use: str) -> bytes:
        """The key of one use: 32 bytes."""
        return hmac.digest(self.secret, use.encode(), "sha256")

    def mac(self, use: str, *parts: str) -> str:
        """A keyed hash of `parts`, 32 hexadecimal digits."""
        return hmac.new(self.of(use), "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
