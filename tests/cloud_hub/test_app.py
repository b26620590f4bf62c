"""The hub as a program: prepared, filled, and answering over HTTP."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cloud_hub.config import load_config
from cloud_hub.panels import PANELS
from cloud_hub.wiring import build_app, prepare
from okienko.demo.sample import office_file
from queue_core.web.access import undeclared_routes

SETTINGS = 'institution = "Urząd Miasta Torunia"\nexample = true\n'


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "hub.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


@pytest.fixture
def client(settings: Path) -> Iterator[FlaskClient]:
    config = load_config(settings)
    prepare(config)
    with build_app(config).test_client() as client:
        yield client


def run(settings: Path, *words: str, said: str = "") -> str:
    program = [sys.executable, "-m", "cloud_hub", "--config", str(settings), *words]
    done = subprocess.run(program, input=said, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_first_start_makes_a_secret_that_only_its_owner_reads(settings: Path) -> None:
    run(settings, "check")
    secret = settings.parent / "var" / "session.key"
    assert len(secret.read_text()) == 64
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_text()
    run(settings, "check")
    assert secret.read_text() == before


def test_offices_are_loaded_from_their_files(settings: Path) -> None:
    loaded = run(settings, "load-office", str(office_file("administracja")))
    assert "Wydział Spraw Administracyjnych: version 1" in loaded
    assert run(settings, "check") == "Urząd Miasta Torunia, offices: 1\n"
    again = run(settings, "load-office", str(office_file("administracja")))
    assert "version 2" in again


def test_an_operator_is_added_with_a_password(settings: Path) -> None:
    run(settings, "load-office", str(office_file("plaza")), "--institution", "torun")
    words = ("anna", "Anna Nowak", "reception", "--institution", "torun")
    run(settings, "add-operator", *words, said="tajne haslo\n")


def test_a_box_is_enrolled_with_a_name_and_a_key_of_its_own(settings: Path) -> None:
    run(settings, "load-office", str(office_file("plaza")))
    first, second = (run(settings, "enrol-node", "plaza") for _ in range(2))
    assert first != second
    assert len(bytes.fromhex(first.splitlines()[-1])) == 32
    with pytest.raises(subprocess.CalledProcessError):
        run(settings, "enrol-node", "nowhere")


def test_the_hub_lives_and_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"alive": True}
    assert client.get("/readyz").json == {"ready": True, "checks": {"database": True}}


def test_every_route_says_who_may_use_it(client: FlaskClient) -> None:
    assert PANELS
    assert undeclared_routes(client.application) == []


def test_the_door_of_the_staff_opens_though_the_hub_has_no_stream(client: FlaskClient) -> None:
    page = client.get("/staff/login")
    assert page.status_code == 200
    assert 'data-live-mode="poll"' in page.text
