"""Numbers of the hub's link for Prometheus, read when they are asked for.

Labels are ids of offices, codes of refusals and names of alarms. No booking, no person.
"""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cloud_hub.store.unit import Hub
from cloud_hub.sync.numbers import NodeNumbers, node_numbers
from cloud_hub.sync.refusals import refused_counts


def meters(hub: Hub) -> bytes:
    """The numbers in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Meters(hub))
    return generate_latest(registry)


class _Meters(Collector):
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def collect(self) -> Iterable[Metric]:
        """Every number from one state of the database."""
        with self._hub.database.read() as connection:
            refused, nodes = refused_counts(connection), node_numbers(connection)
        counted = CounterMetricFamily(
            "okienko_link_refused", "Messages of nodes that were not taken", labels=["code"]
        )
        for code, count in refused.items():
            counted.add_metric([code], count)
        yield counted
        yield _of_offices("behind", "Records that the node has not taken yet", nodes)
        yield _of_offices("set_aside", "Records of the node that could not be applied", nodes)
        yield from self._presence(nodes)

    def _presence(self, nodes: Iterable[NodeNumbers]) -> Iterable[Metric]:
        now = self._hub.clock.now()
        silence = GaugeMetricFamily(
            "okienko_node_silent_seconds", "Since the node was last heard of", labels=["office"]
        )
        alarms = GaugeMetricFamily(
            "okienko_node_alarm", "1 while it lasts", labels=["office", "alarm"]
        )
        for node in nodes:
            if node.seen_at is not None:
                silence.add_metric([node.office], max(0.0, (now - node.seen_at).total_seconds()))
            for alarm in node.alarms:
                alarms.add_metric([node.office, alarm], 1.0)
        return silence, alarms


def _of_offices(name: str, meaning: str, nodes: Iterable[NodeNumbers]) -> Metric:
    family = GaugeMetricFamily(f"okienko_node_{name}", meaning, labels=["office"])
    for node in nodes:
        family.add_metric([node.office], getattr(node, name))
    return family
