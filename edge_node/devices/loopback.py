"""A server on the loopback for simulated devices; each caller has a thread of its own."""

import socketserver
from threading import Thread
from typing import Any, Self

_STOP_WITHIN_SECONDS = 0.05


class LoopbackServer(socketserver.ThreadingTCPServer):
    """Serves between `start` and `close`, or as a context manager; `port` tells where."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, handler: type[socketserver.BaseRequestHandler], port: int = 0) -> None:
        """Listens from now on; port 0 takes a free one."""
        super().__init__(("127.0.0.1", port), handler)
        self.port: int = self.server_address[1]
        self._thread = Thread(
            target=self.serve_forever,
            args=(_STOP_WITHIN_SECONDS,),
            name=type(self).__name__,
            daemon=True,
        )

    def start(self) -> None:
        """Answer callers."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.close()
