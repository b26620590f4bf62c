"""The papers of one visit are found without a look at all others."""

import pytest

from edge_node.store.print_jobs import latest_visit_job
from edge_node.store.unit import Office

BOOKED = """INSERT INTO bookings (id, version, state, service, start, day, minutes, number,
code_mac, more_services, persons, language, priority, eticket, source, known_at)
VALUES ('nobody', 1, 'confirmed', 'id_cards', '', '', 5, 'U1', '', '[]', 1,
'pl', 0, '', 'hub', '')"""


def test_the_paper_of_a_visit_is_looked_up(office: Office) -> None:
    connection, asked = office.database.read(), list[str]()
    connection.set_trace_callback(asked.append)
    assert latest_visit_job(connection, "nobody") is None
    connection.set_trace_callback(None)
    assert "print_jobs_of_visit" in plan(office, asked[0])


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM print_jobs WHERE booking = 'nobody'", "DELETE FROM bookings WHERE id = 'nobody'"],
)
def test_erasing_a_visit_looks_through_no_papers(office: Office, statement: str) -> None:
    """The second one would by its foreign key, which no plan shows: so the steps are counted."""
    with office.database.write() as connection:
        connection.executemany(
            """INSERT INTO print_jobs (printer, kind, state, copy, attempts, created_at,
            valid_until, changed_at, detail)
            VALUES ('p', 'test', 'printed', 0, 0, '', '', '', ?)""",
            [(str(n),) for n in range(5000)],
        )
        connection.execute(BOOKED)
        steps = list[int]()
        connection.set_progress_handler(lambda: steps.append(1), 100)
        connection.execute(statement)
        connection.set_progress_handler(None, 0)
    assert len(steps) < 5


def plan(office: Office, statement: str) -> str:
    steps = office.database.read().execute(f"EXPLAIN QUERY PLAN {statement}")
    return " ".join(step["detail"] for step in steps)
