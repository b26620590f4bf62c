"""Every setting of a machine of node and hub is in its example, with its true default."""

import re
import tomllib
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import cloud_hub
import edge_node
from cloud_hub.config import HubConfig
from cloud_hub.config import load_config as load_hub_config
from edge_node.config import NodeConfig, load_config

NODE = Path(edge_node.__file__).with_name("example.toml")
HUB = Path(cloud_hub.__file__).with_name("example.toml")
EXAMPLES = pytest.mark.parametrize(
    ("example", "wanted"), [(NODE, NodeConfig), (HUB, HubConfig)], ids=["node", "hub"]
)
COMPUTED = {"folder"}
SHOWN_AS_EXAMPLE = {"led_pin", "kind", "neighbours"}
"""Behind a # although the default is "none" or another one."""


def uncommented(example: Path) -> dict[str, Any]:
    """The example with every setting behind a # switched on."""
    lines = example.read_text(encoding="utf-8").splitlines()
    switched_on = (re.sub(r"^# (?=\[{0,2}[a-z_.]+(\]| = ))", "", line) for line in lines)
    return tomllib.loads("\n".join(switched_on))


def described(wanted: type, where: str = "") -> dict[str, Field[Any]]:
    """Every setting of a dataclass and of those inside it, by its dotted name."""
    found: dict[str, Field[Any]] = {}
    for field in fields(wanted):
        hint = get_type_hints(wanted)[field.name]
        inner = next((t for t in (hint, *get_args(hint)) if is_dataclass(t)), None)
        if inner is not None:
            found |= described(inner, f"{where}{field.name}.")  # type: ignore[arg-type]
        elif field.name not in COMPUTED:
            found[f"{where}{field.name}"] = field
    return found


def named(tables: dict[str, Any], where: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tables.items():
        inner = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value
        if isinstance(inner, dict):
            found |= named(inner, f"{where}{name}.")
        else:
            found[f"{where}{name}"] = inner
    return found


def test_the_example_itself_can_be_used() -> None:
    assert load_config(NODE).printers[0].transport == "usb"
    assert load_hub_config(HUB).on_sqlite


@EXAMPLES
def test_every_setting_is_in_the_example_and_nothing_else(example: Path, wanted: type) -> None:
    assert set(named(uncommented(example))) == set(described(wanted))


@EXAMPLES
def test_a_setting_behind_a_hash_shows_its_default(example: Path, wanted: type) -> None:
    given = named(tomllib.loads(example.read_text(encoding="utf-8")))
    shown = named(uncommented(example))
    for name, field in described(wanted).items():
        hidden = name not in given and field.default is not MISSING
        if hidden and name.split(".")[-1] not in SHOWN_AS_EXAMPLE:
            plain = list(field.default) if isinstance(field.default, tuple) else field.default
            assert shown[name] == plain, name
