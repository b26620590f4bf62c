"""The logs that the hub writes for its offices: records in order, and the head of each log."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from cloud_hub.store.columns import Instant, metadata

dn_heads = Table(
    "dn_heads",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("epoch", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("node", String, nullable=False),
    Column("key", String, nullable=False),
)
"""`counter` and `epoch` are the life of the log, `node` and `key` what its chain is made with;
both are empty while no node is enrolled."""

dn_records = Table(
    "dn_records",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("id", String(26), nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    Column("personal", Text),
    Column("salt", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
"""The records of the present epoch alone: a new one begins with all that a node must know."""
