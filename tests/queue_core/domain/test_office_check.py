"""An office document is refused as a whole, with every fault named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_core.domain.office import Counter, Hours, Kiosk, OfficeDocument, Service
from queue_core.domain.office_check import faults
from tests.edge_node.sample import SAMPLE, SERVICES


def test_the_sample_office_has_no_fault() -> None:
    assert faults(SAMPLE) == []


def with_service(**changed: object) -> OfficeDocument:
    return replace(SAMPLE, services=(replace(SERVICES[0], **changed), SERVICES[1]))


def with_counter(counter: Counter) -> OfficeDocument:
    return replace(SAMPLE, counters=(*SAMPLE.counters, counter))


def _late(hours: Hours) -> Hours:
    return replace(hours, last_ticket=hours.serving_until.replace(hour=23))


WRONG: dict[str, tuple[Callable[[], OfficeDocument], str]] = {
    "two services with one id": (
        lambda: replace(SAMPLE, services=(*SERVICES, replace(SERVICES[0], prefix="Z"))),
        'service "id_cards" is there 2 times',
    ),
    "two services with one prefix": (lambda: with_service(prefix="B"), 'prefix "B" is there 2'),
    "a prefix that a booked visit of another service has": (
        lambda: replace(SAMPLE, services=(*SERVICES, Service("x", "AR", {"pl": "X"}))),
        'prefix "AR" would clash',
    ),
    "a prefix that nobody can read aloud": (lambda: with_service(prefix="7ł"), "only letters A"),
    "a counter that serves what is not there": (
        lambda: with_counter(Counter("9", (("nothing",),))),
        'counter "9": there is no service "nothing"',
    ),
    "a kiosk that offers what is not there": (
        lambda: replace(SAMPLE, kiosks=(Kiosk("1", services=("nothing",)),)),
        'kiosk "1": there is no service "nothing"',
    ),
    "a service without a Polish name": (
        lambda: with_service(names={"en": "Cards"}),
        "the Polish name is missing",
    ),
    "hours that end before they begin": (
        lambda: replace(SAMPLE, hours=(_late(SAMPLE.hours[0]),)),
        "hours are not in order",
    ),
    "a ratio with nothing on one side": (
        lambda: with_service(booked_ratio=(0, 1)),
        "booked_ratio must be 1 or more",
    ),
    "a service that is its own grandparent": (
        lambda: replace(
            SAMPLE,
            services=(
                replace(SERVICES[0], parent="residence"),
                replace(SERVICES[1], parent="id_cards"),
            ),
        ),
        "is its own parent",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_refused_is(what: str) -> None:
    document, told = WRONG[what]
    assert any(told in fault for fault in faults(document())), faults(document())
