"""The node's command line: `okienko node run|check`, one command for each process, and accounts."""

import argparse
import getpass
import logging
import sqlite3
import sys
from functools import partial
from pathlib import Path

from edge_node.config import NodeConfig, load_config
from edge_node.damage import end_if_damaged
from queue_core.logs import set_up_logs
from queue_core.machine_file import BadSettings

log = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """Run one command; 2 for a configuration that can't be used, 3 for a damaged database."""
    arguments = _parser().parse_args(argv)
    try:
        config = load_config(arguments.config)
        set_up_logs(config.log)
        return int(_COMMANDS[arguments.command](config, arguments))
    except BadSettings as bad:
        for fault in bad.faults:
            print(f"{bad.path}: {fault}", file=sys.stderr)
        return 2
    except sqlite3.DatabaseError as error:
        end_if_damaged(error)
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="okienko node", description="The node of one office.")
    parser.add_argument("--config", type=Path, default=Path("/etc/okienko/node.toml"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="check the database and run all processes")
    commands.add_parser("web", help="only the panels (after `run` or `check`)")
    commands.add_parser("devices", help="only printers and buttons")
    commands.add_parser("link", help="only the connection to the hub")
    commands.add_parser("webhooks", help="only the messages to other programs")
    commands.add_parser("check", help="check files, mend the database, and stop")
    person = commands.add_parser("add-operator", help="add a member of staff, or change one")
    person.add_argument("login")
    person.add_argument("name")
    person.add_argument("rights", help="separated by commas")
    key = commands.add_parser("add-key", help="make an API key and print it once")
    key.add_argument("name")
    key.add_argument("rights", help="separated by commas")
    return parser


def _run(config: NodeConfig, arguments: argparse.Namespace) -> int:
    from edge_node.prepare import prepare, take_node
    from edge_node.rescue import NodeRescue
    from edge_node.store.soundness import note_clean_end
    from queue_core.supervisor import Supervisor

    lock = take_node(config)
    prepare(config).database.close()
    rescue = NodeRescue(config)
    names = ["web", "webhooks"]
    names += ["devices"] if config.printers or config.buttons else []
    names += ["link"] if config.link.brokers else []
    bodies = {name: partial(_COMMANDS[name], config, arguments) for name in names}
    Supervisor(bodies, {"webhooks": rescue.webhooks_wanted}, rescue).run()
    note_clean_end(config.database_path)
    lock.release()
    return 0


def _web(config: NodeConfig, _arguments: argparse.Namespace) -> int:
    from edge_node.server import serve

    serve(config)
    return 0


def _devices(config: NodeConfig, _arguments: argparse.Namespace) -> int:
    from edge_node.devices.process import run_devices

    run_devices(config)
    return 0


def _link(config: NodeConfig, _arguments: argparse.Namespace) -> int:
    from edge_node.link.process import run_link

    if not config.link.brokers:
        print("link.brokers: no broker is named; this office works alone", file=sys.stderr)
        return 2
    run_link(config)
    return 0


def _webhooks(config: NodeConfig, _arguments: argparse.Namespace) -> int:
    from edge_node.webhooks import run_webhooks

    run_webhooks(config)
    return 0


def _check(config: NodeConfig, _arguments: argparse.Namespace) -> int:
    from edge_node.prepare import open_beside

    office = open_beside(config)
    print(f"{office.document.name}: version {office.document.version}")
    return 0


def _add_operator(config: NodeConfig, arguments: argparse.Namespace) -> int:
    from edge_node.prepare import open_beside
    from edge_node.store.operators import set_operator
    from edge_node.store.unit import Command

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    rights = tuple(arguments.rights.split(","))
    set_operator(open_beside(config), Command(), arguments.login, arguments.name, password, rights)
    return 0


def _add_key(config: NodeConfig, arguments: argparse.Namespace) -> int:
    from edge_node.prepare import open_beside
    from edge_node.store.operators import new_api_key

    office = open_beside(config)
    with office.database.write() as connection:
        rights = arguments.rights.split(",")
        print(new_api_key(connection, arguments.name, rights, office.clock.now()))
    return 0


_COMMANDS = {
    "run": _run,
    "web": _web,
    "devices": _devices,
    "link": _link,
    "webhooks": _webhooks,
    "check": _check,
    "add-operator": _add_operator,
    "add-key": _add_key,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
