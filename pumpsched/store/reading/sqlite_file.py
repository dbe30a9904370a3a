"""A store in a SQLite file, set up so that what was acknowledged survives.

SQLite with its defaults loses updates and, at a power cut, acknowledged changes. Hence: explicit
transactions (a change takes the lock when it begins), a rollback journal that is synchronised
with its folder (``synchronous=EXTRA``), and every setting read back after it was made.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path
from urllib.parse import quote

from pumpsched.domain.errors import NotFound, StoreProblem
from pumpsched.domain.text import as_typed
from pumpsched.store.database_errors import on_disk
from pumpsched.store.reading.surroundings import check_surroundings
from pumpsched.store.seals import damaged

WAIT_SECONDS = 30

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
EXAMINED_BYTES = 1 << 23
"""A file up to this size [bytes] is examined whole each time it is opened: some 80 ms at most."""


def check_file(path: Path) -> None:
    """Passes a file that is a SQLite database and that nobody else can read or replace.

    Raises:
        NotFound: There is none.
        StoreProblem: It or its folder is open to others; it is empty or something else.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        raise NotFound(
            f"There is no store at {path}.",
            code="no-store",
            why="Opening a store never makes one.",
            next_step="pumpsched demo (an invented clinic), pumpsched import PATH, "
            "or pumpsched patient add CODE --name …",
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
            next_step=f"chmod 600 {as_typed(path)}",
        )
    check_surroundings(path)
    with on_disk(path), path.open("rb") as stored:
        start = stored.read(len(_MAGIC))
    if start != _MAGIC:
        raise damaged(f"{path} is {'empty' if not start else 'no store'}.")


def opened_file(path: Path) -> sqlite3.Connection:
    """A connection to a SQLite file that is there, with all its settings."""
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=rw",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
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
    return connection


def opened_memory() -> sqlite3.Connection:
    """A connection to an empty database in memory, with the settings that apply there."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for name, wanted in PRAGMAS.items():
        if name != "journal_mode":
            connection.execute(f"PRAGMA {name} = {wanted}")
    return connection


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Passes a file whose pages and indexes agree, if it is of at most :data:`EXAMINED_BYTES`.

    Raises:
        StoreProblem: It is damaged where no checksum of a row shows it.
    """
    if path.stat().st_size > EXAMINED_BYTES:
        return
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged("The store's file is damaged: its pages or indexes do not agree.")
