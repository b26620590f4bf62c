"""Messages to people, written with the reason for them and sent later.

Personal are `to_phone`, `to_email`, `facts` and `text`: erasing blanks them, the rest is history.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
)

from cloud_hub.store.columns import Instant, metadata

outgoing_messages = Table(
    "outgoing_messages",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("key", String, unique=True),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("to_phone", String),
    Column("to_email", String),
    Column("language", String, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("text", Text),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("booking", String(26), index=True),
    Column("priority", SmallInteger, nullable=False),
    Column("send_at", Instant, nullable=False),
    Column("not_after", Instant),
    Column("written_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
    Column("due_at", Instant),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("uncertain", Boolean, nullable=False, default=False),
    Column("gateway", String),
    Column("reference", String, nullable=False, server_default=""),
    Column("checks", SmallInteger, nullable=False, server_default="0"),
    Column("parts", Integer),
    Column("price", Numeric(12, 4)),
    Column("sent_at", Instant),
    Column("settled_at", Instant),
)
"""`due_at` is when the work process looks at it next: to send, to take it over from a worker that
died, or to ask what became of it. A message that is over has none."""

Index(
    "ix_outgoing_messages_due",
    outgoing_messages.c.priority,
    outgoing_messages.c.due_at,
    sqlite_where=outgoing_messages.c.due_at.is_not(None),
    postgresql_where=outgoing_messages.c.due_at.is_not(None),
)
Index("ix_outgoing_messages_written", outgoing_messages.c.office, outgoing_messages.c.written_at)
