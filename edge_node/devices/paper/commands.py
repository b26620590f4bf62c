"""ESC/POS bytes taken apart into commands, texts and payloads; it draws and decides nothing.

The traps: picture data may hold any byte, also ones that look like a command, so payloads are
skipped by their stated length; and data that arrives from a line may end inside a command.
"""

from collections.abc import Iterator
from dataclasses import dataclass

DLE, ESC, FS, GS, LF = 0x10, 0x1B, 0x1C, 0x1D, 0x0A

_FIRST_TEXT_BYTE = 0x20

# Bytes of arguments after the name.
_FIXED = {
    b"\x1b@": 0,
    b"\x1b2": 0,
    **{name: 1 for name in (b"\x1b!", b"\x1b-", b"\x1b3", b"\x1bE", b"\x1bG", b"\x1bJ")},
    **{name: 1 for name in (b"\x1bM", b"\x1bR", b"\x1bV", b"\x1ba", b"\x1bd", b"\x1bt")},
    **{name: 1 for name in (b"\x1b{", b"\x1d!", b"\x1dB", b"\x1db", b"\x1dr", b"\x10\x04")},
    b"\x1b$": 2,
    b"\x1bp": 3,
    b"\x1dL": 2,
    b"\x1dW": 2,
}


@dataclass(frozen=True)
class Command:
    """One command (`name` is its first two or three bytes) or, without a name, one text run.

    `arguments` are the bytes after the name; `payload` is the data of known length after them.
    """

    name: bytes
    arguments: bytes = b""
    payload: bytes = b""
    end: int = 0


class Incomplete(Exception):
    """The data end inside a command: more must come."""


def split(data: bytes) -> Iterator[Command]:
    """Each command in order; `end` is the offset after it.

    An unknown command is taken as two bytes. Raises `Incomplete` after the last whole one.
    """
    position = 0
    while position < len(data):
        command = _next(data, position)
        yield command
        position = command.end


def _next(data: bytes, start: int) -> Command:
    first = data[start]
    if first >= _FIRST_TEXT_BYTE:
        end = start
        while end < len(data) and data[end] >= _FIRST_TEXT_BYTE:
            end += 1
        return Command(b"", data[start:end], end=end)
    if first not in (DLE, ESC, FS, GS):
        return Command(data[start : start + 1], end=start + 1)
    name = _part(data, start, 2)
    if name in _FIXED:
        arguments = _part(data, start + 2, _FIXED[name])
        return Command(name, arguments, end=start + 2 + len(arguments))
    return _with_payload(data, start, name)


def _with_payload(data: bytes, start: int, name: bytes) -> Command:
    if name == b"\x1dv":
        header = _part(data, start + 2, 6)
        length = _number(header[2:4]) * _number(header[4:6])
    elif name == b"\x1b*":
        header = _part(data, start + 2, 3)
        length = _number(header[1:3]) * (3 if header[0] >= 32 else 1)
    elif name in (b"\x1d(", b"\x1b("):
        header = _part(data, start + 2, 3)
        length = _number(header[1:3])
    elif name == b"\x1dV":
        mode = _part(data, start + 2, 1)
        header, length = mode, 1 if mode[0] in (65, 66) else 0
    else:
        header, length = b"", 0
    begin = start + 2 + len(header)
    return Command(name, header, _part(data, begin, length), begin + length)


def _part(data: bytes, start: int, length: int) -> bytes:
    part = data[start : start + length]
    if len(part) < length:
        raise Incomplete
    return part


def _number(low_high: bytes) -> int:
    return int.from_bytes(low_high, "little")
