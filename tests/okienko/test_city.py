"""The sample city: one command brings up its hub and five offices, a later one goes on."""

import json
import re
import signal
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from board_player.config import load as load_board
from cloud_hub.config import load_config
from edge_node.config import load_config as load_node_config
from okienko.demo.city.build import ANY_PORTS, build_city
from okienko.demo.city.hub_place import HubPlace, last_time_shown, write_hub_files
from okienko.demo.sample import OFFICES, office_file
from queue_core.clock import ScaledClock
from tests.okienko.started import Start, processes_of, signed_in, start_demo

start = pytest.fixture(start_demo)

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def place_in(folder: Path, clock: ScaledClock | None) -> HubPlace:
    return HubPlace(folder, 8090, 8091, mail_port=8092, smtp_port=2525, broker_port=1, time=clock)


def test_the_hub_reads_back_what_was_meant(tmp_path: Path) -> None:
    clock = ScaledClock(NOON, time.time(), 1.0)
    place = place_in(tmp_path / "hub", clock)
    write_hub_files(place)
    config = load_config(place.file)
    assert config.time == clock
    assert config.public_address == place.url
    assert config.gateway.address == place.sms_url
    assert config.secret(config.gateway.token)
    assert config.smtp.port == place.smtp_port
    (broker,) = config.link.brokers
    assert (broker.port, broker.user) == (place.broker_port, "hub")


def test_the_next_start_knows_how_late_it_is_in_the_city(tmp_path: Path) -> None:
    assert last_time_shown(tmp_path, NOON) is None
    an_hour_ago = ScaledClock(NOON + timedelta(days=1), time.time() - 3600, 1.0)
    write_hub_files(place_in(tmp_path, an_hour_ago))
    shown = last_time_shown(tmp_path, NOON)
    assert shown is not None
    assert abs(shown - NOON - timedelta(days=1, hours=1)) < timedelta(minutes=1)
    write_hub_files(place_in(tmp_path, None))
    assert last_time_shown(tmp_path, NOON) == NOON


def addresses_in(said: str) -> dict[str, str]:
    """What the terminal names, and where it is."""
    return dict(re.findall(r"^  (\S.*?)\s{2,}(http://\S+)$", said, re.M))


def waiting(folder: Path) -> int:
    """People who wait in the open office, by its API."""
    board = load_board(folder / "city" / OFFICES[0] / "board.toml")
    headers = {"Authorization": f"Bearer {board.token}"}
    asked = urllib.request.Request(f"{board.node_url}/api/v1/queue", headers=headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return int(json.load(answer)["waiting"])


def waiting_at(address: str) -> int:
    """People who wait in an office, as the hub tells everybody."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return sum(each["waiting"] or 0 for each in json.load(answer)["services"])


def take_a_ticket(folder: Path) -> dict[str, Any]:
    """A walk-in ticket of the open office, by its API."""
    board = load_board(folder / "city" / OFFICES[0] / "board.toml")
    headers = {"Authorization": f"Bearer {board.token}", "Content-Type": "application/json"}
    wish = json.dumps({"service": "id_card"}).encode()
    asked = urllib.request.Request(f"{board.node_url}/api/v1/tickets", wish, headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        ticket: dict[str, Any] = json.load(answer)
        return ticket


def test_staff_can_be_signed_in_at_every_page_at_once(tmp_path: Path) -> None:
    """Browsers keep sessions apart by host, not by port."""
    files = {name: office_file(name) for name in OFFICES}
    city = build_city(tmp_path, files, None, ANY_PORTS)
    hosts = [load_node_config(office.place.node_file).web.host for office in city.offices]
    assert len(set(hosts)) == len(OFFICES)
    assert all(
        office.place.url.startswith(f"http://{host}:")
        for office, host in zip(city.offices, hosts, strict=True)
    )


def test_one_command_opens_the_city_and_the_next_start_goes_on(
    start: Start, tmp_path: Path
) -> None:
    demo, said = start(until="Ctrl-C")
    pages = addresses_in(said)
    assert len(pages) >= 5 + 12 + 4
    browser = signed_in(pages["status"])
    for what, address in pages.items():
        with browser.open(address, timeout=10) as answer:
            assert re.search("przykład|symulator", answer.read().decode(), re.I), what
    signed_in(pages["staff (Rejestr rezerwacji)"], "/staff/login")
    ticket = take_a_ticket(tmp_path)
    hub_says = f"{pages['book a visit (Rezerwacja)']}api/v1/offices/{OFFICES[0]}/queue"
    deadline = time.monotonic() + 20
    while (told := waiting_at(hub_says)) != 1:
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
    with browser.open(ticket["eticket_url"], timeout=10) as answer:
        assert ticket["number"] in answer.read().decode()

    _, refused = start(until="already")
    assert "runs in" in refused

    demo.send_signal(signal.SIGINT)
    assert demo.wait(30) == 0
    assert processes_of(tmp_path) == []

    start(until="Ctrl-C")
    assert waiting(tmp_path) == 1
