"""The numbers of the link, and who may read them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cloud_hub.app import create_app
from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Hub
from queue_core.wire.end import Heard
from tests.cloud_hub.booking.story import booked, starts
from tests.cloud_hub.sample import clock
from tests.cloud_hub.sync.box import Box, Talk
from tests.cloud_hub.sync.story import enrolled


@pytest.fixture
def client(hub: Hub, tmp_path: Path) -> FlaskClient:
    app = create_app(hub, HubConfig(institution="Urząd", folder=tmp_path))
    app.testing = True
    return app.test_client()


def test_the_link_is_told_in_numbers(hub: Hub, client: FlaskClient) -> None:
    box = Box(enrolled(hub))
    talk = Talk(hub, (box,))
    talk.connects()
    talk.goes_on([box.stands(alarms=("quarantine",))])
    talk.end.hear([Heard("okienko/1/up/nobody/cur", b"")], talk.now)
    talk.end.due(talk.now + 60)
    clock(hub).advance(seconds=40)
    booked(hub, "a", starts(hub)[5])
    told = client.get("/metrics").get_data(as_text=True).splitlines()
    assert {
        'okienko_link_refused_total{code="unknown_node"} 1.0',
        'okienko_node_behind{office="plaza"} 1.0',
        'okienko_node_set_aside{office="plaza"} 0.0',
        'okienko_node_silent_seconds{office="plaza"} 40.0',
        'okienko_node_alarm{alarm="quarantine",office="plaza"} 1.0',
    } <= set(told)


def test_strangers_read_no_numbers(client: FlaskClient) -> None:
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", environ_base=far).status_code == 404
