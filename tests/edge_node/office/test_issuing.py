"""Tickets: numbered in series, printed once, refused in the order of what a person can do."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from edge_node.office.counters import close_counter
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.kiosks import block_kiosk, release_kiosk
from edge_node.office.reception import cancel
from edge_node.office.transferring import Destination, transfer
from edge_node.office.visit import issue_visit
from edge_node.store.document import store_document
from edge_node.store.forecasts import save_forecasts
from edge_node.store.print_jobs import print_jobs
from edge_node.store.series import skip_to
from edge_node.store.unit import Command, Office, transaction
from queue_core.domain.errors import Refused
from queue_core.domain.estimates import Forecast
from queue_core.domain.office import DayException, Hours, OfficeDocument
from tests.edge_node.office.desk import (
    clock,
    now,
    office_with,
    pass_time,
    refused,
    serve,
    waiting_numbers,
)
from tests.edge_node.sample import SAMPLE, SERVICES, build_office, by, grouped, opened, take

ONE = Command()


def with_first_service(**changes: object) -> OfficeDocument:
    first = replace(SERVICES[0], **changes)  # type: ignore[arg-type]
    return replace(SAMPLE, services=(first, *SERVICES[1:]))


def test_each_matter_has_its_own_series(office: Office) -> None:
    numbers = [take(office, service).number for service in ("id_cards", "residence", "id_cards")]
    assert numbers == ["A001", "B001", "A002"]


def test_all_kiosks_share_one_series(office: Office) -> None:
    numbers = [
        issue_ticket(office, Command(), Order("id_cards", kiosk=kiosk)).number
        for kiosk in ("1", "2", "1")
    ]
    assert numbers == ["A001", "A002", "A003"]


def test_after_999_comes_1000(office: Office) -> None:
    with transaction(office, ONE) as unit:
        skip_to(unit, unit.day, SAMPLE.services[0], 998)
    assert [take(office).number for _ in range(3)] == ["A999", "A1000", "A1001"]


def test_a_number_is_not_given_again_after_cancellation(office: Office) -> None:
    cancel(office, ONE, take(office).id)
    assert take(office).number == "A002"


def test_number_and_prefix_stay_on_transfer(office: Office) -> None:
    moved = transfer(office, ONE, take(office).id, Destination(service="residence"))
    assert (moved.number, moved.service) == ("A001", "residence")


def test_a_ticket_from_a_kiosk_gets_paper_one_from_reception_none(office: Office) -> None:
    on_paper = take(office)
    issue_ticket(office, ONE, Order("id_cards"))
    issue_ticket(office, ONE, Order("id_cards", kiosk="1", paper=False))
    jobs = print_jobs(office.database.read())
    assert [(job.ticket, job.printer, job.state) for job in jobs] == [
        (on_paper.id, "main", "queued")
    ]


def test_the_estimate_given_at_issue_is_kept(office: Office) -> None:
    with transaction(office, ONE) as unit:
        save_forecasts(unit, {"id_cards": Forecast(10, 20, False, None, unit.now)})
    take(office)
    ticket = now(office, take(office))
    assert (ticket.people_before_at_issue, ticket.wait_low_at_issue, ticket.wait_high_at_issue) == (
        1,
        10,
        20,
    )


def test_a_language_that_is_not_spoken_becomes_polish(office: Office) -> None:
    assert take(office, language="uk").language == "uk"
    assert take(office, language="tlh").language == "pl"


@pytest.mark.parametrize(
    ("hours_later", "code"),
    [(-2, "service_closed"), (6.1, "last_ticket_hour_passed"), (6.6, "service_closed")],
)
def test_outside_its_hours_a_service_gives_no_ticket(
    office: Office, hours_later: float, code: str
) -> None:
    pass_time(office, hours=hours_later)
    with refused(office, code):
        issue_ticket(office, ONE, Order("id_cards"))


def test_a_service_has_hours_of_its_own(tmp_path: Path) -> None:
    late = (Hours(4, time(10), time(12), time(13)),)
    office = build_office(tmp_path, with_first_service(hours=late))
    with pytest.raises(Refused) as refusal:
        issue_ticket(office, ONE, Order("id_cards"))
    assert refusal.value.facts["reason"] == "not_yet_open"
    assert issue_ticket(office, ONE, Order("residence")).number == "B001"


def test_an_exception_of_the_date_beats_the_weekly_hours(tmp_path: Path) -> None:
    holiday = (DayException(date(2026, 11, 20)),)
    office = build_office(tmp_path, replace(SAMPLE, exceptions=holiday))
    with refused(office, "service_closed"):
        issue_ticket(office, ONE, Order("id_cards"))


def test_the_limit_of_the_day_counts_tickets_that_were_cancelled_or_sent_away(
    tmp_path: Path,
) -> None:
    office = build_office(tmp_path, with_first_service(daily_limit=2))
    transfer(office, ONE, take(office).id, Destination(service="residence"))
    cancel(office, ONE, take(office).id)
    with refused(office, "limit_reached"):
        issue_ticket(office, ONE, Order("id_cards"))
    take(office, "residence")


def test_one_sent_here_from_elsewhere_takes_no_place_of_the_day(tmp_path: Path) -> None:
    office = build_office(tmp_path, with_first_service(daily_limit=1))
    sent = take(office, "residence")
    for service in ("id_cards", "residence", "id_cards"):
        transfer(office, ONE, sent.id, Destination(service=service))
    take(office)
    with refused(office, "limit_reached"):
        issue_ticket(office, ONE, Order("id_cards"))


def test_it_stops_for_today_when_the_forecast_says_so(office: Office) -> None:
    with transaction(office, ONE) as unit:
        save_forecasts(unit, {"id_cards": Forecast(90, 95, True, 0, unit.now)})
    with refused(office, "stopped_for_today"):
        issue_ticket(office, ONE, Order("id_cards"))
    take(office, "residence")


def test_an_unknown_forecast_never_stops_issuing(office: Office) -> None:
    with transaction(office, ONE) as unit:
        save_forecasts(unit, {"id_cards": Forecast(None, None, False, None, unit.now)})
    take(office)


def test_the_stop_can_be_switched_off(tmp_path: Path) -> None:
    office = office_with(tmp_path, dynamic_stop=False)
    with transaction(office, ONE) as unit:
        save_forecasts(unit, {"id_cards": Forecast(90, 95, True, 0, unit.now)})
    take(office)


def test_without_an_open_counter_a_button_can_be_shown_closed(tmp_path: Path) -> None:
    office = office_with(tmp_path, issue_only_with_open_counter=True)
    with refused(office, "service_closed"):
        issue_ticket(office, ONE, Order("id_cards"))
    opened(office, "1")
    issue_ticket(office, ONE, Order("id_cards"))
    with refused(office, "service_closed"):
        issue_ticket(office, ONE, Order("residence"))
    close_counter(office, by("1"), "1")
    with refused(office, "service_closed"):
        issue_ticket(office, ONE, Order("id_cards"))


def test_an_information_button_gives_no_ticket(tmp_path: Path) -> None:
    office = build_office(tmp_path, with_first_service(information_only=True))
    with refused(office, "unknown_service"):
        issue_ticket(office, ONE, Order("id_cards"))


def test_a_blocked_kiosk_says_why_and_others_go_on(office: Office) -> None:
    block_kiosk(office, ONE, "1", "Zapraszamy do kiosku przy wejściu.")
    with pytest.raises(Refused) as refusal:
        take(office)
    assert refusal.value.code == "kiosk_blocked"
    assert refusal.value.facts["text"] == "Zapraszamy do kiosku przy wejściu."
    issue_ticket(office, ONE, Order("id_cards", kiosk="2"))
    release_kiosk(office, ONE, "1")
    take(office)


def test_a_kiosk_is_not_blocked_without_a_word(office: Office) -> None:
    with refused(office, "invalid_fields"):
        block_kiosk(office, ONE, "1", "  ")
    with refused(office, "unknown_kiosk"):
        block_kiosk(office, ONE, "9", "Przerwa")


def test_a_clock_set_back_puts_nobody_before_the_others(office: Office) -> None:
    opened(office, "1")
    first = take(office)
    pass_time(office, minutes=-30)
    second = take(office)
    pass_time(office, minutes=31)
    third = take(office)
    assert waiting_numbers(office, "1") == [first.number, second.number, third.number]


def test_several_matters_of_one_group_make_one_ticket_served_in_turn(tmp_path: Path) -> None:
    office = build_office(tmp_path, grouped("one_ticket"))
    opened(office, "1", "3")
    tickets = issue_visit(office, ONE, Order("id_cards", more_services=("residence",)))
    assert [(t.number, t.service, t.more_services) for t in tickets] == [
        ("A001", "id_cards", ("residence",))
    ]
    pass_time(office, minutes=1)
    take(office, "residence")
    onward = serve(office, "1")
    assert (onward.state, onward.service, onward.served_services) == (
        "waiting",
        "residence",
        ("id_cards",),
    )
    assert serve(office, "3").number == "A001"
    assert now(office, tickets[0]).served_services == ("id_cards", "residence")


def test_matters_of_other_groups_get_a_ticket_each_or_none_at_all(tmp_path: Path) -> None:
    office = build_office(tmp_path, grouped("ticket_each"))
    both = Order("id_cards", kiosk="1", more_services=("residence",))
    assert [t.number for t in issue_visit(office, ONE, both)] == ["A001", "B001"]
    block_kiosk(office, ONE, "1", "Przerwa")
    with refused(office, "kiosk_blocked"):
        issue_visit(office, ONE, both)


def test_a_new_document_is_taken_while_the_queue_runs(office: Office) -> None:
    opened(office, "1")
    take(office)
    with office.database.write() as connection:
        limited = replace(with_first_service(daily_limit=1), version=2)
        store_document(connection, limited, clock(office).now())
    with refused(office, "limit_reached"):
        issue_ticket(office, ONE, Order("id_cards"))
    assert serve(office).number == "A001"
