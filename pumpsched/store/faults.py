"""What a database's own errors mean to a person: the one place that reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from pumpsched.domain.errors import Conflict, Refusal, StoreBusy, StoreProblem, UsageRefusal
from pumpsched.store.seals import damaged

_RETRIED_STATES = ("40001", "40P01")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)


@contextmanager
def refusing() -> Iterator[None]:
    """Turns a database error inside the block into a refusal without any stored value in it."""
    try:
        yield
    except DBAPIError as error:
        raise _refusal(error.orig) from None
    except sqlite3.Error as error:
        raise _refusal(error) from None
    except UnicodeDecodeError:
        raise damaged("The store holds text that is not UTF-8.") from None
    except OverflowError as error:
        if "SQLite INTEGER" not in str(error):
            raise
        raise _out_of_range() from None


def busy() -> StoreBusy:
    """The refusal of a store that somebody else is changing."""
    return StoreBusy(
        "Somebody else is changing the store; nothing was saved.",
        code="store-busy",
        why="It stayed locked for as long as this command waits (30 seconds).",
        next_step="the same command again in a minute",
    )


def _refusal(error: BaseException | None) -> Refusal:
    if isinstance(error, sqlite3.Error):
        return _sqlite_refusal(error)
    state = getattr(error, "sqlstate", None) or ""
    if state in _RETRIED_STATES or state.startswith("55P"):
        return busy()
    if state.startswith("23"):
        return _conflict() if state == "23505" else _out_of_range()
    if state == "25006":
        return _read_only()
    if state.startswith("53"):
        return _full()
    return StoreProblem(
        "The database server did not answer as expected; nothing was saved.",
        code="store-unreachable",
        why=f"It reported {state or type(error).__name__}.",
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


def _full() -> StoreProblem:
    return StoreProblem(
        "The disk is full; nothing was saved.",
        code="store-full",
        next_step="make room on the disk, then the same command again",
    )


def _read_only() -> StoreProblem:
    return StoreProblem(
        "The store cannot be written; nothing was saved.",
        code="store-read-only",
        why="Its file or its folder is read-only for this user, or the disk is.",
    )


def _conflict() -> Conflict:
    return Conflict(
        "It is recorded already.",
        code="already-there",
        why="The store holds a row with the same key.",
    )


def _out_of_range() -> UsageRefusal:
    return UsageRefusal(
        "A value is outside of what the store accepts; nothing was saved.",
        code="out-of-range",
        why="A rule of the store (a sign, a range, a reference) does not hold.",
    )
