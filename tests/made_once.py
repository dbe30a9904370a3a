"""What every call of the command line makes anew in a process of its own, made once for many calls.

A call in a test's own process would otherwise spend most of its time on the tree of commands, on
statements compiled for an engine of its own, and on the migrations of a new store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from typing import Any

import typer
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

from tests.builders.store import engine as engines

Upgrade = Callable[[Engine], None]


def keep_commands_and_statements() -> None:
    """From now on, the command line and whatever was compiled for a kind of database is kept."""
    typer.main.get_command = cache(typer.main.get_command)
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    compiled: dict[Any, Any] = {}

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", share)


def copy_new_stores() -> None:
    """From now on, a new SQLite store is a copy of the first that was made in this process.

    Tests about the migrations call them, and are not concerned. A database on a server has its own
    way of being copied.
    """
    engines._upgrade = partial(_made, engines._upgrade, [])


def _made(upgrade: Upgrade, first: list[bytes], new: Engine) -> None:
    if new.dialect.name != "sqlite" or not first:
        upgrade(new)
    if new.dialect.name == "sqlite":
        with new.connect() as connection:
            store = connection.connection.driver_connection
            assert isinstance(store, sqlite3.Connection)
            if first:
                with closing(sqlite3.connect(":memory:")) as made:
                    made.deserialize(first[0])
                    made.backup(store)
            else:
                first.append(store.serialize())
