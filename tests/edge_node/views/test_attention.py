"""Which devices the staff are told of."""

from dataclasses import replace

import pytest

from edge_node.store.devices import report_device
from edge_node.store.unit import Command, Office
from edge_node.views.attention import DeviceNow, Health, devices_now
from queue_core.domain.office import OfficeDocument
from tests.edge_node.office.desk import pass_time
from tests.edge_node.sample import SAMPLE


def shown(office: Office, document: OfficeDocument = SAMPLE) -> dict[str, DeviceNow]:
    known = devices_now(office.database.read(), document, office.clock.now())
    return {f"{device.kind}:{device.id}": device for device in known}


@pytest.mark.parametrize("kind", ["printer", "kiosk", "board", "player", "speaker"])
def test_a_device_that_left_the_document_alerts_nobody(office: Office, kind: str) -> None:
    report_device(office, Command(), f"{kind}:9", kind, "trouble")
    pass_time(office, hours=1)
    assert f"{kind}:9" not in shown(office)


def test_a_device_of_the_document_that_fell_silent_is_told(office: Office) -> None:
    for name in ("printer:main", "player:1"):
        report_device(office, Command(), name, name.partition(":")[0], "ok")
    pass_time(office, minutes=5)
    silent = {name for name, device in shown(office).items() if device.health is Health.SILENT}
    assert silent == {"printer:main", "player:1"}
    assert "printer:main" not in shown(office, replace(SAMPLE, kiosks=()))


def test_nobody_misses_a_player_that_never_reported(office: Office) -> None:
    assert "player:1" not in shown(office)
    assert shown(office)["board:1"].health is Health.NEVER_HEARD


def test_a_stuck_button_is_told_although_no_document_names_it(office: Office) -> None:
    report_device(office, Command(), "button:counter-1", "button", "stuck")
    assert shown(office)["button:counter-1"].lost
