"""How many tickets for several matters (B-16)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.matters import tickets_for
from queue_core.domain.office import OfficeDocument, Service, ServiceGroup

OFFICE = OfficeDocument(
    id="town",
    name="Urząd",
    address="",
    services=tuple(
        Service(id, id.upper(), {"pl": id}, group=group)
        for id, group in [("a", "one"), ("b", "each"), ("c", "one"), ("d", "each"), ("e", "")]
    ),
    counters=(),
    groups=(
        ServiceGroup("one", {"pl": "razem"}, "one_ticket"),
        ServiceGroup("each", {"pl": "osobno"}, "ticket_each"),
    ),
)


def test_matters_of_a_group_with_one_ticket_share_it() -> None:
    assert tickets_for(OFFICE, ["c", "b", "a"]) == [("c", "a"), ("b",)]


def test_a_group_with_a_ticket_each_and_no_group_give_one_each() -> None:
    assert tickets_for(OFFICE, ["d", "e", "b"]) == [("d",), ("e",), ("b",)]


def test_a_group_that_the_office_does_not_know_shares_nothing() -> None:
    assert tickets_for(replace(OFFICE, groups=()), ["a", "c"]) == [("a",), ("c",)]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "unknown"])))
def test_every_matter_is_on_exactly_one_ticket(services: list[str]) -> None:
    placed = [id for matters in tickets_for(OFFICE, services) for id in matters]
    assert sorted(placed) == sorted(set(services))
