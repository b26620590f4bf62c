"""What a holder asks for is decided by the node, or by the hub where it still owns the visit."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from cloud_hub.booking.changing import by_token
from cloud_hub.booking.from_node import apply_ticket
from cloud_hub.live.commanding import Wish, apply_done, ask_office
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.unit import Command as Asking
from cloud_hub.store.unit import Hub, transaction
from queue_core.wire.records import Command, CommandDone
from tests.cloud_hub.booking.story import booked, starts
from tests.cloud_hub.live.story import LINK, Node, eticket_of, of_visit, ticket
from tests.cloud_hub.live.test_eticket_page import shown
from tests.cloud_hub.sample import MONDAY, clock, publish

ME = ticket("7", number="B007")


def commands(hub: Hub, office: str = "plaza") -> list[Command]:
    """What the office was told to do."""
    query = select(dn_records.c.body).where(
        dn_records.c.office == office, dn_records.c.kind == "command"
    )
    with hub.database.read() as connection:
        bodies = connection.execute(query.order_by(dn_records.c.seq)).scalars().all()
    return [msgspec.json.decode(body, type=Command) for body in bodies]


def answer(hub: Hub, outcome: str, office: str = "plaza", **facts: Any) -> None:
    """The node's answer to the latest command."""
    done = CommandDone(command=commands(hub)[-1].command, outcome=outcome, facts=facts)
    with transaction(hub, LINK) as unit:
        apply_done(unit, office, done)


def press(client: FlaskClient, deed: str, token: str = ME.token) -> int:
    """Open the question and say yes, as a browser without scripts does."""
    page = client.get(f"/t/{token}/{deed}")
    assert page.status_code == 200
    form = dict(
        line.split('" value="')[0:2]
        for line in page.text.replace('">', "\n").split('name="')[1:]
        if line.startswith(("csrf_token", "request_id"))
    )
    data = {name: value.partition("\n")[0] for name, value in form.items()}
    return client.post(f"/t/{token}/{deed}", data=data).status_code


def test_giving_up_is_asked_looked_for_and_answered(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    assert press(client, "leave") == 302
    (told,) = commands(hub)
    assert (told.name, told.facts) == ("leave", {"ticket": "7"})
    assert "Pytamy urząd" in shown(client)
    clock(hub).advance(seconds=6)
    assert "Wysłano, urząd potwierdzi." in shown(client)
    answer(hub, "done", ticket="7")
    assert "Urząd potwierdził: zrezygnowano z miejsca." in shown(client)


def test_pressing_twice_asks_once(client: FlaskClient, node: Node, hub: Hub) -> None:
    node.says(ME)
    node.says(ticket("8"))
    press(client, "let_pass")
    press(client, "let_pass")
    assert len(commands(hub)) == 1
    answer(hub, "done")
    press(client, "let_pass")
    assert len(commands(hub)) == 2


def test_an_office_that_never_answered_may_be_asked_again(hub: Hub) -> None:
    first = ask_office(hub, Asking(), Wish("plaza", "leave", "me"))
    assert ask_office(hub, Asking(), Wish("plaza", "leave", "me")) == first
    clock(hub).advance(minutes=6)
    assert ask_office(hub, Asking(), Wish("plaza", "leave", "me")) != first


def test_without_an_answer_nobody_says_that_nothing_was_done(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    press(client, "leave")
    clock(hub).advance(minutes=6)
    assert "Urząd nie odpowiedział. Zapytaj w recepcji." in shown(client)
    answer(hub, "too_late")
    assert "Nic się nie zmieniło." in shown(client)


def test_a_refusal_is_told_in_words(client: FlaskClient, node: Node, hub: Hub) -> None:
    node.says(ME)
    node.says(ticket("8"))
    press(client, "let_pass")
    answer(hub, "refused", code="no_more_delays")
    assert "Wykorzystano już wszystkie przepuszczenia innych osób." in shown(client)


def test_the_first_answer_stays_and_a_foreign_one_is_nobodys(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    press(client, "leave")
    answer(hub, "done", office="copernicus")
    assert "Pytamy urząd" in shown(client)
    answer(hub, "done")
    answer(hub, "refused", code="not_allowed_now")
    assert "Urząd potwierdził" in shown(client)


def test_others_are_let_pass_twice_a_day_and_not_while_called(
    client: FlaskClient, node: Node
) -> None:
    node.says(ME)
    node.says(ticket("8"))
    assert "Przepuszczam dwie osoby" in shown(client)
    for version in (2, 3):
        node.says(ticket("7", version), name="ticket_let_pass")
    assert "Przepuszczam" not in shown(client)
    node.says(ticket("9"))
    node.says(ticket("9", 2, "called", counter="1"))
    assert "Przepuszczam" not in shown(client, ticket("9").token)


def test_with_nobody_behind_there_is_nobody_to_let_pass(client: FlaskClient, node: Node) -> None:
    node.says(ticket("6"))
    node.says(ME)
    assert "Przepuszczam" not in shown(client)
    assert client.get(f"/t/{ME.token}/let_pass").status_code == 302


def test_a_visit_that_nobody_has_proved_is_cancelled_by_the_hub_itself(
    client: FlaskClient, hub: Hub
) -> None:
    view = booked(hub, "anna", starts(hub)[0])
    token = eticket_of(hub, view.id)
    assert press(client, "cancel", token) == 302
    assert by_token(hub, view.token).state == "cancelled"
    assert commands(hub) == []
    assert "Ten bilet jest anulowany." in shown(client, token)


def test_whoever_is_here_gives_up_his_place_instead(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    view = booked(hub, "anna", starts(hub)[0])
    token = eticket_of(hub, view.id)
    told = of_visit(view, token, "waiting", arrived=True)
    node.says(told)
    apply_ticket(hub, LINK, "plaza", told)
    words = shown(client, token)
    assert "Odwołuję wizytę" not in words
    press(client, "leave", token)
    assert commands(hub)[0].facts == {"ticket": told.id, "booking": view.id}


def test_one_says_from_the_phone_that_he_is_here_in_the_window_alone(
    client: FlaskClient, hub: Hub
) -> None:
    office = hub.office("plaza")
    publish(hub, replace(office, rules=replace(office.rules, arrival="required")))
    view = booked(hub, "anna", starts(hub)[0])
    token = eticket_of(hub, view.id)
    assert "Jestem na miejscu" not in shown(client, token)
    clock(hub).advance(seconds=(view.start - MONDAY).total_seconds() - 20 * 60)
    assert "Jestem na miejscu" in shown(client, token)
    press(client, "arrive", token)
    assert (commands(hub)[0].name, commands(hub)[0].facts) == ("arrive", {"booking": view.id})


def test_a_form_of_another_site_asks_for_nothing(client: FlaskClient, node: Node, hub: Hub) -> None:
    node.says(ME)
    assert client.post(f"/t/{ME.token}/leave").status_code == 400
    assert commands(hub) == []


@pytest.mark.parametrize("deed", ["leave", "cancel"])
def test_an_unknown_ticket_can_be_asked_for_nothing(
    client: FlaskClient, hub: Hub, deed: str
) -> None:
    assert client.get(f"/t/a-token-never-heard-of/{deed}").status_code == 302
    assert commands(hub) == []
