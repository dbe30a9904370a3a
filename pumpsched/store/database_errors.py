"""What the errors of a database or a disk mean to a person: the one place that reads them."""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pumpsched.domain.errors import (
    Conflict,
    NotFound,
    NotPermitted,
    Refusal,
    StoreBusy,
    StoreProblem,
    UsageRefusal,
)
from pumpsched.store.seals import damaged

_MAKE_ROOM = "make room on the disk, then the same command again"
_ELSEWHERE = "a path that this user may read and write; for a store: --db PATH"
_CROSSED = ("40001", "40P01")
_TOO_LONG = "57014"
_LOST = ("57P01", "57P02", "57P03", "57P05")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)

busy = partial(
    StoreBusy,
    "Somebody else is changing the store; nothing was saved.",
    code="store-busy",
    why="It stayed locked for as long as this command waits (30 seconds).",
    next_step="the same command again in a minute",
)
"""The refusal of a store that somebody else is changing."""
unconfirmed = partial(
    StoreProblem,
    "The disk failed at the very end: the change is recorded, but a power cut could undo it.",
    code="store-unconfirmed",
    next_step="check the disk, then pumpsched audit list --limit 1",
)
"""The refusal to acknowledge a change that is there, but that the disk did not confirm."""
_conflict = partial(
    Conflict,
    "It is recorded already.",
    code="already-there",
    why="The store holds a row with the same key.",
    next_step="pumpsched audit (to see what was recorded last)",
)
_out_of_range = partial(
    UsageRefusal,
    "A value is outside of what the store accepts; nothing was saved.",
    code="out-of-range",
    why="A rule of the store (a sign, a range, a reference) does not hold.",
)
_full = partial(
    StoreProblem, "The disk is full; nothing was saved.", code="store-full", next_step=_MAKE_ROOM
)
_read_only = partial(
    StoreProblem,
    "The store cannot be written; nothing was saved.",
    code="store-read-only",
    why="Its file or its folder is read-only for this user, or the disk is.",
    next_step="let this user write the file and its folder, then the same command again",
)
_reading_only = partial(
    StoreProblem,
    "The store cannot be written; nothing was saved.",
    code="store-read-only",
    why="default_transaction_read_only is on for its server, its database or this user.",
    next_step="ALTER DATABASE, or ROLE, … SET default_transaction_read_only = off",
)
_without_rights = partial(
    StoreProblem,
    "The store cannot be used; nothing was saved.",
    code="store-read-only",
    why="This user lacks rights on the tables of the database.",
    next_step="the owner's GRANT for this user, or --db with the owner as user",
)
_no_database = partial(
    NotFound,
    "There is no such database on the server.",
    code="no-store",
    why="Opening a store never makes one.",
    next_step="createdb DATABASE, then pumpsched import PATH",
)
_not_let_in = partial(
    NotPermitted,
    "The database server does not let this user in.",
    code="store-login",
    why="A password is taken from PGPASSWORD, ~/.pgpass or a service file.",
    next_step="psql with the same user and database",
)
_not_proven = partial(
    StoreProblem,
    "The database server could not prove who it is; nothing was sent.",
    code="store-unproven",
    why="Its certificate is not signed by one this machine trusts, or it speaks no TLS.",
    next_step="--db with ?sslrootcert=PATH, the certificate of the server's authority",
)
_SAID: dict[str, Callable[[], Refusal]] = {
    "authentication failed": _not_let_in,
    "no password supplied": _not_let_in,
    "no pg_hba.conf entry": _not_let_in,
    "certificate": _not_proven,
    "SSL": _not_proven,
    'database "': _no_database,
    'role "': _not_let_in,
}
"""Parts of what a server says when it lets nobody in: matched, never shown."""


def of_databases() -> tuple[type[BaseException], ...]:
    """The errors of the drivers, and of the library above them, as far as they are loaded."""
    modules = (("psycopg", "Error"), ("sqlalchemy.exc", "DBAPIError"))
    loaded = [getattr(sys.modules[name], error) for name, error in modules if name in sys.modules]
    return (sqlite3.Error, *loaded)


@contextmanager
def refusing() -> Iterator[None]:
    """Turns a database error inside the block into a refusal without any stored value in it."""
    try:
        yield
    except of_databases() as error:
        raise _refusal(_driver_error(error)) from None
    except UnicodeDecodeError:
        raise damaged("The store holds text that is not UTF-8.") from None
    except OverflowError as error:
        if "SQLite INTEGER" not in str(error):
            raise
        raise _out_of_range() from None


def _driver_error(error: BaseException) -> BaseException:
    """The driver's own error, where the library wrapped it."""
    found: BaseException = getattr(error, "orig", None) or error
    return found


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Turns an error of the file system inside the block into a refusal that names the path."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreProblem(
            f"{path} cannot be used.",
            code="store-full" if full else "store-read-only",
            why=error.strerror or type(error).__name__,
            next_step=_MAKE_ROOM if full else _ELSEWHERE,
        ) from None


def is_crossed(error: BaseException) -> bool:
    """Whether a server rolled a change back because another one crossed it."""
    return _state(_driver_error(error)) in _CROSSED


def is_lost(error: BaseException) -> bool:
    """Whether the connection to a server was lost, or never came about."""
    known = _driver_error(error)
    if isinstance(known, sqlite3.Error):
        return False
    state = _state(known)
    unnamed = type(known).__name__ in ("OperationalError", "InterfaceError")
    return state in _LOST or state.startswith("08") or (not state and unnamed)


def _state(error: BaseException) -> str:
    return getattr(error, "sqlstate", None) or ""


def is_busy(error: BaseException) -> bool:
    """Whether somebody else holds a SQLite store, so that trying again makes sense."""
    return getattr(_driver_error(error), "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def is_failing(error: BaseException) -> bool:
    """Whether the disk of a SQLite store failed, so that a commit may or may not have got there."""
    return getattr(_driver_error(error), "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR


def _refusal(error: BaseException) -> Refusal:
    if isinstance(error, sqlite3.Error):
        return _sqlite_refusal(error)
    state = _state(error)
    if state in _CROSSED or state.startswith("55P") or state == _TOO_LONG:
        return busy()
    if state.startswith(("22", "23")) or state == "P0001":
        return _conflict() if state == "23505" else _out_of_range()
    if state == "25006":
        return _reading_only()
    if state == "42501":
        return _without_rights()
    if state.startswith("53"):
        return _full()
    if state in ("42P01", "42703", "42883"):
        return damaged("A part of the store is missing.")
    if type(error).__name__ == "DataError":
        # The driver's own: a character that no server takes.
        return _out_of_range()
    if not state or state in _LOST or state.startswith("08"):
        return _unreachable(error)
    return StoreProblem(
        "The database server did not answer as expected; nothing was saved.",
        code="store-error",
        why=f"It reported {state}.",
        next_step="pumpsched doctor",
    )


def _unreachable(error: BaseException) -> Refusal:
    for part, refusal in _SAID.items():
        if part in str(error):
            return refusal()
    return StoreBusy(
        "The database server cannot be reached; nothing was saved.",
        code="store-unreachable",
        why="It is down, starting, or not at that address.",
        next_step="the same command again in a minute",
    )


def _sqlite_refusal(error: sqlite3.Error) -> Refusal:
    extended = getattr(error, "sqlite_errorcode", 0)
    plain = extended & 0xFF
    if plain in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy()
    if plain == sqlite3.SQLITE_FULL:
        return _full()
    if plain in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _read_only()
    if plain == sqlite3.SQLITE_IOERR:
        return StoreProblem(
            "The disk failed while the store was used; nothing was saved.",
            code="store-io",
            next_step="check the disk, then pumpsched doctor",
        )
    if plain == sqlite3.SQLITE_CONSTRAINT:
        unique = extended in (
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        )
        return _conflict() if unique else _out_of_range()
    if plain in _DAMAGE or "decode" in str(error) or "malformed" in str(error):
        return damaged("The store's file is damaged.")
    if plain == sqlite3.SQLITE_ERROR and "no such" in str(error):
        return damaged("A part of the store is missing.")
    return StoreProblem(
        "The store refused; nothing was saved.",
        code="store-error",
        why=f"SQLite reported {getattr(error, 'sqlite_errorname', type(error).__name__)}.",
        next_step="pumpsched doctor",
    )
