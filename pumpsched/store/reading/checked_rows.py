"""Rows by column name, the checksum of each row checked before anything is made of it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from pumpsched.domain.errors import NotFound
from pumpsched.store.seals import Cell, checked

T = TypeVar("T")

CHUNK = 400
"""Rows a statement handles at once: few enough for every back end's limit on parameters."""

_CHECKSUMS = ("seal", "digest")
"""The last column of every table but the audit trail's: the checksum of the row."""

Cursor = Any
"""What a driver answers a query with: rows, their ``description``, and ``close()``."""

Run = Callable[[str, Sequence[Cell], bool], Cursor]
"""Runs a query with ``?`` for its values; the flag asks for very many rows in parts."""


class CheckedRows:
    """One moment of a store, asked in SQL.

    A row is a named tuple of its columns; a table read as ``table.*`` ends with its checksum.
    """

    def __init__(self, run: Run, *, on_server: bool) -> None:
        self._run = run
        self.on_server = on_server
        self._open: set[Cursor] = set()
        self._patients: dict[str, int] = {}

    def close(self) -> None:
        """Ends every reading that was left midway: a server keeps it open otherwise."""
        while self._open:
            self._open.pop().close()

    def rows(self, table: str, query: str, *values: Cell, many: bool = False) -> Iterator[Any]:
        """Rows whose first columns are the whole table, each checked."""
        with self._answer(query, values, many=many) as (names, cursor):
            check, made = checked(table, _width(names)), _row(names)
            for cells in cursor:
                check(cells)
                yield made(cells)

    def joined(
        self, tables: Sequence[str], query: str, *values: Cell, many: bool = False
    ) -> Iterator[list[Any]]:
        """Rows of several whole tables side by side, each checked; None where one is absent."""
        with self._answer(query, values, many=many) as (names, cursor):
            parts, begin = [], 0
            for table in tables:
                end = begin + _width(names[begin:]) + 1
                parts.append((slice(begin, end), checked(table, end - begin - 1),
                              _row(names[begin:end])))  # fmt: skip
                begin = end
            for cells in cursor:
                found = []
                for part, check, made in parts:
                    own = cells[part]
                    if own[0] is not None:
                        check(own)
                    found.append(None if own[0] is None else made(own))
                yield found

    def one(self, table: str, query: str, *values: Cell) -> Any | None:
        """The first row of an answer, checked."""
        return next(self.rows(table, query, *values), None)

    def plain(self, query: str, *values: Cell, many: bool = False) -> Iterator[Any]:
        """Rows of columns that no checksum covers, such as codes and numbers."""
        with self._answer(query, values, many=many) as (names, cursor):
            yield from map(_row(names), cursor)

    def value(self, query: str, *values: Cell) -> Any:
        """The first cell of an answer; None if there is none."""
        with self._answer(query, values, many=False) as (_, cursor):
            return next((cells[0] for cells in cursor), None)

    def known_patient(self, code: str) -> int | None:
        """The store's number of a patient, if there is one."""
        found = self._patients.get(code)
        if found is None:
            found = self.value("SELECT id FROM patient WHERE code = ?", code)
            if found is not None:
                self._patients[code] = found
        return found

    @contextmanager
    def _answer(
        self, query: str, values: Sequence[Cell], *, many: bool
    ) -> Iterator[tuple[tuple[str, ...], Cursor]]:
        cursor = self._run(query, values, many)
        self._open.add(cursor)
        try:
            yield tuple(column[0] for column in cursor.description), cursor
        finally:
            if cursor in self._open:
                self._open.remove(cursor)
                cursor.close()


def unknown(noun: str, code: str) -> NotFound:
    """The refusal for a code that nothing has."""
    return NotFound(f"There is no {noun} {code}.", code=f"unknown-{noun}", **{noun: code})


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items, in order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def marks(items: Sequence[object]) -> str:
    """A list of placeholders in parentheses, one for each item."""
    return f"({', '.join('?' * len(items))})"


def _width(names: Sequence[str]) -> int:
    """How many columns stand before the checksum."""
    return next(number for number, name in enumerate(names) if name in _CHECKSUMS)


@cache
def _row(names: tuple[str, ...]) -> Callable[[Iterable[Cell]], Any]:
    """What makes a row of cells with these names."""
    kind: Any = namedtuple("Row", names)  # type: ignore[misc]
    make: Callable[[Iterable[Cell]], Any] = kind._make
    return make
