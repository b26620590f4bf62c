"""Types are made known at import, or two threads that meet a new one crash the process."""

import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PACKAGES = ("queue_core", "edge_node", "board_player", "cloud_hub", "okienko")
_DECODED_WITH_A_TYPE = re.compile(r"msgspec\.(?:json\.)?decode\([^)]*type=", re.DOTALL)
_CROWD = """
import sys, threading
from {module} import {decoder}
sys.setswitchinterval(1e-6)
together = threading.Barrier(16)
def read():
    together.wait()
    try:
        {decoder}.decode(b"{{}}")
    except ValueError:
        pass
crowd = [threading.Thread(target=read) for _ in range(16)]
for one in crowd: one.start()
for one in crowd: one.join()
"""


def test_no_type_is_met_first_in_a_thread() -> None:
    found = [
        str(path.relative_to(HOUSE))
        for package in PACKAGES
        for path in sorted((HOUSE / package).rglob("*.py"))
        if _DECODED_WITH_A_TYPE.search(path.read_text())
    ]
    assert found == []


def test_sixteen_threads_read_their_first_document_at_once() -> None:
    for module in ("edge_node.store.document", "cloud_hub.store.documents"):
        program = _CROWD.format(module=module, decoder="_DOCUMENTS")
        for _ in range(3):
            ended = subprocess.run([sys.executable, "-c", program], check=False, cwd=HOUSE)
            assert ended.returncode == 0, module
