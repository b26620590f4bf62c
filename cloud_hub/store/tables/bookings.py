"""Bookings, the people behind them, the codes they were sent, and what happened.

Everything personal is in `booking_people`: erasing a person is one DELETE.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from cloud_hub.store.columns import Instant, metadata

bookings = Table(
    "bookings",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("institution", ForeignKey("institutions.id"), nullable=False),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("service", String, nullable=False),
    Column("calendar", String, nullable=False),
    Column("share", String, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("eticket", String, nullable=False, unique=True),
    Column("made_by", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("session", String),
    Column("expires_at", Instant),
    Column("extended", Boolean, nullable=False, default=False),
    Column("number", String),
    Column("code", String(6)),
    Column("confirmed_at", Instant),
    Column("moved_from", String(26)),
    Column("moved_to", String(26)),
    Column("lease", String(26)),
    Column("freed_at", Instant),
    Column("proved", Boolean, nullable=False, default=False),
    Column("ticket_state", String),
)
Index("ix_bookings_day", bookings.c.office, bookings.c.day, bookings.c.start)
Index("ix_bookings_code", bookings.c.institution, bookings.c.code)
Index(
    "uq_bookings_session",
    bookings.c.session,
    unique=True,
    sqlite_where=bookings.c.session.is_not(None),
    postgresql_where=bookings.c.session.is_not(None),
)
Index(
    "ix_bookings_expires_at",
    bookings.c.expires_at,
    sqlite_where=bookings.c.expires_at.is_not(None),
    postgresql_where=bookings.c.expires_at.is_not(None),
)

booking_people = Table(
    "booking_people",
    metadata,
    Column("booking", ForeignKey("bookings.id"), primary_key=True),
    Column("name", String, nullable=False, server_default=""),
    Column("company", String, nullable=False, server_default=""),
    Column("folded", String, nullable=False, server_default="", index=True),
    Column("phone", String, index=True),
    Column("email", String, index=True),
    Column("phone_wrong", Boolean, nullable=False, default=False),
    Column("email_wrong", Boolean, nullable=False, default=False),
    Column("fields", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

confirmation_codes = Table(
    "confirmation_codes",
    metadata,
    Column("booking", ForeignKey("bookings.id"), primary_key=True),
    Column("code_mac", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sends", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=False),
)

booking_events = Table(
    "booking_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("booking", ForeignKey("bookings.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("route", String, nullable=False),
    Column("facts", JSON, nullable=False),
)

number_counters = Table(
    "number_counters",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("service", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("last", Integer, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False, index=True),
    Column("booking", String(26)),
    Column("kind", String, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", String),
)
