"""Reception through the day: voids, copies, people who give up or come back, priority."""

from collections.abc import Callable
from random import Random
from typing import Any

from okienko.demo.day.ledger import Ledger
from okienko.demo.day.pace import Pace
from okienko.demo.day.plan import SERVICES
from okienko.demo.day.wire import ApiClient


class Reception:
    """One thing now and then, to a ticket chosen by chance."""

    def __init__(self, api: ApiClient, ledger: Ledger, pace: Pace, seed: int) -> None:
        self._api = api
        self._ledger = ledger
        self._pace = pace
        self._chance = Random(f"reception {seed}")
        self._deeds: tuple[tuple[str, str, Callable[[Any], dict[str, object]]], ...] = (
            ("waiting", "cancel", lambda _: {"reason": "wrong matter"}),
            ("waiting", "leave", lambda _: {}),
            ("waiting", "reprint", lambda _: {"printer": "hol"}),
            ("waiting", "priority", lambda _: {"priority": 1}),
            ("waiting", "transfer", self._elsewhere),
            ("no_show", "restore", lambda _: {"place": self._chance.choice(("original", "last"))}),
        )

    def work(self, every_seconds: float) -> None:
        """One deed after another until the day is over."""
        while not self._pace.over.is_set():
            for state, deed, question in self._deeds:
                self._pace.spend(every_seconds)
                self._do(state, deed, question)

    def _do(self, state: str, deed: str, question: Callable[[Any], dict[str, object]]) -> None:
        tickets = self._api.get(f"/tickets?state={state}")["tickets"]
        if not tickets or self._pace.over.is_set():
            return
        ticket = self._chance.choice(tickets)
        key, status, _ = self._api.post(f"/tickets/{ticket['id']}/{deed}", **question(ticket))
        if status < 300:
            self._ledger.note("act", deed=deed, counter=None, command=f"api:demo {key}")

    def _elsewhere(self, ticket: Any) -> dict[str, object]:
        others = [service for service in SERVICES if service != ticket["service"]]
        return {"service": self._chance.choice(others), "place": "last"}
