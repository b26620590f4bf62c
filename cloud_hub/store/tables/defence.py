"""How often somebody asked in a span of time; addresses and contacts only as keyed hashes."""

from sqlalchemy import Column, Integer, String, Table

from cloud_hub.store.columns import Instant, metadata

counts = Table(
    "counts",
    metadata,
    Column("key", String, primary_key=True),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("hits", Integer, nullable=False),
)
