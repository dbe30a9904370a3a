"""Facts of a file, held beside the ledger until all of it has been read, then loaded at once.

A fact is known already if the patient has one of the same content; two equal rows of one file are
two facts, so the n-th of the file is compared with the n-th of the ledger. Hence the same file
twice adds nothing. Everything is held in temporary tables: memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    MetaData,
    Select,
    Table,
    and_,
    bindparam,
    func,
    insert,
    literal,
    select,
)

from pumpsched.domain.errors import Conflict
from pumpsched.domain.ledger import Fact, Voided, When
from pumpsched.records.events import ARCHIVE
from pumpsched.store.columns import TEXT, WHOLE
from pumpsched.store.ledger_books import LedgerBooks
from pumpsched.store.reading.checked_rows import chunks
from pumpsched.store.results import Loaded, StagedProblem
from pumpsched.store.seals import Cell, content_of
from pumpsched.store.tables import FACT, PATIENT, PUMP, SAID_NAMES, FactRow

TEMPORARY = MetaData()

STAGED = Table(
    "staged",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    *(Column(name, FACT.c[name].type) for name in SAID_NAMES),
    Column("content", WHOLE),
    Index("staged_at", "patient_id", "day", "kind"),
    prefixes=["TEMPORARY"],
)
"""Facts as read, in the order of the file."""

VOIDS = Table(
    "staged_void",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    Column("day", TEXT),
    Column("minute", WHOLE),
    Column("kind", TEXT),
    Column("ordinal", WHOLE),
    Column("note", TEXT),
    prefixes=["TEMPORARY"],
)
"""Voids as read: each names the n-th fact of a kind at a time."""

PLACED = Table(
    "placed",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("fact_id", WHOLE),
    Column("fresh", WHOLE),
    Index("placed_fact", "fact_id"),
    prefixes=["TEMPORARY"],
)
"""Which fact each staged one is, and whether it is new."""


_BATCH = 2000
_Row = tuple[str, tuple[int, int], tuple[Cell, ...]]
"""Code of the patient, place and line in the file, the cells that follow."""


class Staging:
    """The facts of one file on their way into the ledger; get it from ``Books.staging()``."""

    def __init__(self, books: LedgerBooks, connection: Connection) -> None:
        self._books = books
        self._connection = connection
        self._waiting: list[_Row] = []
        self._voids: list[_Row] = []
        self._problems: list[StagedProblem] = []
        self._place = 0
        TEMPORARY.drop_all(connection)
        TEMPORARY.create_all(connection)

    def add(self, line: int, patient: str, fact: Fact) -> None:
        """Stages a fact of a file's line.

        Raises:
            TypeError: A void; use :meth:`add_void`.
        """
        if type(fact) is Voided:
            raise TypeError("a void is staged by what it voids")
        said = self._books.said_cells(fact)
        self._place += 1
        self._waiting.append((patient, (self._place, line), (*said, content_of(said))))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def add_void(
        self, line: int, patient: str, at: When, *, event: str, ordinal: int, note: str
    ) -> None:
        """Stages a void of a fact of the same file.

        Args:
            line: Line of the void.
            patient: Code of the patient.
            at: When the voided fact was.
            event: Its kind, such as ``fill``.
            ordinal: Which one of the patient's facts of that kind at that time, from 1.
            note: Why it was wrong.
        """
        self._place += 1
        named = (at.day.isoformat(), at.minute, event, ordinal, note)
        self._voids.append((patient, (self._place, line), named))
        if len(self._voids) >= _BATCH:
            self._flush()

    def load(self) -> Loaded:
        """Records every staged fact that is not there yet, in the order of the file.

        With a problem nothing of it may be kept: roll the transaction back.
        """
        self._flush()
        self._problems.extend(self._without_pump())
        if self._problems:
            return Loaded(0, 0, _by_line(self._problems))
        known = self._match()
        added = self._append()
        new_voids, known_voids = self._append_voids()
        return Loaded(added + new_voids, known + known_voids, _by_line(self._problems))

    def added(self) -> Iterator[tuple[int, str, int]]:
        """Line, patient code and number of every fact that was new, in the order of the file."""
        found = (
            select(STAGED.c.line, PATIENT.c.code, PLACED.c.fact_id)
            .join(PLACED, PLACED.c.place == STAGED.c.place)
            .join(PATIENT, PATIENT.c.id == STAGED.c.patient_id)
            .where(PLACED.c.fresh == 1)
            .order_by(STAGED.c.place)
        )
        for row in self._connection.execute(found):
            yield row[0], row[1], row[2]

    def pumps(self) -> Iterator[int]:
        """Keys of all pumps of the patients named in the file."""
        named = select(STAGED.c.patient_id).union(select(VOIDS.c.patient_id)).subquery()
        found = select(PUMP.c.id).where(PUMP.c.patient_id.in_(select(named)))
        yield from self._connection.execute(found.order_by(PUMP.c.id)).scalars()

    def line_of(self, seq: int) -> int | None:
        """The line a fact came from; None if it did not come from this file."""
        found = (
            select(STAGED.c.line)
            .join(PLACED, PLACED.c.place == STAGED.c.place)
            .where(PLACED.c.fact_id == seq)
        )
        return self._connection.execute(found).scalar()

    def _flush(self) -> None:
        for table, rows in ((STAGED, self._waiting), (VOIDS, self._voids)):
            owners = self._books.patient_numbers(patient for patient, _, _ in rows)
            known = []
            for patient, (place, line), cells in rows:
                owner = owners.get(patient)
                if owner is None:
                    self._problems.append(StagedProblem(line, "unknown-patient", patient))
                else:
                    known.append((place, line, owner, *cells))
            self._books.insert_cells(table, known)
            rows.clear()

    def _without_pump(self) -> Iterator[StagedProblem]:
        held = select(PUMP.c.id).where(PUMP.c.patient_id == STAGED.c.patient_id)
        found = (
            select(STAGED.c.line, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == STAGED.c.patient_id)
            .where(STAGED.c.kind != ARCHIVE.word, ~held.exists())
        )
        for line, code in self._connection.execute(found):
            yield StagedProblem(line, "no-pump", code)

    def _match(self) -> int:
        """Places the staged facts that the ledger has already; returns how many."""
        staged = _nth(select(STAGED.c.place), STAGED, STAGED.c.place).subquery()
        there = _nth(select(FACT.c.id), FACT, FACT.c.id).subquery()
        same = and_(
            there.c.patient_id == staged.c.patient_id,
            there.c.content == staged.c.content,
            there.c.nth == staged.c.nth,
        )
        placed = select(staged.c.place, there.c.id, literal(0)).join(there, same)
        self._connection.execute(insert(PLACED).from_select(["place", "fact_id", "fresh"], placed))
        return self._connection.execute(select(func.count()).select_from(PLACED)).scalar_one()

    def _append(self) -> int:
        """Records the facts not placed yet; returns how many."""
        books, added, reached = self._books, 0, 0
        fresh = self._fresh()
        while rows := self._connection.execute(fresh, {"reached": reached}).fetchall():
            facts, placed = [], []
            for place, patient, pump, content, kind, *said in rows:
                number = books.next_number(FactRow)
                held = None if kind == ARCHIVE.word else pump
                row = books.fact_cells(number, patient, held, tuple(said), content)
                facts.append(row)
                placed.append((place, number, 1))
            books.insert_cells(FACT, facts)
            books.insert_cells(PLACED, placed)
            added, reached = added + len(rows), rows[-1][0]
        return added

    def _fresh(self) -> Select[Any]:
        """The next staged facts to record, each with the pump in place on its day.

        A day before the first implant belongs to the first pump.
        """
        pumps = select(PUMP.c.id).where(PUMP.c.patient_id == STAGED.c.patient_id)
        current = pumps.where(PUMP.c.implanted_on <= STAGED.c.day).order_by(
            PUMP.c.implanted_on.desc()
        )
        first = pumps.order_by(PUMP.c.implanted_on)
        pump = func.coalesce(current.limit(1).scalar_subquery(), first.limit(1).scalar_subquery())
        return (
            select(
                STAGED.c.place,
                STAGED.c.patient_id,
                pump,
                STAGED.c.content,
                STAGED.c.kind,
                *(STAGED.c[name] for name in SAID_NAMES),
            )
            .outerjoin(PLACED, PLACED.c.place == STAGED.c.place)
            .where(PLACED.c.place.is_(None), STAGED.c.place > bindparam("reached"))
            .order_by(STAGED.c.place)
            .limit(_BATCH)
        )

    def _append_voids(self) -> tuple[int, int]:
        """Records the voids not there yet; returns how many were new and how many known."""
        added = known = 0
        found = (
            select(VOIDS, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == VOIDS.c.patient_id)
            .order_by(VOIDS.c.place)
        )
        for rows in chunks(self._connection.execute(found).fetchall(), _BATCH):
            for row in rows:
                target = self._target(row)
                if target is None:
                    self._problems.append(StagedProblem(row.line, "nothing-to-void", row.code))
                    continue
                entry = self._books.entry(target)
                if entry is not None and entry.voided_by is not None:
                    known += 1
                    continue
                self._void(row, target)
                added += 1
        return added, known

    def _void(self, row: Any, target: int) -> None:
        entry = self._books.entry(target)
        if entry is None:
            raise Conflict(f"Fact {target} is gone.", code="unknown-fact")
        self._books.append(
            row.code, entry.pump, Voided(at=entry.fact.at, note=row.note, voids=target)
        )

    def _target(self, row: Any) -> int | None:
        minute = STAGED.c.minute
        found = (
            select(PLACED.c.fact_id)
            .join(STAGED, STAGED.c.place == PLACED.c.place)
            .where(
                STAGED.c.patient_id == row.patient_id,
                STAGED.c.day == row.day,
                minute.is_(None) if row.minute is None else minute == row.minute,
                STAGED.c.kind == row.kind,
            )
            .order_by(STAGED.c.place)
            .offset(row.ordinal - 1)
            .limit(1)
        )
        return self._connection.execute(found).scalar()


def _nth(chosen: Select[Any], table: Table, order: Column[Any]) -> Select[Any]:
    """The rows of a table, each counted among those of the same patient and content."""
    same = [table.c.patient_id, table.c.content]
    count = func.row_number().over(partition_by=same, order_by=order)
    return chosen.add_columns(*same, count.label("nth"))


def _by_line(problems: list[StagedProblem]) -> tuple[StagedProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))
