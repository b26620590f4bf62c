"""The web process: gunicorn with one worker of many threads, because signals live in-process."""

import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.wiring import build_office
from edge_node.workers import Workers
from queue_core.web.live import Signals

log = logging.getLogger(__name__)


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
            "worker_int": lambda _worker: self._signals.end(),
            "worker_exit": lambda _server, _worker: self._signals.end(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the office, its workers and its application; called in the worker."""
        office = build_office(self._config)
        Workers(office, self._config, self._signals).start()
        return create_app(office, self._signals, self._config.web.device_networks)


def serve(config: NodeConfig) -> None:
    """Serve the panels until told to stop."""
    NodeServer(config).run()
