"""Ports of a demonstration: the usual ones, or others where somebody is there already."""

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from okienko.demo.city.build import USUAL_PORTS, City
from okienko.demo.city.welcome import moved
from okienko.demo.ports import free_ports


def taken_port() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_a_free_port_is_given_and_a_taken_one_is_not() -> None:
    with taken_port() as taken:
        occupied = taken.getsockname()[1]
        (free,) = free_ports([0])
        assert free_ports([free]) == [free]
        assert free_ports([occupied]) != [occupied]


def test_no_port_is_given_twice() -> None:
    (free,) = free_ports([0])
    found = free_ports([free, free, *(0 for _ in range(20))])
    assert len(set(found)) == len(found)


def test_whoever_starts_it_is_told_which_port_was_taken() -> None:
    places = [SimpleNamespace(web_port=USUAL_PORTS.node + n) for n in range(5)]
    places[2].web_port = 40123
    hub = SimpleNamespace(
        web_port=USUAL_PORTS.hub, sms_port=USUAL_PORTS.sms, mail_port=USUAL_PORTS.mail
    )
    city = SimpleNamespace(
        folder=Path(),
        hub=SimpleNamespace(place=hub),
        offices=[SimpleNamespace(place=place) for place in places],
    )
    said = list(moved(cast("City", city)))
    assert said == [f"port {USUAL_PORTS.node + 2} is taken by another program; 40123 instead"]
