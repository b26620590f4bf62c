"""A hub machine's file: its faults are told all at once, its secrets lie elsewhere."""

from pathlib import Path

import pytest

from cloud_hub.config import load_config
from queue_core.clock import ScaledClock
from queue_core.machine_file import BadSettings


def written(folder: Path, text: str) -> Path:
    file = folder / "hub.toml"
    file.write_text(f'institution = "Urząd"\n{text}', encoding="utf-8")
    return file


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        load_config(written(folder, text))
    return bad.value.faults


def test_a_name_alone_is_enough_for_a_small_town(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, ""))
    assert config.database_url == f"sqlite:///{tmp_path.resolve()}/var/hub.db"
    assert config.web.workers == 1


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """database = "mysql://host/db"
        public_address = "okienko.example"
        session_key = "a secret itself"
        [web]
        port = 0
        metrics_networks = ["here"]
        [smtp]
        sender = "Okienko"
        [defence]
        work = 0
        """,
    )
    for place in ("database", "public_address", "session_key", "port", "metrics", "sender", "work"):
        assert any(place in fault for fault in found), place


def test_many_workers_want_another_database(tmp_path: Path) -> None:
    assert "PostgreSQL" in faults(tmp_path, "[web]\nworkers = 2\n")[0]
    shared = 'database = "postgresql+psycopg://okienko@host/okienko"\n[web]\nworkers = 2\n'
    assert not load_config(written(tmp_path, shared)).on_sqlite


def test_secrets_come_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKIENKO_TOKEN", "from the environment")
    (tmp_path / "password").write_text("from a file\n", encoding="utf-8")
    config = load_config(
        written(
            tmp_path,
            """database = "postgresql+psycopg://okienko:{password}@host/okienko"
            database_password = "file:password"
            [gateway]
            token = "env:OKIENKO_TOKEN"
            """,
        )
    )
    assert config.secret(config.gateway.token) == "from the environment"
    assert "okienko:from%20a%20file@host" in config.database_url
    assert config.secret(config.smtp.password) == ""


def test_a_demonstration_has_its_own_clock(tmp_path: Path) -> None:
    begin = "[time]\nbegin = 2026-11-20T08:00:00Z\nstarted = 0.0\nrate = 2.0\n"
    assert isinstance(load_config(written(tmp_path, begin)).clock(), ScaledClock)
