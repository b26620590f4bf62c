"""The one place that chooses concrete parts of the hub: database, clock, keys."""

import secrets
from pathlib import Path

from flask import Flask

from cloud_hub.config import HubConfig
from cloud_hub.store.database import Database
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.unit import Hub

_SECRET_BYTES = 32


def build_hub(config: HubConfig) -> Hub:
    """The hub of this machine; every process builds its own, after any fork."""
    database = Database(config.database_url)
    return Hub(database, config.clock(), HubKeys(config.secret(config.session_key).encode()))


def build_app(config: HubConfig) -> Flask:
    """The web application of this machine."""
    # Here, not above: the other processes of the hub serve no pages.
    from cloud_hub.app import create_app

    return create_app(build_hub(config), config)


def prepare(config: HubConfig) -> None:
    """Make what a first start needs: the folder of the file, the secret, the newest schema."""
    # Here, not above: the tools of migrations are needed once, before the processes start.
    from cloud_hub.store.migration import migrate

    kind, _, place = config.session_key.partition(":")
    if kind == "file":
        _make_secret(config.folder / place)
    if config.on_sqlite:
        Path(config.database_url.removeprefix("sqlite:///")).parent.mkdir(
            parents=True, exist_ok=True
        )
    database = Database(config.database_url)
    migrate(database)
    database.close()


def _make_secret(path: Path) -> None:
    """A secret of our own, readable by nobody else; one that is there stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(_SECRET_BYTES), encoding="utf-8")
