"""The bits of a printer's status bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.devices.printer import status
from queue_core.domain.printing import PaperStatus, PrinterCondition


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"", PaperStatus.UNKNOWN),
        (b"\x12", PaperStatus.OK),
        (b"\x1e", PaperStatus.LOW),
        (b"\x72", PaperStatus.OUT),
        (b"\x7e", PaperStatus.OUT),
        (b"\x00", PaperStatus.UNKNOWN),
        (b"\x11", PaperStatus.UNKNOWN),  # XON
        (b"\xff", PaperStatus.UNKNOWN),
        (b"\x72\x12", PaperStatus.OK),  # an old answer, then the new one
    ],
)
def test_paper_is_read_from_its_bits(reply: bytes, expected: PaperStatus) -> None:
    assert status.paper(reply) is expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"\x16", PrinterCondition.COVER_OPEN),
        (b"\x36", PrinterCondition.COVER_OPEN),
        (b"\x32", PrinterCondition.PAPER_OUT),
        (b"\x52", PrinterCondition.OFFLINE),
        (b"", PrinterCondition.OFFLINE),
    ],
)
def test_the_cause_of_being_offline_is_named(reply: bytes, expected: PrinterCondition) -> None:
    assert status.offline_cause(reply) is expected


def test_silence_is_not_offline_and_not_paper() -> None:
    assert not status.offline(b"")
    assert status.offline(b"\x1a")
    assert not status.offline(b"\x12")


@given(st.binary(max_size=8))
def test_only_bytes_with_the_fixed_bits_say_anything(reply: bytes) -> None:
    if not any(value & 0b1001_0011 == 0b0001_0010 for value in reply):
        assert status.paper(reply) is PaperStatus.UNKNOWN
