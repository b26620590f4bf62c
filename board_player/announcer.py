"""The announcer: takes the node's orders, speaks them one after another, says what became of them.

Three threads: one asks the node, one reports to it, and the calling one alone renders and
plays. The trap: an engine that hangs cannot be stopped from inside, so the whole process
leaves and its supervisor starts it again; the phrase is condemned for a while.
"""

import logging
import os
import threading
import time
from datetime import UTC, datetime

from board_player.announcements import Outcome, Result, Script
from board_player.desk import Announce, Desk, Prepare, SoundAlarm, Task
from board_player.gong import gong
from board_player.node import Node, NodeAway, NodeRefuses
from board_player.playback import Loudspeaker, PlaybackTrouble, assemble
from queue_core.speech.engine import EngineTrouble, Phrase
from queue_core.speech.phrases import PhraseCache
from queue_core.speech.sound import seconds_of

HEARTBEAT_SECONDS = 20.0
POLL_SECONDS = 20
IDLE_SECONDS = 0.25
LAST_WORD_SECONDS = 3.0
EXIT_HUNG = 70
_RETRY_SECONDS = (0.25, 0.5, 1.0, 2.0, 4.0)

log = logging.getLogger("okienko.announcer")


class Announcer:
    """The voice of one speaker. `run` returns after `stop`."""

    def __init__(
        self,
        *,
        node: Node,
        speaker: str,
        cache: PhraseCache,
        loudspeaker: Loudspeaker,
        render_limit_seconds: float,
    ) -> None:
        self._node = node
        self._speaker = speaker
        self._cache = cache
        self._loudspeaker = loudspeaker
        self._render_limit_seconds = render_limit_seconds
        self._desk = Desk()
        self._stopping = threading.Event()
        self._trouble = ""

    def run(self) -> None:
        """Speak until told to stop. The thread that calls this is the one that speaks."""
        threading.Thread(target=self._ask_the_node, name="ask", daemon=True).start()
        reporter = threading.Thread(target=self._report_to_the_node, name="report", daemon=True)
        reporter.start()
        while not self._stopping.is_set():
            task = self._desk.next_task(IDLE_SECONDS)
            if task is not None:
                self._do(task)
        reporter.join(LAST_WORD_SECONDS)

    def stop(self) -> None:
        """End after what is being spoken now; nothing is cut."""
        self._stopping.set()

    def _do(self, task: Task) -> None:
        if isinstance(task, Prepare):
            self._prepare(task.phrase)
        elif isinstance(task, SoundAlarm):
            self._sound_alarm(task.script)
        else:
            self._announce(task)

    def _announce(self, task: Announce) -> None:
        started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            seconds, fault = self._speak(task.script, task.volume_percent)
            outcome = Outcome.PLAYED
        except PlaybackTrouble as error:
            seconds, fault, outcome = 0.0, str(error), Outcome.FAILED
        self._trouble = fault
        log.info("job=%d state=%s seconds=%.1f detail=%s", task.job.id, outcome, seconds, fault)
        self._desk.finish(task.job, Result(task.job.id, outcome, fault, started_at, seconds))

    def _sound_alarm(self, script: Script) -> None:
        try:
            _, self._trouble = self._speak(script, volume_percent=100)
        except PlaybackTrouble as error:
            self._trouble = str(error)
            log.warning("alarm=not_heard detail=%s", error)

    def _speak(self, script: Script, volume_percent: int) -> tuple[float, str]:
        """Speak what can be rendered: seconds, and why a language is missing.

        `PlaybackTrouble` when no words were heard. The gong sounds even alone: people look up.
        """
        spoken, faults = [], []
        for phrase in script.phrases:
            try:
                spoken.append(self._cache.samples(phrase))
            except EngineTrouble as error:
                faults.append(str(error))
        sound = assemble([gong(), *spoken] if script.gong else spoken, volume_percent)
        self._loudspeaker.play(sound)
        if faults and not spoken:
            raise PlaybackTrouble(faults[0])
        return seconds_of(sound), "; ".join(faults)

    def _prepare(self, phrase: Phrase) -> None:
        try:
            if not self._cache.holds(phrase):
                self._cache.samples(phrase)
        except EngineTrouble as error:
            self._trouble = str(error)
            log.warning("prepare=failed language=%s detail=%s", phrase.language, error)

    def _ask_the_node(self) -> None:
        seen, failures = 0, 0
        while not self._stopping.is_set():
            try:
                orders = self._node.orders(self._speaker, seen, POLL_SECONDS)
            except NodeAway as error:
                # After a restart the node may count from an earlier number: begin anew.
                seen, failures = 0, failures + 1
                if failures == 1:
                    log.warning("node=away detail=%s", error)
                self._stopping.wait(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS)) - 1])
                continue
            seen, failures = orders.seq, 0
            self._desk.take(orders)
            self._make_way_for_the_alarm()

    def _make_way_for_the_alarm(self) -> None:
        """Cut calls until the alarm's first round is begun: one may just be starting."""
        while self._desk.cut_for_alarm(self._loudspeaker.stop):
            if self._stopping.wait(0.05):
                return

    def _report_to_the_node(self) -> None:
        next_beat = 0.0
        while not self._stopping.is_set() or self._desk.owes_results():
            self._leave_if_the_engine_hangs()
            try:
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + HEARTBEAT_SECONDS
                    self._node.heartbeat(f"speaker-{self._speaker}", self._trouble)
                self._report_one()
            except NodeAway:
                if self._stopping.wait(1.0):
                    return

    def _report_one(self) -> None:
        result = self._desk.next_result(IDLE_SECONDS)
        if result is None:
            return
        try:
            self._node.report(self._speaker, result)
        except NodeRefuses as refusal:  # a restored node does not know the job
            log.warning("job=%d state=not_wanted detail=%s", result.job, refusal)
        self._desk.sent()

    def _leave_if_the_engine_hangs(self) -> None:
        rendering = self._cache.rendering
        if rendering and time.monotonic() - rendering.since > self._render_limit_seconds:
            self._cache.condemn(rendering.key)
            log.error("engine=hung phrase=%s", rendering.key)
            os._exit(EXIT_HUNG)  # the thread that hangs would keep an ordinary exit from ending
