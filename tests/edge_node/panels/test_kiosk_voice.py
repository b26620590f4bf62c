"""A kiosk asks the node to read its words, and plays what it is told of."""

import io
import wave
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.config import NodeConfig, Reading
from edge_node.panels.kiosk_voice import READER
from edge_node.store.unit import Office
from edge_node.wiring import build_reader
from queue_core.web.live import Signals
from tests.edge_node.panels.kiosk_town import TOWN
from tests.edge_node.sample import build_office

NOWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_office(tmp_path, TOWN)


@pytest.fixture
def kiosk(office: Office, tmp_path: Path) -> FlaskClient:
    app = create_app(office, Signals(max_streams=1))
    app.config[READER] = build_reader(NodeConfig(folder=tmp_path))
    return app.test_client()


def mute(office: Office, tmp_path: Path) -> FlaskClient:
    app = create_app(office, Signals(max_streams=1))
    app.config[READER] = build_reader(NodeConfig(folder=tmp_path, reading=Reading(("absent",))))
    return app.test_client()


def test_the_words_come_back_as_a_sound(kiosk: FlaskClient) -> None:
    told = kiosk.post("/kiosk/1/said?lang=pl", data={"text": "Twój numer A015"})
    heard = kiosk.get(told.text)
    assert heard.mimetype == "audio/wav"
    assert heard.headers["Cache-Control"] == "no-store"
    with wave.open(io.BytesIO(heard.data)) as sound:
        assert sound.getnframes() > sound.getframerate()


def test_no_word_stands_in_the_address_of_a_sound(kiosk: FlaskClient) -> None:
    told = kiosk.post("/kiosk/1/said?lang=pl", data={"text": "A015"})
    assert "015" not in told.text.removesuffix(".wav").rpartition("/")[0]
    assert len(told.text.rpartition("/")[2]) == len("x" * 32 + ".wav")


def test_each_language_has_its_own_sound(kiosk: FlaskClient) -> None:
    addresses = {
        kiosk.post(f"/kiosk/1/said?lang={language}", data={"text": "A 3"}).text
        for language in ("pl", "en", "uk")
    }
    assert len(addresses) == 3


@pytest.mark.parametrize("key", ["0" * 32, "..%2f..%2foffice", "A" * 32])
def test_a_sound_that_was_never_made_is_not_there(kiosk: FlaskClient, key: str) -> None:
    assert kiosk.get(f"/kiosk/1/said/{key}.wav").status_code == 404


def test_only_devices_of_the_office_are_read_to(kiosk: FlaskClient) -> None:
    told = kiosk.post("/kiosk/1/said", data={"text": "Kasa"}, environ_base=NOWHERE)
    assert told.status_code == 403


def test_an_unknown_kiosk_is_refused(kiosk: FlaskClient) -> None:
    assert kiosk.post("/kiosk/9/said", data={"text": "Kasa"}).status_code == 404


def test_without_an_engine_the_page_is_told(office: Office, tmp_path: Path) -> None:
    client = mute(office, tmp_path)
    assert client.post("/kiosk/1/said", data={"text": "Kasa"}).status_code == 503
    assert 'data-aloud="off" hidden' in client.get("/kiosk/1").text


def test_with_an_engine_reading_is_offered_to_everybody(kiosk: FlaskClient) -> None:
    page = kiosk.get("/kiosk/1").text
    assert 'data-aloud="off"><a' in page.replace("\n", "")
