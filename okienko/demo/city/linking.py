"""Which boxes speak for the offices of a sample city: enrolled once, with their secrets in files.

The trap: enrolling again would make another box of the same office, and what the first one was
leased would stay blocked.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from cloud_hub.config import load_config
from cloud_hub.store.tables.sync import nodes
from cloud_hub.store.unit import Command, Hub
from cloud_hub.sync.enrolling import enrol_node
from cloud_hub.wiring import build_hub

_BY_HAND = Command(route="machine")


def link_offices(hub_file: Path, folders: Mapping[str, Path]) -> dict[str, str]:
    """The name of each office's node, by the office's id; its key is in the folder's `link.key`."""
    hub = build_hub(load_config(hub_file))
    found = {office: _node_of(hub, office, folder) for office, folder in folders.items()}
    hub.database.close()
    return found


def broker_password(folder: Path) -> str:
    """The password for the broker of whoever lives in this folder, made when it is missing."""
    path = folder / "broker.password"
    if not path.exists():
        _keep_secret(path, secrets.token_urlsafe(24))
    return path.read_text("utf-8")


def _node_of(hub: Hub, office: str, folder: Path) -> str:
    with hub.database.read() as connection:
        present = connection.execute(
            select(nodes.c.id, nodes.c.key).where(
                nodes.c.office == office, nodes.c.revoked_at.is_(None)
            )
        ).first()
    key = folder / "link.key"
    if present is not None and key.exists() and key.read_text("utf-8") == present.key:
        return str(present.id)
    enrolled = enrol_node(hub, _BY_HAND, office)
    folder.mkdir(parents=True, exist_ok=True)
    _keep_secret(key, enrolled.key)
    return enrolled.node


def _keep_secret(path: Path, secret: str) -> None:
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
