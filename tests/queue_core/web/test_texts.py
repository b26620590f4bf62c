"""The choice of the language."""

import pytest
from flask.testing import FlaskClient

from tests.queue_core.web.demo import Office, demo_app


def language_of(client: FlaskClient, path: str, **headers: str) -> str:
    page = client.get(path, headers={name.replace("_", "-"): v for name, v in headers.items()})
    return page.text.split('lang="', 1)[1][:2]


@pytest.mark.parametrize(
    ("accepted", "chosen"), [("uk,en;q=0.5", "uk"), ("de", "pl"), ("en-GB", "en"), ("", "pl")]
)
def test_the_browser_is_asked_and_polish_is_the_rest(
    client: FlaskClient, accepted: str, chosen: str
) -> None:
    assert language_of(client, "/", Accept_Language=accepted) == chosen


def test_a_choice_is_kept_for_the_next_page(client: FlaskClient) -> None:
    assert language_of(client, "/?lang=uk") == "uk"
    assert language_of(client, "/clerk", Accept_Language="en") == "uk"


def test_a_screen_follows_its_address_and_forgets_the_visitor(office: Office) -> None:
    office.device = "kiosk-1"
    client = demo_app(office).test_client()
    assert language_of(client, "/board?lang=en") == "en"
    assert language_of(client, "/board", Accept_Language="en") == "pl"


def test_a_part_of_a_screen_speaks_the_language_of_its_page(office: Office) -> None:
    office.device = "kiosk-1"
    client = demo_app(office).test_client()
    asked = {"X_Requested_With": "live", "Accept_Language": "uk"}
    assert language_of(client, "/board", **asked) == "uk"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    assert language_of(client, "/?lang=xx") == "pl"


def test_languages_are_offered_as_words_and_keep_the_address(client: FlaskClient) -> None:
    page = client.get("/wrong?step=2").text
    assert 'href="/wrong?step=2&amp;lang=en" lang="en" hreflang="en">English</a>' in page
    assert ">Українська</a>" in page
    assert 'aria-current="true">Polski</span>' in page


def test_an_example_office_says_so_on_every_page(client: FlaskClient) -> None:
    assert "przykład" in client.get("/nothing").text
