"""Running the migrations: Alembic as a library, its scripts inside the package."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from pumpsched.store.database_errors import refusing
from pumpsched.store.postgres import WRITES, check_durable

_SCRIPTS = Path(__file__).parent / "migrations"
_TURN = 7867_7683
"""Number of the advisory lock of upgrades."""


def upgrade(engine: Engine) -> None:
    """Runs the migrations a store lacks, all in one transaction."""
    with refusing(), engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection)
        with connection.begin():
            command.upgrade(_config(connection), "head")


def _wait_for_turn(connection: Connection) -> None:
    """Lets one upgrade go at a time, in a server's session that lasts until its end.

    The lock is no part of the transaction to come, which must see what the one before it left.
    """
    check_durable(connection)
    with connection.begin():
        connection.execute(text(f"SELECT pg_advisory_lock({_TURN})"))


def newest() -> str:
    """The newest migration that ships with this program."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def _config(connection: Connection | None) -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
