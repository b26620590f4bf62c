"""Alembic's folder: how the schema came to be. Each room of tables has a line of its own."""
