"""Tables and transactions of the hub; the same SQL for SQLite and PostgreSQL."""
