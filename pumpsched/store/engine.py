"""Opening a store: a SQLite file set up so that what was acknowledged survives, or PostgreSQL.

SQLite with its defaults loses updates and, at a power cut, acknowledged changes. Hence: explicit
transactions (a change takes the lock when it begins), a rollback journal that is synchronised
with its folder (``synchronous=EXTRA``), and every setting read back after it was made.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path
from time import monotonic
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from pumpsched.domain.errors import NotFound, Refusal, StoreProblem
from pumpsched.store.database_errors import is_busy, refusing
from pumpsched.store.files import drafted, named, on_disk
from pumpsched.store.postgres import is_server, server_engine
from pumpsched.store.schema_version import WRITES, check_layout, layout_of
from pumpsched.store.seals import damaged

WAIT_SECONDS = 30

Store = Engine
"""An open store, for signatures outside of this package."""

PRAGMAS: dict[str, int | str] = {
    "busy_timeout": WAIT_SECONDS * 1000,
    "journal_mode": "delete",
    "synchronous": 3,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "cell_size_check": 1,
    "cache_size": -16384,
}
"""Settings of every SQLite connection, as they must read back; 3 is EXTRA.

The cache [KiB, negative] holds a large change until its end: SQLite would otherwise write part of
it early, and shut out readers from then on.
"""

_MAGIC = b"SQLite format 3\x00"
_PATIENCE_MS = 250
EXAMINED_BYTES = 1 << 23
"""A file up to this size [bytes] is examined whole each time it is opened: some 80 ms at most."""


def open_store(
    location: str, *, create: bool = False, examine: bool = True, hold: bool = False
) -> Engine:
    """The engine of the store at a path or ``postgresql://`` URL, its layout checked.

    Args:
        location: Path of a file, or the URL of a database.
        create: Make the store if it is not there: a file only this user can read.
        examine: Look for damage that no seal shows, such as rows lost from an index, in a file
            of at most :data:`EXAMINED_BYTES`; the doctor looks itself, at any size.
        hold: Keep a connection to a server until the engine is disposed of.

    Raises:
        NotFound: No store there, and none was to be made.
        StoreProblem: It is damaged, no store at all, or other users can read it.
        StoreBusy: It has an older or newer layout than this program.
    """
    engine = locate(location, create=create, hold=hold)
    try:
        with refusing(), engine.connect() as connection, connection.begin():
            check_layout(connection)
            if examine and not is_server(location):
                _check_pages(connection, Path(location).expanduser())
    except Refusal:
        engine.dispose()
        raise
    return engine


def _check_pages(connection: Connection, path: Path) -> None:
    if path.stat().st_size > EXAMINED_BYTES:
        return
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise damaged("The store's file is damaged: its pages or indexes do not agree.")


def locate(location: str, *, create: bool = False, hold: bool = False) -> Engine:
    """The engine of a store whose layout is not checked yet; see :func:`open_store`."""
    if is_server(location):
        engine = server_engine(location, hold=hold)
        if create and not holds_store(location):
            _upgrade(engine)
        return engine
    path = Path(location).expanduser()
    if create and not os.path.lexists(path):
        make_file(path)
    check_file(path)
    return file_engine(path)


def file_engine(path: Path) -> Engine:
    """The engine of a SQLite file that is there."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: _opened(path),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def scratch_store() -> Engine:
    """An empty store in memory, gone with the engine: for a dry run where no store is yet."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_scratch_pragmas)
    event.listen(engine, "begin", _begin)
    _upgrade(engine)
    return engine


def make_file(path: Path) -> None:
    """Makes an empty store: built beside its place, then named as a whole.

    A store that another process made meanwhile is left as it is.
    """
    with drafted(path) as draft:
        _upgrade(file_engine(draft))
        named(draft, path)


def check_file(path: Path) -> None:
    """Passes a file that is a SQLite database and that nobody else can read.

    Raises:
        NotFound: There is none.
        StoreProblem: It is open to others, empty or something else.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        raise NotFound(
            f"There is no store at {path}.",
            code="no-store",
            why="Opening a store never makes one.",
            next_step="pumpsched demo (an invented clinic), or pumpsched import PATH",
        ) from None
    except OSError as error:
        raise StoreProblem(
            f"{path} cannot be opened.",
            code="store-unreadable",
            why=error.strerror or "",
            next_step="another --db, or the rights of that file and its folder",
        ) from None
    if not stat.S_ISREG(state.st_mode):
        raise damaged(f"{path} is not a file.")
    if os.name == "posix" and state.st_mode & 0o077:
        raise StoreProblem(
            f"Other users of this computer can read {path}.",
            code="store-open-to-others",
            why="It holds health data.",
            next_step=f"chmod 600 {path}",
        )
    with on_disk(path), path.open("rb") as stored:
        start = stored.read(len(_MAGIC))
    if start != _MAGIC:
        raise damaged(f"{path} is {'empty' if not start else 'no store'}.")


def holds_store(location: str) -> bool:
    """Whether a store is there: a file of that name, or a database that has our tables."""
    if not is_server(location):
        return os.path.lexists(Path(location).expanduser())
    engine = server_engine(location)
    with refusing(), engine.connect() as connection, connection.begin():
        return layout_of(connection) is not None


def _upgrade(engine: Engine) -> None:
    # Alembic takes longer to import than most commands to run.
    from pumpsched.store.schema_version import upgrade

    upgrade(engine)


def _opened(path: Path) -> sqlite3.Connection:
    name = quote(str(path.absolute()))
    return sqlite3.connect(
        f"file:{name}?mode=rw",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for name, wanted in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
    for name, wanted in PRAGMAS.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != wanted:
            raise StoreProblem(
                f"SQLite does not take the setting {name} = {wanted}.",
                code="store-unsafe",
                why="Without it, a recorded change could be lost.",
                next_step="pumpsched --version, and a newer SQLite under this Python",
            )


def _set_scratch_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for name, wanted in PRAGMAS.items():
        if name != "journal_mode":
            connection.execute(f"PRAGMA {name} = {wanted}")


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
