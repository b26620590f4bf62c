"""Programs of the demonstration die with all their children, however these are grouped."""

import sys
import time
from pathlib import Path

from okienko.demo.programs import Program, descendants

FAMILY = """
import subprocess, sys, time
code = sys.argv[1:] and "import time; time.sleep(60)" or None
for _ in range(2):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
time.sleep(60)
"""


def family(folder: Path) -> Program:
    (folder / "family.py").write_text(FAMILY)
    return Program(folder / "log", sys.executable, str(folder / "family.py"))


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_kill_reaches_children_in_groups_of_their_own(tmp_path: Path) -> None:
    program = family(tmp_path)
    program.start()
    assert program._process is not None
    deadline = time.monotonic() + 10
    while len(children := descendants(program._process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert program.kill() == 3
    deadline = time.monotonic() + 10
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(alive, children))
    assert not program.running


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text(
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open({str(tmp_path / 'up')!r}, 'w')\ntime.sleep(60)"
    )
    program = Program(tmp_path / "log", sys.executable, str(tmp_path / "deaf.py"))
    program.start()
    deadline = time.monotonic() + 10
    while not (tmp_path / "up").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    program.ask_to_end()
    assert program.wait(0.2) is False
    assert not program.running
