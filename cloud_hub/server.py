"""The hub's web process: gunicorn with threads; several workers where the database allows them.

The trap: what opens a connection before the fork would share it between workers, so the
application is built in each worker.
"""

import os
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from cloud_hub.config import HubConfig

if TYPE_CHECKING:
    from flask import Flask

_MEMORY = "/dev/shm"


class HubServer(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line."""

    def __init__(self, config: HubConfig) -> None:
        self._config = config
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its settings; no access log, because addresses of pages are secrets."""
        web = self._config.web
        settings: dict[str, Any] = {
            "bind": f"{web.host}:{web.port}",
            "workers": web.workers,
            "worker_class": "gthread",
            "threads": web.threads,
            "keepalive": 15,
            "graceful_timeout": 3,
            "timeout": 60,
            "worker_tmp_dir": _MEMORY if os.path.isdir(_MEMORY) else None,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> "Flask":
        """Build the application; called in each worker."""
        from cloud_hub.wiring import build_app

        return build_app(self._config)


def serve(config: HubConfig) -> None:
    """Serve the pages until told to stop."""
    HubServer(config).run()
