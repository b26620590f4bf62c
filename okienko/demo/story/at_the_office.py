"""What happens in the office: the visitor at the kiosk, the clerk at the counter, the paper.

Everything through the kiosk's pages and the API, as people and panels do it.
"""

from typing import Any
from uuid import uuid4

import requests

from okienko.demo.day.books import Paper, read_paper
from okienko.demo.day.browser import Page
from okienko.demo.machine import Machine
from okienko.demo.story.browsing import PageRefused, PersonsBrowser

_ANSWER_SECONDS = (3.05, 15)
_NOBODY = 204


def arrive_at_kiosk(office: Machine, code: str) -> str:
    """Type the code in at the kiosk; the number that it shows."""
    browser = PersonsBrowser(office.place.url)
    keypad = browser.open("/kiosk/1/booking")
    return next(iter(browser.send(keypad, "/kiosk/1/booking", code=code).numbers), "")


def take_a_ticket(office: Machine, service: str) -> str:
    """Press the matter at the kiosk; the number that it shows."""
    browser = PersonsBrowser(office.place.url)
    taken = browser.send(browser.open("/kiosk/1"), "/kiosk/1/tickets", service=service)
    return next(iter(taken.numbers), "")


def book_for_later(office: Machine, service: str) -> None:
    """Book the first hour of the first day that the kiosk offers; no phone number is given."""
    browser = PersonsBrowser(office.place.url)
    days = browser.open("/kiosk/1/later")
    hours = browser.open(_first(days, f"/later/{service}/"))
    chosen = browser.open(_first(hours, f"/later/{service}/at/"))
    browser.send(chosen, "/booked")


def papers(office: Machine) -> list[Paper]:
    """Every paper that came out of the printers so far."""
    return [read_paper(path) for path in sorted(office.place.papers.rglob("*.bin"))]


def _first(page: Page, where: str) -> str:
    """The first address on a page that leads there."""
    found = next((link for link in page.links if where in link), None)
    if found is None:
        raise PageRefused(f"{page.path} leads nowhere like {where}")
    return found


class Clerk:
    """One counter, by the API of the node. What is refused raises `requests.HTTPError`."""

    def __init__(self, office: Machine, counter: str) -> None:
        self._url = f"{office.place.url}/api/v1/counters/{counter}"
        self._key = office.key

    def do(self, deed: str) -> dict[str, Any] | None:
        """One deed such as `open`, `call-next`, `came`, `finish`; the ticket or the counter as
        it is then, None where nobody was to be called."""
        headers = {"Authorization": f"Bearer {self._key}", "Idempotency-Key": uuid4().hex}
        body: dict[str, Any] | None = {} if deed == "finish" else None
        answer = requests.post(
            f"{self._url}/{deed}", headers=headers, json=body, timeout=_ANSWER_SECONDS
        )
        answer.raise_for_status()
        if answer.status_code == _NOBODY:
            return None
        told: dict[str, Any] = answer.json()
        return told
