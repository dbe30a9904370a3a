"""The database library's way to a store: engines over the connections of :mod:`.reading`.

What is checked of a file, a server or a layout is checked there; here a store is made, upgraded,
and opened so that it can be changed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from pumpsched.domain.errors import Refusal
from pumpsched.store.database_errors import is_busy, refusing
from pumpsched.store.files import drafted, named
from pumpsched.store.location import is_server
from pumpsched.store.postgres import WRITES, server_engine
from pumpsched.store.reading.checked_rows import CheckedRows, Cursor, Run
from pumpsched.store.reading.layout import check_layout
from pumpsched.store.reading.opening import holds_store, run_on
from pumpsched.store.reading.sqlite_file import (
    PRAGMAS,
    check_file,
    check_pages,
    opened_file,
    opened_memory,
)
from pumpsched.store.reading.surroundings import check_surroundings
from pumpsched.store.seals import Cell

Store = Engine
"""An open store, for signatures outside of this package."""

_PATIENCE_MS = 250


def open_store(
    location: str, *, create: bool = False, examine: bool = True, hold: bool = False
) -> Engine:
    """The engine of the store at a path or ``postgresql://`` URL, its layout checked.

    A file that is made is for this user alone. See :class:`~.reading.opening.ReadStore` for what is
    examined and refused, and :func:`~.postgres.server_engine` for what is held.
    """
    engine = locate(location, create=create, hold=hold)
    try:
        with refusing(), engine.connect() as connection, connection.begin():
            check_layout(rows_on(connection))
            if examine and not is_server(location):
                file = connection.connection.driver_connection
                check_pages(file, Path(location).expanduser())  # type: ignore[arg-type]
    except Refusal:
        engine.dispose()
        raise
    return engine


def locate(location: str, *, create: bool = False, hold: bool = False) -> Engine:
    """The engine of a store whose layout is not checked yet; see :func:`open_store`."""
    if is_server(location):
        engine = server_engine(location, hold=hold)
        if create and not holds_store(location):
            _upgrade(engine)
        return engine
    path = Path(location).expanduser()
    if create and not os.path.lexists(path):
        # Built beside its place; one that another process made meanwhile is left as it is.
        with drafted(path) as draft:
            check_surroundings(path)
            _upgrade(file_engine(draft))
            named(draft, path)
    check_file(path)
    return file_engine(path)


def file_engine(path: Path) -> Engine:
    """The engine of a SQLite file that is there."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: opened_file(path),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def scratch_store() -> Engine:
    """An empty store in memory, gone with the engine: for a dry run where no store is yet."""
    engine = create_engine(
        "sqlite://", creator=opened_memory, poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    _upgrade(engine)
    return engine


def rows_on(connection: Connection) -> CheckedRows:
    """The rows of a store inside a transaction."""
    return CheckedRows(run_in(connection), on_server=connection.dialect.name != "sqlite")


def run_in(connection: Connection) -> Run:
    """What runs a plain query inside a transaction of the library."""
    driver = connection.connection.driver_connection
    in_parts = run_on(driver)

    def run(query: str, values: Sequence[Cell], many: bool) -> Cursor:
        if many:
            return in_parts(query, values, many)
        # Asked through the library, which notices a lost connection.
        asked = query if isinstance(driver, sqlite3.Connection) else query.replace("?", "%s")
        return connection.exec_driver_sql(asked, tuple(values)).cursor

    return run


def _upgrade(engine: Engine) -> None:
    # Alembic takes longer to import than most commands to run.
    from pumpsched.store.migrate import upgrade

    upgrade(engine)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    if writes:
        _take_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    """Begins a change as soon as no other one is under way."""
    # SQLite's own wait heeds no Ctrl-C before it is over; so it waits a little, many times.
    longest = int(PRAGMAS["busy_timeout"])
    until = monotonic() + longest / 1000
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {min(longest, _PATIENCE_MS)}")
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            break
        except DBAPIError as error:
            if not is_busy(error) or monotonic() >= until:
                raise
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {longest}")
