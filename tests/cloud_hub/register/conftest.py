"""The register in the browsers of its staff, on the sample city on a Monday at nine."""

from collections.abc import Callable, Iterator

import pytest

from cloud_hub.app import create_app
from cloud_hub.staff.operators import Account, set_operator
from cloud_hub.store.unit import Hub
from queue_core.web.access import Right
from tests.cloud_hub.pages.conftest import CONFIG
from tests.cloud_hub.sample import ADMIN, TORUN
from tests.edge_node.panels.plain_browser import PlainBrowser

DESK = (Right.REGISTER, Right.CONTACTS)
STAFF = {
    "rejestr": (DESK, ("plaza",)),
    "kierownik": ((*DESK, Right.OVERBOOK, Right.MANAGE), None),
    "podglad": ((Right.REGISTER,), ("plaza", "komunikacja")),
    "kasa": ((Right.CALL,), None),
    "centrala": ((Right.CONTACTS, Right.OVERBOOK), None),
    "bezdomny": (DESK, ()),
}
"""Login, rights and offices; the password is the login."""


def hire(hub: Hub) -> None:
    """Enter the accounts."""
    for login, (rights, offices) in STAFF.items():
        words = tuple(right.value for right in rights)
        set_operator(hub, ADMIN, Account(login, TORUN.id, login.title(), words, offices, login))


@pytest.fixture
def hub(sqlite_hub: Iterator[Hub]) -> Iterator[Hub]:
    """One database is enough for pages: the use cases are shown on both."""
    for found in sqlite_hub:
        hire(found)
        yield found


@pytest.fixture
def enter(hub: Hub) -> Callable[[str], PlainBrowser]:
    """Sign in a member of staff; answers the browser."""
    app = create_app(hub, CONFIG)
    app.testing = True

    def entered(login: str) -> PlainBrowser:
        browser = PlainBrowser(app.test_client())
        browser.open("/staff/login").press("Zaloguj się", login=login, password=login)
        return browser

    return entered


@pytest.fixture
def clerk(enter: Callable[[str], PlainBrowser]) -> PlainBrowser:
    """Somebody who keeps the register of one office."""
    return enter("rejestr")
