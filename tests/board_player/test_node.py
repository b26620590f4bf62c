"""The HTTP client: what is understood, and that every trouble is one error."""

import socket

import pytest

from board_player.announcements import Alarm
from board_player.node import Node, NodeAway
from queue_core.speech.engine import Phrase
from tests.board_player.fake_node import FakeNode


def test_orders_carry_jobs_manner_and_alarm() -> None:
    with FakeNode() as fake:
        fake.call(5)
        fake.orders(
            volume_percent=40,
            speed_percent=80,
            new_field="of a later node",
            alarm={"phrases": [{"language": "pl", "text": "Uwaga"}], "repeat_seconds": 8},
        )
        orders = Node(fake.url, "").orders("1", seen=0, wait_seconds=1)
    assert orders.seq == 3
    assert orders.manner.volume_percent == 40
    assert orders.jobs[0].phrases == (Phrase("pl", "Numer 5", 80),)
    assert orders.alarm == Alarm((Phrase("pl", "Uwaga", 80),), 8)


def test_withdrawn_jobs_are_left_out() -> None:
    with FakeNode() as fake:
        fake.call(5)
        fake.orders(withdrawn=[5])
        assert not Node(fake.url, "").orders("1", 0, 1).jobs


def test_an_answer_that_is_no_order_is_a_node_away() -> None:
    with FakeNode() as fake:
        fake.orders(jobs="none")
        with pytest.raises(NodeAway, match="not understood"):
            Node(fake.url, "").orders("1", 0, 1)


def test_nobody_listening_is_a_node_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NodeAway):
        Node(f"http://127.0.0.1:{port}", "").heartbeat("board-1", "")


def test_the_age_of_the_painted_page_is_read() -> None:
    with FakeNode() as fake:
        fake.painted_age_seconds = None
        assert Node(fake.url, "").painted_age_seconds("1") is None
