"""Real connections to a simulated printer that behaves well or badly, and other transports."""

import errno
import os
import pty
import socket
import subprocess
import sys
import threading
import time
import tty
from pathlib import Path

import pytest
import usb.core

from edge_node.devices.printer.conversation import EscPosPrinter
from edge_node.devices.printer.file import FileTransport
from edge_node.devices.printer.network import NetworkTransport
from edge_node.devices.printer.port import PrinterTrouble
from edge_node.devices.printer.roll import Behaviour, Roll
from edge_node.devices.printer.serial import SerialTransport
from edge_node.devices.printer.simulated import SimulatedPrinter
from edge_node.devices.printer.usb import UsbTransport, _claim
from queue_core.domain.printing import PaperStatus, PrinterCondition

JOB = b"\x1b@" + b"A012\n" * 40 + b"\x1dV\x00"


@pytest.fixture
def simulated():
    with SimulatedPrinter() as printer:
        yield printer


def printer_at(port: int, **settings) -> EscPosPrinter:
    return EscPosPrinter(NetworkTransport("127.0.0.1", port, 1.0), **settings)


def trouble_of(printer: EscPosPrinter, job: bytes = JOB) -> PrinterTrouble:
    with pytest.raises(PrinterTrouble) as raised:
        printer.print(job)
    return raised.value


def wait_until(holds, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.002)


def test_a_job_arrives_whole_and_the_paper_is_known(simulated) -> None:
    assert printer_at(simulated.port).print(JOB) is PaperStatus.OK
    assert simulated.roll.papers == [JOB]


def test_low_paper_is_noticed_while_printing_goes_on(simulated) -> None:
    simulated.roll.load(3)
    assert printer_at(simulated.port).print(JOB) is PaperStatus.LOW
    assert printer_at(simulated.port).condition() is PrinterCondition.PAPER_LOW


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (Behaviour.OUT, PrinterCondition.PAPER_OUT),
        (Behaviour.COVER_OPEN, PrinterCondition.COVER_OPEN),
        (Behaviour.MUTE, PrinterCondition.TIMEOUT),
    ],
)
def test_nothing_is_sent_to_a_printer_that_cannot_print(simulated, behaviour, reason) -> None:
    simulated.roll.set(behaviour)
    printer = printer_at(simulated.port, reply_seconds=0.1)
    trouble = trouble_of(printer)
    assert (trouble.reason, trouble.sent) == (reason, False)
    assert printer.condition() is reason
    assert simulated.roll.papers == []
    assert simulated.roll.lost == 0


def test_a_roll_that_ends_with_the_job_leaves_it_unknown(simulated) -> None:
    simulated.roll.load(1)
    trouble = trouble_of(printer_at(simulated.port))
    assert (trouble.reason, trouble.sent) == (PrinterCondition.PAPER_OUT, True)


class DyingChannel:
    """Answers until the job is sent, then never again."""

    def __init__(self) -> None:
        self.sent = b""

    def open(self) -> "DyingChannel":
        return self

    def send(self, data: bytes) -> None:
        self.sent += data

    def receive(self, seconds: float) -> bytes:
        return b"\x12" if seconds and JOB not in self.sent else b""

    def close(self) -> None:
        """Nothing is held."""


def test_a_printer_that_falls_silent_after_the_job_leaves_it_unknown() -> None:
    trouble = trouble_of(EscPosPrinter(DyingChannel()))
    assert (trouble.reason, trouble.sent) == (PrinterCondition.TIMEOUT, True)


def test_a_connection_reset_in_the_job_leaves_it_unknown(simulated) -> None:
    simulated.roll.set(Behaviour.RESET)
    trouble = trouble_of(printer_at(simulated.port), JOB * 2000)
    assert (trouble.reason, trouble.sent) == (PrinterCondition.OFFLINE, True)


def test_a_slow_printer_prints(simulated) -> None:
    simulated.roll.set(Behaviour.SLOW)
    simulated.slow_seconds = 0.05
    assert printer_at(simulated.port).print(JOB) is PaperStatus.OK


def test_a_printer_too_slow_to_answer_is_given_up_in_time(simulated) -> None:
    simulated.roll.set(Behaviour.SLOW)
    simulated.slow_seconds = 1.0
    started = time.monotonic()
    assert trouble_of(printer_at(simulated.port, reply_seconds=0.1)).sent is False
    assert time.monotonic() - started < 0.8


def test_a_printer_set_up_as_one_way_is_not_asked_and_its_paper_unknown(simulated) -> None:
    simulated.roll.set(Behaviour.MUTE)
    assert printer_at(simulated.port, answers=False).print(JOB) is PaperStatus.UNKNOWN
    wait_until(lambda: simulated.roll.papers == [JOB])


def test_a_missing_printer_is_offline_and_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    trouble = trouble_of(printer_at(port))
    assert (trouble.reason, trouble.sent) == (PrinterCondition.OFFLINE, False)
    assert printer_at(port).condition() is PrinterCondition.OFFLINE


def test_a_printer_that_stops_reading_is_given_up_in_time() -> None:
    """Its buffer is full and nobody empties it: some bytes went out, so nobody knows."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        transport = NetworkTransport("127.0.0.1", port, 0.3)
        trouble = trouble_of(EscPosPrinter(transport, answers=False), b"x" * 30_000_000)
    assert (trouble.reason, trouble.sent) == (PrinterCondition.TIMEOUT, True)


def test_a_question_inside_a_picture_is_not_answered(simulated) -> None:
    picture = b"\x1dv0\x00\x03\x00\x02\x00" + b"\x10\x04\x01" * 2
    job = b"\x1b@" + picture + b"\x1dV\x00"
    with socket.create_connection(("127.0.0.1", simulated.port)) as line:
        for byte in job:  # cut at every byte
            line.sendall(bytes([byte]))
        line.settimeout(0.1)
        with pytest.raises(TimeoutError):
            line.recv(1)
    wait_until(lambda: simulated.roll.papers == [job])


def test_each_paper_of_the_simulation_is_kept_in_its_folder(tmp_path: Path) -> None:
    with SimulatedPrinter(roll=Roll(folder=tmp_path)) as simulated:
        for _ in range(2):
            printer_at(simulated.port).print(JOB)
    assert [path.read_bytes() for path in sorted(tmp_path.glob("*.bin"))] == [JOB, JOB]


def test_another_process_drives_the_simulation(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "edge_node.devices.printer.simulated", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--folder", str(tmp_path), "--roll", "9"], stdout=subprocess.PIPE, text=True
    )
    try:
        _, port, _, control = process.stdout.readline().split()
        printer = printer_at(int(port))
        assert printer.print(JOB) is PaperStatus.OK
        with socket.create_connection(("127.0.0.1", int(control))) as line:
            hand = line.makefile("rw")
            assert tell(hand, "STATE") == "ok papers=1 left=8 lost=0"
            assert tell(hand, "SET out").startswith("out ")
            assert printer.condition() is PrinterCondition.PAPER_OUT
            assert tell(hand, "LOAD 50") == "ok papers=1 left=50 lost=0"
            assert tell(hand, "SET sideways") == "ERROR bad value"
            assert tell(hand, "DANCE") == "ERROR unknown word"
        assert printer.condition() is PrinterCondition.READY
    finally:
        process.terminate()
        process.wait(5)
        process.stdout.close()


def tell(hand, line: str) -> str:
    hand.write(line + "\n")
    hand.flush()
    return hand.readline().strip()


@pytest.fixture
def serial_line():
    """A pseudo terminal with a printer behind it that answers "paper low"."""
    ours, theirs = pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    received = bytearray()

    def behave() -> None:
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:
                return
            received.extend(data)
            if data[-3:-1] == b"\x10\x04":
                os.write(ours, b"\x1e" if data[-1] == 4 else b"\x12")

    thread = threading.Thread(target=behave, daemon=True)
    thread.start()
    yield os.ttyname(theirs), received
    os.close(theirs)
    thread.join(2)
    os.close(ours)


@pytest.mark.parametrize("transport", [SerialTransport, FileTransport])
def test_a_device_file_is_asked_and_written_to(transport, serial_line) -> None:
    path, received = serial_line
    assert EscPosPrinter(transport(path)).print(JOB) is PaperStatus.LOW
    assert JOB in bytes(received)


@pytest.mark.parametrize("transport", [SerialTransport, FileTransport])
def test_a_missing_device_file_is_offline(transport) -> None:
    printer = EscPosPrinter(transport("/dev/no_such_printer"))
    assert printer.condition() is PrinterCondition.OFFLINE
    assert trouble_of(printer).sent is False


def test_a_plain_file_collects_jobs(tmp_path: Path) -> None:
    path = tmp_path / "papers"
    printer = EscPosPrinter(FileTransport(str(path)), answers=False)
    assert printer.print(JOB) is PaperStatus.UNKNOWN
    printer.print(JOB)
    assert path.read_bytes() == JOB * 2


def test_a_usb_printer_that_is_not_plugged_in_is_offline() -> None:
    assert EscPosPrinter(UsbTransport(0x04B8, 0x0E15)).condition() is PrinterCondition.OFFLINE


class HeldDevice:
    """A USB device whose only interface is held by another program."""

    def get_active_configuration(self):
        raise usb.core.USBError("held", errno=errno.EBUSY)

    def set_configuration(self):
        raise usb.core.USBError("held", errno=errno.EBUSY)


def test_a_usb_printer_held_by_another_program_is_busy(monkeypatch) -> None:
    monkeypatch.setattr(UsbTransport, "_find", lambda _transport: HeldDevice())
    assert EscPosPrinter(UsbTransport(1, 2)).condition() is PrinterCondition.BUSY


def test_a_usb_device_without_a_way_out_is_no_printer() -> None:
    class Scanner:
        def get_active_configuration(self):
            return []

    with pytest.raises(PrinterTrouble):
        _claim(Scanner())
