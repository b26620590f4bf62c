"""The headers and the form check."""

import re

from flask.testing import FlaskClient

from queue_core.web.security import keep_to_https
from tests.queue_core.web.demo import Office, demo_app


def test_every_answer_forbids_foreign_content_and_foreign_frames(client: FlaskClient) -> None:
    for path in ("/clerk", "/nothing", "/web/okienko.css", "/api/v1/nothing"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_only_an_embeddable_page_may_stand_in_a_foreign_frame(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "frame-ancestors *" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers


def test_a_form_without_its_token_is_refused_and_with_it_done(
    client: FlaskClient, office: Office
) -> None:
    assert client.post("/clerk/call").status_code == 400
    assert office.calls == 0
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/clerk").text)
    assert token is not None
    assert client.post("/clerk/call", data={"csrf_token": token[1]}).status_code == 302
    assert office.calls == 1


def test_over_https_the_session_is_sent_over_nothing_else(office: Office) -> None:
    app = demo_app(office)
    assert "Secure" not in app.test_client().get("/clerk").headers["Set-Cookie"]
    keep_to_https(app)
    cookie = app.test_client().get("/clerk", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in cookie


def test_a_bearer_key_needs_no_token_but_only_in_the_api(office: Office) -> None:
    app = demo_app(office)
    app.add_url_rule("/api/v1/call", view_func=app.view_functions["demo.call"], methods=["POST"])
    client, key = app.test_client(), {"Authorization": "Bearer k"}
    assert client.post("/api/v1/call", headers=key).status_code == 302
    assert client.post("/api/v1/call").status_code == 400
    assert client.post("/clerk/call", headers=key).status_code == 400


def test_a_tokenless_report_is_refused_from_another_site(
    client: FlaskClient, office: Office
) -> None:
    office.device = "board-1"
    report = {"seq": 1, "number": "A001"}
    assert client.post("/board/painted", json=report).status_code == 204
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/board/painted", json=report, headers=foreign).status_code == 403
    assert office.painted == [report]
