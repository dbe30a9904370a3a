"""Opening a store to read it, with every check of its file, server and layout."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from pumpsched.domain.errors import Refusal
from pumpsched.store.database_errors import refusing
from pumpsched.store.location import is_server
from pumpsched.store.reading.checked_rows import CheckedRows, Cursor, Run
from pumpsched.store.reading.layout import check_layout, layout_of
from pumpsched.store.reading.ledger_reads import AuditReads, LedgerReads
from pumpsched.store.reading.outlook_reads import OutlookReads
from pumpsched.store.reading.people_reads import PeopleReads
from pumpsched.store.reading.server_session import AT_ONCE, opened_server
from pumpsched.store.reading.sqlite_file import check_file, check_pages, opened_file
from pumpsched.store.reading.visit_reads import VisitReads
from pumpsched.store.seals import Cell


class ReadBooks(PeopleReads, LedgerReads, OutlookReads, VisitReads, AuditReads):
    """Everything a use case asks of one moment of the store."""


class ReadStore:
    """A store opened for reading: nothing can be changed through it.

    To examine it is to look for damage that no checksum shows, such as rows lost from an index, in
    a small file; the doctor looks itself, at any size.

    Raises:
        NotFound: No store is there.
        StoreProblem: It is damaged, no store at all, or other users can read it.
        StoreBusy: It has an older or newer layout than this program.
    """

    def __init__(self, location: str, *, examine: bool = True) -> None:
        self._on_server = is_server(location)
        self._is_reading = False
        self._connection = _opened(location)
        self._run = run_on(self._connection)
        try:
            with self._moment():
                check_layout(CheckedRows(self._run, on_server=self._on_server))
                if examine and not self._on_server:
                    check_pages(self._connection, Path(location).expanduser())
        except Refusal:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[ReadBooks]:
        """The books, open for reading: one moment of the store."""
        with self._moment(), closing(ReadBooks(self._run, on_server=self._on_server)) as books:
            yield books

    def close(self) -> None:
        """Lets the store go."""
        self._connection.close()

    @contextmanager
    def _moment(self) -> Iterator[None]:
        """A transaction; inside of another one, that one's moment goes on."""
        if self._is_reading:
            yield
            return
        self._is_reading = True
        with refusing():
            if not self._on_server:
                # The driver of a server begins by itself.
                self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._is_reading = False
                self._connection.rollback()


def holds_store(location: str) -> bool:
    """Whether a store is there: a file of that name, or a database that has our tables."""
    if not is_server(location):
        return os.path.lexists(Path(location).expanduser())
    with refusing(), closing(opened_server(location)) as connection:
        return layout_of(CheckedRows(run_on(connection), on_server=True)) is not None


def run_on(connection: Any) -> Run:
    """What runs a query on a connection of a driver."""
    if isinstance(connection, sqlite3.Connection):
        return lambda query, values, _many: connection.execute(query, values)
    names = count()

    def run(query: str, values: Sequence[Cell], many: bool) -> Cursor:
        # A cursor with a name is kept on the server, which sends its rows in parts.
        cursor = connection.cursor(f"rows_{next(names)}") if many else connection.cursor()
        if many:
            cursor.itersize = AT_ONCE
        cursor.execute(query.replace("?", "%s"), values)
        return cursor

    return run


def _opened(location: str) -> Any:
    if is_server(location):
        with refusing():
            return opened_server(location)
    path = Path(location).expanduser()
    check_file(path)
    with refusing():
        connection = opened_file(path)
        connection.execute("PRAGMA query_only = ON")
    return connection
