"""Which layout of the tables a store has, told without loading the migrations.

Running the migrations: Alembic as a library, its scripts inside the package.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from pumpsched.domain.errors import NotFound, StoreBusy
from pumpsched.store.database_errors import refusing
from pumpsched.store.postgres import check_durable
from pumpsched.store.seals import damaged

LAYOUT = "m0001"
"""The layout this program reads and writes: the newest migration."""

WRITES = "pumpsched_writes"
"""Execution option of a connection whose transactions change the store."""

VERSION_TABLE = "alembic_version"
_NUMBER = re.compile(r"m[0-9]{4}")


def layout_of(connection: Connection) -> str | None:
    """The layout of an open store; None if it has no tables of ours.

    Raises:
        StoreProblem: What stands there is no number of a layout.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608
    if not found:
        return None
    if not isinstance(found[0], str) or not _NUMBER.fullmatch(found[0]):
        raise damaged("The number of the store's layout cannot be read.")
    return found[0]


def check_layout(connection: Connection) -> None:
    """Passes a store of this program's own layout.

    Raises:
        NotFound: It is an empty database on a server.
        StoreBusy: It has an older or a newer layout.
        StoreProblem: It is a database, but no store.
    """
    found = layout_of(connection)
    if found == LAYOUT:
        return
    if found is None and connection.dialect.name == "postgresql":
        raise NotFound(
            "The database on the server holds no store yet.",
            code="no-store",
            next_step="pumpsched import PATH",
        )
    if found is None:
        raise damaged("The database holds no store.")
    if found < LAYOUT:
        raise StoreBusy(
            f"The store has the older layout {found}; this program needs {LAYOUT}.",
            code="store-outdated",
            next_step="pumpsched db upgrade (it makes a backup first)",
            layout=found,
        )
    raise StoreBusy(
        f"The store has the newer layout {found}; this program knows {LAYOUT}.",
        code="store-newer",
        why="A newer pumpsched has run `pumpsched db upgrade` on it.",
        next_step="a newer version of pumpsched",
        layout=found,
    )


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
