"""What goes on by itself in the hub: messages are sent, holds expire, leases are granted.

Any number of such processes may run: whatever they take, a row decides. One thread a round; a
fault in one round is logged and the next round comes.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from cloud_hub.booking.confirming import forget_codes
from cloud_hub.booking.freeing import thaw
from cloud_hub.booking.holding import expire
from cloud_hub.booking.leasing import grant_due
from cloud_hub.booking.waiting_list import offer_earlier
from cloud_hub.defence.counting import forget_counts
from cloud_hub.live.notices import tell_near
from cloud_hub.live.queue_now import QueueReader
from cloud_hub.messages.outcomes import forget_contents
from cloud_hub.messages.sending import WORK, Carriers, Sender
from cloud_hub.store.offices import office_ids
from cloud_hub.store.unit import Hub
from cloud_hub.sync.keeping import forget_old_records

log = logging.getLogger(__name__)

_SENDERS = 4
"""Messages on their way at once: a gateway that is slow to answer one holds up no other."""
_LOOK_SECONDS = 0.3
_AFTER_FAULT_SECONDS = 2.0


@dataclass(frozen=True)
class Round:
    """Something that is done again and again."""

    name: str
    seconds: float
    act: Callable[[], object]


class Work:
    """The threads of one work process."""

    def __init__(self, hub: Hub, carriers: Carriers) -> None:
        self._hub = hub
        self._sender = Sender(hub, carriers)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin everything; it ends with the process or with `stop`."""
        for each in rounds(self._hub):
            self._thread(each.name, each.act, each.seconds)
        for number in range(_SENDERS):
            self._thread(f"send {number}", self._send_all, _LOOK_SECONDS)
        self._thread("check", self._check_all, 10.0)

    def stop(self) -> None:
        """Let each thread end what it is doing, and wait for it."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait(self) -> None:
        """Until somebody calls for a stop."""
        self._stop.wait()

    def ask_to_stop(self) -> None:
        """Call for a stop and return at once."""
        self._stop.set()

    def _send_all(self) -> None:
        while not self._stop.is_set() and self._sender.send_next():
            pass

    def _check_all(self) -> None:
        while not self._stop.is_set() and self._sender.check_next():
            pass

    def _thread(self, name: str, act: Callable[[], object], seconds: float) -> None:
        thread = threading.Thread(
            target=lambda: self._again_and_again(name, act, seconds), name=name, daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _again_and_again(self, name: str, act: Callable[[], object], seconds: float) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                act()
                pause = seconds
            except Exception:  # the top of a thread: a bad round must not end all later ones
                log.exception("round_failed", extra={"round": name})
                pause = max(seconds, _AFTER_FAULT_SECONDS)


def rounds(hub: Hub) -> tuple[Round, ...]:
    """Everything besides sending, with how often it is done."""
    queues = QueueReader()

    def in_each_office(act: Callable[[str], object]) -> Callable[[], None]:
        def go() -> None:
            for office in office_ids(hub):
                act(office)

        return go

    return (
        Round("expire", 5.0, lambda: expire(hub, WORK)),
        Round("thaw", 10.0, lambda: thaw(hub, WORK)),
        Round("lease", 60.0, in_each_office(lambda office: grant_due(hub, WORK, office))),
        Round("offer", 15.0, in_each_office(lambda office: offer_earlier(hub, WORK, office))),
        Round("near", 2.0, lambda: tell_near(hub, queues, WORK)),
        Round("counts", 600.0, lambda: forget_counts(hub, WORK)),
        Round("codes", 600.0, lambda: forget_codes(hub, WORK)),
        Round("forget", 600.0, lambda: forget_contents(hub, WORK)),
        Round("records", 3600.0, lambda: forget_old_records(hub, WORK)),
    )


def run_work(hub: Hub, carriers: Carriers) -> None:
    """Work until told to stop; what is being sent is brought to its end first."""
    work = Work(hub, carriers)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: work.ask_to_stop())
    work.start()
    work.wait()
    work.stop()
