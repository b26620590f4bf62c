"""The office and its queue as told to staff, to everybody, and to other sites."""

from edge_node.store.unit import Office
from queue_core.clock import FixedClock
from tests.edge_node.panels.api.conftest import Caller
from tests.edge_node.sample import opened, take


def test_staff_see_services_counters_and_kiosks(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    told = api.get("/office")
    assert (told["name"], told["day"], told["open"]) == ("Urząd Przykładowy", "2026-11-20", True)
    assert [s["id"] for s in told["services"]] == ["id_cards", "residence"]
    counter = told["counters"][0]
    assert (counter["state"], counter["clerk_present"]) == ("open", True)
    assert counter["ticket"]["number"] == "A001"
    assert [kiosk["blocked"] for kiosk in told["kiosks"]] == [None, None]


def test_the_office_is_closed_outside_its_hours(api: Caller, office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(hours=8)
    assert api.get("/office")["open"] is False


def test_everybody_may_read_the_queue_from_any_site(api: Caller, office: Office) -> None:
    take(office)
    answer = api.ask("GET", "/queue", headers={"Authorization": ""})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json is not None
    assert answer.json["waiting"] == 1
    assert "counters" not in answer.json


def test_an_unchanged_queue_is_not_sent_again(api: Caller, office: Office) -> None:
    first = api.ask("GET", "/queue")
    again = api.ask("GET", "/queue", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    take(office)
    assert api.ask("GET", "/queue", headers={"If-None-Match": first.headers["ETag"]}).data


def test_a_person_vouches_for_today_and_no_other_day(api: Caller) -> None:
    assert api.post("/day/confirm", {"day": "2026-11-20"})["day"] == "2026-11-20"
    assert api.refused("/day/confirm", {"day": "2026-11-21"}) == "clock_differs"


def test_a_kiosk_is_blocked_with_a_text_and_released(api: Caller) -> None:
    assert api.post("/kiosks/1/block", {"text": "Serwis"})["blocked"] == "Serwis"
    assert api.refused("/tickets", {"service": "id_cards", "kiosk": "1"}) == "kiosk_blocked"
    assert api.post("/kiosks/1/release")["blocked"] is None
    assert api.refused("/kiosks/9/release") == "unknown_kiosk"


def test_an_evacuation_stops_calls_and_is_ended(api: Caller, office: Office) -> None:
    opened(office, "1")
    assert api.post("/alarm", {"kind": "evacuation"})["evacuation_since"]
    assert api.refused("/counters/1/call-next") == "alarm_active"
    assert api.ask("DELETE", "/alarm", json={"then": "keep"}).json == {
        "evacuation_since": None,
        "panics": [],
    }


def test_no_day_is_closed_by_an_alarm_that_is_over(api: Caller, office: Office) -> None:
    take(office)
    assert api.ask("DELETE", "/alarm", json={"then": "close_day"}).status_code == 409
    assert api.get("/office")["services"][0]["waiting"] == 1


def test_an_evacuation_may_close_the_day(api: Caller, office: Office) -> None:
    take(office)
    api.post("/alarm", {"kind": "evacuation"})
    assert api.ask("DELETE", "/alarm", json={"then": "close_day"}).status_code == 200
    assert api.get("/office")["services"][0]["waiting"] == 0


def test_one_colleague_accepts_a_panic_call(api: Caller) -> None:
    call = api.post("/alarm", {"kind": "panic", "counter": "1"})["panics"][0]
    path = f"/alarm/panics/{call['id']}"
    assert api.post(f"{path}/accept", {"counter": "2"})["panics"][0]["accepted_by"] == "2"
    assert api.refused(f"{path}/accept", {"counter": "3"}) == "taken_by_other"
    assert api.post(f"{path}/end")["panics"] == []
    assert api.refused("/alarm", {"kind": "panic"}) == "unknown_counter"
    assert api.refused(f"/alarm/panics/{2**63}/end") == "unknown_alarm"


def test_a_line_of_a_paper_day_is_entered(api: Caller) -> None:
    line = {"service": "id_cards", "number": 17, "issued_at": "2026-11-20T08:30:00+01:00"}
    served = {"called_at": "2026-11-20T07:40:00Z", "ended_at": "2026-11-20T07:50:00Z"}
    ticket = api.post("/paper-day/tickets", line | served | {"counter": "1"}, 201)
    assert (ticket["number"], ticket["state"], ticket["origin"]) == ("A017", "done", "paper_day")
    assert ticket["issued_at"] == "2026-11-20T07:30:00Z"
    assert api.refused("/paper-day/tickets", line) == "number_taken"
    assert api.post("/tickets", {"service": "id_cards"}, 201)["number"] == "A018"


def test_a_paper_day_is_entered_while_its_counter_works(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    line = {"service": "id_cards", "number": 17, "issued_at": "2026-11-20T07:30:00Z"}
    served = {"called_at": "2026-11-20T07:40:00Z", "counter": "1"}
    assert api.post("/paper-day/tickets", line | served, 201)["state"] == "done"
    assert api.get("/counters/1")["ticket"]["number"] == "A001"


def test_a_line_without_an_offset_or_in_a_wrong_order_is_refused(api: Caller) -> None:
    line = {"service": "id_cards", "number": 17, "counter": "1"}
    bare = {"issued_at": "2026-11-20T07:30:00"}
    assert api.refused("/paper-day/tickets", line | bare) == "invalid_fields"
    backwards = {"issued_at": "2026-11-20T07:30:00Z", "called_at": "2026-11-20T07:20:00Z"}
    assert api.refused("/paper-day/tickets", line | backwards) == "invalid_fields"


def test_a_lost_paper_is_printed_again_or_given_up(api: Caller) -> None:
    api.post("/tickets", {"service": "id_cards", "kiosk": "1"}, 201)
    job = api.get("/print-jobs?state=queued")["jobs"][0]
    path = f"/print-jobs/{job['id']}"
    assert api.refused(f"{path}/retry") == "not_allowed_now"
    assert api.post(f"{path}/drop")["state"] == "dropped"
    assert api.post(f"{path}/retry")["state"] == "queued"
    assert api.refused("/print-jobs/999/drop") == "unknown_job"
    assert api.refused(f"/print-jobs/{2**63}/drop") == "unknown_job"


def test_papers_come_page_by_page_newest_first(api: Caller) -> None:
    for _ in range(3):
        api.post("/tickets", {"service": "id_cards", "kiosk": "1"}, 201)
    first = api.get("/print-jobs?limit=2")
    second = api.get(f"/print-jobs?limit=2&cursor={first['next_cursor']}")
    ids = [job["id"] for job in first["jobs"] + second["jobs"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), second["next_cursor"]) == (3, None)
