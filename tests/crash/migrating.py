"""An upgrade that is killed at its n-th statement: what a child of the nursery runs."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from pumpsched.cli.main import main
from pumpsched.store.engine import locate
from tests.builders.store import file_engine, migrate

READING = ("SELECT", "PRAGMA")


def engine_of(location: str) -> Engine:
    """The engine of a database that need not hold a store yet."""
    return locate(location) if "://" in location else file_engine(Path(location))


def upgrade_until() -> None:
    """Runs the migrations; its arguments are the location, and the statement it is killed before.

    The commit counts as a statement. It prints which there were, should it come that far.
    """
    location, fatal = sys.argv[1:]
    seen = _ended_before(int(fatal), _kill)
    migrate.upgrade(engine_of(location))
    print(json.dumps(seen))


def command_until() -> None:
    """As :func:`upgrade_until`, with the command that upgrades a clinic's store and its dates."""
    _command(_kill)


def command_cut_off() -> None:
    """As :func:`command_until`; what ends is its session on the server, and it lives on."""
    _command(_cut_off)


def _command(end: Callable[[Connection], None]) -> None:
    location, fatal = sys.argv[1:]
    seen = _ended_before(int(fatal), end)
    sys.argv[1:] = ["db", "upgrade", "-y", "--db", location]
    try:
        main()
    finally:
        print(json.dumps(seen))


def _ended_before(fatal: int, end: Callable[[Connection], None]) -> list[str]:
    """The kinds of statements seen so far, whatever the engine; at the fatal one the end comes."""
    seen = list[str]()

    def count(connection: Connection, kind: str) -> None:
        seen.append(kind)
        if len(seen) == fatal + 1:
            end(connection)

    def execute(connection: Connection, _: Any, statement: str, *more: Any) -> None:
        words = statement.split()
        count(connection, " ".join(words[: 1 if words[0] in READING else 2]))

    event.listen(Engine, "before_cursor_execute", execute)
    event.listen(Engine, "commit", lambda connection: count(connection, "COMMIT"))
    return seen


def _kill(_: Connection) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _cut_off(connection: Connection) -> None:
    import psycopg

    session = connection.connection.driver_connection
    assert session is not None
    with psycopg.connect(sys.argv[-1], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [session.info.backend_pid])
