"""The letters that arrived, in memory, and the SMTP that brings them: as much of it as a mail
program needs that sends plain letters, one after the other.

Takes whatever comes and delivers nothing to anybody, so it listens on the loopback alone.
"""

import socketserver
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

_KEPT = 500
_LONGEST_BYTES = 2_000_000
_END = b".\r\n"


@dataclass(frozen=True)
class Letter:
    """One letter as its reader sees it."""

    to: str
    subject: str
    text: str
    at: datetime


class Mailbox:
    """Every letter, whoever it is for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._letters: list[Letter] = []

    def take(self, to: str, raw: bytes) -> None:
        """Keep a letter as it came over the wire."""
        parsed = message_from_bytes(raw, policy=default)
        body = parsed.get_body(("plain",))
        lines = body.get_content().strip().splitlines() if body is not None else []
        subject = str(parsed["Subject"] or "")
        letter = Letter(to, subject, "\n".join(lines), datetime.now(UTC))
        with self._lock:
            self._letters = [letter, *self._letters][:_KEPT]

    def newest_first(self, to: str = "") -> list[Letter]:
        """All letters, or those to one address."""
        with self._lock:
            return [letter for letter in self._letters if not to or letter.to == to]


class SmtpServer(socketserver.ThreadingTCPServer):
    """Puts what comes to a port of the loopback into a mailbox; port 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mailbox: Mailbox, port: int = 0) -> None:
        self.mailbox = mailbox
        super().__init__(("127.0.0.1", port), _Talk)


class _Talk(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        """One connection, until it says goodbye or falls silent."""
        self._readers: list[str] = []
        self._say("220 mailbox")
        while line := self.rfile.readline(2048):
            verb = line[:4].upper().decode("ascii", "replace").strip()
            if verb == "QUIT":
                self._say("221 bye")
                return
            self._answer(verb, line.decode("utf-8", "replace"))

    def _answer(self, verb: str, line: str) -> None:
        if verb == "DATA":
            self._take_letter()
        elif verb == "RCPT":
            self._readers.append(line.partition("<")[2].partition(">")[0])
            self._say("250 ok")
        elif verb == "EHLO":
            self._say("250-mailbox", "250-8BITMIME", "250 SMTPUTF8")
        elif verb in ("HELO", "MAIL", "RSET", "NOOP"):
            self._readers = []
            self._say("250 ok")
        else:
            self._say("502 not here")

    def _take_letter(self) -> None:
        self._say("354 go on")
        raw = bytearray()
        while (line := self.rfile.readline()) not in (_END, b""):
            raw += line.removeprefix(b".")
            if len(raw) > _LONGEST_BYTES:
                self._say("552 too long")
                return
        for reader in self._readers:
            self.server.mailbox.take(reader, bytes(raw))
        self._readers = []
        self._say("250 taken")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
