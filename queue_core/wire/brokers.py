"""Where a broker is and how to get in: a part of the settings of nodes and hub.

A secret never stands in a settings file; it is named as `env:NAME` or `file:PATH`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from queue_core.machine_file import read_secret, secret_faults

if TYPE_CHECKING:
    from ssl import SSLContext

_NO_DATE_CHECK = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME; Python has no name for it."""


@dataclass(frozen=True)
class Broker:
    """One broker. `ca` is the file of the institution's own authority; empty: no TLS.

    `user` may be left out by a node: it is known by its own name.
    """

    host: str
    port: int = 1883
    user: str = ""
    password: str = ""
    ca: str = ""

    def secret(self, folder: Path) -> str:
        """The password. Raises `OSError` where it cannot be read."""
        return read_secret(self.password, folder)

    def tls(self, folder: Path) -> "SSLContext | None":
        """What checks the broker's certificate: this authority only, with the host's name.

        Dates are not checked: a machine whose battery is empty begins in 1970 and must get in.
        """
        if not self.ca:
            return None
        import ssl  # not above: every process of a node reads settings, only one speaks TLS

        context = ssl.create_default_context(cafile=str(folder / self.ca))
        context.verify_flags = ssl.VerifyFlags(context.verify_flags | _NO_DATE_CHECK)
        return context


def broker_faults(brokers: Iterable[Broker], where: str) -> list[str]:
    """What is wrong with the settings, one line each."""
    found = []
    for number, broker in enumerate(brokers, start=1):
        place = f"{where}.{number}"
        if not broker.host:
            found.append(f"{place}.host: is missing")
        if not 1 <= broker.port <= 65535:
            found.append(f"{place}.port: {broker.port} is no port")
        found += secret_faults(f"{place}.password", broker.password)
    return found
