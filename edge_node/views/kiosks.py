"""Which kiosks are blocked, and what they show (B-14)."""

import sqlite3


def kiosk_blocks(connection: sqlite3.Connection) -> dict[str, str]:
    """The text of each blocked kiosk by its id."""
    rows = connection.execute("SELECT kiosk, text FROM kiosk_blocks")
    return {row["kiosk"]: row["text"] for row in rows}
