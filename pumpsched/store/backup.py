"""Care of a store file: a verified copy, putting a copy in place, checks of the file itself."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text

from pumpsched.domain.errors import Conflict, StoreProblem, UsageRefusal
from pumpsched.store.audit_chain import head_of, verify
from pumpsched.store.database_errors import busy, refusing
from pumpsched.store.engine import check_file, file_engine
from pumpsched.store.files import drafted, named
from pumpsched.store.results import Fault
from pumpsched.store.schema_version import LAYOUT, layout_of
from pumpsched.store.seals import damaged
from pumpsched.store.tables import APPEND_ONLY, AUDIT, FACT, PATIENT


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a store holds, in figures that tell one copy from another.

    ``recorded_at`` is the instant of the last change as ISO text, empty before the first.
    """

    layout: str
    patients: int
    facts: int
    changes: int
    recorded_at: str
    head: str


def inspect_store(engine: Engine) -> Inspection:
    """The figures of a store."""
    with refusing(), engine.connect() as connection, connection.begin():
        last = select(AUDIT.c.at).order_by(AUDIT.c.seq.desc()).limit(1)
        return Inspection(
            layout=layout_of(connection) or "",
            patients=_count(connection, PATIENT.c.id),
            facts=_count(connection, FACT.c.id),
            changes=_count(connection, AUDIT.c.seq),
            recorded_at=connection.execute(last).scalar() or "",
            head=head_of(connection),
        )


def backup(engine: Engine, path: Path, *, check: bool = True) -> None:
    """Writes a copy of the store that only this user can read, and reads it back.

    Args:
        engine: The store; others may go on using it.
        path: A file that is not there yet.
        check: Whether to verify every row of the copy, not the file alone.

    Raises:
        Conflict: Something has that name.
        StoreProblem: The copy is not whole, or cannot be written.
    """
    source = _file_of(engine)
    if path.exists() or path.is_symlink():
        raise _taken(path)
    with drafted(path) as draft:
        with refusing():
            _copy(source, draft)
        faults = check_copy(draft) if check else page_faults(file_engine(draft))
        if faults:
            raise damaged(f"The copy is not whole: {faults[0].message}")
        if not named(draft, path):
            raise _taken(path)


def check_copy(path: Path) -> list[Fault]:
    """What does not hold in a backup or any other store file; empty if all is well."""
    check_file(path)
    engine = file_engine(path)
    return file_faults(engine) or verify(engine)


def put_in_place(
    copy: Path, location: Path, *, prepare: Callable[[Path], None] = lambda draft: None
) -> None:
    """Makes the store at ``location`` what the copy holds, all or nothing.

    A store that is there is overwritten under its own lock, so that no other process goes on
    writing to a file that has lost its name. Verify the copy, and back up the store, before.

    Args:
        copy: A store file; it is only read.
        location: The store, or where one shall be.
        prepare: Changes the copy's own copy before it takes the store's place.

    Raises:
        StoreProblem: The copy has another layout, or the disk fails.
    """
    found = inspect_store(file_engine(copy))
    if found.layout != LAYOUT:
        raise StoreProblem(
            f"The backup has the layout {found.layout or 'of no store'}; {LAYOUT} is needed.",
            code="backup-outdated",
            next_step=f"pumpsched db upgrade --db {shlex.quote(str(copy))}",
        )
    with drafted(location) as draft:
        with refusing():
            _copy(copy, draft)
        prepare(draft)
        if location.exists():
            check_file(location)
            with refusing():
                _copy(draft, location)
        elif not named(draft, location):
            raise _taken(location)


def file_faults(engine: Engine) -> list[Fault]:
    """What the database itself finds wrong: pages and references of a file, and guards."""
    if engine.dialect.name != "sqlite":
        return _guards_gone(engine)
    faults = page_faults(engine)
    with refusing(), engine.connect() as connection, connection.begin():
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20):
            faults.append(Fault("reference", f"row {row[1]} of {row[0]} names a missing {row[2]}"))
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars()
        missing = _triggers() - set(triggers)
        faults.extend(Fault("trigger", f"the trigger {name} is gone") for name in sorted(missing))
    return faults


def _guards_gone(engine: Engine) -> list[Fault]:
    """The triggers that a store on a server lacks; its pages and references are its own care."""
    with refusing(), engine.connect() as connection, connection.begin():
        working = connection.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        ).scalars()
        missing = {f"{table}_no_change" for table in APPEND_ONLY} - set(working)
    return [Fault("trigger", f"the trigger {name} is gone") for name in sorted(missing)]


def page_faults(engine: Engine) -> list[Fault]:
    """What SQLite finds wrong with the pages and indexes of the file."""
    with refusing(), engine.connect() as connection, connection.begin():
        pages = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [Fault("integrity", page) for page in pages if page != "ok"]


def _triggers() -> set[str]:
    return {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}


def _copy(source: Path, target: Path) -> None:
    # Both ends get the settings of every other connection: the copy is as durable.
    with file_engine(source).connect() as read, file_engine(target).connect() as write:
        origin, copy = read.connection.driver_connection, write.connection.driver_connection
        if not isinstance(origin, sqlite3.Connection) or not isinstance(copy, sqlite3.Connection):
            raise TypeError("a store file is copied by SQLite")
        origin.backup(copy, progress=_not_locked)


def _not_locked(status: int, _remaining: int, _total: int) -> None:
    # Without this, SQLite's copy waits for a lock for ever.
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise busy()


def _file_of(engine: Engine) -> Path:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise UsageRefusal(
            "A database on a server is backed up with the server's own tools.",
            code="not-a-file",
            next_step="pg_dump, or pumpsched export folder PATH",
        )
    return Path(engine.url.database)


def _taken(path: Path) -> Conflict:
    return Conflict(
        f"{path} is there already.", code="file-exists", next_step="another name for the copy"
    )


def _count(connection: Connection, column: object) -> int:
    return connection.execute(select(func.count(column))).scalar() or 0  # type: ignore[arg-type]
