"""A node's processes load nothing that a small machine has no memory for."""

import subprocess
import sys

import pytest

HEAVY = {
    "SQLAlchemy": "sqlalchemy",
    "requests": "requests",
    "holidays": "holidays",
    "python-escpos": "escpos",
    "pyttsx3": "pyttsx3",
    "Pillow": "PIL",
    "phonenumbers": "phonenumbers",
    "fpdf2": "fpdf",
}
WEB = "import edge_node.server, edge_node.workers, edge_node.app"
DEVICES = "import edge_node.devices.process"
LINK = "import edge_node.link.process"
WEBHOOKS = "import edge_node.webhooks"
SUPERVISOR = "import queue_core.supervisor, edge_node.prepare"
ANNOUNCER = "import board_player.announcer"


def loaded(program: str) -> set[str]:
    """The top names of every module that this program has loaded in a fresh process."""
    shown = f"{program}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("program", "allowed"),
    [
        (WEB, {"Pillow"}),  # qrcode loads it, whatever is drawn
        (DEVICES, {"python-escpos", "Pillow"}),
        (LINK, set()),
        (WEBHOOKS, {"requests"}),
        (SUPERVISOR, set()),
        (ANNOUNCER, {"pyttsx3"}),
    ],
    ids=["web", "devices", "link", "webhooks", "supervisor", "announcer"],
)
def test_a_process_loads_only_what_it_works_with(program: str, allowed: set[str]) -> None:
    modules = loaded(program)
    heavy = {name for name, module in HEAVY.items() if module in modules}
    assert heavy - allowed == set()


def test_the_supervisor_knows_no_panels() -> None:
    assert {"flask", "gunicorn", "jinja2"} & loaded("import queue_core.supervisor") == set()
