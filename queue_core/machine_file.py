"""The TOML file of one machine, turned into a frozen dataclass with every fault named at once.

An unknown key is a fault: a typing error must not silently become a default.
"""

import os
import tomllib
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

Settings = TypeVar("Settings")


class BadSettings(Exception):
    """The file cannot be used; `faults` has one line for each thing to mend."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(faults))
        self.path = path
        self.faults = faults


def read_settings(path: Path, wanted: type[Settings], **computed: object) -> Settings:
    """Read `path` as `wanted`. Raises `BadSettings` with all faults.

    `computed` are fields that the file itself may not name.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(path, [f"cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(path, [f"is not TOML: {error}"]) from error
    faults = [f"{name}: unknown key" for name in computed if name in tables]
    given = {name: value for name, value in tables.items() if name not in computed}
    faults += _faults(given, wanted, "")
    if faults:
        raise BadSettings(path, faults)
    read = msgspec.convert(tables, wanted)
    return replace(read, **computed) if computed else read  # type: ignore[type-var]


def read_secret(named: str, folder: Path) -> str:
    """The secret that a setting names as `env:NAME` or `file:PATH`, counted from `folder`; empty
    for an empty setting. Raises `OSError` where it cannot be read."""
    kind, _, place = named.partition(":")
    if kind == "env":
        value = os.environ.get(place)
        if value is None:
            raise OSError(f"the environment has no {place}")
        return value
    return (folder / place).read_text(encoding="utf-8").strip() if place else ""


def secret_faults(where: str, named: str) -> list[str]:
    """What is wrong with the name of a secret, if anything."""
    if named and not named.startswith(("env:", "file:")):
        return [f"{where}: a secret is named as env:NAME or file:PATH"]
    return []


def _faults(given: Any, wanted: Any, where: str) -> list[str]:
    if not is_dataclass(wanted):
        return _value_faults(given, wanted, where)
    if not isinstance(given, dict):
        return [f"{where or 'file'}: a table is expected"]
    hints = get_type_hints(wanted)
    known = {f.name: f for f in fields(wanted)}
    found = [f"{where}{name}: unknown key" for name in given if name not in known]
    for name, described in known.items():
        if name in given:
            found += _faults(given[name], _plain(hints[name]), f"{where}{name}.")
        elif described.default is MISSING and described.default_factory is MISSING:
            found.append(f"{where}{name}: is missing")
    return found


def _value_faults(given: Any, wanted: Any, where: str) -> list[str]:
    parts = get_args(wanted)
    if get_origin(wanted) is tuple and parts and is_dataclass(parts[0]) and isinstance(given, list):
        numbered = enumerate(given, start=1)
        return [fault for n, item in numbered for fault in _faults(item, parts[0], f"{where}{n}.")]
    if get_origin(wanted) is dict and is_dataclass(parts[1]) and isinstance(given, dict):
        named = given.items()
        return [f for name, item in named for f in _faults(item, parts[1], f"{where}{name}.")]
    try:
        msgspec.convert(given, wanted)
    except msgspec.ValidationError as error:
        return [f"{where.removesuffix('.')}: {error}"]
    return []


def _plain(hint: Any) -> Any:
    """`X` for `X | None`, so that a table inside is looked into as well."""
    if get_origin(hint) in (Union, UnionType):
        tables = [part for part in get_args(hint) if is_dataclass(part)]
        return tables[0] if tables else hint
    return hint
