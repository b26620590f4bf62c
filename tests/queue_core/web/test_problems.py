"""A refusal as a page and as a problem document."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from queue_core.domain.errors import Refused
from queue_core.web.access import public
from queue_core.web.problems import document, sentence
from tests.queue_core.web.demo import Office, demo_app


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", "To stanowisko ma jeszcze bilet A007. Najpierw trzeba go zakończyć albo zwrócić."),
        ("en", "This counter still has ticket A007. Finish it or return it first."),
        ("uk", "У цього віконця ще є талон A007. Спершу завершіть або поверніть його."),
    ],
)
def test_a_refusal_is_a_sentence_in_each_language(
    office: Office, language: str, words: str
) -> None:
    with demo_app(office).test_request_context(f"/?lang={language}"):
        assert sentence(Refused("counter_busy", number="A007")) == words


def test_a_missing_fact_leaves_a_whole_sentence(office: Office) -> None:
    with demo_app(office).test_request_context("/?lang=en"):
        said = sentence(Refused("counter_busy"))
    assert said == "This counter still has a ticket. Finish it or return it first."


def test_an_hour_is_said_in_office_time(office: Office) -> None:
    opens = datetime(2026, 7, 1, 5, 30, tzinfo=UTC)
    with demo_app(office).test_request_context("/?lang=pl"):
        said = sentence(Refused("day_not_open", opens_at=opens))
    assert said == "Urząd jest teraz zamknięty. Otwarcie o 07:30."


def test_an_unknown_code_still_says_something(office: Office) -> None:
    with demo_app(office).test_request_context("/?lang=en"):
        assert sentence(Refused("never_heard_of")).startswith("This cannot be done now.")


def test_the_document_carries_code_status_and_facts(office: Office) -> None:
    opens = datetime(2026, 7, 1, 5, 30, tzinfo=UTC)
    starts = datetime(2026, 7, 1, 6, tzinfo=UTC)
    with demo_app(office).test_request_context(
        "/api/v1/tickets", headers={"Accept-Language": "en"}
    ):
        answer = document("too_early", facts={"start": starts, "opens_at": opens})
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json() == {
        "type": "urn:okienko:problem:too_early",
        "title": "It is too early to confirm this visit.",
        "status": 409,
        "detail": "Your visit is at 08:00. You can confirm it from 07:30 on. "
        "Please come back then.",
        "code": "too_early",
        "start": "2026-07-01T06:00:00Z",
        "opens_at": "2026-07-01T05:30:00Z",
    }


def test_the_api_says_not_found_and_the_allowed_methods(client: FlaskClient) -> None:
    missing = client.get("/api/v1/nothing")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "not_found")
    wrong = client.put("/clerk", headers={"Accept": "application/problem+json"})
    assert (wrong.status_code, wrong.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]


def test_people_get_a_page_with_a_way_back(client: FlaskClient) -> None:
    page = client.get("/nothing?lang=pl")
    assert page.status_code == 404
    assert "Nie ma takiej strony." in page.text
    assert "Wróć" in page.text


def test_a_refused_form_is_told_in_words(office: Office) -> None:
    app = demo_app(office)
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/clerk/refused?lang=pl")
    assert answer.status_code == 409
    assert "To stanowisko ma jeszcze bilet A001." in answer.text


def test_a_failure_says_that_nothing_confirmed_is_lost(office: Office) -> None:
    app = demo_app(office)
    app.testing = False
    app.view_functions["demo.login"] = public(_fail)
    answer = app.test_client().get("/login?lang=en")
    assert answer.status_code == 500
    assert "Nothing that you saw confirmed is lost." in answer.text


def _fail() -> str:
    raise ZeroDivisionError
