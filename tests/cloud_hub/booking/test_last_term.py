"""Fifty people want the last term at the same moment: one gets it, 49 get a friendly no."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy import func, select

from cloud_hub.booking.holding import hold
from cloud_hub.booking.wishes import HoldWish
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Hub
from queue_core.domain.errors import Refused
from tests.cloud_hub.booking.story import PLACE, browser, held, starts

PEOPLE = 50
ONE_OF_MANY = """
import sys
from datetime import datetime
from tests.cloud_hub.booking.test_last_term import press_together
from tests.cloud_hub.sample import new_hub
from cloud_hub.store.database import Database
url, name, start = sys.argv[1:]
hub = new_hub(Database(url))
print("ready", flush=True)
sys.stdin.readline()
print(" ".join(press_together(hub, name, datetime.fromisoformat(start), people=10)))
"""


def press_together(hub: Hub, name: str, start: datetime, people: int) -> list[str]:
    """So many browsers press at once; what each was answered."""
    together = Barrier(people)

    def press(number: int) -> str:
        together.wait()
        try:
            hold(hub, browser(f"{name}{number}"), HoldWish(*PLACE, start))
        except Refused as refused:
            return refused.code
        return "held"

    with ThreadPoolExecutor(people) as crowd:
        return list(crowd.map(press, range(people)))


def seats_taken(hub: Hub) -> int:
    with hub.database.read() as connection:
        return connection.execute(select(func.count()).select_from(seats)).scalar_one()


def last_seat(hub: Hub) -> datetime:
    """A term with one seat left."""
    start = starts(hub)[20]
    held(hub, "first", start)
    return start


def test_fifty_threads_and_one_term(hub: Hub) -> None:
    start = last_seat(hub)
    answers = Counter(press_together(hub, "p", start, PEOPLE))
    assert answers == {"held": 1, "term_taken": PEOPLE - 1}
    assert seats_taken(hub) == 2 * 3
    with hub.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(bookings)).scalar_one() == 2


def test_five_processes_and_one_term(hub: Hub) -> None:
    start = last_seat(hub)
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_MANY, hub.database.url, f"q{n}-", start.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(5)
    ]
    for process in crowd:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = Counter(word for p in crowd for word in p.communicate(timeout=120)[0].split())
    assert answers == {"held": 1, "term_taken": PEOPLE - 1}
    assert seats_taken(hub) == 2 * 3


def test_neighbours_that_overlap_never_wait_for_each_other_for_ever(hub: Hub) -> None:
    """Visits of different lengths in one calendar cross each other's cells."""
    place = ("administracja", "id_card")
    wishes = [
        HoldWish(*place, start, persons)
        for start in starts(hub, place=place)[40:46]
        for persons in (1, 2, 3, 4)
    ]

    def press(number: int) -> str:
        try:
            hold(hub, browser(f"n{number}"), wishes[number % len(wishes)])
        except Refused as refused:
            return refused.code
        return "held"

    with ThreadPoolExecutor(24) as crowd:
        answers = Counter(crowd.map(press, range(48)))
    assert set(answers) == {"held", "term_taken"}
    with hub.database.read() as connection:
        most = connection.execute(
            select(func.count()).select_from(seats).group_by(seats.c.cell)
        ).scalars()
        assert max(most) <= 3
