"""What all books share: sealed reads, keyed writes, numbers for new rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Row,
    Select,
    Table,
    func,
    insert,
    select,
    tuple_,
    update,
)

from pumpsched.domain.errors import NotFound, StoreProblem
from pumpsched.store.audit_chain import AuditWriter
from pumpsched.store.results import Put
from pumpsched.store.seals import Cell, seal_of, sealed
from pumpsched.store.tables import PATIENT

T = TypeVar("T")
Values = Mapping[str, Cell]

CHUNK = 400
"""Rows a statement handles at once: few enough for every back end's limit on parameters."""


class Shelf:
    """An open transaction on the store; ``trail`` is None where it only reads."""

    def __init__(self, connection: Connection, trail: AuditWriter | None = None) -> None:
        self._connection = connection
        self._trail = trail
        self._next: dict[str, int] = {}
        self._patients: dict[str, int] = {}
        self._results: set[CursorResult[Any]] = set()

    @property
    def trail(self) -> AuditWriter:
        """The trail of the change.

        Raises:
            StoreProblem: The books are open for reading only.
        """
        if self._trail is None:
            raise StoreProblem("The books are open for reading only.", code="store-read-only")
        return self._trail

    def is_open(self, number: int) -> bool:
        """Whether that audit row is the one of the change under way."""
        return self._trail is not None and self._trail.seq == number

    def sealed_rows(self, table: Table, statement: Select[Any] | None = None) -> Iterator[Row[Any]]:
        """Rows of a statement whose first columns are the whole table, each seal checked."""
        check = sealed(table)
        chosen = select(table) if statement is None else statement
        # A condition keeps rows few; to fetch those in parts would ask a server four times.
        for row in self.opened(chosen, at_once=1000 if chosen.whereclause is None else None):
            check(row)
            yield row

    def opened(self, statement: Select[Any], *, at_once: int | None) -> Iterator[Row[Any]]:
        """The rows of a statement, fetched so many at once; closed with the books at the latest."""
        many = {} if at_once is None else {"yield_per": at_once}
        with self._connection.execute(statement, execution_options=many) as result:
            self._results.add(result)
            try:
                yield from result
            finally:
                self._results.discard(result)

    def close(self) -> None:
        """Ends every reading that was left midway: a server keeps it open otherwise."""
        for result in list(self._results):
            result.close()

    def streamed(self, statement: Select[Any]) -> Iterator[Sequence[Any]]:
        """Plain cells of each row, no seal checked: the fast path for very many rows."""
        driver = self._connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            return self.opened(statement, at_once=2000)
        # The driver's own cursor: plain tuples at less than half the time.
        compiled = statement.compile(
            dialect=self._connection.dialect, compile_kwargs={"render_postcompile": True}
        )
        bound = [compiled.params[name] for name in compiled.positiontup or ()]
        return driver.execute(str(compiled), bound)

    def one(self, table: Table, statement: Select[Any]) -> Row[Any] | None:
        """The only row of a statement, its seal checked."""
        row = self._connection.execute(statement).first()
        if row is not None:
            sealed(table)(row)
        return row

    def next_number(self, table: Table) -> int:
        """A number for a new row of the table, one above all others."""
        known = self._next.get(table.name)
        if known is None:
            known = (self._connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
        self._next[table.name] = known + 1
        return known

    def insert(self, table: Table, rows: Iterable[Values]) -> None:
        """Adds sealed rows; each names all columns but the seal."""
        names = [column.name for column in table.columns][:-1]
        all_cells = (tuple(row[name] for name in names) for row in rows)
        self.insert_cells(table, [(*cells, seal_of(table.name, cells)) for cells in all_cells])

    def insert_cells(self, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Adds rows of all cells in the order of the table."""
        if not rows:
            return
        compiled = insert(table).compile(dialect=self._connection.dialect)
        if compiled.positional:
            # The driver's own way: SQLAlchemy takes longer than the database for each row.
            self._connection.exec_driver_sql(str(compiled), list(rows))
        else:
            names = [column.name for column in table.columns]
            named = [dict(zip(names, row, strict=True)) for row in rows]
            self._connection.execute(insert(table), named)

    def put(
        self,
        table: Table,
        keys: tuple[str, ...],
        rows: Iterable[tuple[str, Values]],
        *,
        replace: bool,
    ) -> Put:
        """Adds rows, or changes those there under the same key where ``replace``.

        Args:
            table: Where to; a numbered table allots its own ``id``.
            keys: Columns that tell one row from another.
            rows: Each row's name for the trail, and its values without ``id`` and seal.
            replace: Whether a row that differs is changed; else it is left and named.
        """
        added, changed, differing = 0, 0, []
        for chunk in chunks(rows, CHUNK):
            there = self._there(table, keys, [values for _, values in chunk])
            new: list[Values] = []
            for label, values in chunk:
                key = tuple(values[name] for name in keys)
                known = there.get(key)
                if known is None:
                    numbered = self._numbered(table, values)
                    there[key] = numbered
                    new.append(numbered)
                    added += 1
                    self.trail.row(table.name, label)
                    continue
                columns = [name for name in values if values[name] != known[name]]
                if columns and not replace:
                    differing.append(label)
                elif columns:
                    if any(known is row for row in new):
                        self.insert(table, new)
                        new = []
                    there[key] = self._change(table, known, values)
                    self.trail.row(table.name, label, columns)
                    changed += 1
            if new:
                self.insert(table, new)
        return Put(added, changed, tuple(differing))

    def patient_id(self, code: str) -> int:
        """The store's number of a patient.

        Raises:
            NotFound: No such patient.
        """
        found = self.known_patient(code)
        if found is None:
            raise unknown("patient", code)
        return found

    def patient_numbers(self, codes: Iterable[str]) -> dict[str, int]:
        """The store's numbers of those codes that a patient has."""
        found: dict[str, int] = {}
        for chunk in chunks(sorted(set(codes)), CHUNK):
            same = select(PATIENT.c.code, PATIENT.c.id).where(PATIENT.c.code.in_(chunk))
            found.update((row[0], row[1]) for row in self._connection.execute(same))
        return found

    def known_patient(self, code: str) -> int | None:
        """The store's number of a patient, if there is one."""
        found = self._patients.get(code)
        if found is None:
            same = select(PATIENT.c.id).where(PATIENT.c.code == code)
            found = self._connection.execute(same).scalar()
            if found is not None:
                self._patients[code] = found
        return found

    def _there(
        self, table: Table, keys: tuple[str, ...], rows: Sequence[Values]
    ) -> dict[tuple[Cell, ...], Values]:
        wanted = [tuple(row[name] for name in keys) for row in rows]
        if len(keys) == 1:
            same = table.c[keys[0]].in_([key[0] for key in wanted])
        else:
            same = tuple_(*(table.c[name] for name in keys)).in_(wanted)
        found = self.sealed_rows(table, select(table).where(same))
        return {tuple(row._mapping[name] for name in keys): dict(row._mapping) for row in found}

    def _numbered(self, table: Table, values: Values) -> Values:
        return {"id": self.next_number(table), **values} if "id" in table.c else values

    def _change(self, table: Table, known: Values, values: Values) -> Values:
        names = [column.name for column in table.columns][:-1]
        now = {name: values.get(name, known[name]) for name in names}
        seal = seal_of(table.name, [now[name] for name in names])
        same = [column == known[column.name] for column in table.primary_key.columns]
        self._connection.execute(update(table).where(*same).values(**now, seal=seal))
        return now


def unknown(noun: str, code: str) -> NotFound:
    """The refusal for a code that nothing has."""
    return NotFound(f"There is no {noun} {code}.", code=f"unknown-{noun}", **{noun: code})


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items, in order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
