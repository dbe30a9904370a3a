"""Moving a store to this program's layout: in one transaction, after a backup beside it.

Alembic runs as a library, its scripts inside the package.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from pumpsched.domain.errors import StoreBusy
from pumpsched.store.backup import backup
from pumpsched.store.database_errors import refusing
from pumpsched.store.engine import locate, rows_on
from pumpsched.store.postgres import WRITES, check_durable
from pumpsched.store.reading.layout import LAYOUT, layout_of

_SCRIPTS = Path(__file__).parent / "migrations"
_TURN = 7867_7683
"""Number of the advisory lock of upgrades."""


@dataclass(frozen=True, slots=True)
class LayoutStatus:
    """The layout a store has, and the one this program needs."""

    found: str | None
    needed: str = LAYOUT

    @property
    def is_current(self) -> bool:
        """Whether they are the same."""
        return self.found == self.needed

    @property
    def is_newer(self) -> bool:
        """Whether a later version of this program has upgraded it."""
        return self.found is not None and self.found > self.needed


def status(engine: Engine) -> LayoutStatus:
    """The layout of a store; nothing is changed."""
    with refusing(), engine.connect() as connection, connection.begin():
        return LayoutStatus(layout_of(rows_on(connection)))


def upgrade(engine: Engine) -> None:
    """Runs the migrations a store lacks, all in one transaction."""
    with refusing(), engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection)
        with connection.begin():
            command.upgrade(_config(connection), "head")


def upgrade_store(location: str, *, keep: bool = True) -> tuple[LayoutStatus, Path | None]:
    """Upgrades the store at a location, if it needs it; a trial, not to be kept, changes nothing.

    Returns:
        The layout it had, and the backup made beside it; None where nothing was to do, or on a
        server, whose backups are its own.

    Raises:
        StoreBusy: Its layout is newer than this program.
    """
    engine = locate(location)
    before = status(engine)
    if before.is_current:
        return before, None
    if before.is_newer:
        raise StoreBusy(
            f"The store has the newer layout {before.found}; this program knows {LAYOUT}.",
            code="store-newer",
            next_step="a newer version of pumpsched",
        )
    kept = None
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or location)
        kept = _free_name(path)
        if keep:
            backup(engine, kept, check=False)
    if keep:
        upgrade(engine)
    return before, kept


def _free_name(path: Path) -> Path:
    # An upgrade that failed has left its copy; a second try must not be refused for it.
    name = f"{path.name}.before-{LAYOUT}"
    names = (name if number == 1 else f"{name}.{number}" for number in count(1))
    return next(free for free in map(path.with_name, names) if not free.exists())


def _wait_for_turn(connection: Connection) -> None:
    """Lets one upgrade go at a time, in a server's session that lasts until its end.

    The lock is no part of the transaction to come, which must see what the one before it left.
    """
    check_durable(connection)
    with connection.begin():
        connection.execute(text(f"SELECT pg_advisory_lock({_TURN})"))


def _config(connection: Connection) -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
