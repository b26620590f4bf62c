"""An office document is refused as a whole, with every fault named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from queue_core.domain.office import (
    Board,
    Counter,
    DayException,
    Hours,
    Kiosk,
    OfficeDocument,
    Service,
    ServiceGroup,
    Slide,
    Slip,
    Speaker,
)
from queue_core.domain.office_check import faults
from tests.edge_node.sample import SAMPLE, SERVICES


def test_the_sample_office_has_no_fault() -> None:
    assert faults(SAMPLE) == []


def test_an_office_and_its_services_may_each_have_an_exception_of_one_date() -> None:
    assert faults(closed_for((), ("id_cards",), ("residence",))) == []


def with_service(**changed: object) -> OfficeDocument:
    return replace(SAMPLE, services=(replace(SERVICES[0], **changed), SERVICES[1]))


def with_counter(counter: Counter) -> OfficeDocument:
    return replace(SAMPLE, counters=(*SAMPLE.counters, counter))


def _late(hours: Hours) -> Hours:
    return replace(hours, last_ticket=hours.serving_until.replace(hour=23))


def with_exception(*hours: time) -> OfficeDocument:
    return replace(SAMPLE, exceptions=(DayException(date(2026, 12, 24), False, *hours),))


def closed_for(*services: tuple[str, ...]) -> OfficeDocument:
    eve = date(2026, 12, 24)
    return replace(SAMPLE, exceptions=tuple(DayException(eve, services=s) for s in services))


ENGLISH = {"en": "Only in English"}
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
    "a note without Polish": (lambda: with_service(note=ENGLISH), "note: the Polish text"),
    "a description without Polish": (
        lambda: with_service(descriptions=ENGLISH),
        "description: the Polish text",
    ),
    "a ticker without Polish": (
        lambda: replace(SAMPLE, boards=(Board("1", ticker=ENGLISH),)),
        'board "1", ticker: the Polish text',
    ),
    "a slide without Polish": (
        lambda: replace(SAMPLE, boards=(Board("1", slides=(Slide(texts=ENGLISH),)),)),
        'board "1", slide 1: the Polish text',
    ),
    "a slip text without Polish": (
        lambda: replace(SAMPLE, slip=Slip(top_text=ENGLISH)),
        "slip, top_text: the Polish text",
    ),
    "a visit that takes no time": (lambda: with_service(mean_minutes=0.0), "mean_minutes must"),
    "a time zone that nobody knows": (
        lambda: replace(SAMPLE, timezone="Europe/Thorn"),
        'timezone: there is no "Europe/Thorn"',
    ),
    "a time zone that is a path": (
        lambda: replace(SAMPLE, timezone="../etc/passwd"),
        "timezone: there is no",
    ),
    "a block that no slip has": (
        lambda: replace(SAMPLE, slip=Slip(blocks=("number", "horoscope"))),
        "unknown_block",
    ),
    "a slip without its number": (
        lambda: replace(SAMPLE, slip=Slip(blocks=("header",))),
        "number_missing",
    ),
    "an exception whose hours are half given": (
        lambda: with_exception(time(8)),
        "exception 2026-12-24: opens and last_ticket are needed",
    ),
    "an exception whose hours are out of order": (
        lambda: with_exception(time(8), time(12), time(11)),
        "exception 2026-12-24: hours are not in order",
    ),
    "two exceptions for one date": (
        lambda: replace(SAMPLE, exceptions=(DayException(date(2026, 12, 24)),) * 2),
        'exception "2026-12-24" is there 2 times',
    ),
    "two exceptions for one service on one date": (
        lambda: closed_for(("id_cards",), ("residence", "id_cards")),
        'exception "2026-12-24 for id_cards" is there 2 times',
    ),
    "an exception for what is not there": (
        lambda: closed_for(("passports",)),
        'exception 2026-12-24: there is no service "passports"',
    ),
    "an exception for what issues no tickets": (
        lambda: replace(
            closed_for(("id_cards",)),
            services=(replace(SERVICES[0], information_only=True), SERVICES[1]),
        ),
        'exception 2026-12-24: service "id_cards" issues no tickets',
    ),
    "an exception with a reason without Polish": (
        lambda: replace(SAMPLE, exceptions=(DayException(date(2026, 12, 24), reason=ENGLISH),)),
        "exception 2026-12-24, reason: the Polish text",
    ),
    "two hours for one weekday": (
        lambda: replace(SAMPLE, hours=SAMPLE.hours[:1] * 2),
        "office, weekday 0: hours are there 2 times",
    ),
    "a group that is not there": (
        lambda: with_service(group="residents"),
        'there is no group "residents"',
    ),
    "two groups with one id": (
        lambda: replace(SAMPLE, groups=(ServiceGroup("g", {"pl": "G"}),) * 2),
        'group "g" is there 2 times',
    ),
    "a counter that no address can name": (
        lambda: with_counter(Counter("9/a", (("residence",),))),
        'counter "9/a": an id has only',
    ),
    "a kiosk that no address can name": (
        lambda: replace(SAMPLE, kiosks=(Kiosk("hol główny"),)),
        'kiosk "hol główny": an id has only',
    ),
    "a counter that speaks a language nobody can choose": (
        lambda: with_counter(Counter("9", (("residence",),), languages=("de",))),
        'counter "9": there is no language "de"',
    ),
    "a board without an id": (lambda: replace(SAMPLE, boards=(Board(""),)), 'board "": an id'),
    "a speaker that no address can name": (
        lambda: replace(SAMPLE, speakers=(Speaker("1?"),)),
        'speaker "1?": an id has only',
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_refused_is(what: str) -> None:
    document, told = WRONG[what]
    assert any(told in fault for fault in faults(document())), faults(document())
