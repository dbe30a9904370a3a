"""The unit of work: rows of one change, written through a session, each with its checksum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, event, insert
from sqlmodel import Session, SQLModel, func, select

from pumpsched.domain.errors import StoreProblem
from pumpsched.store.audit_chain import AuditWriter
from pumpsched.store.engine import run_in
from pumpsched.store.reading.checked_rows import CHUNK, chunks, marks, unknown
from pumpsched.store.reading.opening import ReadBooks
from pumpsched.store.results import Put
from pumpsched.store.seals import Cell, hash_of, seal_of
from pumpsched.store.tables import AuditRow, table_of

Values = Mapping[str, Cell]
Kind = type[SQLModel]

FEW = 20
"""So many new rows at once go through the session, more of them past it: a patient of an import
takes 100 µs through it and 30 µs past it, the row itself and its checksum included."""


def _set_checksums(session: Session, _flush: object, _instances: object) -> None:
    for row in chain(session.new, session.dirty):
        names = table_of(type(row)).columns.keys()
        cells = [getattr(row, name) for name in names[:-1]]
        checksum = hash_of(cells) if type(row) is AuditRow else seal_of(row.__tablename__, cells)
        setattr(row, names[-1], checksum)


class UnitOfWork(ReadBooks):
    """An open transaction on the store; ``audit`` is None where it only reads."""

    def __init__(self, connection: Connection, audit: AuditWriter | None = None) -> None:
        super().__init__(run_in(connection), on_server=connection.dialect.name != "sqlite")
        self._connection = connection
        # Somebody else ends the transaction.
        self._session = Session(connection, autoflush=False, join_transaction_mode="rollback_only")
        event.listen(self._session, "before_flush", _set_checksums)
        self._audit = audit
        self._next: dict[str, int] = {}

    def close(self) -> None:
        """Ends every reading that was left midway, and the session."""
        super().close()
        self._session.close()

    @property
    def audit(self) -> AuditWriter:
        """What the change has on record so far.

        Raises:
            StoreProblem: The books are open for reading only.
        """
        if self._audit is None:
            raise StoreProblem("The books are open for reading only.", code="store-read-only")
        return self._audit

    def next_number(self, kind: Kind) -> int:
        """A number for a new row, one above all others of its table."""
        table = table_of(kind)
        known = self._next.get(table.name)
        if known is None:
            known = (self._session.exec(select(func.max(table.c.id))).one() or 0) + 1
        self._next[table.name] = known + 1
        return known

    def write(self, *rows: SQLModel) -> None:
        """Writes new rows and what was changed of others; the session forgets them."""
        self._session.add_all(rows)
        self._session.flush()
        # Bulk writes go past the session, so that what it remembers could be outdated.
        self._session.expunge_all()

    def delete(self, kind: Kind, key: Any) -> bool:
        """Takes a row away; False if there is none of that key."""
        row = self._session.get(kind, key)
        if row is None:
            return False
        self._session.delete(row)
        self.write()
        return True

    def insert(self, kind: Kind, rows: Sequence[Values]) -> None:
        """Adds rows; each names all columns but the checksum."""
        if len(rows) <= FEW:
            self.write(*(kind(**row) for row in rows))
            return
        table = table_of(kind)
        names = table.columns.keys()[:-1]
        all_cells = (tuple(row[name] for name in names) for row in rows)
        self.insert_cells(table, [(*cells, seal_of(table.name, cells)) for cells in all_cells])

    def insert_cells(self, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Adds rows of all cells in the order of the table, the checksum their last."""
        if not rows:
            return
        compiled = insert(table).compile(dialect=self._connection.dialect)
        if compiled.positional:
            # The driver's own way, for bulk: a third of a session's time for each row.
            self._connection.exec_driver_sql(str(compiled), list(rows))
        else:
            named = [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
            self._connection.execute(insert(table), named)

    def put(
        self,
        kind: Kind,
        keys: tuple[str, ...],
        rows: Iterable[tuple[str, Values]],
        *,
        replace: bool,
    ) -> Put:
        """Adds rows, or changes those there under the same key where ``replace``.

        Args:
            kind: Which rows; a numbered table allots its own ``id``.
            keys: Columns that tell one row from another.
            rows: Label for the audit trail, and all columns but ``id`` and the checksum.
            replace: Whether a row that differs is changed; else its label is returned.
        """
        table, added, changed, differing = str(kind.__tablename__), 0, 0, []
        for chunk in chunks(rows, CHUNK):
            there = self._there(table, keys, [values for _, values in chunk])
            new: list[Values] = []
            for label, values in chunk:
                key = tuple(values[name] for name in keys)
                known = there.get(key)
                if known is None:
                    if "id" in kind.model_fields:
                        values = {"id": self.next_number(kind), **values}
                    there[key] = values
                    new.append(values)
                    added += 1
                    self.audit.row(table, label)
                    continue
                columns = [name for name in values if values[name] != known[name]]
                if columns and not replace:
                    differing.append(label)
                elif columns:
                    self.insert(kind, new)
                    new = []
                    there[key] = self._change(kind, known, values)
                    self.audit.row(table, label, columns)
                    changed += 1
            self.insert(kind, new)
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

    def number_of(self, noun: str, code: str) -> int:
        """The store's number of a nurse, site or visit.

        Raises:
            NotFound: There is none of that code.
        """
        found = self.value(f"SELECT id FROM {noun} WHERE code = ?", code)  # noqa: S608 - a name of ours
        if found is None:
            raise unknown(noun, code)
        return int(found)

    def patient_numbers(self, codes: Iterable[str]) -> dict[str, int]:
        """The store's numbers of those codes that a patient has."""
        found: dict[str, int] = {}
        for chunk in chunks(sorted(set(codes)), CHUNK):
            query = f"SELECT code, id FROM patient WHERE code IN {marks(chunk)}"  # noqa: S608 - marks only
            found.update((row.code, row.id) for row in self.plain(query, *chunk))
        return found

    def _there(
        self, table: str, keys: tuple[str, ...], rows: Sequence[Values]
    ) -> dict[tuple[Cell, ...], Values]:
        wanted = [row[name] for row in rows for name in keys]
        sought = ", ".join([marks(keys)] * len(rows))
        query = f'SELECT * FROM "{table}" WHERE ({", ".join(keys)}) IN (VALUES {sought})'  # noqa: S608 - names of ours
        found = (row._asdict() for row in self.rows(table, query, *wanted))
        return {tuple(row[name] for name in keys): row for row in found}

    def _change(self, kind: Kind, known: Values, values: Values) -> Values:
        key = tuple(known[column.name] for column in table_of(kind).primary_key)
        row: Any = self._session.get_one(kind, key)
        for name, value in values.items():
            setattr(row, name, value)
        self.write()
        return {**known, **values}
