"""The mailbox of a demonstration: takes letters as a mail server would, and shows them."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from cloud_hub.messages.mailer import Mail
from cloud_hub.messages.smtp import Smtp, SmtpAccount
from queue_core.clock import SystemClock
from tests.axe import violations


@dataclass(frozen=True)
class Box:
    """What a test may do with it."""

    url: str
    smtp_port: int

    def send(self, to: str, subject: str, text: str) -> None:
        account = SmtpAccount("127.0.0.1", self.smtp_port, sender="UM Torun <um@example.pl>")
        Smtp(account, SystemClock()).send(Mail("id-1", to, subject, text, "pl"))

    def letters(self, to: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(
            f"{self.url}letters", {"to": to}, timeout=5
        ).json()
        return found


@pytest.fixture
def box() -> Iterator[Box]:
    command = [sys.executable, "-m", "okienko.demo.mailbox", "--port", "0", "--smtp-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, _, port = process.stdout.readline().split()
        yield Box(url, int(port))
        process.kill()


def test_a_letter_is_read_as_it_was_written(box: Box) -> None:
    text = "Dzień dobry,\n\n.kropka na początku\nżółw: 123456"
    box.send("anna@example.pl", "Kod do potwierdzenia – wizyta", text)
    box.send("borys@example.pl", "Inny", "inny")
    (letter,) = box.letters("anna@example.pl")
    assert letter["subject"] == "Kod do potwierdzenia – wizyta"
    assert letter["text"] == text
    assert [each["to"] for each in box.letters()] == ["borys@example.pl", "anna@example.pl"]


@pytest.mark.browser
def test_a_new_letter_shows_by_itself_with_its_links(box: Box, browser: Browser) -> None:
    with browser.new_context(locale="pl-PL", viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(box.url)
        expect(page.get_by_text("Nie przyszedł jeszcze żaden e-mail.")).to_be_visible()
        box.send("anna@example.pl", "Wizyta", "Zmiana: http://127.0.0.1:1/b/abc <b>ważne</b>")
        newest = page.locator("#letters").get_by_role("listitem").first
        expect(newest).to_contain_text("<b>ważne</b>")
        expect(newest.get_by_role("link")).to_have_attribute("href", "http://127.0.0.1:1/b/abc")
        assert violations(page) == []
