"""The web process: gunicorn's worker of many threads, one because signals live in-process.

It has no gunicorn master above it, which would take 16 MB to start again what the supervisor
starts again anyhow.
"""

import gc
import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.sock import create_sockets

from edge_node.config import NodeConfig

if TYPE_CHECKING:
    from flask import Flask

    from queue_core.web.live import Signals


_MEMORY = "/dev/shm"


class NodeServer(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line and without its master."""

    def __init__(self, config: NodeConfig) -> None:
        self._config = config
        self._signals: Signals | None = None
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its settings (see the record on processes)."""
        web = self._config.web
        settings: dict[str, Any] = {
            "bind": f"{web.host}:{web.port}",
            "worker_class": "gthread",
            "threads": web.threads,
            "keepalive": 15,
            "graceful_timeout": 3,
            "timeout": 60,
            "certfile": web.certificate or None,
            "keyfile": web.key or None,
            # its sign of life is a file that nobody reads: not on the card, where it would wait
            "worker_tmp_dir": _MEMORY if os.path.isdir(_MEMORY) else None,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: self._end_streams_on_stop(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve in this very process until told to stop, or until its parent is gone."""
        log = self.cfg.logger_class(self.cfg)
        sockets = create_sockets(self.cfg, log)
        worker = self.cfg.worker_class(
            1, os.getppid(), sockets, self, self.cfg.timeout, self.cfg, log
        )
        worker.pid = os.getpid()
        worker.init_process()

    def _end_streams_on_stop(self) -> None:
        """Open streams would hold the worker for its whole grace: they are closed first."""
        stop = signal.getsignal(signal.SIGTERM)

        def end_and_stop(number: int, frame: FrameType | None) -> None:
            # not in the handler itself: the interrupted thread may hold the signals' lock
            if self._signals is not None:
                threading.Thread(target=self._signals.end, daemon=True).start()
            if callable(stop):
                stop(number, frame)

        signal.signal(signal.SIGTERM, end_and_stop)

    def load(self) -> "Flask":
        """Build the application; called once the process has its port."""
        from edge_node.served import build_served
        from queue_core.web.live import Signals

        self._signals = Signals(max_streams=self._config.web.streams)
        app = build_served(self._config, self._signals)
        # What lives as long as the process is never looked through again: each full search for
        # garbage stopped every request for 40 ms.
        gc.collect()
        gc.freeze()
        return app


def serve(config: NodeConfig) -> None:
    """Serve the panels until told to stop."""
    NodeServer(config).run()
