"""The hub's command line: one process or all of them, and what is done once by hand."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from cloud_hub.config import HubConfig, load_config
from queue_core.logs import set_up_logs
from queue_core.machine_file import BadSettings

PROCESSES = ("web", "work")
"""What `run` starts and tends, and `link` where there is a broker."""


def main(argv: list[str]) -> int:
    """Run one command; 2 for a file that can't be used."""
    arguments = _parser().parse_args(argv)
    try:
        config = load_config(arguments.config)
        set_up_logs(config.log)
        return _COMMANDS[arguments.command](config, arguments)
    except BadSettings as bad:
        for fault in bad.faults:
            print(f"{bad.path}: {fault}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="okienko hub", description="The hub of an institution.")
    parser.add_argument("--config", type=Path, default=Path("/etc/okienko/hub.toml"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="bring the database to the newest schema, run all processes")
    commands.add_parser("web", help="only the pages (after `run` or `check`)")
    commands.add_parser("work", help="only what goes on by itself: messages, expiry, leases")
    commands.add_parser("link", help="only the connection to the nodes")
    commands.add_parser("check", help="check the file, prepare the database, and stop")
    loading = commands.add_parser("load-office", help="put documents of offices in force")
    loading.add_argument("files", nargs="+", type=Path)
    loading.add_argument("--institution", default="institution", help="its id")
    box = commands.add_parser("enrol-node", help="a new box for an office; the old one is revoked")
    box.add_argument("office", help="its id")
    person = commands.add_parser("add-operator", help="add a member of staff, or change one")
    person.add_argument("login")
    person.add_argument("name")
    person.add_argument("rights", help="separated by commas")
    person.add_argument("--institution", default="institution", help="its id")
    person.add_argument("--offices", default="", help="ids separated by commas; without: all")
    return parser


def _run(config: HubConfig, arguments: argparse.Namespace) -> int:
    from cloud_hub.wiring import prepare
    from queue_core.supervisor import Supervisor, program

    prepare(config)
    names = (*PROCESSES, "link") if config.link.brokers else PROCESSES
    # no fork alone: a connection to the database may be open here
    words = ("cloud_hub", "--config", str(arguments.config))
    Supervisor({name: program(*words, name) for name in names}).run()
    return 0


def _web(config: HubConfig, _arguments: argparse.Namespace) -> int:
    from cloud_hub.server import serve

    serve(config)
    return 0


def _work(config: HubConfig, _arguments: argparse.Namespace) -> int:
    from cloud_hub.wiring import build_carriers, build_hub
    from cloud_hub.work import run_work

    run_work(build_hub(config), build_carriers(config))
    return 0


def _link(config: HubConfig, _arguments: argparse.Namespace) -> int:
    from cloud_hub.sync.process import run_link

    if not config.link.brokers:
        print("link.brokers: no broker is named; this hub has no nodes", file=sys.stderr)
        return 2
    run_link(config)
    return 0


def _check(config: HubConfig, _arguments: argparse.Namespace) -> int:
    from cloud_hub.messages.delivery import callback_path
    from cloud_hub.store.offices import office_ids
    from cloud_hub.wiring import build_hub, prepare

    prepare(config)
    hub = build_hub(config)
    print(f"{config.institution}, offices: {len(office_ids(hub))}")
    if config.gateway.address:
        print(f"callback of the SMS gateway: {config.public_address}{callback_path(hub.keys)}")
    return 0


def _load_office(config: HubConfig, arguments: argparse.Namespace) -> int:
    from cloud_hub.loading import load_office
    from cloud_hub.wiring import build_hub, prepare

    prepare(config)
    hub = build_hub(config)
    for file in arguments.files:
        document = load_office(hub, arguments.institution, config.institution, file)
        print(f"{document.name}: version {document.version}")
    return 0


def _enrol_node(config: HubConfig, arguments: argparse.Namespace) -> int:
    from cloud_hub.store.unit import Command
    from cloud_hub.sync.enrolling import enrol_node
    from cloud_hub.wiring import build_hub, prepare
    from queue_core.domain.errors import Unknown

    prepare(config)
    try:
        box = enrol_node(build_hub(config), Command(route="machine"), arguments.office)
    except Unknown:
        print(f"there is no office {arguments.office!r}", file=sys.stderr)
        return 2
    print(f'[link]\nnode = "{box.node}"\n# and into the file link.key:\n{box.key}')
    return 0


def _add_operator(config: HubConfig, arguments: argparse.Namespace) -> int:
    from cloud_hub.staff.operators import Account, set_operator
    from cloud_hub.store.unit import Command
    from cloud_hub.wiring import build_hub, prepare

    prepare(config)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    offices = tuple(arguments.offices.split(",")) if arguments.offices else None
    account = Account(
        arguments.login,
        arguments.institution,
        arguments.name,
        tuple(arguments.rights.split(",")),
        offices,
        password,
    )
    set_operator(build_hub(config), Command(route="machine"), account)
    return 0


_COMMANDS: dict[str, Callable[[HubConfig, argparse.Namespace], int]] = {
    "run": _run,
    "web": _web,
    "work": _work,
    "link": _link,
    "check": _check,
    "load-office": _load_office,
    "enrol-node": _enrol_node,
    "add-operator": _add_operator,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
