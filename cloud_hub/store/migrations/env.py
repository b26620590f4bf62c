"""How Alembic reaches the database: through the connection that `migration` gives it."""

from alembic import context

from cloud_hub.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
