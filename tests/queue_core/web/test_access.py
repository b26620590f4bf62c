"""Who may use which route, asked of the demo application."""

import pytest
from flask.testing import FlaskClient

from queue_core.web.access import Actor, Right, next_page, undeclared_routes
from tests.queue_core.web.demo import Office, demo_app


def test_every_route_of_the_demo_declares_who_may_use_it(office: Office) -> None:
    assert undeclared_routes(demo_app(office)) == []


def test_an_undeclared_route_is_found_and_raises_in_tests(office: Office) -> None:
    app = demo_app(office)
    app.add_url_rule("/forgotten", view_func=lambda: "open to all")
    assert undeclared_routes(app) == ["/forgotten"]
    with pytest.raises(RuntimeError, match="does not declare"):
        app.test_client().get("/forgotten")


def test_an_undeclared_route_is_refused_in_production(office: Office) -> None:
    app = demo_app(office)
    app.add_url_rule("/forgotten", view_func=lambda: "open to all")
    app.testing = False
    assert app.test_client().get("/forgotten").status_code == 403


def test_a_right_opens_its_page_and_no_other(client: FlaskClient) -> None:
    assert client.get("/clerk").status_code == 200
    assert client.get("/manage").status_code == 403


def test_nobody_is_led_to_the_login_and_back(client: FlaskClient, office: Office) -> None:
    office.actor = None
    answer = client.get("/clerk?lang=en")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/clerk?lang%3Den"


def test_a_fragment_of_nobody_is_told_401_and_not_the_login_page(
    client: FlaskClient, office: Office
) -> None:
    office.actor = None
    answer = client.get("/clerk/now", headers={"X-Requested-With": "live"})
    assert answer.status_code == 401


def test_a_device_page_is_refused_to_people_and_strangers(
    client: FlaskClient, office: Office
) -> None:
    assert client.get("/board").status_code == 403
    office.device = "board-1"
    assert client.get("/board").status_code == 200


@pytest.mark.parametrize("wanted", ["//o.example", "/\\o.example", "https://o.x", "/\t/o.example"])
def test_the_login_never_leads_to_another_site(office: Office, wanted: str) -> None:
    with demo_app(office).test_request_context("/login", query_string={"next": wanted}):
        assert next_page("/clerk") == "/clerk"


def test_the_menu_shows_only_what_the_rights_allow(client: FlaskClient, office: Office) -> None:
    assert 'href="/manage"' not in client.get("/clerk").text
    office.actor = Actor("ewa", "Ewa", frozenset({Right.CALL, Right.MANAGE}))
    assert 'href="/manage"' in client.get("/clerk").text
