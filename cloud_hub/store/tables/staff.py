"""Accounts of the institution's staff: rights one by one, and the offices they hold in."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from cloud_hub.store.columns import Instant, metadata

operators = Table(
    "operators",
    metadata,
    Column("login", String, primary_key=True),
    Column("institution", ForeignKey("institutions.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("password", String, nullable=False),
    Column("rights", JSON, nullable=False),
    Column("everywhere", Boolean, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("wrong_tries", Integer, nullable=False, default=0),
    Column("blocked_until", Instant),
)

operator_offices = Table(
    "operator_offices",
    metadata,
    Column("login", ForeignKey("operators.login"), primary_key=True),
    Column("office", ForeignKey("offices.id"), primary_key=True),
)
