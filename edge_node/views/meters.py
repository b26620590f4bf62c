"""Numbers of the running office for Prometheus, read when they are asked for.

Labels are ids of services, counters, printers and states. No ticket, no person.
"""

import sqlite3
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from edge_node.store.counters import counter_states
from edge_node.store.devices import devices
from edge_node.store.events import latest_seq
from edge_node.store.unit import Office, fact


def meters(office: Office, streams: int) -> bytes:
    """The numbers in Prometheus' text format; `streams` is how many screens listen."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Meters(office, streams))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Meters(Collector):
    def __init__(self, office: Office, streams: int) -> None:
        self._office = office
        self._streams = streams

    def collect(self) -> Iterable[Metric]:
        """Every number from one state of the database."""
        document = self._office.document
        with self._office.database.snapshot() as connection:
            yield _tickets(connection)
            yield _papers(connection)
            yield _announcements(connection)
            yield _devices(connection)
            events = CounterMetricFamily("okienko_events", "Events of the log so far")
            events.add_metric([], latest_seq(connection))
            yield events
            counters = GaugeMetricFamily(
                "okienko_counter_open", "1 for an open counter", labels=["counter"]
            )
            for id, state in counter_states(connection, document).items():
                counters.add_metric([id], float(state.state == "open"))
            yield counters
        yield GaugeMetricFamily("okienko_streams", "Screens that listen", value=self._streams)


def _tickets(connection: sqlite3.Connection) -> Metric:
    family = GaugeMetricFamily(
        "okienko_tickets", "Tickets of the day by state", labels=["service", "state"]
    )
    rows = connection.execute(
        "SELECT service, state, count(*) FROM tickets WHERE day = ? GROUP BY service, state",
        (fact(connection, "day"),),
    )
    for service, state, count in rows:
        family.add_metric([service, state], count)
    return family


def _papers(connection: sqlite3.Connection) -> Metric:
    family = GaugeMetricFamily(
        "okienko_print_jobs", "Papers by printer and state", labels=["printer", "state"]
    )
    rows = connection.execute(
        "SELECT printer, state, count(*) FROM print_jobs GROUP BY printer, state"
    )
    for printer, state, count in rows:
        family.add_metric([printer, state], count)
    return family


def _announcements(connection: sqlite3.Connection) -> Metric:
    family = GaugeMetricFamily(
        "okienko_announcements", "Announcements by speaker and state", labels=["speaker", "state"]
    )
    rows = connection.execute(
        "SELECT speaker, state, count(*) FROM announcements GROUP BY speaker, state"
    )
    for speaker, state, count in rows:
        family.add_metric([speaker, state], count)
    return family


def _devices(connection: sqlite3.Connection) -> Metric:
    family = GaugeMetricFamily(
        "okienko_device_state", "1 for the state a device is in", labels=["device", "state"]
    )
    for device in devices(connection):
        family.add_metric([device.name, device.state], 1)
    return family
