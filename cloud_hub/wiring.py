"""The one place that chooses concrete parts of the hub: database, clock, keys, carriers."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from cloud_hub.config import HubConfig
from cloud_hub.store.database import Database
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.unit import Hub

if TYPE_CHECKING:
    from cloud_hub.messages.sending import Carriers

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


def build_carriers(config: HubConfig) -> "Carriers":
    """Who carries messages; a gateway or mail server without an address is not there."""
    # Here, not above: only the work process talks to them.
    from cloud_hub.messages.sending import Carriers
    from cloud_hub.messages.smsapi import Smsapi, SmsapiAccount
    from cloud_hub.messages.smtp import Smtp, SmtpAccount

    named = {"first": config.gateway, "second": config.second_gateway}
    gateways = {
        name: Smsapi(SmsapiAccount(told.address, config.secret(told.token), told.sender))
        for name, told in named.items()
        if told.address
    }
    post = config.smtp
    account = SmtpAccount(
        host=post.host,
        port=post.port,
        security=post.security,
        user=post.user,
        password=config.secret(post.password),
        sender=post.sender,
    )
    return Carriers(
        gateways=gateways,
        mailer=Smtp(account, config.clock()) if post.host else None,
        site=config.public_address,
        per_second=config.gateway.per_second,
    )


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
