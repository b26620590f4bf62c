"""Occupation: seats on the grid of five minutes, leases, limits as numbered places.

The primary keys here are the locks of booking. `cell` counts five minutes since 1970 in UTC.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from cloud_hub.store.columns import Instant, metadata

seats = Table(
    "seats",
    metadata,
    Column("office", String, primary_key=True),
    Column("calendar", String, primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("share", String, primary_key=True),
    Column("seat_no", Integer, primary_key=True, autoincrement=False),
    Column("booking", String(26), index=True),
    Column("lease", String(26), index=True),
    Column("cooling_until", Instant),
    sqlite_with_rowid=False,
)

leases = Table(
    "leases",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False),
    Column("calendar", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("recalled", Boolean, nullable=False, default=False),
    Column("blocked", Boolean, nullable=False, default=False),
    UniqueConstraint("office", "calendar", "day"),
)

lease_numbers = Table(
    "lease_numbers",
    metadata,
    Column("lease", ForeignKey("leases.id"), primary_key=True),
    Column("number", String, primary_key=True),
    Column("code", String(6), nullable=False),
    Column("booking", String(26)),
)

access_codes = Table(
    "access_codes",
    metadata,
    Column("institution", ForeignKey("institutions.id"), primary_key=True),
    Column("code", String(6), primary_key=True),
    Column("until", Date, nullable=False, index=True),
)

limit_places = Table(
    "limit_places",
    metadata,
    Column("key", String, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("booking", String(26), nullable=False, index=True),
)

white_list = Table(
    "white_list",
    metadata,
    Column("institution", ForeignKey("institutions.id"), primary_key=True),
    Column("contact", String, primary_key=True),
    Column("note", String, nullable=False),
)

wrong_tries = Table(
    "wrong_tries",
    metadata,
    Column("key", String, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

waiting_wishes = Table(
    "waiting_wishes",
    metadata,
    Column("booking", ForeignKey("bookings.id"), primary_key=True),
    Column("office", ForeignKey("offices.id"), nullable=False, index=True),
    Column("service", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("since", Instant, nullable=False),
)

waiting_offers = Table(
    "waiting_offers",
    metadata,
    Column("office", ForeignKey("offices.id"), primary_key=True),
    Column("service", String, primary_key=True),
    Column("start", Instant, primary_key=True),
    Column("wish", ForeignKey("bookings.id"), primary_key=True),
    Column("offered", String(26), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
)
