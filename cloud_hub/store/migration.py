"""Bringing a database to the schema of this program; run once, before the processes start."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from cloud_hub.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Apply every migration that is missing, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
