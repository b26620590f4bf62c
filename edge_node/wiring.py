"""The one place that chooses concrete parts: database, clock, printers, pins."""

from edge_node.config import NodeConfig
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache
from edge_node.store.unit import Office


def build_office(config: NodeConfig) -> Office:
    """The office of this machine; every process builds its own, after any fork."""
    return Office(Database(config.database_path), config.clock(), DocumentCache())
