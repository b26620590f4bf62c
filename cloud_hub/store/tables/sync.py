"""What the hub keeps of each node: its key, how far its log was applied, the records themselves,
when it was last there, and which process serves its office.

A node is one box with one key; a replaced box is another node of the same office.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from cloud_hub.store.columns import Instant, metadata

nodes = Table(
    "nodes",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False, index=True),
    Column("key", String(64), nullable=False),
    Column("since", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("twin_since", Instant),
)
"""`twin_since`: it opened three epochs within an hour, so no new one of it is taken."""
Index(
    "uq_nodes_present",
    nodes.c.office,
    unique=True,
    sqlite_where=nodes.c.revoked_at.is_(None),
    postgresql_where=nodes.c.revoked_at.is_(None),
)

up_cursors = Table(
    "up_cursors",
    metadata,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("epoch", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

up_records = Table(
    "up_records",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("node", ForeignKey("nodes.id"), nullable=False),
    Column("counter", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""What the nodes told, as it came, for 35 days; known by its id, whichever box tells it again.
Personal fields are not kept here."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False, index=True),
    Column("node", ForeignKey("nodes.id"), nullable=False),
    Column("subject", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("personal", LargeBinary),
    Column("salt", String, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Records that could not be applied, raw, in order; later ones of the same subject follow."""

new_epochs = Table(
    "new_epochs",
    metadata,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("way", String(2), primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Epochs that a node opened, or called for, after its first."""

node_presence = Table(
    "node_presence",
    metadata,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("online", Boolean, nullable=False),
    Column("boot", Integer, nullable=False),
    Column("connection", Integer, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("alarms", JSON, nullable=False),
    Column("applied", Integer, nullable=False),
    Column("seen_at", Instant),
)
"""The node's latest word about itself; `applied` is how far it has taken the hub's log."""

boot_clocks = Table(
    "boot_clocks",
    metadata,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("boot", Integer, primary_key=True, autoincrement=False),
    Column("offset_ms", BigInteger, nullable=False),
    Column("round_trip_ms", Integer, nullable=False),
)
"""The hub's time at the start of each boot, as far as it is known."""

restores = Table(
    "restores",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("node", ForeignKey("nodes.id"), nullable=False),
    Column("counter", Integer, nullable=False),
    Column("epoch", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Offices whose node knows more of the hub's own log than the hub does, because the hub was
restored from a backup: how far it has been given back. No term of theirs is sold meanwhile."""

refused_messages = Table(
    "refused_messages",
    metadata,
    Column("code", String, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("last_at", Instant, nullable=False),
)
"""Messages that no link process could take, by the code of the reason; for the metrics."""

link_owners = Table(
    "link_owners",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Instant, nullable=False),
)
"""Which link process serves an office, and until when unless it says so again."""
