"""What a monitor sees of a node: alive, ready or why not, numbers without persons."""

from flask.testing import FlaskClient

from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.backup import back_up
from edge_node.store.devices import report_device
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from tests.edge_node.panels.api.conftest import NOWHERE
from tests.edge_node.sample import opened


def checks(client: FlaskClient, status: int = 200) -> dict[str, dict[str, object]]:
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["ready"] is (status == 200)
    found: dict[str, dict[str, object]] = answer.json["checks"]
    return found


def test_a_living_node_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"alive": True}


def test_a_working_node_is_ready(client: FlaskClient) -> None:
    found = checks(client)
    assert set(found) == {"database", "disk", "day", "clock", "printers", "backup"}
    assert all(check["ok"] for check in found.values())


def test_a_node_whose_day_has_not_begun_is_not_ready(client: FlaskClient, office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(days=1)
    assert checks(client, 503)["day"]["ok"] is False


def test_a_broken_printer_and_a_doubtful_clock_are_told_but_stop_nothing(
    client: FlaskClient, office: Office
) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.synced = False
    report_device(office, Command(), "printer:main", "printer", "paper_out")
    report_device(office, Command(), "printer:sold", "printer", "paper_out")
    found = checks(client)
    assert (found["printers"]["ok"], found["printers"]["detail"]) == (False, "printer:main")
    assert found["clock"]["ok"] is False


def test_an_old_backup_is_told(client: FlaskClient, office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    back_up(office.database, office.database.path.parent / "backup", office.clock.now())
    assert checks(client)["backup"]["detail"] == "0 s old"
    office.clock.advance(hours=1)
    assert checks(client)["backup"]["ok"] is False


def test_numbers_name_services_and_states_and_no_person(
    client: FlaskClient, office: Office
) -> None:
    issue_ticket(office, Command(clerk="anna"), Order("id_cards", note="Jan Kowalski"))
    opened(office, "1")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'okienko_tickets{service="id_cards",state="waiting"} 1.0' in text
    assert 'okienko_counter_open{counter="1"} 1.0' in text
    assert "okienko_streams 0.0" in text
    for secret in ("Kowalski", "anna", "clerk1", "A001"):
        assert secret not in text


def test_numbers_are_not_for_strangers(client: FlaskClient) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": NOWHERE}).status_code in (302, 401)
