"""An independent reader of ESC/POS: its own code, to catch faults the product shares with itself.

It knows only the commands that our slips use and fails on any other.
"""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from escpos.capabilities import CAPABILITIES
from PIL import Image

FIXED = {b"\x1bt": 1, b"\x1b!": 1, b"\x1bE": 1, b"\x1ba": 1, b"\x1bd": 1, b"\x1bJ": 1}
FIXED |= {b"\x1b@": 0, b"\x1d!": 1, b"\x1b3": 1, b"\x1b2": 0}


@dataclass
class Paper:
    """What stands on the paper, as far as letters, codes and dots go."""

    text: str = ""
    qr: list[str] = field(default_factory=list)
    images: list[Image.Image] = field(default_factory=list)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    cuts: int = 0

    def squeezed(self) -> str:
        return "".join(self.text.split())


def read_paper(data: bytes, profile: str) -> Paper:
    pages = CAPABILITIES["profiles"][profile]["codePages"]
    encodings = CAPABILITIES["encodings"]
    paper, codec, size, at = Paper(), "ascii", 0, 0
    assert data.startswith(b"\x1b@"), "a job begins with ESC @"
    while at < len(data):
        name, low_high = data[at : at + 2], int.from_bytes
        if name in FIXED:
            value = data[at + 2] if FIXED[name] else 0
            if name == b"\x1bt":
                codec = encodings[pages[str(value)]]["python_encode"]
            elif name == b"\x1d!":
                size = value
            at += 2 + FIXED[name]
        elif name == b"\x1dV":
            paper.cuts += 1
            at += 4 if data[at + 2] in (65, 66) else 3
        elif name == b"\x1dv":
            row, rows = low_high(data[at + 4 : at + 6], "little"), data[at + 6 : at + 8]
            height = low_high(rows, "little")
            dots = data[at + 8 : at + 8 + row * height]
            assert len(dots) == row * height, "a picture is whole"
            paper.images.append(Image.frombytes("1", (row * 8, height), dots))
            at += 8 + row * height
        elif name == b"\x1b*":
            width = low_high(data[at + 3 : at + 5], "little")
            tall = 24 if data[at + 2] >= 32 else 8
            end = at + 5 + width * tall // 8
            lying = Image.frombytes("1", (tall, width), data[at + 5 : end])
            paper.images.append(lying.transpose(Image.Transpose.TRANSPOSE))
            at = end + 1
        elif name == b"\x1d(":
            length = low_high(data[at + 3 : at + 5], "little")
            body = data[at + 5 : at + 5 + length]
            if body[:3] == b"1P0":
                paper.qr.append(body[3:].decode())
            at += 5 + length
        else:
            assert data[at] == 10 or data[at] >= 32, f"unknown command {name!r}"
            letter = bytes([data[at]]).decode(codec)
            paper.text += letter
            shown = ((size >> 4) + 1, (size & 7) + 1)
            paper.sizes[letter] = max(shown, paper.sizes.get(letter, (1, 1)))
            at += 1
    return paper


def dots_of(paper: Paper, stretch: float = 1.0) -> Image.Image:
    """All images of the paper joined into one, black on white."""
    sheet = Image.new(
        "1", (max(i.width for i in paper.images), sum(i.height for i in paper.images))
    )
    top = 0
    for image in paper.images:
        sheet.paste(image, (0, top))
        top += image.height
    upright = sheet.convert("L").point(lambda ink: 255 - ink)
    return upright.resize((upright.width, round(upright.height * stretch)))


def zbar(image: Image.Image, folder: Path) -> str:
    """The content of the QR code in a picture, read by zbarimg."""
    path = folder / "code.png"
    framed = Image.new("L", (image.width + 80, image.height + 80), 255)
    framed.paste(image.convert("L"), (40, 40))
    framed.save(path)
    command = ["zbarimg", "--quiet", "--raw", "--nodbus", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def tesseract(image: Image.Image, folder: Path, language: str = "pol") -> str:
    """The letters in a picture, read by tesseract."""
    path = folder / "letters.png"
    image.convert("L").save(path, dpi=(203, 203))
    command = ["tesseract", str(path), "-", "-l", language, "--psm", "6"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
