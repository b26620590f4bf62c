"""Sending what is due: gateways are called while no connection to the database is held.

Any number of threads and processes do so at once. The trap: a message is settled only after the
gateway answered, so a power cut in between leads to the same message again, with the same id.
"""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from cloud_hub.messages.calendar_file import calendar_file
from cloud_hub.messages.claiming import Job, Ways, anything_due, take
from cloud_hub.messages.gateway import Accepted, GatewayError, Sms, SmsGateway, Trouble
from cloud_hub.messages.mailer import Mail, Mailer
from cloud_hub.messages.outcomes import apply_receipt, note_accepted, note_trouble, take_check
from cloud_hub.messages.states import MessageState
from cloud_hub.store.unit import Command, Hub

log = logging.getLogger(__name__)

WORK = Command(route="work")
_ILL_AFTER = 3
_ILL_SECONDS = 30.0


@dataclass(frozen=True)
class Carriers:
    """Who carries messages: gateways by name, the preferred first. `per_second` is how many SMS
    a second the providers are given by this process (B-178)."""

    gateways: Mapping[str, SmsGateway] = field(default_factory=dict)
    mailer: Mailer | None = None
    site: str = ""
    per_second: float = 20.0


class Health:
    """Which gateways went wrong lately: three times in a row puts one behind the others."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._lock = threading.Lock()
        self._in_a_row: dict[str, int] = dict.fromkeys(names, 0)
        self._ill_until: dict[str, float] = dict.fromkeys(names, 0.0)

    def ordered(self, now: float) -> tuple[str, ...]:
        """The well ones first, else in their own order."""
        with self._lock:
            return tuple(sorted(self._names, key=lambda name: self._ill_until[name] > now))

    def note(self, name: str, trouble: Trouble | None, now: float) -> None:
        """How a call ended; a refused message is not the gateway's fault."""
        with self._lock:
            wrong = trouble in (Trouble.PASSING, Trouble.UNKNOWN)
            self._in_a_row[name] = self._in_a_row[name] + 1 if wrong else 0
            if self._in_a_row[name] >= _ILL_AFTER:
                self._ill_until[name] = now + _ILL_SECONDS
            elif not wrong:
                self._ill_until[name] = 0.0


class Pace:
    """Lets so many a second pass, evenly, whatever waits."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._lock = threading.Lock()
        self._next = 0.0

    def wait_seconds(self, now: float) -> float:
        """Take the next place; how long to wait for it."""
        with self._lock:
            place = max(now, self._next)
            self._next = place + self._gap
        return place - now


class Sender:
    """Sends messages, one at a time in each thread that calls it."""

    def __init__(self, hub: Hub, carriers: Carriers) -> None:
        self._hub = hub
        self._carriers = carriers
        self._health = Health(tuple(carriers.gateways))
        self._pace = Pace(carriers.per_second)

    def send_next(self) -> bool:
        """Send the most urgent message that is due; False where nothing is."""
        ways = self._ways()
        if not anything_due(self._hub, ways):
            return False
        job = take(self._hub, WORK, ways)
        if job is None:
            return False
        try:
            accepted = self._handed_over(job)
        except GatewayError as error:
            self._note(job, error.trouble)
            note_trouble(self._hub, WORK, job, error.trouble, error.code)
            facts = {"message_id": job.id, "code": error.code, "attempt": job.attempt}
            log.warning("message_not_accepted", extra=facts)
        else:
            self._note(job, None)
            note_accepted(self._hub, WORK, job, accepted)
            log.info("message_accepted", extra={"message_id": job.id, "attempt": job.attempt})
        return True

    def check_next(self) -> bool:
        """Ask what became of a message whose receipt is overdue; False where none is."""
        check = take_check(self._hub, WORK, tuple(self._carriers.gateways))
        if check is None:
            return False
        try:
            state = self._carriers.gateways[check.gateway].state_of(check.reference)
        except GatewayError as error:
            log.warning("state_not_told", extra={"message_id": check.id, "code": error.code})
            return True
        if state not in (None, MessageState.SENT, MessageState.UNKNOWN):
            apply_receipt(self._hub, WORK, check.id, state, check.reference)
        return True

    def _ways(self) -> Ways:
        carriers = self._carriers
        return Ways(
            self._health.ordered(time.monotonic()), carriers.mailer is not None, carriers.site
        )

    def _note(self, job: Job, trouble: Trouble | None) -> None:
        if job.gateway:
            self._health.note(job.gateway, trouble, time.monotonic())

    def _handed_over(self, job: Job) -> Accepted:
        if job.channel == "sms":
            time.sleep(self._pace.wait_seconds(time.monotonic()))
            return self._carriers.gateways[job.gateway].send(Sms(job.id, job.to, job.text.body))
        if self._carriers.mailer is None:
            raise GatewayError(Trouble.PASSING, "no_mailer")
        return self._carriers.mailer.send(self._mail(job))

    def _mail(self, job: Job) -> Mail:
        calendar = calendar_file(job.visit, self._hub.clock.now()) if job.visit else None
        return Mail(job.id, job.to, job.text.subject, job.text.body, job.language, calendar)
