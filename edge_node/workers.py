"""What the web process does besides answering: notice changes, take a newer
office document, estimate, call for counters that do so by themselves, turn the day, place booked
visits at their hour, erase old days, back up.

One thread each; a fault in one round is logged and the next round comes, except that a damaged
database ends the process. None of them holds a transaction while it computes.
"""

import logging
import threading
import time
from collections.abc import Callable

from edge_node.config import NodeConfig
from edge_node.damage import end_as_damaged, end_if_damaged
from edge_node.office.auto_call import call_for_rested
from edge_node.office.day import day_is_due, open_day
from edge_node.office.forecasts import learn_durations, refresh_forecasts
from edge_node.office.placing import place_due, placing_is_due
from edge_node.office.retention import resting, tidy, tidying_is_due
from edge_node.office.trusted_time import note_time
from edge_node.office.weekly_check import check_file
from edge_node.office_file import OfficeFile
from edge_node.store.backup import back_up
from edge_node.store.unit import Command, Office
from edge_node.store.watch import Watcher
from queue_core.domain.errors import Refused
from queue_core.web.live import Signals

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.02
_AFTER_FAULT_SECONDS = 1.0
_BACKUP_SECONDS = 300.0
_REST_SHARE = 9
"""The estimate rests so many times as long as it took: at most a tenth of one core."""
_DOCUMENT_SECONDS = 10.0
_TIME_SECONDS = 600.0
_TIDY_SECONDS = 60.0
_TIDY_REST_SECONDS = 0.02
_PLACING_SECONDS = 1.0


class Workers:
    """The background threads of a web process."""

    def __init__(self, office: Office, config: NodeConfig, signals: Signals) -> None:
        self._office = office
        self._config = config
        self._signals = signals
        self._stop = threading.Event()
        self._queue_changed = threading.Event()
        self._day_refused = ""

    def start(self) -> None:
        """Start every thread; they end with the process or with `stop`."""
        watcher = Watcher(self._office.database.path)
        self._thread("watch", lambda: self._watch(watcher))

        # Screens hear of this process's own commits without waiting for the next look.
        self._office.database.on_commit(lambda _topics: watcher.tell(self._noticed))
        self._thread("estimate", self._estimate)
        self._thread("day", lambda: self._every(1.0, self._turn_day))
        self._thread("auto call", lambda: self._every(1.0, lambda: call_for_rested(self._office)))
        self._thread("tidy", lambda: self._every(_TIDY_SECONDS, self._tidy))
        self._thread("placing", lambda: self._every(_PLACING_SECONDS, self._place))
        self._thread("time", lambda: self._every(_TIME_SECONDS, lambda: note_time(self._office)))
        document = OfficeFile(self._office, self._config.office_path)
        self._thread("document", lambda: self._every(_DOCUMENT_SECONDS, document.look))
        if self._config.backup_path is not None:
            self._thread("backup", lambda: self._every(_BACKUP_SECONDS, self._back_up))

    def stop(self) -> None:
        """Let the threads end."""
        self._stop.set()
        self._queue_changed.set()

    def _noticed(self, seq: int, topics: frozenset[str]) -> None:
        self._signals.publish(seq, topics)
        if topics & {"queue", "counters", "config"}:
            self._queue_changed.set()

    def _watch(self, watcher: Watcher) -> None:
        while not self._stop.is_set():
            self._guarded(lambda: watcher.follow(self._noticed, self._stop, _LOOK_SECONDS))
            self._stop.wait(_AFTER_FAULT_SECONDS)

    def _estimate(self) -> None:
        """At most once a second, and at least once a minute, since time alone changes it too.

        A long queue takes long to play through; then it is done more rarely, so that nobody who
        takes a ticket meanwhile waits for it.
        """
        while not self._stop.is_set():
            self._queue_changed.wait(60.0)
            self._queue_changed.clear()
            began = time.perf_counter()
            self._guarded(lambda: refresh_forecasts(self._office))
            self._guarded(lambda: learn_durations(self._office))
            self._stop.wait(max(1.0, _REST_SHARE * (time.perf_counter() - began)))

    def _turn_day(self) -> None:
        if not day_is_due(self._office):
            return
        try:
            open_day(self._office, Command(route="clock"))
            self._day_refused = ""
        except Refused as refused:
            if refused.code != self._day_refused:  # once, not each second of a whole night
                log.warning("day_not_opened", extra={"code": refused.code})
            self._day_refused = refused.code

    def _tidy(self) -> None:
        """Erase what is old after each opening of a day; read the file when a week has passed."""
        if tidying_is_due(self._office):
            tidy(self._office, resting(self._stop, _TIDY_REST_SECONDS))
        if not check_file(self._office):
            end_as_damaged("weekly check")

    def _place(self) -> None:
        if placing_is_due(self._office):
            place_due(self._office, Command(route="clock"))

    def _back_up(self) -> None:
        folder = self._config.backup_path
        if folder is not None:
            back_up(self._office.database, folder, self._office.clock.now())

    def _every(self, seconds: float, act: Callable[[], object]) -> None:
        while not self._stop.wait(seconds):
            self._guarded(act)

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:  # the top of a thread: a bad round must not end all later ones
            end_if_damaged(error)
            log.exception("worker_round_failed")

    def _thread(self, name: str, body: Callable[[], None]) -> None:
        threading.Thread(target=body, name=name, daemon=True).start()
