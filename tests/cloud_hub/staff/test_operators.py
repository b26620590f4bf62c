"""Staff accounts of the hub: delays after wrong tries, offices, switching off."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from cloud_hub.staff.operators import (
    Account,
    check_password,
    offices_of,
    operator,
    set_operator,
    switch_off,
)
from cloud_hub.store.tables.staff import operators
from cloud_hub.store.unit import Hub
from queue_core.domain.errors import Refused
from tests.cloud_hub.sample import ADMIN, TORUN, clock

RIGHT = "correct horse"
ANNA = Account("anna", TORUN.id, "Anna", ("register",), ("plaza", "komunikacja"), RIGHT)


@pytest.fixture
def staffed(hub: Hub) -> Hub:
    set_operator(hub, ADMIN, ANNA)
    return hub


def fail(hub: Hub, login: str = "anna", password: str = "wrong") -> str:
    with pytest.raises(Refused) as refusal:
        check_password(hub, login, password)
    return refusal.value.code


def test_the_right_password_opens_with_rights_and_offices(staffed: Hub) -> None:
    anna = check_password(staffed, "anna", RIGHT)
    assert anna.rights == {"register"}
    assert offices_of(staffed, anna) == ("komunikacja", "plaza")


def test_who_works_everywhere_has_every_office_of_the_institution(hub: Hub) -> None:
    set_operator(hub, ADMIN, replace(ANNA, offices=None))
    anna = check_password(hub, "anna", RIGHT)
    assert len(offices_of(hub, anna)) == 5


def test_who_lost_every_office_has_none(staffed: Hub) -> None:
    set_operator(staffed, ADMIN, replace(ANNA, offices=()))
    assert offices_of(staffed, check_password(staffed, "anna", RIGHT)) == ()


def test_an_unknown_login_is_answered_like_a_wrong_password(staffed: Hub) -> None:
    assert fail(staffed, "nobody") == fail(staffed) == "wrong_password"


def test_after_four_wrong_tries_each_further_one_takes_longer(staffed: Hub) -> None:
    for _ in range(5):
        assert fail(staffed) == "wrong_password"
    assert fail(staffed, password=RIGHT) == "too_many_tries"
    clock(staffed).advance(seconds=3)
    assert check_password(staffed, "anna", RIGHT).login == "anna"
    assert fail(staffed) == "wrong_password"


def test_of_many_wrong_tries_at_once_each_one_counts(staffed: Hub) -> None:
    together = threading.Barrier(8)

    def guess() -> str:
        together.wait(10)
        return fail(staffed)

    with ThreadPoolExecutor(8) as crowd:
        codes = [guess.result() for guess in [crowd.submit(guess) for _ in range(8)]]
    with staffed.database.read() as connection:
        tries = connection.execute(select(operators.c.wrong_tries)).scalar_one()
    assert tries == codes.count("wrong_password") > 4
    assert fail(staffed, password=RIGHT) == "too_many_tries"


def test_a_change_without_a_password_keeps_the_old_one(staffed: Hub) -> None:
    set_operator(staffed, ADMIN, replace(ANNA, name="Anna Nowak", password=None))
    assert check_password(staffed, "anna", RIGHT).name == "Anna Nowak"


def test_an_account_switched_off_is_nobody_and_keeps_its_row(staffed: Hub) -> None:
    switch_off(staffed, ADMIN, "anna")
    assert operator(staffed, "anna") is None
    assert fail(staffed, password=RIGHT) == "wrong_password"
    with staffed.database.read() as connection:
        assert connection.execute(select(operators.c.name)).scalar_one() == "Anna"


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (replace(ANNA, login="new", password=None), "password_missing"),
        (replace(ANNA, institution="mars"), "unknown_institution"),
        (replace(ANNA, offices=("plaza", "mars")), "unknown_office"),
    ],
)
def test_an_account_that_cannot_be_is_refused_whole(hub: Hub, account: Account, code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_operator(hub, ADMIN, account)
    assert operator(hub, account.login) is None
