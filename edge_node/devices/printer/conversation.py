"""One job told to one ESC/POS printer over any transport: ask, send, ask again, close.

The traps: python-escpos reads an empty status as "paper ok" and waits up to 60 s. Here silence
before a job means that nothing is sent, and silence after it that nobody knows.
"""

from dataclasses import dataclass

from edge_node.devices.printer import status
from edge_node.devices.printer.port import Channel, PrinterTrouble, Transport
from queue_core.domain.printing import BROKEN, PaperStatus, PrinterCondition


@dataclass(frozen=True)
class EscPosPrinter:
    """A `Printer` behind a transport.

    `answers` is False for a printer that cannot speak (a one-way line, a plain file): it is not
    asked, its paper is always `unknown`. `reply_seconds` is how long a status may take.
    """

    transport: Transport
    answers: bool = True
    reply_seconds: float = 1.0

    def print(self, data: bytes) -> PaperStatus:
        """See `Printer.print`. A silent printer is in trouble: `timeout`."""
        channel = self.transport.open()
        try:
            before = self._ask_before(channel)
            if before in BROKEN:
                raise PrinterTrouble(before)
            self._send(channel, data)
            return self._paper_after(channel)
        finally:
            channel.close()

    def condition(self) -> PrinterCondition:
        """See `Printer.condition`."""
        try:
            channel = self.transport.open()
        except PrinterTrouble as trouble:
            return trouble.reason
        try:
            return self._ask_condition(channel)
        except OSError:
            return PrinterCondition.OFFLINE
        finally:
            channel.close()

    def _ask_before(self, channel: Channel) -> PrinterCondition:
        try:
            return self._ask_condition(channel)
        except OSError as error:
            raise PrinterTrouble(PrinterCondition.OFFLINE, detail=str(error)) from error

    def _ask_condition(self, channel: Channel) -> PrinterCondition:
        if not self.answers:
            return PrinterCondition.UNKNOWN
        online = self._ask(channel, status.ASK_ONLINE)
        if status.status_byte(online) is None:
            return PrinterCondition.TIMEOUT
        if status.offline(online):
            return status.offline_cause(self._ask(channel, status.ASK_OFFLINE_CAUSE))
        return status.condition_by_paper(status.paper(self._ask(channel, status.ASK_PAPER)))

    def _send(self, channel: Channel, data: bytes) -> None:
        try:
            channel.send(data)
        except TimeoutError as error:
            raise _after_first_byte(PrinterCondition.TIMEOUT, error) from error
        except OSError as error:
            raise _after_first_byte(PrinterCondition.OFFLINE, error) from error

    def _paper_after(self, channel: Channel) -> PaperStatus:
        if not self.answers:
            return PaperStatus.UNKNOWN
        try:
            paper = status.paper(self._ask(channel, status.ASK_PAPER))
        except OSError as error:
            raise _after_first_byte(PrinterCondition.OFFLINE, error) from error
        if paper is PaperStatus.UNKNOWN:
            raise _after_first_byte(PrinterCondition.TIMEOUT, "silent after the job")
        if paper is PaperStatus.OUT:
            raise _after_first_byte(PrinterCondition.PAPER_OUT, "ran out during the job")
        return paper

    def _ask(self, channel: Channel, question: bytes) -> bytes:
        """The answer to one question; what came unasked before it is thrown away."""
        channel.receive(0)
        channel.send(question)
        return channel.receive(self.reply_seconds)


def _after_first_byte(reason: PrinterCondition, detail: object) -> PrinterTrouble:
    return PrinterTrouble(reason, sent=True, detail=str(detail))
