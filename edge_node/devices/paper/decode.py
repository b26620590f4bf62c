"""What a printer would make of ESC/POS bytes: lines of text, codes, pictures, cuts.

It is asked before bytes are sent (would a letter be lost?) and draws the demo's paper. It
follows the page numbers of one printer profile, as the printer itself would.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from PIL import Image, ImageChops

from edge_node.devices.paper.commands import Command, split
from edge_node.devices.paper.pages import codec_of, plain
from edge_node.devices.paper.profile import PaperProfile
from edge_node.devices.paper.raster import FLAT_DOT_SHARE

Align = Literal["left", "center", "right"]
LINE_DOTS = 30
"""From one plain line to the next."""

_ALIGNS: tuple[Align, Align, Align] = ("left", "center", "right")


@dataclass(frozen=True)
class TextLine:
    """One printed line; `width` and `height` multiply the plain letter."""

    text: str
    align: Align = "left"
    width: int = 1
    height: int = 1
    bold: bool = False


@dataclass(frozen=True)
class NativeQr:
    """A QR code that the printer draws by itself."""

    content: str
    dots: int
    align: Align


@dataclass(frozen=True)
class Picture:
    """Printed dots: mode "1", black on white."""

    image: Image.Image
    align: Align


@dataclass(frozen=True)
class Feed:
    """White paper."""

    dots: int


@dataclass(frozen=True)
class Cut:
    """Where the paper is cut."""


Block = TextLine | NativeQr | Picture | Feed | Cut


def decode(data: bytes, profile: PaperProfile) -> tuple[Block, ...]:
    """The blocks on paper, from the top. Bytes of an unnamed code page come as U+FFFD.

    Raises `Incomplete` where the data end inside a command.
    """
    reader = _Reader({number: page for page, number in profile.pages.items()})
    for command in split(data):
        reader.take(command)
    reader.end_line()
    return tuple(reader.blocks)


def faithful(data: bytes, expected: Iterable[str], profile: PaperProfile) -> bool:
    """Whether the bytes show every expected text in order, letter by letter.

    Spaces do not count (a line may be broken anywhere); plain dashes and quotes stand for fine
    ones.
    """
    lines = (block.text for block in decode(data, profile) if isinstance(block, TextLine))
    printed = "".join("".join(lines).split())
    position = 0
    for text in expected:
        wanted = "".join(plain(text).split())
        found = printed.find(wanted, position)
        if found < 0:
            return False
        position = found + len(wanted)
    return True


@dataclass
class _Reader:
    """The printer's state while it reads: style, code page, the line being set."""

    pages: dict[int, str]
    blocks: list[Block] = field(default_factory=list)
    style: TextLine = TextLine("")
    line: TextLine | None = None
    codec: str | None = None
    qr_dots: int = 3
    qr_content: bytes = b""
    in_picture: bool = False

    def take(self, command: Command) -> None:
        match command.name:
            case b"":
                self._text(command.arguments)
            case b"\n":
                self._line_feed()
            case b"\x1b@":
                self.style, self.codec = TextLine(""), None
            case b"\x1bd" | b"\x1bJ":
                self.end_line()
                step = LINE_DOTS if command.name == b"\x1bd" else 1
                self.blocks.append(Feed(command.arguments[0] * step))
            case b"\x1dV":
                self.end_line()
                self.blocks.append(Cut())
            case b"\x1dv" | b"\x1b*":
                self._picture(command)
            case b"\x1d(":
                self._code(command)
            case _:
                self._style(command)

    def end_line(self) -> None:
        """Put the unfinished line on paper."""
        if self.line:
            self.blocks.append(self.line)
        self.line = None

    def _line_feed(self) -> None:
        if not self.in_picture:
            self.line = self.line or replace(self.style, text="")
        self.in_picture = False
        self.end_line()

    def _text(self, letters: bytes) -> None:
        text = letters.decode(self.codec or "ascii", "replace")
        line = self.line or replace(self.style, text="")
        self.line = replace(line, text=line.text + text)

    def _style(self, command: Command) -> None:
        value = command.arguments[0] if command.arguments else 0
        match command.name:
            case b"\x1ba":
                self.style = replace(self.style, align=_ALIGNS[value % 48 % 3])
            case b"\x1bE":
                self.style = replace(self.style, bold=bool(value & 1))
            case b"\x1d!":
                self.style = replace(self.style, width=(value >> 4) + 1, height=(value & 7) + 1)
            case b"\x1b!":
                wide, tall = 1 + bool(value & 32), 1 + bool(value & 16)
                self.style = replace(self.style, width=wide, height=tall, bold=bool(value & 8))
            case b"\x1bt":
                page = self.pages.get(value)
                self.codec = codec_of(page) if page else None

    def _picture(self, command: Command) -> None:
        if command.name == b"\x1dv":
            width = int.from_bytes(command.arguments[2:4], "little") * 8
            height = int.from_bytes(command.arguments[4:6], "little")
            image = Image.frombytes("1", (width, height), command.payload)
        else:
            image = _columns(command)
            self.in_picture = True
        self.blocks.append(Picture(ImageChops.invert(image), self.style.align))

    def _code(self, command: Command) -> None:
        function = command.payload[1:2]
        if command.arguments[:1] != b"k" or command.payload[:1] != b"1":
            return
        if function == b"C":
            self.qr_dots = command.payload[2]
        elif function == b"P":
            self.qr_content = command.payload[3:]
        elif function == b"Q":
            content = self.qr_content.decode("utf-8", "replace")
            self.blocks.append(NativeQr(content, self.qr_dots, self.style.align))


def _columns(command: Command) -> Image.Image:
    """A band of an `ESC *` image, turned upright; low dots are stretched to square ones."""
    width = int.from_bytes(command.arguments[1:3], "little")
    fine = command.arguments[0] >= 32
    tall = 24 if fine else 8
    lying = Image.frombytes("1", (tall, width), command.payload)
    upright = lying.transpose(Image.Transpose.TRANSPOSE)
    return upright if fine else upright.resize((width, round(tall / FLAT_DOT_SHARE)))
