"""A hall with five matters, twelve counters and four boards, and a node that can be pulled out."""

from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

from werkzeug.serving import BaseWSGIServer, make_server

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.office.calling import call_next, came
from edge_node.store.unit import Office
from edge_node.workers import Workers
from queue_core.clock import FixedClock
from queue_core.domain.office import Board, Counter, Service, Slide
from queue_core.web.live import Signals
from tests.edge_node.sample import SAMPLE, by, opened, take

SERVICES = (
    Service("a", "A", {"pl": "Dowody osobiste", "en": "Identity cards"}, 8.0),
    Service("b", "B", {"pl": "Meldunki", "en": "Residence"}, 6.0),
    Service("c", "C", {"pl": "Rejestracja pojazdów", "en": "Vehicle registration"}, 12.0),
    Service("d", "D", {"pl": "Urząd Stanu Cywilnego", "en": "Civil registry"}, 15.0),
    Service("e", "E", {"pl": "Podatki i opłaty lokalne", "en": "Local taxes"}, 5.0),
)
EVERYTHING = tuple(service.id for service in SERVICES)
COUNTERS = tuple(
    Counter(str(n), (EVERYTHING,), room="12" if n in (5, 6) else "") for n in range(1, 13)
)
_LONG = "Wnioski o dowód osobisty można złożyć także przez internet. Wejdź na gov.pl. " * 3
BOARDS = (
    Board("1", ticker={"pl": "Urząd czynny do 15:30. Ostatni bilet wydajemy o 15:00."}),
    Board(
        "2",
        name="Sala B",
        layout="portrait",
        languages=("pl", "en"),
        slides=(Slide(10, {"pl": "Bez kolejki: gov.pl", "en": "No queue: gov.pl"}),),
    ),
    Board(
        "3",
        name="Piętro 1",
        services=("a", "b"),
        slides=(Slide(10, {"pl": "Weź ze sobą zdjęcie"}), Slide(10, {"pl": "Bez kolejki: gov.pl"})),
        ticker={"pl": _LONG},
    ),
    Board("4", viewing_distance_m=10, screen_inches=55, rows=4),
)
DOCUMENT = replace(
    SAMPLE,
    name="Urząd Miasta Torunia",
    services=SERVICES,
    counters=COUNTERS,
    boards=BOARDS,
    example=False,
    speakers=(),
)


def a_busy_hour(office: Office) -> None:
    """Six are called, one of them already came; fourteen wait, one matter has nobody."""
    opened(office, *(counter.id for counter in COUNTERS))
    for service, people in {"a": 9, "b": 6, "c": 3, "d": 2}.items():
        for _ in range(people):
            take(office, service)
    for counter in "123456":
        call_next(office, by(counter), counter)
    came(office, by("1"), "1")
    pass_time(office, seconds=20)


def pass_time(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)


@dataclass
class Plug:
    """A node on one port that can be pulled out and put in again."""

    office: Office
    port: int = 0
    _server: BaseWSGIServer | None = None
    _parts: Any = None

    def put_in(self) -> None:
        signals = Signals(max_streams=16)
        workers = Workers(self.office, NodeConfig(), signals)
        workers.start()
        app = create_app(self.office, signals)
        self._server = make_server("127.0.0.1", self.port, app, threaded=True)
        self.port = self._server.server_port
        self._parts = workers, signals
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def pull_out(self) -> None:
        """Every stream breaks and nobody answers on the port."""
        assert self._server is not None
        workers, signals = self._parts
        workers.stop()
        signals.end()
        with suppress(OSError):
            self._server.shutdown()
            self._server.server_close()
