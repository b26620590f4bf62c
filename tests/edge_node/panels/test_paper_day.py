"""The paper day: printed lists, and many lines entered at once without losing one (B-158)."""

import pytest

from edge_node.store.tickets import ticket_by_number, tickets_of_day
from edge_node.store.unit import Office
from queue_core.domain.tickets import State
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import take

TODAY = "2026-11-20"


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    pass_minutes(office, 120)
    return signed_in(office, "paper_day")


def lines(ewa: PlainBrowser, *written: str) -> PlainBrowser:
    """Fill in lines like `A001 9:00 9:10 9:20 1`, "-" for an empty field, and save them."""
    fields: dict[str, str] = {}
    for index, line in enumerate(written):
        names = ("number", "issued", "called", "ended", "counter")
        for name, value in zip(names, line.split(), strict=True):
            fields[f"{name}-{index}"] = "" if value == "-" else value
    return ewa.open("/paper-day/entry?service=id_cards").press("Zapisz te wiersze", **fields)


def test_lists_go_on_where_the_series_stands(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    text = ewa.open("/paper-day/list?services=id_cards&rows=3").text
    assert "A – Dowody osobiste" in text
    assert "A002 A003 A004" in text
    assert "A005" not in text
    assert "Meldunki" not in text


def test_a_list_may_begin_later_and_is_never_longer_than_sensible(ewa: PlainBrowser) -> None:
    text = ewa.open("/paper-day/list?services=id_cards&rows=9999&from-id_cards=51").text
    assert "A051" in text
    assert "A150" in text
    assert "A151" not in text


def test_many_lines_are_entered_at_once(ewa: PlainBrowser, office: Office) -> None:
    lines(ewa, "A001 9:00 9:10 9:20 1", "A002 9:05 9:25 9:31 2", "A003 10:00 - - -")
    assert "Zapisano: A001, A002, A003" in ewa.text
    found = tickets_of_day(office.database.read(), TODAY)
    assert [t.state for t in found] == [State.DONE, State.DONE, State.WAITING]
    assert take(office).number == "A004"


def test_a_refused_line_keeps_what_was_typed_and_the_others_are_saved(
    ewa: PlainBrowser, office: Office
) -> None:
    lines(ewa, "A001 9:00 9:10 9:20 1", "A002 9:30 9:10 9:31 2", "B9 9:00 - - -")
    assert ewa.page.status_code == 422
    assert "Zapisano: A001" in ewa.text
    assert "A002: Godziny muszą iść po kolei" in ewa.text
    assert "B9: Brakuje numeru" in ewa.text
    again = dict(ewa.buttons()["Zapisz te wiersze"].fields)
    assert (again["number-0"], again["issued-0"], again["counter-0"]) == ("A002", "9:30", "2")
    ewa.press("Zapisz te wiersze", **{"issued-0": "9:01", "counter-0": "2", "issued-1": ""})
    assert ticket_by_number(office.database.read(), TODAY, "A002") is not None


def test_a_number_written_twice_is_told(ewa: PlainBrowser) -> None:
    lines(ewa, "A001 9:00 - - -", "A001 9:02 - - -")
    assert "Zapisano: A001" in ewa.text
    assert ewa.page.status_code == 422


def test_a_person_who_did_not_come_is_a_no_show(ewa: PlainBrowser, office: Office) -> None:
    ewa.open("/paper-day/entry?service=id_cards")
    button = ewa.buttons()["Zapisz te wiersze"]
    button.fields.remove(("came-0", "yes"))
    ewa.send(button, **{"issued-0": "9:00", "called-0": "9:10", "counter-0": "1"})
    missed = ticket_by_number(office.database.read(), TODAY, "A001")
    assert missed is not None
    assert missed.state is State.NO_SHOW


def test_sending_the_same_form_again_enters_nothing_twice(
    ewa: PlainBrowser, office: Office
) -> None:
    ewa.open("/paper-day/entry?service=id_cards")
    button = ewa.buttons()["Zapisz te wiersze"]
    for _ in range(2):
        ewa.send(button, **{"issued-0": "9:00"})
        assert "Zapisano: A001" in ewa.text
    assert len(tickets_of_day(office.database.read(), TODAY)) == 1


def test_yesterdays_list_is_chosen_by_its_date(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    ewa.open("/paper-day/entry?service=id_cards&day=2026-11-19")
    assert "czwartek, 19 listopada 2026" in ewa.text
    fields = {"issued-0": "14:00", "called-0": "14:10", "ended-0": "14:20", "counter-0": "1"}
    ewa.press("Zapisz te wiersze", **fields, **{"issued-1": "14:05"})
    assert "Zapisano: A001, A002" in ewa.text
    assert "czwartek, 19 listopada 2026" in ewa.text, "the next page of the list is of that day"
    found = tickets_of_day(office.database.read(), "2026-11-19")
    assert [t.state for t in found] == [State.DONE, State.UNSERVED]
    assert take(office).number == "A002"


@pytest.mark.parametrize("day", ["2026-11-12", "2026-11-21", "yesterday"])
def test_a_day_out_of_reach_is_refused(ewa: PlainBrowser, day: str) -> None:
    assert ewa.open(f"/paper-day/entry?service=id_cards&day={day}").page.status_code == 422


def test_an_unknown_matter_is_not_found(ewa: PlainBrowser) -> None:
    assert ewa.open("/paper-day/entry?service=nothing").page.status_code == 404
