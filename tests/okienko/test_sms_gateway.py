"""The simulator's page: the sent messages as on a phone, and the switch of its faults."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cloud_hub.messages.gateway import Sms
from okienko.demo.sms_gateway.faults import Fault
from tests.axe import violations
from tests.cloud_hub.messages.simulator import Simulator, running


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with running() as simulator:
        yield simulator


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="pl-PL", viewport={"width": 1100, "height": 800}) as context:
        yield context.new_page()


@pytest.mark.browser
def test_the_phone_shows_a_new_message_by_itself(simulator: Simulator, page: Page) -> None:
    page.goto(simulator.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wysłane SMS-y")
    expect(page.get_by_text("To jest symulator.")).to_be_visible()
    simulator.gateway(sender="UM Torun").send(Sms("a", "+48600700800", "Kod: 123456"))
    newest = page.locator("#sent").get_by_role("listitem").first
    expect(newest).to_contain_text("Kod: 123456")
    expect(newest).to_contain_text("+48600700800")
    expect(newest).to_contain_text("od: UM Torun")
    expect(newest).to_contain_text("1 część")
    expect(newest).to_contain_text("doręczona")
    simulator.gateway().send(Sms("b", "+48600700801", "Wizyta: " + "ą" * 70))
    expect(newest).to_contain_text("2 części")
    assert violations(page) == []


@pytest.mark.browser
def test_a_fault_is_set_on_the_page_and_met_by_the_next_message(
    simulator: Simulator, page: Page
) -> None:
    page.goto(simulator.url)
    page.get_by_label("W jaki sposób").select_option(label="telefon nie dostaje wiadomości")
    page.get_by_role("button", name="Ustaw").click()
    simulator.gateway().send(Sms("a", "+48600700800", "Kod"))
    expect(page.locator("#sent").get_by_role("listitem").first).to_contain_text("niedoręczona")


def test_a_stranger_without_the_key_sends_nothing(simulator: Simulator) -> None:
    with pytest.raises(Exception, match="smsapi_101"):
        simulator.gateway(token="guessed").send(Sms("a", "+48600700800", "Kod"))
    assert simulator.sent() == []


def test_a_fault_can_be_kept_to_one_number(simulator: Simulator) -> None:
    simulator.misbehave(Fault.ANSWER_LOST, to="48600700801")
    assert simulator.gateway().send(Sms("a", "+48600700800", "Kod")).reference
