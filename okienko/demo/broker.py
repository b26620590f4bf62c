"""The broker of a demonstration: a mosquitto of our own on the loopback, set up as a real one.

Its files are those of `provisioning/broker` with this demonstration's port and names. The trap:
started by root, mosquitto would become another user who may not read them.
"""

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from okienko.demo.machine import READY_SECONDS, NotReady
from okienko.demo.ports import free_ports
from okienko.demo.programs import Program, end_all

HUB = "hub"
"""The hub's name at the broker; a node's is its id."""

_FILES = Path(__file__).resolve().parents[2] / "provisioning" / "broker"
_SYSTEM = Path("/usr/sbin/mosquitto")
"""Not on the path of an ordinary user of Debian."""
_LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Broker:
    """One mosquitto: `port` is where the nodes come, `hub_port` where the hub does."""

    port: int
    hub_port: int
    program: Program
    log: Path

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self.program.running

    def begin(self) -> None:
        """Start it and do not wait."""
        self.program.start()

    def wait_until_ready(self) -> None:
        """Wait until it takes connections. Raises `NotReady`."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._listens():
            if time.monotonic() > deadline or not self.running:
                raise NotReady(f"see {self.log}")
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> bool:
        """End it; whether it ended when asked to."""
        return end_all((self.program,))

    def _listens(self) -> bool:
        with socket.socket() as caller:
            caller.settimeout(1.0)
            return caller.connect_ex(("127.0.0.1", self.port)) == 0


def build_broker(
    folder: Path, port: int, passwords: Mapping[str, str], *, hub_port: int = 0
) -> Broker:
    """Write its files: whoever is in `passwords` may sign in. Nothing runs yet; `hub_port` 0 means
    any.

    Raises `NotReady` where mosquitto is not installed.
    """
    program = shutil.which("mosquitto") or str(_SYSTEM)
    if not Path(program).exists():
        raise NotReady("mosquitto is not installed (`make setup` installs it)")
    (hub_port,) = free_ports([hub_port])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_FILES / "acl", folder / "acl")
    _write_passwords(folder / "passwords", passwords)
    filled = Template((_FILES / "mosquitto.conf").read_text("utf-8")).substitute(
        port=port,
        address="127.0.0.1",
        hub_port=hub_port,
        hub_address="127.0.0.1",
        user=getpass.getuser(),
        passwords=(folder / "passwords").resolve(),
        acl=(folder / "acl").resolve(),
    )
    settings, log = folder / "mosquitto.conf", folder / "logs" / "mosquitto.log"
    settings.write_text(filled, encoding="utf-8")
    return Broker(port, hub_port, Program(log, program, "-c", str(settings)), log)


def _write_passwords(path: Path, passwords: Mapping[str, str]) -> None:
    """As `name:password` lines, which mosquitto's own tool then turns into hashes."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    lines = [f"{name}:{password}\n" for name, password in passwords.items()]
    path.write_text("".join(lines), encoding="utf-8")
    subprocess.run(["mosquitto_passwd", "-U", str(path)], check=True, capture_output=True)
