"""What the nodes told of their queues: tickets, events, the latest live state; and what people
asked the nodes for.

Nothing here is the hub's own fact but the commands: a node's word is entered as it came.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from cloud_hub.store.columns import Instant, metadata

hub_tickets = Table(
    "hub_tickets",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("number", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("service", String, nullable=False),
    Column("state", String, nullable=False),
    Column("token", String, nullable=False, index=True),
    Column("issue_seq", Integer, nullable=False),
    Column("queue_time", Instant, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("origin", String, nullable=False),
    Column("language", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("first_in_line", Boolean, nullable=False),
    Column("need", String),
    Column("booking", String, index=True),
    Column("booked_for", Instant),
    Column("arrived", Boolean, nullable=False),
    Column("kiosk", String),
    Column("counter", String),
    Column("clerk", String),
    Column("calls", Integer, nullable=False),
    Column("more_services", JSON, nullable=False),
    Column("served_services", JSON, nullable=False),
    Column("called_at", Instant),
    Column("serving_at", Instant),
    Column("ended_at", Instant),
    Column("parked_seconds", Integer, nullable=False),
    Column("time_reliable", Boolean, nullable=False),
    Column("people_before", Integer),
    Column("wait_low", Integer),
    Column("wait_high", Integer),
)
"""Each ticket as its latest event left it; `seq` is that event's number."""
Index("ix_hub_tickets_day", hub_tickets.c.office, hub_tickets.c.day, hub_tickets.c.version)

hub_events = Table(
    "hub_events",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("uptime_ms", BigInteger, primary_key=True),
    Column("day", Date, nullable=False),
    Column("action", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("clock_synced", Boolean, nullable=False),
    Column("ticket", String),
    Column("service", String),
    Column("state", String),
    Column("counter", String),
    Column("clerk", String),
    Column("facts", JSON, nullable=False),
)
"""Every event of every office. `seq` alone names none: a replaced card counts from 1 again."""
Index("ix_hub_events_day", hub_events.c.office, hub_events.c.day, hub_events.c.name)
Index("ix_hub_events_ticket", hub_events.c.office, hub_events.c.ticket)

hub_undone = Table(
    "hub_undone",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("undone_by", Integer, nullable=False),
)
"""Events that were taken back, by the event that did so; it may come before or after them."""

live_queue = Table(
    "live_queue",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("services", JSON, nullable=False),
)
"""The latest queue of each office; `offices.seen_at` is when its node was last heard of."""

asked_commands = Table(
    "asked_commands",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("outcome", String),
    Column("answer", JSON),
    Column("answered_at", Instant),
)
"""What a node was asked to do and what it answered; `subject` is what the wish is about, such as
the token of an e-ticket. Nobody asks for the same twice before the answer."""
Index("ix_asked_commands_subject", asked_commands.c.subject, asked_commands.c.asked_at)
Index(
    "uq_asked_commands_unanswered",
    asked_commands.c.office,
    asked_commands.c.name,
    asked_commands.c.subject,
    unique=True,
    sqlite_where=asked_commands.c.outcome.is_(None),
    postgresql_where=asked_commands.c.outcome.is_(None),
)

turn_notices = Table(
    "turn_notices",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("token", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("contact", String),
    Column("people", Integer),
    Column("minutes", Integer),
    Column("language", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", String),
)
"""Who wants to be told when the turn is near. `contact` is personal and blank from the end on."""
Index(
    "uq_turn_notices_open",
    turn_notices.c.token,
    turn_notices.c.channel,
    unique=True,
    sqlite_where=turn_notices.c.ended_at.is_(None),
    postgresql_where=turn_notices.c.ended_at.is_(None),
)
Index("ix_turn_notices_office", turn_notices.c.office, turn_notices.c.ended_at)
