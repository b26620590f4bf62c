"""Staff accounts and keys: delays after wrong tries, no word of who exists, digests only."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from edge_node.store.operators import (
    api_key_holder,
    check_password,
    new_api_key,
    operator,
    operators,
    set_operator,
)
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused
from tests.edge_node.office.desk import clock, everything, pass_time

RIGHT = "correct horse"


@pytest.fixture
def staffed(office: Office) -> Office:
    set_operator(office, Command(), "anna", "Anna", RIGHT, ("call",))
    return office


def fail(office: Office, login: str = "anna") -> str:
    with pytest.raises(Refused) as refusal:
        check_password(office, login, "wrong")
    return refusal.value.code


def test_the_right_password_opens(staffed: Office) -> None:
    assert check_password(staffed, "anna", RIGHT).rights == {"call"}


def test_an_unknown_login_is_answered_like_a_wrong_password(staffed: Office) -> None:
    assert fail(staffed, "nobody") == fail(staffed) == "wrong_password"


def test_after_four_wrong_tries_each_further_one_takes_longer(staffed: Office) -> None:
    for _ in range(5):
        assert fail(staffed) == "wrong_password"
    assert fail(staffed) == "too_many_tries"
    with pytest.raises(Refused, match="too_many_tries"):
        check_password(staffed, "anna", RIGHT)
    pass_time(staffed, seconds=3)
    assert check_password(staffed, "anna", RIGHT).login == "anna"
    assert fail(staffed) == "wrong_password"


def test_of_many_wrong_tries_at_once_each_one_counts(staffed: Office) -> None:
    together = threading.Barrier(8)

    def guess() -> str:
        together.wait(10)
        return fail(staffed)

    with ThreadPoolExecutor(8) as crowd:
        codes = [guess.result() for guess in [crowd.submit(guess) for _ in range(8)]]
    (tries,) = staffed.database.read().execute("SELECT wrong_tries FROM operators").fetchone()
    assert tries == codes.count("wrong_password")
    assert tries > 4
    with pytest.raises(Refused, match="too_many_tries"):
        check_password(staffed, "anna", RIGHT)


def test_a_change_without_a_password_keeps_the_old_one(staffed: Office) -> None:
    set_operator(staffed, Command(), "anna", "Anna Nowak", None, ("call", "reception"))
    assert check_password(staffed, "anna", RIGHT).name == "Anna Nowak"
    assert [who.login for who in operators(staffed.database.read())] == ["anna"]


def test_an_account_switched_off_is_nobody(staffed: Office) -> None:
    with staffed.database.write() as connection:
        connection.execute("UPDATE operators SET active = 0")
    assert operator(staffed.database.read(), "anna") is None
    with pytest.raises(Refused, match="wrong_password"):
        check_password(staffed, "anna", RIGHT)


def test_a_key_opens_and_a_new_one_takes_its_place(office: Office) -> None:
    with office.database.write() as connection:
        old = new_api_key(connection, "board", ["read"], clock(office).now())
        new = new_api_key(connection, "board", ["call"], clock(office).now())
    holder = api_key_holder(office.database.read(), new)
    assert holder is not None
    assert (holder.login, set(holder.rights)) == ("api:board", {"call"})
    assert api_key_holder(office.database.read(), old) is None


def test_neither_password_nor_key_is_kept(staffed: Office) -> None:
    with staffed.database.write() as connection:
        key = new_api_key(connection, "board", ["read"], clock(staffed).now())
    assert RIGHT not in everything(staffed)
    assert key not in everything(staffed)
