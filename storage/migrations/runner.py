"""Alembic, driven from code: no ini file, no second way to connect."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

FOLDER = Path(__file__).parent


def upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the connection's transaction."""
    command.upgrade(config(connection), "head")


def draft(message: str, number: str) -> None:
    """Write a migration from HEAD to what `storage/rows` says; a person reads it before it is used."""
    with create_engine("sqlite://").begin() as connection:
        upgrade(connection)
        command.revision(config(connection), message, autogenerate=True, rev_id=number)


def config(connection: Connection) -> Config:
    """Alembic's configuration, with the connection to run on."""
    options = Config()
    options.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    options.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    options.attributes["connection"] = connection
    return options
