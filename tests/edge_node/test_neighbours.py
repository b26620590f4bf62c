"""The hall view over several nodes: real servers, one of them gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from edge_node.app import create_app
from edge_node.neighbours import Neighbours
from edge_node.panels.hall import NEIGHBOURS
from edge_node.store.unit import Office
from queue_core.web.live import Signals
from tests.edge_node.sample import SAMPLE, build_office, take


@contextmanager
def running(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_hall_shows_other_offices_and_says_who_is_silent(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = build_office(tmp_path / "other", replace(SAMPLE, name="Wydział Komunikacji"))
    for _ in range(7):
        take(other, "residence")
    hall = create_app(office, Signals())
    with running(create_app(other, Signals())) as address:
        hall.config[NEIGHBOURS] = Neighbours([address, "http://127.0.0.1:9"])
        page = hall.test_client().get("/hall?lang=pl").text
    assert "Urząd Przykładowy" in page
    assert "Wydział Komunikacji" in page
    assert "<td>7</td>" in page
    assert page.count("Brak połączenia z tym wydziałem") == 1


def test_an_office_alone_has_a_hall_of_its_own(office: Office) -> None:
    page = create_app(office, Signals()).test_client().get("/hall?lang=pl").text
    assert page.count('class="hall-office"') == 1


def test_an_answer_of_another_kind_is_no_neighbour() -> None:
    with running(Flask("nothing of ours")) as address:
        (found,) = Neighbours([address]).read()
    assert (found.heard, found.queue) == (False, None)


def test_no_neighbour_is_asked_more_often_than_every_few_seconds() -> None:
    neighbours = Neighbours(["http://127.0.0.1:9"])
    assert neighbours.read() is neighbours.read()
