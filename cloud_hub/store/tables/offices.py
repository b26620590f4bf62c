"""Institutions, their offices, each version of an office's document, and its keys."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from cloud_hub.store.columns import Instant, metadata

institutions = Table(
    "institutions",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("short_name", String, nullable=False),
    Column("site", String, nullable=False, server_default=""),
)

offices = Table(
    "offices",
    metadata,
    Column("id", String, primary_key=True),
    Column("institution", ForeignKey("institutions.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("seen_at", Instant),
    Column("taken_version", Integer),
    Column("refused_version", Integer),
    Column("refused_for", JSON),
)
"""`taken_version` is what is in force at the office, `refused_version` what its node could not use
and the faults that it found."""

office_documents = Table(
    "office_documents",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
)

office_keys = Table(
    "office_keys",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("use", String, primary_key=True),
    Column("key_id", String, primary_key=True),
    Column("secret", String, nullable=False),
    Column("since", Instant, nullable=False),
)

decreed_days = Table(
    "decreed_days",
    metadata,
    Column("institution", ForeignKey("institutions.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("worked_like", Integer),
)
