"""A printer's thread that meets a broken database file ends its process, so that it is mended."""

import os
import subprocess
import sys
from pathlib import Path

from edge_node.damage import DAMAGED_CODE
from tests.edge_node.sample import build_office

_PRINT = """
import sys, threading
from pathlib import Path
from edge_node.devices.print_table import PrintTable
from edge_node.devices.printer.spooler import Spooler, SpoolerThread
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache
from edge_node.store.unit import Office
from queue_core.clock import SystemClock

office = Office(Database(Path(sys.argv[1])), SystemClock(), DocumentCache())
jobs = PrintTable(office, {})
SpoolerThread(Spooler("main", None, jobs=jobs, to_bytes=None, clock=office.clock)).start()
threading.Event().wait(20)  # the printer's thread ends us long before
"""


def test_a_printer_that_meets_a_damaged_file_ends_its_process(tmp_path: Path) -> None:
    office = build_office(tmp_path)
    database = office.database.path
    office.database.close()
    for log in tmp_path.glob(f"{database.name}-*"):
        log.unlink()
    database.write_bytes(os.urandom(database.stat().st_size))
    process = subprocess.run([sys.executable, "-c", _PRINT, str(database)], check=False)
    assert process.returncode == DAMAGED_CODE
