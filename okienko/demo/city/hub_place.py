"""Where the hub of a demonstration lives: its folder, its ports, its file.

The hub's database and its secret stay from one start to the next; the file is written anew.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cloud_hub.config import load_config
from okienko.demo.broker import HUB
from okienko.demo.toml_text import broker_table, quoted, time_table
from queue_core.clock import ScaledClock
from queue_core.machine_file import BadSettings

INSTITUTION = "Urząd Miasta Torunia"
SMS_TOKEN = "symulator"


@dataclass(frozen=True)
class HubPlace:
    """The hub's folder and ports. `time` None is the machine's own clock."""

    folder: Path
    web_port: int
    sms_port: int
    mail_port: int
    smtp_port: int
    broker_port: int
    time: ScaledClock | None = None

    @property
    def url(self) -> str:
        """The hub's address."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def sms_url(self) -> str:
        """The simulator of the SMS gateway: for programs, and to look at."""
        return f"http://127.0.0.1:{self.sms_port}"

    @property
    def mail_url(self) -> str:
        """The mailbox that every e-mail ends in."""
        return f"http://127.0.0.1:{self.mail_port}"

    @property
    def file(self) -> Path:
        """The settings of the hub."""
        return self.folder / "hub.toml"

    @property
    def log_folder(self) -> Path:
        """What the hub's programs said."""
        return self.folder / "logs"


def write_hub_files(place: HubPlace) -> None:
    """Write what the hub reads when it starts."""
    place.folder.mkdir(parents=True, exist_ok=True)
    (place.folder / "gateway.token").write_text(SMS_TOKEN, encoding="utf-8")
    place.file.write_text(hub_settings(place), encoding="utf-8")


def hub_settings(place: HubPlace) -> str:
    """The TOML of the hub: one SQLite file, the simulated gateway, the mailbox,
    and the broker as `HUB`."""
    lines = [
        f"institution = {quoted(INSTITUTION)}",
        'database = "sqlite:///hub.db"',
        'session_key = "file:session.key"',
        f"public_address = {quoted(place.url)}",
        "example = true",
        'log = "plain"',
        *("", "[web]", f"port = {place.web_port}"),
        *("", "[gateway]", f"address = {quoted(place.sms_url)}", 'token = "file:gateway.token"'),
        'sender = "UM Torun"',
        *("", "[smtp]", 'host = "127.0.0.1"', f"port = {place.smtp_port}"),
        'sender = "Urząd Miasta Torunia <rezerwacja@okienko.example>"',
    ]
    lines += broker_table(place.broker_port, HUB)
    return "\n".join([*lines, *time_table(place.time)]) + "\n"


def last_time_shown(folder: Path, now: datetime) -> datetime | None:
    """The hour that the clock of an earlier start in this folder shows by now; None where there
    was none, or where it could not be read."""
    try:
        clock = load_config(HubPlace(folder, 0, 0, 0, 0, 0).file).time
    except BadSettings:
        return None
    return now if clock is None else clock.now()
