"""From the queue of jobs to paper, whatever the printer does."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from fake_jobs import FakeJobs, FakePrinter, number_only

from edge_node.devices.printer.port import PrinterTrouble
from edge_node.devices.printer.spooler import Spooler, SpoolerThread
from queue_core.clock import FixedClock, SystemClock
from queue_core.domain.errors import Refused
from queue_core.domain.printing import PrinterCondition, PrintState
from queue_core.domain.slip import Slip

NOON = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


class Bench:
    """A spooler with its fakes; time moves only when told to."""

    def __init__(self) -> None:
        self.jobs = FakeJobs()
        self.printer = FakePrinter()
        self.clock = FixedClock(NOON)
        self.spooler = Spooler(
            "kiosk", self.printer, jobs=self.jobs, to_bytes=number_only, clock=self.clock
        )

    def add(self, text: str = "A001", valid_until: datetime = LATER) -> int:
        return self.jobs.add(text, valid_until)

    def steps(self, count: int = 1) -> list[float]:
        waits = []
        for _ in range(count):
            waits.append(self.spooler.step())
            self.clock.advance(seconds=waits[-1])
        return waits


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_jobs_are_printed_once_and_in_order(bench: Bench) -> None:
    for text in ("A001", "A002", "A003"):
        bench.add(text)
    bench.steps(6)
    assert bench.printer.papers == [b"A001", b"A002", b"A003"]
    assert set(bench.jobs.states.values()) == {PrintState.PRINTED}


def test_a_trouble_before_the_first_byte_gives_the_job_back(bench: Bench) -> None:
    job = bench.add()
    bench.printer.trouble = PrinterTrouble(PrinterCondition.OFFLINE)
    bench.steps()
    assert bench.jobs.states[job] is PrintState.QUEUED
    bench.printer.trouble = None
    bench.steps()
    assert bench.printer.papers == [b"A001"]


def test_a_trouble_after_the_first_byte_never_prints_again_by_itself(bench: Bench) -> None:
    job = bench.add()
    bench.printer.trouble = PrinterTrouble(PrinterCondition.TIMEOUT, sent=True)
    bench.steps()
    bench.printer.trouble = None
    bench.steps(5)
    assert bench.jobs.states[job] is PrintState.UNKNOWN
    assert bench.jobs.details[job] == "timeout"
    assert bench.printer.papers == []


def test_a_job_found_half_done_at_the_start_is_unknown(bench: Bench) -> None:
    """A kill between sending and finishing: nobody knows if paper came out (B-11)."""
    job = bench.add()
    bench.jobs.take_next("kiosk", NOON)
    bench.spooler.begin()
    bench.steps(3)
    assert bench.jobs.states[job] is PrintState.UNKNOWN
    assert bench.printer.papers == []


def test_a_crash_between_sending_and_finishing_puts_no_number_on_two_papers(bench: Bench) -> None:
    def crash(*_arguments: object) -> None:
        raise OSError("the power went")

    job = bench.add()
    finish, bench.jobs.finish = bench.jobs.finish, crash
    with pytest.raises(OSError, match="power"):
        bench.steps()
    bench.jobs.finish = finish
    reborn = Spooler(
        "kiosk", bench.printer, jobs=bench.jobs, to_bytes=number_only, clock=bench.clock
    )
    reborn.begin()
    reborn.step()
    assert bench.jobs.states[job] is PrintState.UNKNOWN
    assert bench.printer.papers == [b"A001"]


def test_jobs_of_the_night_are_not_printed_in_the_morning(bench: Bench) -> None:
    old = bench.add("A001", NOON + timedelta(minutes=10))
    bench.printer.state = PrinterCondition.PAPER_OUT
    bench.steps()
    bench.clock.advance(hours=15)
    bench.printer.state = PrinterCondition.READY
    fresh = bench.add("A002", bench.clock.now() + timedelta(hours=1))
    bench.steps(3)
    assert bench.jobs.states[old] is PrintState.DROPPED
    assert bench.jobs.states[fresh] is PrintState.PRINTED
    assert bench.printer.papers == [b"A002"]


def test_printing_resumes_within_two_seconds_of_new_paper(bench: Bench) -> None:
    job = bench.add()
    bench.printer.state = PrinterCondition.PAPER_OUT
    assert bench.steps(4) == [2.0] * 4
    assert bench.jobs.states[job] is PrintState.QUEUED
    bench.printer.state = PrinterCondition.READY
    bench.steps()
    assert bench.jobs.states[job] is PrintState.PRINTED


def test_a_lost_printer_is_tried_at_growing_distances(bench: Bench) -> None:
    bench.add()
    bench.printer.state = PrinterCondition.OFFLINE
    assert bench.steps(7) == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_staff_hear_of_a_change_at_once_and_of_the_same_state_every_half_minute(
    bench: Bench,
) -> None:
    bench.printer.state = PrinterCondition.PAPER_OUT
    bench.steps(15)
    assert bench.jobs.reports == [PrinterCondition.PAPER_OUT]
    bench.steps(1)
    assert bench.jobs.reports == [PrinterCondition.PAPER_OUT] * 2
    bench.printer.state = PrinterCondition.PAPER_LOW
    bench.steps(1)
    assert bench.jobs.reports[-1] is PrinterCondition.PAPER_LOW


def test_paper_that_runs_low_is_noticed_without_a_job(bench: Bench) -> None:
    bench.steps(2)
    bench.printer.state = PrinterCondition.PAPER_LOW
    bench.steps(16)
    assert bench.jobs.reports[-1] is PrinterCondition.PAPER_LOW


def test_an_idle_printer_is_not_asked_all_the_time(bench: Bench) -> None:
    bench.steps(60)
    assert bench.printer.asked <= 6


def test_a_slip_that_cannot_be_drawn_does_not_stop_the_others(bench: Bench) -> None:
    def to_bytes(slip: Slip) -> bytes:
        if slip.number == "spoilt":
            raise Refused("font_missing")
        return bytes([int(slip.number)])

    spooler = Spooler("kiosk", bench.printer, jobs=bench.jobs, to_bytes=to_bytes, clock=bench.clock)
    spoilt, wrong, good = bench.add("spoilt"), bench.add("text"), bench.add("65")
    for _ in range(3):
        spooler.step()
    assert bench.jobs.states[spoilt] is PrintState.FAILED
    assert bench.jobs.details[spoilt] == "font_missing"
    assert bench.jobs.details[wrong] == "cannot_render"
    assert bench.jobs.states[good] is PrintState.PRINTED


def wait_until(holds, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.002)


def test_a_woken_thread_prints_at_once_and_survives_a_fault_of_the_table() -> None:
    jobs, printer = FakeJobs(), FakePrinter()
    spooler = Spooler("kiosk", printer, jobs=jobs, to_bytes=number_only, clock=SystemClock())
    broken = [True]
    real = jobs.take_next

    def take_next(name: str, now: datetime):
        if broken[0]:
            broken[0] = False
            raise OSError("the card is full")
        return real(name, now)

    jobs.take_next = take_next
    thread = SpoolerThread(spooler)
    thread.start()
    wait_until(lambda: not broken[0])
    jobs.add("A001", datetime.now(UTC) + timedelta(hours=1))
    thread.wake()
    wait_until(lambda: printer.papers == [b"A001"])
    thread.stop()


def test_a_printer_that_hangs_delays_no_other_printer() -> None:
    until = datetime.now(UTC) + timedelta(hours=1)

    class Hanging(FakePrinter):
        def print(self, data: bytes):
            time.sleep(1.5)
            return super().print(data)

    threads, tables, printers = [], [], [Hanging(), FakePrinter()]
    for number, printer in enumerate(printers):
        jobs = FakeJobs()
        jobs.add("A001", until)
        spooler = Spooler(
            f"printer {number}", printer, jobs=jobs, to_bytes=number_only, clock=SystemClock()
        )
        threads.append(SpoolerThread(spooler))
        tables.append(jobs)
    for thread in threads:
        thread.start()
    wait_until(lambda: bool(printers[1].papers), 1.0)
    assert not printers[0].papers
    for thread in threads:
        thread.stop()
