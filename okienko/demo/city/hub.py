"""The running hub of a demonstration: the product's own program beside a simulated SMS
gateway and a mailbox.

Its database is made ready before it starts: offices in force, staff who may sign in.
"""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cloud_hub.config import load_config
from cloud_hub.loading import load_office
from cloud_hub.messages.delivery import callback_path
from cloud_hub.staff.operators import Account, set_operator
from cloud_hub.store.unit import Command, Hub
from cloud_hub.wiring import build_hub, prepare
from okienko.demo.city.hub_place import INSTITUTION, SMS_TOKEN, HubPlace, write_hub_files
from okienko.demo.machine import READY_SECONDS, NotReady
from okienko.demo.programs import Program, end_all, module
from queue_core.domain.errors import Unknown
from queue_core.office_document import read_document
from queue_core.web.access import Right

_INSTITUTION_ID = "torun"
_BY_HAND = Command(route="machine")
_LOOK_SECONDS = 0.05
_DESK = (Right.REGISTER, Right.CONTACTS, Right.RECEPTION)

STAFF: dict[str, tuple[str, tuple[Right, ...]]] = {
    "rejestracja": ("Rejestracja", _DESK),
    "kierownik": ("Kierownik", (*_DESK, Right.OVERBOOK, Right.REPORTS, Right.MANAGE)),
    "admin": ("Administrator", tuple(Right)),
}
"""Login, name and rights on the hub; the password is the login."""


@dataclass(frozen=True)
class HubMachine:
    """The hub, and what it sends text messages and e-mails to."""

    place: HubPlace
    hub: Program
    sms: Program
    mail: Program

    @property
    def running(self) -> bool:
        """Whether all three live."""
        return self.hub.running and self.sms.running and self.mail.running

    def begin(self) -> None:
        """Start all three and wait for none."""
        for program in (self.sms, self.mail, self.hub):
            program.start()

    def wait_until_ready(self) -> None:
        """Wait until pages, gateway and mailbox answer. Raises `NotReady`."""
        logs = self.place.log_folder
        _wait_for(self.sms, self.place.sms_port, "/sent", logs / "sms.log")
        _wait_for(self.mail, self.place.mail_port, "/letters", logs / "mail.log")
        _wait_for(self.hub, self.place.web_port, "/readyz", logs / "hub.log")

    def stop(self) -> bool:
        """End all three; whether each ended when it was asked to."""
        return end_all((self.hub, self.sms, self.mail))


def build_hub_machine(place: HubPlace, office_files: Mapping[str, Path]) -> HubMachine:
    """Write the files, make the database with its staff, put the offices (by id) in force.

    Each office's file is then written anew with the version that is in force; nothing runs yet.
    """
    write_hub_files(place)
    config = load_config(place.file)
    prepare(config)
    hub = build_hub(config)
    for id, file in office_files.items():
        version = _put_in_force(hub, id, file)
        file.write_text(f"version = {version}\n{file.read_text('utf-8')}", encoding="utf-8")
    for login, (name, rights) in STAFF.items():
        account = Account(login, _INSTITUTION_ID, name, rights, password=login)
        set_operator(hub, _BY_HAND, account)
    callback = f"{place.url}{callback_path(hub.keys)}"
    hub.database.close()
    sms = _sms_gateway(place, callback)
    return HubMachine(place, hub=_hub(place), sms=sms, mail=_mailbox(place))


def _put_in_force(hub: Hub, id: str, file: Path) -> int:
    """Unless it is already; the version in force."""
    wanted = read_document(file)
    try:
        present = hub.office(id)
    except Unknown:
        present = None
    if present is None or present != replace(wanted, version=present.version):
        present = load_office(hub, _INSTITUTION_ID, INSTITUTION, file)
    return present.version


def _hub(place: HubPlace) -> Program:
    command = module("cloud_hub", "--config", str(place.file), "run")
    return Program(place.log_folder / "hub.log", *command)


def _sms_gateway(place: HubPlace, callback: str) -> Program:
    command = module(
        "okienko.demo.sms_gateway",
        *("--port", str(place.sms_port), "--callback", callback, "--token", SMS_TOKEN),
    )
    return Program(place.log_folder / "sms.log", *command)


def _mailbox(place: HubPlace) -> Program:
    ports = ("--port", str(place.mail_port), "--smtp-port", str(place.smtp_port))
    return Program(place.log_folder / "mail.log", *module("okienko.demo.mailbox", *ports))


def _wait_for(program: Program, port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port, path):
        if time.monotonic() > deadline or not program.running:
            raise NotReady(f"see {log}")
        time.sleep(_LOOK_SECONDS)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
