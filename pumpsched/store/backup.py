"""Care of a store file: a verified copy, putting a copy in place, checks of the file itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from pumpsched.domain.errors import Conflict, StoreProblem, UsageRefusal
from pumpsched.domain.text import as_typed
from pumpsched.store.books import reading
from pumpsched.store.database_errors import busy, refusing
from pumpsched.store.engine import file_engine
from pumpsched.store.files import drafted, named
from pumpsched.store.reading.layout import LAYOUT, layout_of
from pumpsched.store.reading.sqlite_file import check_file
from pumpsched.store.reading.surroundings import check_surroundings
from pumpsched.store.results import Fault
from pumpsched.store.seals import damaged
from pumpsched.store.verification import file_faults, page_faults, verify


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a store holds, in figures that tell one copy from another.

    ``recorded_at`` is the instant of the last change as ISO text, empty before the first.
    """

    path: str = field(compare=False)
    layout: str
    patients: int
    facts: int
    changes: int
    recorded_at: str
    head: str


def inspect_store(engine: Engine) -> Inspection:
    """The figures of a store."""
    with reading(engine) as books:
        return Inspection(
            path=engine.url.database or "",
            layout=layout_of(books) or "",
            patients=books.value("SELECT count(*) FROM patient"),
            facts=books.value("SELECT count(*) FROM fact"),
            changes=books.value("SELECT count(*) FROM audit"),
            recorded_at=books.value("SELECT at FROM audit ORDER BY seq DESC LIMIT 1") or "",
            head=books.head(),
        )


def backup(engine: Engine, path: Path, *, check: bool = True) -> None:
    """Writes a copy of the store that only this user can read, and reads it back.

    Others may go on using the store. With ``check`` every row of the copy is verified, not the
    file alone.

    Raises:
        Conflict: Something has that name.
        StoreProblem: The copy is not whole, or cannot be written.
    """
    source = _file_of(engine)
    if path.exists() or path.is_symlink():
        raise _taken(path)
    with drafted(path) as draft:
        check_surroundings(path)
        with refusing():
            _copy(source, draft)
        faults = check_copy(draft, rows=check)
        if faults:
            raise damaged(f"The copy is not whole: {faults[0].message}")
        if not named(draft, path):
            raise _taken(path)


def check_copy(path: Path, *, rows: bool = True) -> list[Fault]:
    """What does not hold in the pages, or every row, of a store file; empty if all is well."""
    check_file(path)
    with reading(file_engine(path)) as books:
        return (file_faults(books) or verify(books)) if rows else page_faults(books)


def put_in_place(
    copy: Path, location: Path, *, prepare: Callable[[Path], None] = lambda draft: None
) -> None:
    """Makes the store at ``location`` what the copy holds, all or nothing.

    A store that is there is overwritten under its own lock, so that no other process goes on
    writing to a file that has lost its name. Verify the copy, and back up the store, before.

    ``prepare`` changes the copy's own copy before it takes the store's place.

    Raises:
        StoreProblem: The copy has another layout, or the disk fails.
    """
    found = inspect_store(file_engine(copy))
    if found.layout != LAYOUT:
        raise StoreProblem(
            f"The backup has the layout {found.layout or 'of no store'}; {LAYOUT} is needed.",
            code="backup-outdated",
            next_step=f"pumpsched db upgrade --db {as_typed(copy)}",
        )
    with drafted(location) as draft:
        check_surroundings(location)
        with refusing():
            _copy(copy, draft)
        prepare(draft)
        if location.exists():
            check_file(location)
            with refusing():
                _copy(draft, location)
        elif not named(draft, location):
            raise _taken(location)


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
