"""What people have answered on the way to a booking; forgotten soon, because it is personal."""

from sqlalchemy import Column, LargeBinary, String, Table

from cloud_hub.store.columns import Instant, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("session", String, primary_key=True),
    Column("answers", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
