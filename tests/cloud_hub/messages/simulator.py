"""The simulator of the gateway as a process of its own, on a free port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from cloud_hub.messages.smsapi import Smsapi, SmsapiAccount
from okienko.demo.sms_gateway.faults import Fault

TOKEN = "geheim"


@dataclass(frozen=True)
class Simulator:
    """What a test may do with it."""

    url: str

    def gateway(self, **changed: Any) -> Smsapi:
        """A client of this account; it loses patience soon."""
        settings: dict[str, Any] = {"token": TOKEN, "answer_seconds": 0.4, "connect_seconds": 1.0}
        return Smsapi(SmsapiAccount(url=self.url, **settings | changed))

    def sent(self, to: str = "") -> list[dict[str, Any]]:
        """What reached the phones, newest first."""
        rows: list[dict[str, Any]] = requests.get(
            f"{self.url}sent", params={"to": to}, timeout=5
        ).json()
        return rows

    def misbehave(self, fault: Fault, times: int = 1, to: str = "") -> None:
        """Let the next messages meet a fault."""
        order = {"fault": fault.value, "times": times, "to": to}
        answer = requests.post(f"{self.url}faults", order, timeout=5, allow_redirects=False)
        assert answer.status_code == 303


@contextmanager
def running(*arguments: str) -> Iterator[Simulator]:
    """One that is ended afterwards."""
    command = [sys.executable, "-m", "okienko.demo.sms_gateway", "--port", "0", "--token", TOKEN]
    usual = ["--delay", "0.05", "--hold", "1.5"]
    with subprocess.Popen([*command, *usual, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        try:
            yield Simulator(url)
        finally:
            process.kill()
