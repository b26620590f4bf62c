"""Messages to people, written with the reason for them and sent later."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from cloud_hub.store.columns import Instant, metadata

outgoing_messages = Table(
    "outgoing_messages",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("kind", String, nullable=False),
    Column("to_phone", String),
    Column("to_email", String),
    Column("language", String, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("booking", String(26), index=True),
    Column("send_at", Instant, nullable=False),
    Column("not_after", Instant),
    Column("state", String, nullable=False),
    Column("written_at", Instant, nullable=False),
)
