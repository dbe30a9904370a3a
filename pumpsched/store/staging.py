"""Facts of a file, held beside the ledger until all of it has been read, then loaded at once.

A fact is known already if the patient has one of the same content; two equal rows of one file are
two facts, so the n-th of the file is compared with the n-th of the ledger. Hence the same file
twice adds nothing. Everything is held in temporary tables: memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Table
from sqlalchemy.sql.schema import SchemaItem

from pumpsched.domain.ledger import Fact, Voided, When
from pumpsched.records.events import ARCHIVE
from pumpsched.store.columns import TEXT, WHOLE
from pumpsched.store.ledger_books import LedgerBooks
from pumpsched.store.results import Loaded, StagedProblem
from pumpsched.store.seals import Cell, content_of
from pumpsched.store.tables import FACT, SAID_NAMES, FactRow

TEMPORARY = MetaData()


def _temporary(name: str, *items: SchemaItem) -> Table:
    place = Column("place", WHOLE, primary_key=True, autoincrement=False)
    return Table(name, TEMPORARY, place, *items, prefixes=["TEMPORARY"])


STAGED = _temporary(
    "staged",
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    *(Column(name, FACT.c[name].type) for name in SAID_NAMES),
    Column("content", WHOLE),
    Index("staged_at", "patient_id", "day", "kind"),
)
"""Facts as read, in the order of the file."""

VOIDS = _temporary(
    "staged_void",
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    Column("day", TEXT),
    Column("minute", WHOLE),
    Column("kind", TEXT),
    Column("ordinal", WHOLE),
    Column("note", TEXT),
)
"""Voids as read: each names the n-th fact of a kind at a time."""

PLACED = _temporary(
    "placed", Column("fact_id", WHOLE), Column("fresh", WHOLE), Index("placed_fact", "fact_id")
)
"""Which fact each staged one is, and whether it is new."""

_NTH = "row_number() OVER (PARTITION BY patient_id, content ORDER BY"
_MATCH = (
    "INSERT INTO placed (place, fact_id, fresh) SELECT staged.place, there.id, 0"
    f" FROM (SELECT place, patient_id, content, {_NTH} place) AS nth FROM staged) AS staged"
    f" JOIN (SELECT id, patient_id, content, {_NTH} id) AS nth FROM fact) AS there"
    " ON there.patient_id = staged.patient_id AND there.content = staged.content"
    " AND there.nth = staged.nth"
)
"""Places the staged facts that the ledger has already."""

_PUMP = "SELECT id FROM pump WHERE pump.patient_id = staged.patient_id"
_LATER_FILL = (
    "EXISTS (SELECT 1 FROM staged AS other WHERE other.patient_id = staged.patient_id"
    " AND other.day = staged.day AND other.kind = 'fill'"
    " AND (coalesce(other.minute, -1) > staged.minute"
    " OR (other.minute = staged.minute AND other.place > staged.place)))"
    " OR EXISTS (SELECT 1 FROM fact AS other WHERE other.patient_id = staged.patient_id"
    " AND other.day = staged.day AND other.kind = 'fill' AND other.minute > staged.minute"
    " AND NOT EXISTS (SELECT 1 FROM fact AS void WHERE void.voids_id = other.id))"
)
_OF_THE_OLD = (
    f"EXISTS ({_PUMP} AND implanted_on = staged.day)"
    " AND ((staged.minute IS NULL AND staged.kind IN ('stop', 'empty'))"
    " OR (staged.minute < (SELECT time.minute FROM implant_time AS time"
    " JOIN pump ON pump.id = time.pump_id WHERE pump.patient_id = staged.patient_id"
    f" AND pump.implanted_on = staged.day) AND (staged.kind <> 'fill' OR {_LATER_FILL})))"
)
"""Whether a staged fact is of the old pump of an exchange: the rule of `domain.exchange_day`."""

_FRESH = (
    "SELECT staged.*, coalesce("
    f"CASE WHEN {_OF_THE_OLD} THEN"
    f" ({_PUMP} AND implanted_on < staged.day ORDER BY implanted_on DESC LIMIT 1) END,"
    f" ({_PUMP} AND implanted_on <= staged.day ORDER BY implanted_on DESC LIMIT 1),"
    f" ({_PUMP} ORDER BY implanted_on LIMIT 1)) AS pump_id"
    " FROM staged LEFT JOIN placed ON placed.place = staged.place"
    " WHERE placed.place IS NULL AND staged.place > ? ORDER BY staged.place LIMIT ?"
)
"""The next staged facts to record, each with the pump in place on its day.

A day before the first implant belongs to the first pump.
"""

_WITHOUT_PUMP = (
    "SELECT staged.line, patient.code FROM staged JOIN patient ON patient.id = staged.patient_id"
    f" WHERE staged.kind <> ? AND NOT EXISTS ({_PUMP})"
)
_ADDED = (
    "SELECT staged.line, patient.code, placed.fact_id FROM staged"
    " JOIN placed ON placed.place = staged.place JOIN patient ON patient.id = staged.patient_id"
    " WHERE placed.fresh = 1 ORDER BY staged.place"
)
_PUMPS = (
    "SELECT id FROM pump WHERE patient_id IN"
    " (SELECT patient_id FROM staged UNION SELECT patient_id FROM staged_void) ORDER BY id"
)
_LINE = (
    "SELECT staged.line FROM staged JOIN placed ON placed.place = staged.place"
    " WHERE placed.fact_id = ?"
)
_VOIDS = (
    "SELECT staged_void.*, patient.code FROM staged_void"
    " JOIN patient ON patient.id = staged_void.patient_id ORDER BY staged_void.place"
)
_TARGET = (
    "SELECT placed.fact_id FROM placed JOIN staged ON staged.place = placed.place"
    " WHERE staged.patient_id = ? AND staged.day = ? AND coalesce(staged.minute, -1) = ?"
    " AND staged.kind = ? ORDER BY staged.place LIMIT 1 OFFSET ?"
)

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
        """Stages a void of the n-th of the patient's facts of a kind at a time, from 1."""
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
        for row in self._books.plain(_WITHOUT_PUMP, ARCHIVE.word):
            self._problems.append(StagedProblem(row.line, "no-pump", row.code))
        added = known = 0
        if not self._problems:
            self._connection.exec_driver_sql(_MATCH)
            there = self._books.value("SELECT count(*) FROM placed")
            added = self._append()
            new_voids, known_voids = self._append_voids()
            added, known = added + new_voids, there + known_voids
        return Loaded(added, known, tuple(sorted(self._problems, key=attrgetter("line"))))

    def added(self) -> Iterator[tuple[int, str, int]]:
        """Line, patient code and number of every fact that was new, in the order of the file."""
        return ((row.line, row.code, row.fact_id) for row in self._books.plain(_ADDED))

    def pumps(self) -> Iterator[int]:
        """Keys of all pumps of the patients named in the file."""
        return (row.id for row in self._books.plain(_PUMPS))

    def line_of(self, seq: int) -> int | None:
        """The line a fact came from; None if it did not come from this file."""
        line: int | None = self._books.value(_LINE, seq)
        return line

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

    def _append(self) -> int:
        """Records the facts not placed yet; returns how many."""
        books, added, reached = self._books, 0, 0
        said_of = attrgetter(*SAID_NAMES)
        while rows := list(books.plain(_FRESH, reached, _BATCH)):
            facts, placed = [], []
            for row in rows:
                number = books.next_number(FactRow)
                pump = None if row.kind == ARCHIVE.word else row.pump_id
                said = said_of(row)
                facts.append(books.fact_cells(number, row.patient_id, pump, said, row.content))
                placed.append((row.place, number, 1))
            books.insert_cells(FACT, facts)
            books.insert_cells(PLACED, placed)
            added, reached = added + len(rows), rows[-1].place
        return added

    def _append_voids(self) -> tuple[int, int]:
        """Records the voids not there yet; returns how many were new and how many known."""
        added = known = 0
        for row in list(self._books.plain(_VOIDS)):
            target = self._target(row)
            entry = None if target is None else self._books.entry(target)
            if entry is None:
                self._problems.append(StagedProblem(row.line, "nothing-to-void", row.code))
            elif entry.voided_by is not None:
                known += 1
            else:
                void = Voided(at=entry.fact.at, note=row.note, voids=entry.fact.seq)
                self._books.append(row.code, entry.pump, void)
                added += 1
        return added, known

    def _target(self, row: Any) -> int | None:
        minute = -1 if row.minute is None else row.minute
        found: int | None = self._books.value(
            _TARGET, row.patient_id, row.day, minute, row.kind, row.ordinal - 1
        )
        return found
