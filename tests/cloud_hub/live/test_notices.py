"""The holder of a ticket is told once that the turn is near, and the contact is erased."""

from flask.testing import FlaskClient
from sqlalchemy import select

from cloud_hub.live.notices import notices_of, tell_near
from cloud_hub.live.queue_now import QueueReader
from cloud_hub.store.tables.live import turn_notices
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Command, Hub
from tests.cloud_hub.live.story import LiveService, Node, ticket
from tests.cloud_hub.live.test_eticket_page import shown
from tests.cloud_hub.sample import clock

ME = ticket("7", number="B007")
WORK = Command(route="work")


def ask(client: FlaskClient, contact: str, early: str = "people_1") -> int:
    page = client.get(f"/t/{ME.token}/notice").text
    guard = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": guard, "contact": contact, "early": early}
    return client.post(f"/t/{ME.token}/notice", data=form).status_code


def told(hub: Hub) -> list[tuple[str | None, str | None, str]]:
    tell_near(hub, QueueReader(), WORK)
    with hub.database.read() as connection:
        rows = connection.execute(select(outgoing_messages)).all()
    return [(row.to_phone, row.to_email, row.facts["number"]) for row in rows]


def contacts(hub: Hub) -> list[str | None]:
    with hub.database.read() as connection:
        return list(connection.execute(select(turn_notices.c.contact)).scalars())


def three_wait_before_me(node: Node) -> None:
    for id in ("1", "2", "3"):
        node.says(ticket(id))
    node.says(ME)
    node.shows({"residence": LiveService(waiting=4, wait=(40, 60))})


def test_a_text_message_goes_out_when_one_person_is_before_me(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    assert ask(client, "501 502 503") == 302
    assert told(hub) == []
    node.says(ticket("1", 2, "serving"))
    assert told(hub) == []
    node.says(ticket("2", 2, "called"))
    assert told(hub) == [("+48501502503", None, "B007")]
    assert contacts(hub) == [None]


def test_nobody_is_told_twice(client: FlaskClient, node: Node, hub: Hub) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503", "people_3")
    assert len(told(hub)) == 1
    assert len(told(hub)) == 1


def test_a_letter_goes_out_by_the_expected_minutes(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    assert ask(client, "ola@example.org", "minutes_15") == 302
    assert told(hub) == []
    node.shows({"residence": LiveService(waiting=4, wait=(12, 20))})
    assert told(hub) == [(None, "ola@example.org", "B007")]


def test_a_called_number_is_told_whatever_was_chosen(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503")
    node.says(ticket("7", 2, "called", number="B007", counter="1"))
    assert len(told(hub)) == 1


def test_whose_ticket_has_ended_is_forgotten_without_a_word(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503")
    node.says(ticket("7", 2, "left", number="B007"))
    assert told(hub) == []
    assert contacts(hub) == [None]


def test_a_ticket_of_yesterday_is_forgotten(client: FlaskClient, node: Node, hub: Hub) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503")
    clock(hub).advance(hours=24)
    assert told(hub) == []
    assert contacts(hub) == [None]


def test_another_number_takes_the_place_of_the_first(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503", "people_3")
    ask(client, "501 502 504", "people_3")
    assert [phone for phone, _, _ in told(hub)] == ["+48501502504"]


def test_the_wish_stands_on_the_ticket_and_can_be_taken_back(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    three_wait_before_me(node)
    ask(client, "501 502 503", "people_3")
    assert "Napiszemy do Ciebie: gdy przede mną będą 3 osoby." in shown(client, ME.token)
    page = client.get(f"/t/{ME.token}/notice").text
    guard = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post(f"/t/{ME.token}/no-notice", data={"csrf_token": guard})
    assert notices_of(hub, ME.token) == ()
    assert contacts(hub) == [None]


def test_what_is_no_contact_is_said_beside_the_field(client: FlaskClient, node: Node) -> None:
    three_wait_before_me(node)
    assert ask(client, "12") == 422
    assert ask(client, "501 502 503", "never") == 422
    assert ask(client, "") == 422


def test_a_stranger_cannot_be_written_to_again_and_again(client: FlaskClient, node: Node) -> None:
    three_wait_before_me(node)
    assert [ask(client, "501 502 503") for _ in range(6)] == [302] * 5 + [422]


def test_where_there_is_no_turn_to_wait_for_nothing_is_offered(
    client: FlaskClient, node: Node
) -> None:
    node.says(ticket("7", 2, "done", number="B007"))
    assert client.get(f"/t/{ME.token}/notice").status_code == 302
    assert "Powiadom mnie" not in shown(client, ME.token)
