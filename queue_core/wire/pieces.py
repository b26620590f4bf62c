"""A batch that is longer than a message may be, cut into numbered pieces and joined again.

The trap: pieces come from outside, so no more than one batch of a node lies here unfinished, and
never more than its limit.
"""

import hashlib
from dataclasses import dataclass, field

import msgspec

from queue_core.wire.messages import (
    MAX_RECORD_BYTES,
    PIECE_BYTES,
    BadMessage,
    Batch,
    Piece,
    read_joined,
    read_log,
)

_WHOLE_BYTES = 64 * 1024
"""What fits into one message is not cut."""


def pack(batch: Batch) -> list[bytes]:
    """The payloads that carry a batch: itself, or its pieces in order."""
    whole = msgspec.json.encode(batch)
    if len(whole) <= _WHOLE_BYTES:
        return [whole]
    digest = hashlib.sha256(whole).hexdigest()
    parts = [whole[at : at + PIECE_BYTES] for at in range(0, len(whole), PIECE_BYTES)]
    return [
        msgspec.json.encode(Piece(digest=digest, part=number, of=len(parts), data=part))
        for number, part in enumerate(parts)
    ]


@dataclass
class Joiner:
    """Joins the pieces of one sender."""

    _digest: str = ""
    _parts: dict[int, bytes] = field(default_factory=dict)

    def read(self, payload: bytes) -> Batch | None:
        """The batch in a message of `log`, or the one that it completes. Raises `BadMessage`."""
        message = read_log(payload)
        if isinstance(message, Batch):
            return message
        return self._add(message)

    def _add(self, piece: Piece) -> Batch | None:
        if not 0 <= piece.part < piece.of <= MAX_RECORD_BYTES // PIECE_BYTES:
            raise BadMessage("malformed_message")
        if piece.digest != self._digest:
            self._digest, self._parts = piece.digest, {}
        self._parts[piece.part] = piece.data
        if len(self._parts) < piece.of:
            return None
        whole = b"".join(self._parts[number] for number in sorted(self._parts))
        self._digest, self._parts = "", {}
        if hashlib.sha256(whole).hexdigest() != piece.digest:
            raise BadMessage("forged_batch")
        return read_joined(whole)
