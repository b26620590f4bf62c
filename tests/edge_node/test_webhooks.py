"""Telling other programs: in order, at least once, signed, and not for ever."""

import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from edge_node.office.webhooks import FAILURES_ALLOWED, add_webhook, remove_webhook, resume_webhook
from edge_node.store.unit import Command, Office
from edge_node.store.webhooks import Webhook, any_active, webhook
from edge_node.webhooks import Courier, HttpSender
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from tests.edge_node.sample import opened, take

URL = "https://programs.example/okienko"


@dataclass
class Mailbox:
    """Stands in for the other program: answers as told and keeps what it took."""

    answers: Callable[[int], int] = lambda _count: 200
    taken: list[dict[str, object]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    asked: int = 0

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.asked += 1
        self.urls.append(url)
        status = self.answers(self.asked)
        if status == 0:
            raise ConnectionRefusedError
        if status < 300:
            self.taken.append(json.loads(body))
            self.headers.append(headers)
            self.bodies.append(body)
        return status


def hook(office: Office, *kinds: str) -> Webhook:
    return add_webhook(office, Command(), URL, kinds)


def serve(office: Office, made: Webhook, box: Mailbox) -> None:
    Courier(office, box).serve(webhook(office.database.read(), made.id))


def numbers(box: Mailbox) -> list[object]:
    return [event["number"] for event in box.taken if event["number"]]


def test_what_happens_is_told_in_order_and_once(office: Office) -> None:
    take(office)
    made, box = hook(office, "ticket_issued"), Mailbox()
    issued = [take(office).number for _ in range(120)]
    serve(office, made, box)
    serve(office, made, box)
    assert numbers(box) == issued


def test_only_wanted_kinds_are_told(office: Office) -> None:
    made, box = hook(office, "counter_opened"), Mailbox()
    take(office)
    opened(office, "1")
    serve(office, made, box)
    assert [event["kind"] for event in box.taken] == ["counter_opened"]


def test_the_signature_proves_body_and_time(office: Office) -> None:
    made, box = hook(office, "ticket_issued"), Mailbox()
    take(office)
    serve(office, made, box)
    headers = box.headers[0]
    assert box.urls == [URL]
    signed = headers["Okienko-Timestamp"].encode() + b"." + box.bodies[0]
    wanted = hmac.new(made.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Okienko-Signature"] == f"v1={wanted}"
    assert headers["Okienko-Delivery"] == f"{made.id}-{box.taken[0]['seq']}"
    assert headers["Okienko-Event"] == "ticket_issued"


def test_a_refusal_stops_the_rest_until_its_pause_is_over(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    made, box = hook(office, "ticket_issued"), Mailbox(lambda count: 500 if count == 2 else 200)
    issued = [take(office).number for _ in range(3)]
    serve(office, made, box)
    stopped = webhook(office.database.read(), made.id)
    assert (numbers(box), stopped.failures, stopped.detail) == (issued[:1], 1, "HTTP 500")
    assert stopped.retry_at is not None
    assert stopped.retry_at > office.clock.now()
    serve(office, made, box)
    healed = webhook(office.database.read(), made.id)
    assert (numbers(box), healed.failures, healed.retry_at) == (issued, 0, None)


def test_pauses_grow_and_end_in_silence_with_a_reason(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    made, box = hook(office), Mailbox(lambda _count: 0)
    take(office)
    pauses = []
    for _ in range(FAILURES_ALLOWED):
        serve(office, made, box)
        after = webhook(office.database.read(), made.id)
        if after.retry_at:
            pauses.append((after.retry_at - office.clock.now()).total_seconds())
            office.clock.at = after.retry_at
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (5, 3600)
    assert not after.active
    assert after.detail == "switched off after 24 failures: ConnectionRefusedError"
    assert not any_active(office.database.read())
    box.answers = lambda _count: 200
    resume_webhook(office, Command(), made.id)
    serve(office, made, box)
    assert numbers(box) == ["A001"]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "https://", "https://anna:secret@a.example/", "http://a:b/"]
)
def test_an_address_that_is_none_is_refused(office: Office, url: str) -> None:
    with pytest.raises(Refused, match="invalid_fields"):
        add_webhook(office, Command(), url)


def test_an_address_is_told_once_only(office: Office) -> None:
    made = hook(office)
    with pytest.raises(Refused, match="webhook_exists"):
        hook(office)
    remove_webhook(office, Command(), made.id)
    with pytest.raises(Refused, match="unknown_webhook"):
        remove_webhook(office, Command(), made.id)


@dataclass
class Program:
    """A real program behind a port; `/slow` answers when told to, `/moved` leads elsewhere."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    hurry: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> int:
        self.asked.append(path)
        if path == "/slow":
            self.hurry.wait(20)
        self.answered.append(path)
        return 302 if path == "/moved" else 204


@pytest.fixture
def program() -> Iterator[Program]:
    behind = Program()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(behind.answer(self.path))
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The test's own output stays readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    behind.address = f"http://127.0.0.1:{server.server_port}"
    yield behind
    server.shutdown()
    server.server_close()


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@contextmanager
def at_work(courier: Courier) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_real_program_gets_news_and_a_slow_one_holds_up_nobody(
    office: Office, program: Program
) -> None:
    for path in ("/slow", "/quick"):
        add_webhook(office, Command(), program.address + path, ("ticket_issued",))
    with at_work(Courier(office, HttpSender())):
        take(office)
        assert soon(lambda: "/slow" in program.asked)
        take(office)
        assert soon(lambda: program.answered == ["/quick", "/quick"])
        program.hurry.set()
        assert soon(lambda: program.answered.count("/slow") == 2)


def test_a_redirect_is_a_refusal(office: Office, program: Program) -> None:
    made = add_webhook(office, Command(), f"{program.address}/moved", ("ticket_issued",))
    take(office)
    Courier(office, HttpSender()).serve(made)
    assert webhook(office.database.read(), made.id).detail == "HTTP 302"
    assert program.asked == ["/moved"]


def test_the_courier_goes_home_when_nobody_is_to_be_told(office: Office) -> None:
    Courier(office, Mailbox()).run(threading.Event())


def test_the_web_process_never_loads_what_only_the_courier_needs() -> None:
    code = "import edge_node.server, sys; print([m for m in ('requests',) if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
