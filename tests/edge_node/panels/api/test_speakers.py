"""The announcer's side: what to say, in which languages, how loud, and what became of it."""

import time
from dataclasses import replace
from datetime import time as hour
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.office.day import open_day
from edge_node.store.unit import Command, Office
from edge_node.views.speaker import volume_at
from queue_core.clock import FixedClock
from queue_core.domain.office import Speaker, Volume
from queue_core.web.live import Signals
from tests.edge_node.panels.api.conftest import Caller
from tests.edge_node.sample import SAMPLE, build_office, opened, take


def device(office: Office) -> FlaskClient:
    """An announcer on the node's own machine, without a key."""
    return create_app(office, Signals()).test_client()


def called(office: Office, api: Caller, language: str = "pl", counter: str = "1") -> None:
    take(office, language=language)
    opened(office, counter)
    api.post(f"/counters/{counter}/call-next")


def test_a_call_is_to_be_said_with_words_and_no_digits(api: Caller, office: Office) -> None:
    called(office, api)
    orders = api.get("/speakers/1")
    (job,) = orders["jobs"]
    assert (job["number"], job["counter"], job["call_no"], job["repeat_no"]) == ("A001", "1", 1, 0)
    assert 29 <= job["expires_in_seconds"] <= 30
    (phrase,) = job["phrases"]
    assert phrase["language"] == "pl"
    assert "stanowisko" in phrase["text"]
    assert not any(letter.isdigit() for letter in phrase["text"])
    assert (orders["on"], orders["volume_percent"], orders["alarm"]) == (True, 80, None)


def test_the_language_of_the_ticket_comes_after_polish(api: Caller, office: Office) -> None:
    called(office, api, "uk")
    (job,) = api.get("/speakers/1")["jobs"]
    assert [phrase["language"] for phrase in job["phrases"]] == ["pl", "uk"]


def test_phrases_of_those_who_wait_are_prepared_for_open_counters(
    api: Caller, office: Office
) -> None:
    take(office, "residence")
    assert api.get("/speakers/1")["prepare"] == []
    opened(office, "1", "3")
    (phrase,) = api.get("/speakers/1")["prepare"]
    assert "stanowisko numer trzy" in phrase["text"]
    for _ in range(60):
        take(office)
    assert len(api.get("/speakers/1")["prepare"]) == 40


def test_an_undone_call_is_withdrawn(api: Caller, office: Office) -> None:
    called(office, api)
    job = api.get("/speakers/1")["jobs"][0]["id"]
    api.post("/counters/1/undo")
    orders = api.get("/speakers/1")
    assert (orders["jobs"], orders["withdrawn"]) == ([], [job])


def test_a_call_whose_time_has_passed_is_not_said_any_more(api: Caller, office: Office) -> None:
    called(office, api)
    pass_seconds(office, 30)
    assert api.get("/speakers/1")["jobs"] == []
    assert states(office) == ["waiting"], "one that began in time may still be reported"
    pass_seconds(office, 60)
    api.get("/speakers/1")
    assert states(office) == ["expired"]


def test_old_calls_do_not_keep_new_ones_from_the_speaker(api: Caller, office: Office) -> None:
    """The announcer was off all morning: a page of old jobs would hide the call of now."""
    called(office, api)
    with office.database.write() as connection:
        connection.executemany(
            """INSERT INTO announcements SELECT NULL, speaker, ticket, counter, call_no, ?, state,
            created_at, expires_at, NULL, NULL, '' FROM announcements WHERE repeat_no = 0""",
            [(repeat,) for repeat in range(1, 60)],
        )
    pass_seconds(office, 40)
    api.post("/counters/1/recall")
    (job,) = api.get("/speakers/1")["jobs"]
    assert job["repeat_no"] == 60


def test_the_day_change_closes_what_nobody_said(api: Caller, office: Office) -> None:
    called(office, api)
    with office.database.write() as connection:
        connection.execute("UPDATE tickets SET state = 'done', counter = NULL")
    pass_seconds(office, 24 * 3600)
    open_day(office, Command())
    assert states(office) == ["expired"]


def pass_seconds(office: Office, seconds: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(seconds=seconds)


def states(office: Office) -> list[str]:
    rows = office.database.read().execute("SELECT state FROM announcements ORDER BY id")
    return [row[0] for row in rows]


def test_what_was_said_is_not_said_again(api: Caller, office: Office) -> None:
    called(office, api)
    job = api.get("/speakers/1")["jobs"][0]["id"]
    result = {"job": job, "state": "played", "seconds": 2.7, "started_at": "2026-11-20T08:00:01Z"}
    answer = device(office).post("/api/v1/speakers/1/results", json=result)
    assert answer.status_code == 204
    assert api.get("/speakers/1")["jobs"] == []


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/speakers/9/results", {"job": 1, "state": "played"}, "unknown_speaker"),
        ("/speakers/1/results", {"job": 99, "state": "played"}, "unknown_job"),
        ("/speakers/1/results", {"job": 1, "state": "sung"}, "invalid_fields"),
        ("/devices/speaker-9/heartbeat", {"state": "ok"}, "unknown_speaker"),
        ("/devices/board-9/heartbeat", {"state": "ok"}, "unknown_board"),
        ("/devices/toaster-1/heartbeat", {"state": "ok"}, "unknown_board"),
        ("/devices/speaker-1/heartbeat", {"state": "tired"}, "invalid_fields"),
    ],
)
def test_a_word_about_nothing_is_refused(api: Caller, path: str, body: object, code: str) -> None:
    assert api.refused(path, body) == code


def test_a_heartbeat_is_kept(office: Office) -> None:
    word = {"state": "trouble", "detail": "no sound card"}
    assert device(office).post("/api/v1/devices/speaker-1/heartbeat", json=word).status_code == 204
    row = office.database.read().execute("SELECT name, kind, state, detail FROM devices").fetchone()
    assert tuple(row) == ("speaker:1", "speaker", "trouble", "no sound card")


def test_a_stranger_is_told_nothing(client: FlaskClient) -> None:
    far = {"REMOTE_ADDR": "203.0.113.5"}
    assert client.get("/api/v1/speakers/1", environ_base=far).status_code == 401


def test_a_speaker_that_is_switched_off_has_nothing_to_say(tmp_path: Path) -> None:
    silent = replace(SAMPLE, speakers=(Speaker("1", on=False),))
    office = build_office(tmp_path, silent)
    take(office)
    opened(office, "1")
    orders = device(office).get("/api/v1/speakers/1").json or {}
    assert (orders["on"], orders["jobs"], orders["prepare"]) == (False, [], [])


def test_an_evacuation_is_repeated_in_every_language_of_the_hall(api: Caller) -> None:
    api.post("/alarm", {"kind": "evacuation"})
    alarm = api.get("/speakers/1")["alarm"]
    assert alarm["repeat_seconds"] == 8
    assert "ewakuacja" in alarm["phrases"][0]["text"].lower()


def test_a_poll_waits_for_news_and_no_longer(api: Caller, office: Office) -> None:
    opened(office, "1")
    seen = api.get("/speakers/1")["seq"]

    def call_somebody() -> None:
        take(office)
        office.database.close()

    started = time.monotonic()
    Thread(target=call_somebody).start()
    orders = api.get(f"/speakers/1?wait=20&seen={seen}")
    assert time.monotonic() - started < 10
    assert orders["seq"] > seen
    assert orders["prepare"]


def test_a_poll_without_news_ends_in_time(api: Caller, signals: Signals) -> None:
    seen = api.get("/speakers/1")["seq"]
    started = time.monotonic()
    assert api.get(f"/speakers/1?wait=0.2&seen={seen}")["seq"] == seen
    assert 0.2 <= time.monotonic() - started < 5
    assert signals.streams == 0


def test_loudness_follows_the_hour() -> None:
    volumes = (Volume(hour(20), 30), Volume(hour(8), 80), Volume(hour(12), 60))
    asked = {at: volume_at(volumes, hour(at)) for at in (7, 8, 11, 12, 23)}
    assert asked == {7: 30, 8: 80, 11: 80, 12: 60, 23: 30}
    assert volume_at((), hour(8)) == 0


def test_loudness_is_that_of_the_local_hour(tmp_path: Path) -> None:
    """Eight in the morning in UTC is nine in Toruń."""
    speaker = Speaker("1", volume=(Volume(hour(0), 40), Volume(hour(9), 70)))
    office = build_office(tmp_path, replace(SAMPLE, speakers=(speaker,)))
    assert (device(office).get("/api/v1/speakers/1").json or {})["volume_percent"] == 70
