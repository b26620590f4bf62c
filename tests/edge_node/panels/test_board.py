"""The pages of boards and displays, and what a board's page reports back."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.office.alarm import raise_evacuation
from edge_node.office.calling import call_next
from edge_node.store.devices import device
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from queue_core.domain.office import Board, Service, Slide
from queue_core.web.live import Signals
from tests.edge_node.sample import SAMPLE, build_office, by, opened, take

REPORT = {"seq": 7, "number": "A001", "painted_at": "2026-11-20T08:00:00Z"}
SHOUT = "<b>Uwaga</b> & już"


def screen(office: Office) -> FlaskClient:
    app = create_app(office, Signals())
    app.testing = True
    return app.test_client()


@pytest.fixture
def board(office: Office) -> FlaskClient:
    """A browser on the machine of the board, without cookies."""
    return screen(office)


def advance(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)


def test_a_board_names_number_and_counter_and_sets_no_cookie(
    office: Office, board: FlaskClient
) -> None:
    opened(office, "2")
    take(office)
    call_next(office, by("2"), "2")
    answer = board.get("/board/1")
    assert "A001" in answer.text
    assert "Stanowisko" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_living_part_is_not_sent_twice(office: Office, board: FlaskClient) -> None:
    etag = board.get("/board/1/now").headers["ETag"]
    assert board.get("/board/1/now", headers={"If-None-Match": etag}).status_code == 304
    take(office)
    assert board.get("/board/1/now", headers={"If-None-Match": etag}).status_code == 200


def test_an_old_call_does_not_pulse_for_a_browser_that_comes_back(
    office: Office, board: FlaskClient
) -> None:
    opened(office, "2")
    take(office)
    call_next(office, by("2"), "2")
    assert "board-hero fresh" in board.get("/board/1/now").text
    advance(office, seconds=6)
    assert "board-hero fresh" not in board.get("/board/1/now").text


def test_the_institutions_own_texts_cannot_become_markup(tmp_path: Path) -> None:
    boards = (Board("1", name=SHOUT, ticker={"pl": SHOUT}, slides=(Slide(texts={"pl": SHOUT}),)),)
    services = (Service("a", "A", {"pl": SHOUT}),)
    office = build_office(
        tmp_path, replace(SAMPLE, name=SHOUT, boards=boards, services=services, counters=())
    )
    page = screen(office).get("/board/1").text
    assert "<b>" not in page
    assert page.count("&lt;b&gt;Uwaga") >= 5


def test_a_board_writes_its_headings_in_all_its_languages(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, boards=(Board("1", languages=("en", "uk")),)))
    page = screen(office).get("/board/1").text
    assert '<html lang="en"' in page
    assert '<span class="said" lang="uk">' in page
    assert "Identity cards" in page
    assert "Посвідчення" in page


def test_an_evacuation_takes_the_place_of_the_calls(office: Office, board: FlaskClient) -> None:
    raise_evacuation(office, Command())
    part = board.get("/board/1/now").text
    assert 'role="alert"' in part
    assert "Ewakuacja" in part
    assert "board-calls" not in part


def test_a_page_that_painted_is_known_to_be_alive(office: Office, board: FlaskClient) -> None:
    assert board.get("/api/v1/boards/1/painted").json["age_seconds"] is None
    assert board.post("/board/1/painted", json=REPORT).json["now"].startswith("2026-11-20T08:00")
    advance(office, seconds=30)
    answer = board.get("/api/v1/boards/1/painted").json
    assert (answer["age_seconds"], answer["number"]) == (30, "A001")
    known = device(office.database.read(), "board:1")
    assert known is not None
    assert (known.kind, known.state) == ("board", "ok")


def test_the_card_is_written_at_most_every_twenty_seconds(
    office: Office, board: FlaskClient
) -> None:
    def seen() -> object:
        board.post("/board/1/painted", json=REPORT)
        return device(office.database.read(), "board:1").seen_at  # type: ignore[union-attr]

    first = seen()
    advance(office, seconds=19)
    assert seen() == first
    advance(office, seconds=2)
    assert seen() != first


def test_two_screens_of_one_board_do_not_vouch_for_each_other(board: FlaskClient) -> None:
    board.post("/board/1/painted", json=REPORT, environ_base={"REMOTE_ADDR": "127.0.0.2"})
    assert board.get("/api/v1/boards/1/painted").json["age_seconds"] is None


@pytest.mark.parametrize("body", ["", "[]", '{"seq": "x"}', '{"number": "' + "A" * 50 + '"}'])
def test_a_report_that_is_none_is_refused(board: FlaskClient, body: str) -> None:
    assert board.post("/board/1/painted", data=body).status_code == 422


def test_a_board_is_for_the_machines_of_the_office_and_its_staff(office: Office) -> None:
    answer = screen(office).get("/board/1/now", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 302


def test_only_files_of_the_slides_are_given_out(tmp_path: Path) -> None:
    boards = (Board("1", slides=(Slide(file="park.jpg"),)),)
    office = build_office(tmp_path, replace(SAMPLE, boards=boards))
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "park.jpg").write_bytes(b"picture")
    (tmp_path / "media" / "other.jpg").write_bytes(b"secret")
    client = screen(office)
    assert client.get("/board/1/media/park.jpg").data == b"picture"
    assert client.get("/board/1/media/other.jpg").status_code == 404
    assert client.get("/board/1/media/../office.db").status_code == 404


def test_no_clock_is_shown_while_nobody_vouches_for_the_hour(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.synced = False
    assert screen(office).post("/board/1/painted", json=REPORT).json["now"] is None


def test_a_display_says_its_state_in_words(office: Office, board: FlaskClient) -> None:
    assert "Zamknięte" in board.get("/counter/1/display").text
    opened(office, "1")
    assert "Czynne" in board.get("/counter/1/display").text
    take(office)
    call_next(office, by("1"), "1")
    page = board.get("/counter/1/display/now").text
    assert "A001" in page
    assert "Zapraszamy" in page


@pytest.mark.parametrize("address", ["/board/9", "/board/9/now", "/counter/9/display"])
def test_a_screen_that_does_not_exist_is_told_so(board: FlaskClient, address: str) -> None:
    assert board.get(address).status_code == 404
