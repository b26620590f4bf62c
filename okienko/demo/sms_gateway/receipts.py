"""Tells the customer over HTTP what became of each message, a moment after it was taken.

One thread, in order. The trap: whoever answers anything but `OK` is told again.
"""

import logging
import queue
import threading
import time

import requests

from okienko.demo.sms_gateway.sent import Account, SentSms

log = logging.getLogger(__name__)

_NUMBERS = {"DELIVERED": "404", "UNDELIVERED": "405"}
_TIMES = 3


class Receipts:
    """The receipts still to be told."""

    def __init__(self, account: Account, callback: str, delay_seconds: float) -> None:
        self._account = account
        self._callback = callback
        self._delay = delay_seconds
        self._due: queue.Queue[tuple[float, str, str, bool]] = queue.Queue()

    def start(self) -> None:
        """Tell them from now on, until the process ends."""
        threading.Thread(target=self._run, name="receipts", daemon=True).start()

    def plan(self, sms: SentSms, state: str) -> None:
        """This state is reached, and told, after the delay."""
        self._due.put((time.monotonic() + self._delay, sms.id, state, True))

    def plan_untold(self, sms: SentSms, state: str) -> None:
        """This state is reached after the delay, and the receipt gets lost."""
        self._due.put((time.monotonic() + self._delay, sms.id, state, False))

    def _run(self) -> None:
        while True:
            due, id, state, told = self._due.get()
            time.sleep(max(0.0, due - time.monotonic()))
            sms = self._account.tell(id, state)
            if told and self._callback:
                self._tell(sms)

    def _tell(self, sms: SentSms) -> None:
        receipt = {
            "MsgId": sms.id,
            "idx": sms.idx,
            "status": _NUMBERS[sms.state],
            "status_name": sms.state,
            "donedate": str(int(time.time())),
            "to": sms.to,
            "from": sms.sender,
            "points": str(sms.points),
        }
        for _ in range(_TIMES):
            try:
                answer = requests.get(self._callback, params=receipt, timeout=(3.05, 5))
            except requests.RequestException as error:
                log.warning("receipt_not_told", extra={"reason": type(error).__name__})
            else:
                if answer.ok and answer.text.strip() == "OK":
                    return
            time.sleep(self._delay)
