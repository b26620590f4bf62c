"""What one machine of the hub needs to know of itself: database, web server, gateways, secrets.

What the institution decides about its offices is not here but in their documents. The trap: a
secret never stands in this file; it is named as `env:NAME` or `file:PATH`.
"""

import re
import time
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from queue_core.clock import Clock, ScaledClock, SystemClock
from queue_core.machine_file import BadSettings, read_secret, read_settings, secret_faults
from queue_core.wire.brokers import Broker, broker_faults

_SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Web:
    """Where the pages are served. `workers` above one wants PostgreSQL.

    `proxies` is how many proxies of our own stand before this server: only so many entries of
    X-Forwarded-For are believed. `metrics_networks` may read `/metrics`.
    """

    host: str = "127.0.0.1"
    port: int = 8090
    workers: int = 1
    threads: int = 32
    proxies: int = 0
    metrics_networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Smtp:
    """Where e-mail is handed over; without a host none is sent."""

    host: str = ""
    port: int = 25
    security: Literal["none", "starttls", "tls"] = "none"
    user: str = ""
    password: str = ""
    sender: str = "Okienko <okienko@localhost>"


@dataclass(frozen=True)
class Gateway:
    """An SMS gateway, shaped like SMSAPI.pl; without an address it sends nothing.

    `per_second` is how many SMS a second one work process hands over.
    """

    address: str = ""
    token: str = ""
    sender: str = "Okienko"
    per_second: float = 20.0


@dataclass(frozen=True)
class Defence:
    """How much one address or one contact may ask for, and when robots must work for a term.

    With more than `calm_holds` holds a minute in the whole hub, each further one wants a proof
    of work or a verified contact; 0: always.
    """

    holds_per_address_hour: int = 60
    codes_per_address_hour: int = 20
    codes_per_contact_hour: int = 5
    searches_per_address_hour: int = 30
    calm_holds: int = 60
    work: int = 60_000


@dataclass(frozen=True)
class NodeLink:
    """The brokers on which the nodes are; the hub is on all of them."""

    brokers: tuple[Broker, ...] = ()


@dataclass(frozen=True)
class HubConfig:
    """The TOML file of one machine of the hub."""

    institution: str
    database: str = "sqlite:///var/hub.db"
    database_password: str = ""
    public_address: str = "http://127.0.0.1:8090"
    session_key: str = "file:var/session.key"
    example: bool = False
    log: Literal["json", "plain"] = "json"
    web: Web = Web()
    smtp: Smtp = Smtp()
    gateway: Gateway = Gateway()
    second_gateway: Gateway = Gateway()
    defence: Defence = Defence()
    link: NodeLink = NodeLink()
    time: ScaledClock | None = None
    folder: Path = field(default=Path())

    @property
    def database_url(self) -> str:
        """The database; the path of a SQLite file counts from the folder of this file.

        The place `{password}` of the address is filled with the secret `database_password`.
        """
        if self.database.startswith(_SQLITE):
            return f"{_SQLITE}{(self.folder / self.database[len(_SQLITE) :]).resolve()}"
        return self.database.replace("{password}", quote(self.secret(self.database_password)))

    @property
    def on_sqlite(self) -> bool:
        """Whether one file on this machine holds everything."""
        return self.database.startswith(_SQLITE)

    def secret(self, named: str) -> str:
        """The secret that a setting names; empty for an empty setting.

        Raises `OSError` where it cannot be read.
        """
        return read_secret(named, self.folder)

    def clock(self) -> Clock:
        """The clock that all processes of this hub share."""
        return SystemClock() if self.time is None else self.time


def load_config(path: Path) -> HubConfig:
    """Read and check the file. Raises `BadSettings` with every fault at once."""
    config = read_settings(path, HubConfig, folder=path.resolve().parent)
    faults = [
        *_web_faults(config),
        *_address_faults(config),
        *_secret_faults(config),
        *_defence_faults(config.defence),
        *_link_faults(config.link),
    ]
    if config.time is not None and config.time.started > time.time() + 60:
        faults.append("time.started: lies in the future")
    if faults:
        raise BadSettings(path, faults)
    return config


def _web_faults(config: HubConfig) -> list[str]:
    web = config.web
    found = []
    if not 1 <= web.port <= 65535:
        found.append(f"web.port: {web.port} is no port")
    if web.workers < 1 or web.threads < 1:
        found.append("web.workers and web.threads: at least 1")
    if config.on_sqlite and web.workers > 1:
        found.append("web.workers: more than one wants PostgreSQL as database")
    for network in web.metrics_networks:
        try:
            ip_network(network)
        except ValueError as error:
            found.append(f"web.metrics_networks: {error}")
    return found


def _address_faults(config: HubConfig) -> list[str]:
    found = []
    if not re.match(r"(sqlite:///|postgresql\+psycopg://)", config.database):
        found.append("database: begins neither with sqlite:/// nor with postgresql+psycopg://")
    for name, address in (
        ("public_address", config.public_address),
        ("gateway.address", config.gateway.address),
        ("second_gateway.address", config.second_gateway.address),
    ):
        if (address or name == "public_address") and not _is_web_address(address):
            found.append(f"{name}: {address!r} is no web address")
    for gateway in (config.gateway, config.second_gateway):
        if gateway.per_second <= 0:
            found.append("gateway.per_second: more than 0")
    if "@" not in parseaddr(config.smtp.sender)[1]:
        found.append(f"smtp.sender: {config.smtp.sender!r} is no e-mail address")
    return found


def _is_web_address(address: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+(/\S*)?(?<!/)", address) is not None


def _secret_faults(config: HubConfig) -> list[str]:
    found: list[str] = []
    for name, named in (
        ("session_key", config.session_key),
        ("database_password", config.database_password),
        ("smtp.password", config.smtp.password),
        ("gateway.token", config.gateway.token),
        ("second_gateway.token", config.second_gateway.token),
    ):
        found += secret_faults(name, named)
    if not config.session_key:
        found.append("session_key: is missing")
    return found


def _link_faults(link: NodeLink) -> list[str]:
    nameless = [
        f"link.brokers.{number}.user: is missing"
        for number, broker in enumerate(link.brokers, start=1)
        if broker.password and not broker.user
    ]
    return broker_faults(link.brokers, "link.brokers") + nameless


def _defence_faults(defence: Defence) -> list[str]:
    limits = {
        "holds_per_address_hour": defence.holds_per_address_hour,
        "codes_per_address_hour": defence.codes_per_address_hour,
        "codes_per_contact_hour": defence.codes_per_contact_hour,
        "searches_per_address_hour": defence.searches_per_address_hour,
        "work": defence.work,
    }
    found = [f"defence.{name}: at least 1" for name, limit in limits.items() if limit < 1]
    return [*found, "defence.calm_holds: at least 0"] if defence.calm_holds < 0 else found
