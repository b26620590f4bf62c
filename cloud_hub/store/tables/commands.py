"""Commands that were carried out, with the answer they got; no personal data."""

from sqlalchemy import Column, LargeBinary, String, Table

from cloud_hub.store.columns import Instant, metadata

commands = Table(
    "commands",
    metadata,
    Column("id", String, primary_key=True),
    Column("wish", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("answer", LargeBinary, nullable=False),
)
