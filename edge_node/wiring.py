"""The one place that chooses concrete parts: database, clock, printers, pins."""

from typing import TYPE_CHECKING

from edge_node.config import NodeConfig
from edge_node.office.trusted_time import last_known_time
from edge_node.reader import Reader
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache
from edge_node.store.unit import Office
from queue_core.clock import Clock
from queue_core.speech.command_engine import CommandEngine
from queue_core.speech.engine import espeak_voices
from queue_core.speech.phrases import PhraseCache

if TYPE_CHECKING:
    from edge_node.devices.paper.tray import PaperTray
    from edge_node.devices.slip_samples import SlipSamples
    from queue_core.domain.office import OfficeDocument
    from queue_core.domain.slip import Misfit


def build_office(config: NodeConfig) -> Office:
    """The office of this machine; every process builds its own, after any fork."""
    database = Database(config.database_path)
    return Office(database, config.clock(last_known_time(database.read())), DocumentCache())


def build_reader(config: NodeConfig) -> Reader:
    """The voice of this machine's kiosks; it is silent where no engine is set or installed."""
    reading = config.reading
    program = reading.command[0] if reading.command else ""
    engine = CommandEngine("reading", reading.command, espeak_voices(), reading.limit_seconds)
    folder = config.folder / reading.cache_folder
    return Reader(program, lambda: PhraseCache(folder, reading.cache_megabytes * 1_000_000, engine))


def build_papers(config: NodeConfig) -> "PaperTray | None":
    """The papers of a demonstration's first printer, or None on a real node."""
    if not config.paper_folder:
        return None
    # Here, not above: drawing paper costs memory that a real node's web process does not spend.
    from edge_node.devices.paper.tray import PaperTray

    profile = config.printers[0].profile if config.printers else "default"
    return PaperTray(config.folder / config.paper_folder, profile)


class PaperSamples:
    """Samples of a layout on this machine's printers (B-6).

    What draws paper is loaded at the first question, not at the start: it costs memory that a web
    process without a question does not spend.
    """

    def __init__(self, config: NodeConfig, clock: Clock) -> None:
        self.profiles = {wiring.id: wiring.profile for wiring in config.printers}
        self._clock = clock

    def png(self, document: "OfficeDocument", service: str, language: str, printer: str) -> bytes:
        """See `SlipSamples`."""
        return self._samples().png(document, service, language, printer)

    def misfits(self, document: "OfficeDocument") -> "list[Misfit]":
        """See `SlipSamples`."""
        return self._samples().misfits(document)

    def _samples(self) -> "SlipSamples":
        from edge_node.devices.slip_samples import SlipSamples

        return SlipSamples(self.profiles, self._clock)
