"""An upgrade that is killed at its n-th statement: what a child of the nursery runs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from pumpsched.store.engine import locate
from tests.builders.store import file_engine, migrate


def engine_of(location: str) -> Engine:
    """The engine of a database that need not hold a store yet."""
    return locate(location) if "://" in location else file_engine(Path(location))


def upgrade_until() -> None:
    """Upgrades; its arguments are the location, and the statement before which it is killed.

    The commit counts as a statement. It prints how many there were, should it come that far.
    """
    engine, fatal, seen = engine_of(sys.argv[1]), int(sys.argv[2]), list[int]()

    def count(*_: Any) -> None:
        seen.append(len(seen))
        if len(seen) > fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    migrate.upgrade(engine)
    print(len(seen))


def layouts_before() -> Iterator[str | None]:
    """Every layout that a store can be upgraded from, oldest first; None is an empty database."""
    yield None
    known = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    older = [each.revision for each in known.walk_revisions()][1:]
    yield from reversed(older)
