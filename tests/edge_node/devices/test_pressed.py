"""What a press does to the queue, and what the lights of the buttons say (B-56, B-76)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.pins import ButtonPress
from edge_node.devices.buttons.settings import ButtonPin, Kind
from edge_node.devices.pressed import PressedButtons
from edge_node.office.alarm import raise_evacuation
from edge_node.office.counters import pause
from edge_node.office.kiosks import block_kiosk
from edge_node.office.transferring import Destination, transfer
from edge_node.office_file import take_newer
from edge_node.store.counters import counter_state
from edge_node.store.devices import device
from edge_node.store.tickets import active_ticket, tickets_of_day
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import clock, everything
from tests.edge_node.sample import SAMPLE, by, opened, take

BUTTONS = (
    ButtonPin("cards", 17, kind=Kind.KIOSK, target="id_cards"),
    ButtonPin("desk", 22, kind=Kind.COUNTER, target="1"),
    ButtonPin("ghost", 23, kind=Kind.COUNTER, target="99"),
    ButtonPin("gone", 24, kind=Kind.KIOSK, target="passports"),
)


class Lamps:
    """Remembers what is shown, and which presses were confirmed."""

    def __init__(self) -> None:
        self.shown: dict[str, LedState] = {}
        self.confirmed: list[str] = []

    def show(self, led_id: str, state: LedState) -> None:
        self.shown[led_id] = state

    def confirm(self, led_id: str) -> None:
        self.confirmed.append(led_id)


@pytest.fixture
def lamps() -> Lamps:
    return Lamps()


@pytest.fixture
def buttons(office: Office, lamps: Lamps) -> PressedButtons:
    return PressedButtons(office, BUTTONS, "1", lamps)


def press(buttons: PressedButtons, id: str, pattern: Pattern) -> None:
    buttons.on_press(ButtonPress(id, pattern, 0.0))


def light(buttons: PressedButtons, lamps: Lamps, id: str = "cards") -> LedState:
    buttons.show_all()
    return lamps.shown[id]


def counter(office: Office) -> str:
    return counter_state(office.database.read(), office.document, "1").state


def test_a_kiosk_button_is_lit_while_its_matter_is_issued(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    assert light(buttons, lamps) is LedState.ON
    clock(office).at += timedelta(hours=8)
    assert light(buttons, lamps) is LedState.OFF


def test_a_kiosk_button_is_dark_in_an_evacuation(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    raise_evacuation(office, Command())
    assert light(buttons, lamps) is LedState.OFF


def test_a_kiosk_button_is_dark_while_its_kiosk_is_blocked(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    block_kiosk(office, Command(), "2", "Przerwa")
    assert light(buttons, lamps) is LedState.ON
    block_kiosk(office, Command(), "1", "Przerwa")
    assert light(buttons, lamps) is LedState.OFF


def test_a_counter_button_is_lit_while_somebody_waits_for_it(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    assert light(buttons, lamps, "desk") is LedState.OFF
    take(office)
    assert light(buttons, lamps, "desk") is LedState.ON


def test_whoever_was_sent_to_another_counter_lights_that_one_alone(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    opened(office, "1", "2")
    sent = take(office)
    transfer(office, by("2"), sent.id, Destination(counter="2"))
    assert light(buttons, lamps, "desk") is LedState.OFF
    take(office)
    assert light(buttons, lamps, "desk") is LedState.ON


def test_a_press_at_the_kiosk_gives_a_ticket_and_a_receipt(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    press(buttons, "cards", Pattern.PRESS)
    assert [t.number for t in tickets_of_day(office.database.read(), "2026-11-20")] == ["A001"]
    assert lamps.confirmed == ["cards"]


def test_a_short_press_opens_a_closed_counter_and_calls(
    office: Office, buttons: PressedButtons
) -> None:
    ticket = take(office)
    press(buttons, "desk", Pattern.SHORT)
    assert counter(office) == "open"
    called = active_ticket(office.database.read(), "1")
    assert called is not None
    assert called.id == ticket.id


@pytest.mark.parametrize("pattern", [Pattern.LONG, Pattern.DOUBLE])
def test_no_other_press_opens_a_closed_counter(
    office: Office, buttons: PressedButtons, lamps: Lamps, pattern: Pattern
) -> None:
    take(office)
    before = everything(office)
    press(buttons, "desk", pattern)
    assert everything(office) == before
    assert lamps.confirmed == []


@pytest.mark.parametrize("pattern", [Pattern.SHORT, Pattern.LONG, Pattern.DOUBLE])
def test_a_press_at_a_counter_on_a_break_changes_nothing_and_is_logged(
    office: Office,
    buttons: PressedButtons,
    caplog: pytest.LogCaptureFixture,
    pattern: Pattern,
) -> None:
    opened(office, "1")
    take(office)
    pause(office, by("1"), "1", "przerwa")
    before = everything(office)
    with caplog.at_level("INFO"):
        press(buttons, "desk", pattern)
    assert everything(office) == before
    assert "press_ignored" in caplog.messages


def test_a_button_that_leads_to_nothing_is_told_and_the_others_work(
    office: Office, buttons: PressedButtons, lamps: Lamps
) -> None:
    buttons.check_targets()
    connection = office.database.read()
    told = {id: device(connection, f"button:{id}") for id in ("cards", "desk", "ghost", "gone")}
    assert {id: row.state for id, row in told.items() if row} == {
        "ghost": "no_target",
        "gone": "no_target",
    }
    for id, pattern in (("ghost", Pattern.SHORT), ("gone", Pattern.PRESS)):
        press(buttons, id, pattern)
    assert lamps.confirmed == []
    assert light(buttons, lamps, "gone") is LedState.OFF
    press(buttons, "cards", Pattern.PRESS)
    assert lamps.confirmed == ["cards"]


def test_a_target_that_comes_with_a_newer_document_is_well_again(
    office: Office, buttons: PressedButtons
) -> None:
    buttons.check_targets()
    more = (*SAMPLE.counters, replace(SAMPLE.counters[0], id="99"))
    take_newer(office, Command(), replace(SAMPLE, version=2, counters=more))
    buttons.check_targets()
    row = device(office.database.read(), "button:ghost")
    assert row is not None
    assert row.state == "ok"
