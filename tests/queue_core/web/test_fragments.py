"""A fragment is sent again only when it changed."""

from flask.testing import FlaskClient

from tests.queue_core.web.demo import Office


def test_an_unchanged_fragment_is_304_although_its_form_token_is_new(client: FlaskClient) -> None:
    first = client.get("/clerk/now")
    again = client.get("/clerk/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_a_changed_fragment_is_sent_whole(client: FlaskClient, office: Office) -> None:
    first = client.get("/clerk/now")
    office.number = "A002"
    again = client.get("/clerk/now", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "A002" in again.text


def test_a_refused_fragment_has_no_etag(client: FlaskClient, office: Office) -> None:
    office.actor = None
    answer = client.get("/clerk/now", headers={"X-Requested-With": "live"})
    assert answer.status_code == 401
    assert "ETag" not in answer.headers
