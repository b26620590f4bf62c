"""Fixtures of the hub's tests: the same hub on SQLite and on a real PostgreSQL.

Migrating takes a second, so it happens once: each test gets a copy of a filled template.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from cloud_hub.store.unit import Hub
from tests.cloud_hub.postgres import postgres_server, run_sql
from tests.cloud_hub.sample import fill, new_hub

_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, started once a worker."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A filled database that others are copied from; its name."""
    run_sql(postgres, "CREATE DATABASE template_hub")
    _prepare(f"{postgres}/template_hub")
    return "template_hub"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled file that others are copied from."""
    path = tmp_path_factory.mktemp("hub") / "template.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Asks again and again, for a moment of ten seconds, until something is so."""

    def ask(so: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not so():
            assert time.monotonic() < end
            threading.Event().wait(0.01)

    return ask


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    """The sample city's hub at nine o'clock on a Monday, once on each database."""
    yield from request.getfixturevalue(f"{request.param}_hub")


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Where the database of `sqlite_hub` or `postgresql_hub` is, for other processes."""
    return str(request.getfixturevalue("hub").database.url)


@pytest.fixture
def sqlite_hub(sqlite_template: Path, tmp_path: Path) -> Iterator[Hub]:
    """A hub on a file of its own."""
    path = tmp_path / "hub.db"
    shutil.copy(sqlite_template, path)
    return _opened(f"sqlite:///{path}")


@pytest.fixture
def postgresql_hub(postgres: str, postgres_template: str) -> Iterator[Iterator[Hub]]:
    """A hub on a database of its own."""
    name = f"hub_{next(_numbers)}"
    run_sql(postgres, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield _opened(f"{postgres}/{name}")
    run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _opened(url: str) -> Iterator[Hub]:
    hub = new_hub(Database(url))
    yield hub
    hub.database.close()


def _prepare(url: str) -> None:
    database = Database(url)
    migrate(database)
    fill(new_hub(database))
    database.close()
