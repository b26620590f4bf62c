"""The program: `python -m okienko.demo.sms_gateway --port 8090 --callback http://…`."""

import argparse
import secrets
import sys
from decimal import Decimal

from werkzeug.serving import WSGIRequestHandler, make_server

from okienko.demo.sms_gateway.app import Simulator, create_app
from okienko.demo.sms_gateway.faults import Faults
from okienko.demo.sms_gateway.receipts import Receipts
from okienko.demo.sms_gateway.sent import Account
from queue_core.logs import set_up_logs


class _Quiet(WSGIRequestHandler):
    """Logs no request: addresses may carry numbers of people."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def main(argv: list[str]) -> int:
    """Serve one simulated account until ended; says its address first."""
    arguments = _parser().parse_args(argv)
    set_up_logs("plain")
    account = Account(Decimal(arguments.points))
    receipts = Receipts(account, arguments.callback, arguments.delay)
    receipts.start()
    simulator = Simulator(account, Faults(), receipts, arguments.token, arguments.hold)
    app = create_app(simulator, secrets.token_urlsafe(16))
    server = make_server("127.0.0.1", arguments.port, app, threaded=True, request_handler=_Quiet)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m okienko.demo.sms_gateway",
        description="A simulator of a text message gateway; it sends nothing to anybody.",
    )
    parser.add_argument("--port", type=int, default=8090, help="0 for a free one")
    parser.add_argument("--callback", default="", help="where delivery receipts go")
    parser.add_argument("--token", default="symulator", help="what the customer must show")
    parser.add_argument("--points", default="1000", help="what is on the account")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds until delivery")
    parser.add_argument("--hold", type=float, default=20.0, help="seconds a slow answer takes")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
