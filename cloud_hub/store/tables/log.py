"""The logs that the hub writes for its offices: records in order, and the head of each log."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from cloud_hub.store.columns import Instant, metadata

dn_heads = Table(
    "dn_heads",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)

dn_records = Table(
    "dn_records",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("id", String(26), nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("personal", Text),
    Column("at", Instant, nullable=False),
)
