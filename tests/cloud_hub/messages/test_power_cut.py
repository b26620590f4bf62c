"""Real processes: one killed between gateway and commit, and one that works as in production."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cloud_hub.messages.claiming import LEASE
from cloud_hub.messages.states import MessageState
from cloud_hub.store.database import Database
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.migration import migrate
from cloud_hub.store.unit import Hub
from queue_core.clock import SystemClock
from tests.cloud_hub.messages.simulator import TOKEN, Simulator
from tests.cloud_hub.messages.story import later, message_row, on_phone, sender, written
from tests.cloud_hub.sample import fill


def test_a_worker_killed_after_the_gateway_took_it_leads_to_one_sms(
    hub: Hub, simulator: Simulator
) -> None:
    id = written(hub)
    url = hub.database.engine.url.render_as_string(hide_password=False)
    program = [sys.executable, "-m", "tests.cloud_hub.messages.kill_worker", url, simulator.url]
    ended = subprocess.run(program, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert message_row(hub, id).state == MessageState.SENDING
    later(hub, seconds=LEASE.total_seconds())
    assert sender(hub, simulator).send_next()
    assert message_row(hub, id).state == MessageState.SENT
    assert len(on_phone(simulator, id)) == 1


def test_okienko_hub_work_sends_what_another_process_wrote(
    tmp_path: Path, simulator: Simulator, until: Callable[[Callable[[], bool]], None]
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "key").write_text("s" * 32)
    file = tmp_path / "hub.toml"
    file.write_text(
        'institution = "Urząd"\ndatabase = "sqlite:///hub.db"\nsession_key = "file:key"\n'
        f'[gateway]\naddress = "{simulator.url.rstrip("/")}"\ntoken = "file:token"\n'
    )
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    migrate(database)
    hub = Hub(database, SystemClock(), HubKeys(b"s" * 32))
    fill(hub)
    command = [sys.executable, "-m", "okienko", "hub", "--config", str(file), "work"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as worker:
        id = written(hub)
        until(lambda: message_row(hub, id).state == MessageState.SENT)
        worker.send_signal(signal.SIGTERM)
        _, told = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert len(on_phone(simulator, id)) == 1
    assert "message_accepted" in told
    assert re.search(r"600700800|123456", told) is None
