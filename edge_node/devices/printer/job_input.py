"""The input side of a simulated printer: status questions picked out of a stream of a job.

The trap: picture data may hold the bytes of a question; only what stands between whole
commands is one.
"""

from dataclasses import dataclass

from edge_node.devices.paper.commands import Incomplete, split

_QUESTION = b"\x10\x04"


@dataclass
class JobInput:
    """Bytes of one connection. `data` is the job so far, without the questions."""

    data: bytes = b""
    _rest: bytes = b""

    def feed(self, received: bytes) -> list[bytes]:
        """Take bytes as they come; returns the questions in them, each of three bytes."""
        stream = self._rest + received
        questions: list[bytes] = []
        done = 0
        try:
            for command in split(stream):
                part = stream[done : command.end]
                done = command.end
                if command.name == _QUESTION:
                    questions.append(part)
                else:
                    self.data += part
        except Incomplete:
            pass  # the rest of the command comes with the next bytes
        self._rest = stream[done:]
        return questions

    def take(self) -> bytes:
        """The job so far; the next bytes begin another."""
        job, self.data = self.data, b""
        return job
