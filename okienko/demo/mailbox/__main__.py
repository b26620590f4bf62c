"""The program: `python -m okienko.demo.mailbox --port 8092 --smtp-port 2525`."""

import argparse
import secrets
import sys
import threading

from werkzeug.serving import WSGIRequestHandler, make_server

from okienko.demo.mailbox.app import create_app
from okienko.demo.mailbox.letters import Mailbox, SmtpServer
from queue_core.logs import set_up_logs


class _Quiet(WSGIRequestHandler):
    """Logs no request: addresses may carry those of people."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def main(argv: list[str]) -> int:
    """Take and show letters until ended."""
    parser = argparse.ArgumentParser(
        prog="python -m okienko.demo.mailbox",
        description="A mailbox for everybody; it delivers nothing to anybody.",
    )
    parser.add_argument("--port", type=int, default=8092, help="of the page; 0 for a free one")
    parser.add_argument("--smtp-port", type=int, default=2525, help="where letters come in")
    arguments = parser.parse_args(argv)
    set_up_logs("plain")
    box = Mailbox()
    smtp = SmtpServer(box, arguments.smtp_port)
    threading.Thread(target=smtp.serve_forever, name="smtp", daemon=True).start()
    app = create_app(box, secrets.token_urlsafe(16))
    server = make_server("127.0.0.1", arguments.port, app, threaded=True, request_handler=_Quiet)
    print(f"http://127.0.0.1:{server.server_port}/ smtp {smtp.server_address[1]}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
