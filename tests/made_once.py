"""What every call of the command line makes anew in a process of its own, made once for many calls.

A call in a test's own process would otherwise spend most of its time on the tree of commands, on
statements compiled for an engine of its own, and on the migrations of a new store; and a test on
what many tests of its file begin with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

from tests.builders.store import engine as engines

Upgrade = Callable[[Engine], None]
_LEFT: dict[Callable[[Path], object], bytes] = {}


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


def once(path: Path, make: Callable[[Path], object]) -> None:
    """Has a store at a path made, or changed, as by the first call in this process.

    Later calls with the same function copy what it left in the file. On a server it is called.
    """
    if not isinstance(path, Path):
        make(path)
    elif make in _LEFT:
        path.write_bytes(_LEFT[make])
        path.chmod(0o600)
    else:
        make(path)
        _LEFT[make] = path.read_bytes()


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
