"""`mqtt_topics.md` is the contract of the wire: it names what the program speaks, and no more."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from queue_core.wire import messages
from queue_core.wire.messages import MAX_BYTES
from queue_core.wire.records import DOWN, UP, Personal, TicketFacts
from queue_core.wire.topics import HUB_STATE, ROOT, Topic, parse_topic

PAGE = (Path(__file__).parents[2] / "mqtt_topics.md").read_text(encoding="utf-8")
_SPOKEN = (
    *(messages.Batch, messages.Piece, messages.Sealed, messages.NodeCur, messages.HubCur),
    messages.Presence,
)
_PARTS = (
    *(messages.Epoch, messages.Cursor, messages.Sent, messages.ClockSample, messages.DayDigest),
    *(messages.Digests, messages.LiveService, messages.Live),
)


def section(title: str) -> str:
    """What stands under one heading."""
    found = re.search(rf"^#+ {re.escape(title)}.*?\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def rows(title: str) -> dict[str, str]:
    """The tables of a section: the first cell's name and the cell of its fields."""
    lines = re.findall(r"^\| `([^`]+)` \| (.*?) \|", section(title), re.MULTILINE)
    return dict(lines)


def shown(struct: type[msgspec.Struct]) -> str:
    """The fields of a struct as the page writes them."""
    fields = msgspec.structs.fields(struct)
    return ", ".join(f"`{f.encode_name}`" + ("" if f.required else "?") for f in fields)


def tag(struct: type[msgspec.Struct]) -> str:
    return str(struct.__struct_config__.tag)


@pytest.mark.parametrize(
    ("title", "kinds"), [("dn: ", get_args(DOWN)), ("up: ", get_args(UP))], ids=["dn", "up"]
)
def test_every_kind_of_record_stands_there_with_its_fields_and_no_other(
    title: str, kinds: tuple[type[msgspec.Struct], ...]
) -> None:
    assert rows(title) == {tag(kind): shown(kind) for kind in kinds}


@pytest.mark.parametrize(
    ("title", "structs"), [("Messages", _SPOKEN), ("Parts of messages", _PARTS)]
)
def test_every_message_stands_there_with_its_fields_and_no_other(
    title: str, structs: tuple[type[msgspec.Struct], ...]
) -> None:
    assert rows(title) == {struct.__name__: shown(struct) for struct in structs}


def test_ticket_and_personal_fields_stand_there() -> None:
    assert f"`ticket_back`: {shown(TicketFacts)}." in PAGE
    assert f"beside a record: {shown(Personal)}." in PAGE


def test_every_topic_is_read_by_the_program_and_no_other() -> None:
    topics = re.findall(r"^\| `(okienko/[^`]+)` \|", section("Topics"), re.MULTILINE)
    of_nodes = {str(parse_topic(topic.replace("<node>", "n1"))) for topic in topics[:-1]}
    spoken = {("up", "log"), ("up", "cur"), ("up", "st"), ("dn", "log"), ("dn", "cur")}
    assert of_nodes == {str(Topic(way, "n1", what)) for way, what in spoken}  # type: ignore[arg-type]
    assert topics[-1] == HUB_STATE
    assert all(topic.startswith(ROOT) for topic in topics)


def test_the_limits_of_each_topic_are_the_programs() -> None:
    limits = re.findall(r"^\| `okienko/\S+/(log|cur|st)` .*? (\d+) bytes", PAGE, re.MULTILINE)
    assert {(what, int(limit)) for what, limit in limits} == set(MAX_BYTES.items())


def test_every_reason_for_refusing_a_message_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", messages.BadMessage.__doc__ or ""))
    assert named
    assert named <= set(re.findall(r"`(\w+)`", section("Topics")))
