"""The web process: gunicorn with one worker of many threads, because signals live in-process."""

import signal
import threading
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.neighbours import Neighbours
from edge_node.panels.hall import NEIGHBOURS
from edge_node.panels.paper import PAPERS
from edge_node.wiring import build_office, build_papers
from edge_node.workers import Workers
from queue_core.web.live import Signals


class NodeServer(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line; the application is built in the worker, after the fork."""

    def __init__(self, config: NodeConfig) -> None:
        self._config = config
        self._signals = Signals(max_streams=config.web.streams)
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its settings (see the record on processes)."""
        web = self._config.web
        settings: dict[str, Any] = {
            "bind": f"{web.host}:{web.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": web.threads,
            "keepalive": 15,
            "graceful_timeout": 3,
            "timeout": 60,
            "certfile": web.certificate or None,
            "keyfile": web.key or None,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: self._end_streams_on_stop(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def _end_streams_on_stop(self) -> None:
        """Open streams would hold the worker for its whole grace: they are closed first."""
        stop = signal.getsignal(signal.SIGTERM)

        def end_and_stop(number: int, frame: FrameType | None) -> None:
            # not in the handler itself: the interrupted thread may hold the signals' lock
            threading.Thread(target=self._signals.end, daemon=True).start()
            if callable(stop):
                stop(number, frame)

        signal.signal(signal.SIGTERM, end_and_stop)

    def load(self) -> Flask:
        """Build the office, its workers and its application; called in the worker."""
        office = build_office(self._config)
        Workers(office, self._config, self._signals).start()
        app = create_app(office, self._signals, self._config.web.device_networks)
        app.config[PAPERS] = build_papers(self._config)
        app.config[NEIGHBOURS] = Neighbours(self._config.neighbours)
        return app


def serve(config: NodeConfig) -> None:
    """Serve the panels until told to stop."""
    NodeServer(config).run()
