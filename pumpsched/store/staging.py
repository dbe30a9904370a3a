"""Facts of a file, held beside the ledger until all of it has been read, then loaded at once.

A row with a name that the store knows is the newest fact of that name, or an edit of it. Any other
is known if the patient has a fact of the same content that stands; two equal rows of one file are
two facts, so the n-th of the file is compared with the n-th of the ledger. Rows that the file
itself voids are looked for among the voided facts first. Hence the same file twice adds nothing.
Everything is held in temporary tables: memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Table
from sqlalchemy.sql.schema import SchemaItem

from pumpsched.domain.ledger import MENDED, Fact, Voided
from pumpsched.records.events import ARCHIVE, VOID, VoidRow
from pumpsched.store.columns import TEXT, WHOLE
from pumpsched.store.ledger_books import LedgerBooks
from pumpsched.store.results import BULK_ACTIONS, Loaded, StagedConflict, StagedProblem
from pumpsched.store.seals import Cell, content_of
from pumpsched.store.tables import FACT, SAID_NAMES, FactRow

TEMPORARY = MetaData()


def _temporary(name: str, *items: SchemaItem) -> Table:
    place = Column("place", WHOLE, primary_key=True, autoincrement=False)
    return Table(name, TEMPORARY, place, *items, prefixes=["TEMPORARY"])


STAGED = _temporary(
    "staged",
    Column("line", WHOLE),
    Column("name", TEXT),
    Column("patient_id", WHOLE),
    *(Column(name, FACT.c[name].type) for name in SAID_NAMES),
    Column("content", WHOLE),
    Column("gone", WHOLE),
    Index("staged_at", "patient_id", "day", "kind"),
)
"""Facts as read, in the order of the file; ``gone`` are those that the file itself voids."""

VOIDS = _temporary(
    "staged_void",
    Column("line", WHOLE),
    Column("name", TEXT),
    Column("patient_id", WHOLE),
    Column("day", TEXT),
    Column("minute", WHOLE),
    Column("kind", TEXT),
    Column("ordinal", WHOLE),
    Column("note", TEXT),
    Column("target", WHOLE),
)
"""Voids as read: each names the n-th fact of a kind at a time, or one by name; ``target`` is the
place of its row in the file."""

PLACED = _temporary(
    "placed", Column("fact_id", WHOLE), Column("fresh", WHOLE), Index("placed_fact", "fact_id")
)
"""Which fact each staged one is: known already (0), new (1), or to be put in its place (2)."""

NEWEST = _temporary(
    "newest", Column("fact_id", WHOLE), Column("same", WHOLE), Column("stands", WHOLE)
)
"""The newest fact of the name of a staged one: whether it says the same, and whether it stands."""

_OF_NAME = (
    "INSERT INTO newest (place, fact_id, same, stands)"
    " SELECT place, id, same, stands FROM (SELECT staged.place, fact.id,"
    " CASE WHEN fact.content = staged.content AND fact.patient_id = staged.patient_id"
    " THEN 1 ELSE 0 END AS same,"
    " CASE WHEN void.id IS NULL THEN 1 ELSE 0 END AS stands,"
    " row_number() OVER (PARTITION BY staged.place ORDER BY"
    " CASE WHEN staged.gone = 0 THEN 0 WHEN fact.content = staged.content THEN 1 ELSE 2 END,"
    " CASE WHEN (void.id IS NULL) = (staged.gone = 0) THEN 0 ELSE 1 END, fact.id DESC) AS rank"
    " FROM staged JOIN fact_name AS own ON own.name = staged.name"
    " JOIN fact ON fact.id = own.fact_id LEFT JOIN fact AS void ON void.voids_id = fact.id"
    " WHERE staged.name <> '') AS ranked WHERE rank = 1"
)
_PLACE_NAMED = (
    "INSERT INTO placed (place, fact_id, fresh)"
    " SELECT newest.place, newest.fact_id, CASE WHEN same = 1 THEN 0 ELSE 2 END"
    " FROM newest JOIN staged ON staged.place = newest.place"
    " WHERE (same = 1 AND (stands = 1 OR gone = 1)) OR (same = 0 AND gone = 0)"
)
_TWICE = (
    "SELECT staged.line, patient.code FROM staged"
    " JOIN patient ON patient.id = staged.patient_id WHERE gone = 0 AND staged.name IN"
    " (SELECT name FROM staged WHERE gone = 0 AND name <> '' GROUP BY name HAVING count(*) > 1)"
    " ORDER BY staged.place"
)
"""Rows of one name, of which one was copied."""

_VOID = "EXISTS (SELECT 1 FROM fact AS void WHERE void.voids_id = fact.id)"
_UNDONE = (
    "EXISTS (SELECT 1 FROM fact AS void JOIN audit ON audit.seq = void.audit_seq"
    f" WHERE void.voids_id = fact.id AND audit.action NOT IN {BULK_ACTIONS})"
)
"""Whether a fact was voided by a person."""


def _match(of_file: str, of_ledger: str) -> str:
    """Pairs of a staged fact and an equal one of the ledger, the n-th of each with the n-th."""
    nth = "row_number() OVER (PARTITION BY patient_id, content ORDER BY"
    return (
        "SELECT staged.place, there.id AS fact_id, staged.line, staged.patient_id"
        f" FROM (SELECT place, line, patient_id, content, {nth} place) AS nth FROM staged"
        f" WHERE {of_file} AND place NOT IN (SELECT place FROM placed)) AS staged"
        f" JOIN (SELECT id, patient_id, content, {nth} id) AS nth FROM fact"
        f" WHERE {of_ledger} AND id NOT IN (SELECT fact_id FROM placed)) AS there"
        " ON there.patient_id = staged.patient_id AND there.content = staged.content"
        " AND there.nth = staged.nth"
    )


_MATCHES = (
    _match("gone = 0", f"NOT {_VOID}"),
    _match("gone = 1", _VOID),
    _match("gone = 1", f"NOT {_VOID}"),
)
_MATCH_UNDONE = (
    f"SELECT pair.line, patient.code, pair.fact_id FROM ({_match('gone = 0', _UNDONE)}) AS pair"
    " JOIN patient ON patient.id = pair.patient_id"
)
_PLACE = "INSERT INTO placed (place, fact_id, fresh) SELECT place, fact_id, 0 FROM ("

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
_BROUGHT = (
    "FROM fact JOIN audit ON audit.seq = fact.audit_seq"
    " JOIN patient ON patient.id = fact.patient_id"
    f" WHERE audit.action IN {BULK_ACTIONS}"
    f" AND fact.kind <> '{VOID.word}' AND NOT {_VOID}"
)
_ABSENT = (
    f"SELECT fact.id {_BROUGHT}"
    " AND fact.day >= (SELECT min(day) FROM staged WHERE patient_id = fact.patient_id)"
    " AND NOT EXISTS (SELECT 1 FROM placed WHERE placed.fact_id = fact.id) ORDER BY fact.id"
)
_PATIENTS_ABSENT = (
    f"SELECT DISTINCT patient.code {_BROUGHT}"
    " AND NOT EXISTS (SELECT 1 FROM staged WHERE staged.patient_id = fact.patient_id)"
    " ORDER BY patient.code"
)
_LINE = (
    "SELECT staged.line FROM staged JOIN placed ON placed.place = staged.place"
    " WHERE placed.fact_id = ?"
)
_EDITED = (
    "SELECT staged.place, staged.line, patient.code, placed.fact_id FROM placed"
    " JOIN staged ON staged.place = placed.place JOIN patient ON patient.id = staged.patient_id"
    " WHERE placed.fresh = 2 ORDER BY staged.place"
)
_VOIDS = (
    "SELECT staged_void.*, patient.code FROM staged_void"
    " JOIN patient ON patient.id = staged_void.patient_id ORDER BY staged_void.place"
)
_CALLED = (
    "SELECT place FROM staged WHERE patient_id = ? AND day = ? AND coalesce(minute, -1) = ?"
    " AND kind = ? ORDER BY place LIMIT 1 OFFSET ?"
)
_CALLED_BY_NAME = (
    "SELECT place FROM staged WHERE name = ? AND patient_id = ? AND day = ?"
    " AND coalesce(minute, -1) = ? ORDER BY place LIMIT 1"
)
_STANDING_OF_NAME = (
    "SELECT fact.id FROM fact JOIN fact_name AS own ON own.fact_id = fact.id"
    f" WHERE own.name = ? AND fact.patient_id = ? ORDER BY {_VOID}, fact.id DESC LIMIT 1"
)

_BATCH = 2000
_Row = tuple[str, tuple[int, int, str], tuple[Cell, ...]]
"""Code of the patient; place, line and name in the file; the cells that follow."""


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

    def add(self, line: int, patient: str, fact: Fact, *, name: str = "") -> None:
        """Stages a fact of a file's line.

        Raises:
            TypeError: A void; use :meth:`add_void`.
        """
        if type(fact) is Voided:
            raise TypeError("a void is staged by what it voids")
        said = self._books.said_cells(fact)
        self._place += 1
        self._waiting.append((patient, (self._place, line, name), (*said, content_of(said), 0)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def add_void(self, line: int, patient: str, void: VoidRow, *, name: str = "") -> None:
        """Stages a void of what it calls."""
        self._place += 1
        at = void.at
        cells = (at.day.isoformat(), at.minute, void.name or void.event, void.ordinal, void.note)
        self._voids.append((patient, (self._place, line, name), (*cells, None)))
        if len(self._voids) >= _BATCH:
            self._flush()

    def load(self, replaces: Callable[[str], bool] = lambda _: False) -> Loaded:
        """Records every staged fact that is not there yet, in the order of the file.

        ``replaces`` tells of a patient's code whether rows under the name of a fact that differs
        take its place; otherwise, as everything a person voided, they are conflicts. With a
        conflict or a problem nothing of it may be kept: roll the transaction back.
        """
        self._flush()
        for row in self._books.plain(_WITHOUT_PUMP, ARCHIVE.word):
            self._problems.append(StagedProblem(row.line, "no-pump", row.code))
        voids = self._called()
        for row in self._books.plain(_TWICE):
            self._problems.append(StagedProblem(row.line, "name-twice", row.code))
        if self._problems:
            return Loaded(0, 0, tuple(sorted(self._problems, key=attrgetter("line"))))
        conflicts = self._match()
        there = self._books.value("SELECT count(*) FROM placed WHERE fresh = 0")
        edited = []
        for row in list(self._books.plain(_EDITED)):
            if replaces(row.code):
                self._run(f"DELETE FROM placed WHERE place = {row.place:d}")
                edited.append(row)
            else:
                conflicts.append(StagedConflict(row.line, row.code, row.fact_id))
        added = self._append()
        for row in edited:
            self._replace(row.fact_id)
        new_voids, known_voids = self._append_voids(voids)
        problems = tuple(sorted(self._problems, key=attrgetter("line")))
        return Loaded(
            added - len(edited) + new_voids,
            there + known_voids,
            problems,
            len(edited),
            tuple(sorted(conflicts)),
        )

    def added(self) -> Iterator[tuple[int, str, int]]:
        """Line, patient code and number of every fact that was new, in the order of the file."""
        return ((row.line, row.code, row.fact_id) for row in self._books.plain(_ADDED))

    def pumps(self) -> Iterator[int]:
        """Keys of all pumps of the patients named in the file."""
        return (row.id for row in self._books.plain(_PUMPS))

    def absent(self) -> list[int]:
        """The numbers of standing facts that an import brought and that have no row here.

        What is older than all rows of a patient does not count: a file may begin later.
        """
        return [row.id for row in self._books.plain(_ABSENT)]

    def patients_absent(self) -> tuple[str, ...]:
        """The patients who have such facts, and no row at all, by code."""
        return tuple(row.code for row in self._books.plain(_PATIENTS_ABSENT, many=True))

    def line_of(self, seq: int) -> int | None:
        """The line a fact came from; None if it did not come from this file."""
        line: int | None = self._books.value(_LINE, seq)
        return line

    def _flush(self) -> None:
        for table, rows in ((STAGED, self._waiting), (VOIDS, self._voids)):
            owners = self._books.patient_numbers(patient for patient, _, _ in rows)
            known = []
            for patient, place, cells in rows:
                owner = owners.get(patient)
                if owner is None:
                    self._problems.append(StagedProblem(place[1], "unknown-patient", patient))
                else:
                    known.append((*place, owner, *cells))
            self._books.insert_cells(table, known)
            rows.clear()

    def _called(self) -> list[tuple[Any, int | None]]:
        """Each void with the place of the row that it calls, which counts as gone from then on."""
        found = []
        for row in list(self._books.plain(_VOIDS)):
            at = (row.patient_id, row.day, -1 if row.minute is None else row.minute)
            if row.ordinal:
                place = self._books.value(_CALLED, *at, row.kind, row.ordinal - 1)
            else:
                place = self._books.value(_CALLED_BY_NAME, row.kind, *at)
            if place is not None:
                self._run(f"UPDATE staged SET gone = 1 WHERE place = {place:d}")
            found.append((row, place))
        return found

    def _match(self) -> list[StagedConflict]:
        """Places the staged facts that the ledger has; what a person voided is a conflict."""
        if self._books.value("SELECT id FROM fact LIMIT 1") is None:
            return []
        if self._books.value("SELECT place FROM staged WHERE name <> '' LIMIT 1") is not None:
            self._run(_OF_NAME)
            self._run(_PLACE_NAMED)
        gone = self._books.value("SELECT place FROM staged WHERE gone = 1 LIMIT 1") is not None
        standing, among_voided, then_voided = _MATCHES
        for query in (standing, *([among_voided, then_voided] if gone else [])):
            self._run(f"{_PLACE}{query}) AS pair")
        if not self._books.holds(VOID.word):
            return []
        return [StagedConflict(*row) for row in self._books.plain(_MATCH_UNDONE)]

    def _append(self) -> int:
        """Records the facts not placed yet; returns how many."""
        books, added, reached = self._books, 0, 0
        said_of = attrgetter(*SAID_NAMES)
        while rows := list(books.plain(_FRESH, reached, _BATCH)):
            facts, placed, names, lines = [], [], {}, {}
            for row in rows:
                number = books.next_number(FactRow)
                pump = None if row.kind == ARCHIVE.word else row.pump_id
                said = said_of(row)
                facts.append(books.fact_cells(number, row.patient_id, pump, said, row.content))
                placed.append((row.place, number, 1))
                lines[number] = row.line
                if row.name:
                    names[number] = row.name
            books.insert_cells(FACT, facts)
            books.insert_cells(PLACED, placed)
            books.name_facts(min(lines), max(lines), names=names, lines=lines)
            added, reached = added + len(rows), rows[-1].place
        return added

    def _replace(self, number: int) -> None:
        """Voids a fact in whose place another one of its name was recorded."""
        entry = self._books.entry(number)
        assert entry is not None, "what was matched is there"
        if entry.voided_by is None:
            void = Voided(at=entry.fact.at, note=MENDED, voids=number)
            self._books.append(entry.patient, entry.pump, void)

    def _append_voids(self, voids: list[tuple[Any, int | None]]) -> tuple[int, int]:
        """Records the voids not there yet; returns how many were new and how many known."""
        added = known = 0
        for row, place in voids:
            if place is not None:
                target = self._books.value("SELECT fact_id FROM placed WHERE place = ?", place)
            else:
                target = self._books.value(_STANDING_OF_NAME, row.kind, row.patient_id)
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

    def _run(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement)
