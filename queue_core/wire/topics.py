"""The names of the wire: who says what to whom (`mqtt_topics.md`).

The trap: a topic names its node in the fourth of exactly five levels and nowhere else; one that is
longer, shorter or oddly written is refused, whatever it holds.
"""

import re
from dataclasses import dataclass
from typing import Literal

from queue_core.wire.messages import BadMessage

Way = Literal["up", "dn"]
What = Literal["log", "cur", "st"]

ROOT = "okienko/1"
HUB_STATE = f"{ROOT}/hub/st"
FROM_NODES = (f"{ROOT}/up/+/log", f"{ROOT}/up/+/cur", f"{ROOT}/up/+/st")
"""What the hub listens to."""

_NODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KNOWN = {("up", "log"), ("up", "cur"), ("up", "st"), ("dn", "log"), ("dn", "cur")}


@dataclass(frozen=True, slots=True)
class Topic:
    """One address: the direction, the node, and what kind of message it takes."""

    way: Way
    node: str
    what: What

    def __str__(self) -> str:
        return f"{ROOT}/{self.way}/{self.node}/{self.what}"


def parse_topic(text: str) -> Topic:
    """The topic behind a name of five levels. Raises `BadMessage("foreign_topic")`."""
    levels = text.split("/")
    if len(levels) != 5 or "/".join(levels[:2]) != ROOT or not is_node_id(levels[3]):
        raise BadMessage("foreign_topic")
    way, node, what = levels[2:]
    if (way, what) not in _KNOWN:
        raise BadMessage("foreign_topic")
    return Topic(way, node, what)  # type: ignore[arg-type]  # looked up in the table above


def is_node_id(text: str) -> bool:
    """Whether a node may be called so: letters, digits, `-` and `_`, at most 40."""
    return _NODE.fullmatch(text) is not None


def to_node(node: str) -> tuple[str, ...]:
    """What one node listens to: its own topics and whether the hub is there."""
    return (str(Topic("dn", node, "log")), str(Topic("dn", node, "cur")), HUB_STATE)
