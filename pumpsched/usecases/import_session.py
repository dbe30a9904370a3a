"""One import: the sheets it reads, the codes it knows, what it found wrong and what it changed.

A source can be opened again, so that a second look can name a line without anything kept from
the first.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from pumpsched.domain.errors import NotFound
from pumpsched.domain.ledger import Fact
from pumpsched.domain.text import visible
from pumpsched.formats.csv_files import CsvFile
from pumpsched.records.folder import PATIENT, PATIENTS, SETTINGS
from pumpsched.records.panel import PANEL
from pumpsched.records.problems import BadCell, BadImport, BadRow, Problem, Report, nearest
from pumpsched.records.recognise import FOLDER, AnyLayout
from pumpsched.records.spec import Layout
from pumpsched.reference import catalogue
from pumpsched.store.results import Put
from pumpsched.usecases.any_list import list_source
from pumpsched.usecases.import_files import Progress, Row, Sheet, Source, binary, readable
from pumpsched.usecases.manifest import changed_files
from pumpsched.usecases.origins import RowOrigins
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.books import Books

FILE_OF = {"patient": "patients.csv", "nurse": "nurses.csv", "site": "sites.csv"}
"""The file that says which codes of a kind there are."""

MOST_TOUCHED = 10_000
"""Beyond so many patients, every pump is projected anew rather than chosen ones."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is to be done with rows that say something else than the store, by code.

    Attributes:
        update: Whose rows take the place of what is recorded; ``everybody`` stands for all.
        refilled: Whose fill is another one, not the last one corrected.
        skip: Whose rows are left out.
    """

    everybody: bool = False
    update: frozenset[str] = frozenset()
    refilled: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Every code that was named."""
        return self.update | self.refilled | self.skip

    def updates(self, *codes: str) -> bool:
        """Whether rows about any of these take the place of what is recorded."""
        return self.everybody or not self.update.isdisjoint(codes)


class Directory:
    """Codes that are taken, and codes that cannot be judged because their row is unreadable."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._staff = {
            "nurse": {nurse.code for nurse in books.nurses()},
            "site": {site.code for site in books.sites()},
        }
        self._patients: dict[str, int] = {}
        self._doubted: defaultdict[str, set[str]] = defaultdict(set)
        self._doubted_files: set[str] = set()

    def look_up(self, codes: Iterable[str]) -> None:
        """Reads which of these codes are patients, in place of those asked for before."""
        self._patients = self._books.patient_numbers(codes)

    def add(self, kind: str, code: str) -> None:
        """Counts a nurse or site of a file in."""
        self._staff[kind].add(code)

    def has(self, kind: str, code: str) -> bool:
        """Whether the code is a patient's (one looked up), nurse's or site's."""
        return code in (self._patients if kind == "patient" else self._staff[kind])

    def doubt(self, file: str, code: str) -> None:
        """Notes that the row of a code cannot be read; without a code, that any may be missing."""
        if code:
            self._doubted[file].add(code)
        else:
            self._doubted_files.add(file)

    def doubts(self, file: str, code: str) -> bool:
        """Whether a row of that code may be among those that cannot be read."""
        return file in self._doubted_files or code in self._doubted[file]


class Touched:
    """Patients and pumps whose dates an import may have moved; None stands for all of them."""

    def __init__(self) -> None:
        self.codes: set[str] | None = set()
        self._pumps: set[int] = set()

    def add(self, codes: Iterable[str] = (), *, pumps: Iterable[int] = ()) -> None:
        """Counts patients in by code, and pumps by key."""
        if self.codes is None:
            return
        self.codes.update(codes)
        self._pumps.update(pumps)
        if max(len(self.codes), len(self._pumps)) > MOST_TOUCHED:
            self.everybody()

    def everybody(self) -> None:
        """Counts all patients in."""
        self.codes = None
        self._pumps.clear()

    def pumps(self, books: Books) -> list[int] | None:
        """The store's keys of all pumps counted in, those of the patients included."""
        if self.codes is None:
            return None
        of_patients = (implant.key for code in self.codes for implant in books.implants(code))
        return sorted(self._pumps.union(of_patients))


class LeftOut(NamedTuple):
    """A row that was left out, and why."""

    file: str
    line: int
    patient: str
    why: str


class Removed(NamedTuple):
    """A fact that an import brought and that its file has no row of; where it came from."""

    file: str
    patient: str
    fact: Fact
    origin: str


MOST_REMOVED = 1_000
"""So many of them are named; the others are counted."""


def sources_at(path: Path, *, edited: bool = False) -> list[Source]:
    """The files of a folder in the order of :data:`FOLDER`, or the one file at ``path``.

    Files of an exported folder that were edited since are taken only with ``edited``.

    Raises:
        NotFound: Nothing is there, or a folder without any file that could be imported.
        BadImport: A file is none that can be imported.
    """
    if not os.path.lexists(path):
        raise NotFound(
            f'There is no file or folder "{visible(str(path))}".',
            code="no-file",
            next_step="another path, or pumpsched demo for an invented clinic",
        )
    return _folder(path, edited=edited) if path.is_dir() else [list_source(path)]


def _folder(path: Path, *, edited: bool) -> list[Source]:
    with readable(path):
        found = os.listdir(path)
    names = {name for name in found if name.lower().endswith(".csv") and not name.startswith(".")}
    strange = [Problem(name, 1, "", _strange(name)) for name in sorted(names - FOLDER.keys())]
    with readable(path):
        strange += changed_files(path, names & FOLDER.keys(), edited=edited)
    if strange:
        raise BadImport(strange)
    if not names:
        raise NotFound(
            f'The folder "{visible(str(path))}" has no file to import.',
            code="no-file",
            why=f"It may hold {', '.join(FOLDER)}.",
            next_step="pumpsched import with another folder, or with one spreadsheet",
        )
    return [_source(path / name, layout) for name, layout in FOLDER.items() if name in names]


def _strange(name: str) -> str:
    if name == PANEL.name:
        return "stands in a folder: import it alone, or the folder without it"
    return f"is no file of a folder{nearest(name, tuple(FOLDER))}"


def _source(path: Path, layout: AnyLayout) -> Source:
    with readable(path):
        size = path.stat().st_size
    return Source(path.name, layout, partial(_sheet, path, layout), size)


@contextmanager
def _sheet(path: Path, layout: AnyLayout, report: Report, progress: Progress) -> Iterator[Sheet]:
    with binary(path, progress) as stream:
        file = CsvFile(stream, file=path.name, report=report)
        yield Sheet(file.header, file.rows(layout))


V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one file: new ones, those there already, those changed.

    ``table`` says which rows of a file are meant, where it makes several kinds.
    """

    file: str
    table: str
    added: int
    known: int
    changed: int


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row stands, and its cells."""

    source: Source
    number: int
    row: Row


class ImportSession:
    """One import on its way; see :func:`~pumpsched.usecases.importing.import_sources`.

    ``unmet`` are codes named in the choices that no row had so far, ``absent`` those of the store
    that its list has no row of, ``unclear`` those whose new last fill may be a correction or a
    second one; ``implants`` are days of implant that followed a corrected fill, by the key of the
    pump: as they were and as they are.
    ``brings`` are the names of its files. Those of a whole practice bring it to an empty store as
    it stood, what is refused anew included.
    """

    def __init__(
        self,
        books: Books,
        *,
        today_in: Callable[[ZoneInfo], date],
        choices: Choices,
        progress: Progress,
        brings: Collection[str] = (),
    ) -> None:
        self.books = books
        self.choices = choices
        self.progress = progress
        self.directory = Directory(books)
        self.touched = Touched()
        self.problems: list[Problem] = []
        self.conflicts: list[tuple[Problem, int]] = []
        self.tallies: list[Tally] = []
        self.left_out: list[LeftOut] = []
        self.unmet = set(choices.named)
        self.unclear: set[str] = set()
        self.absent: tuple[str, ...] = ()
        self.implants: dict[int, tuple[date, date]] = {}
        self.removed = 0
        self.removals: list[Removed] = []
        self.was_empty = next(books.patients(), None) is None
        self.merged = {} if self.was_empty else books.merges()
        self.brings_practice = self.was_empty and {PATIENTS.name, SETTINGS.name} <= {*brings}
        if self.was_empty:
            self.touched.everybody()
        self._today_in = today_in
        self._own_today = books.own_today()
        self.settle_settings()

    def settle_settings(self) -> None:
        """Takes the practice's zone, and so its today, as now recorded."""
        self.zone = practice_of(self.books).zone
        self.today = self._own_today or self._today_in(self.zone)

    @cached_property
    def origins(self) -> RowOrigins:
        """Where the rows of the store came from; read where something differs from one."""
        return RowOrigins(self.books, self.zone)

    @contextmanager
    def reading(self, source: Source, *, again: bool = False) -> Iterator[Sheet]:
        """The open sheet of a source; a second look at it reports nothing."""
        name = source.layout.name

        def report(problem: Problem) -> None:
            if not again:
                self.problems.append(problem)
                self.directory.doubt(name, "")

        self.progress.phase(source.name, source.size)
        with source.opened(report, self.progress) as sheet:
            yield sheet

    def values(
        self, source: Source, sheet: Sheet, layout: Layout[V], *, again: bool = False
    ) -> Iterator[tuple[Line, V]]:
        """The readable rows of a sheet; those that are not are reported."""
        known, first = catalogue(), layout.columns[0]
        for number, row in sheet.rows:
            line = Line(source, number, row)
            self.unmet -= {row.get(first, ""), row.get(PATIENT.column, "")}
            try:
                value = layout.parse(row, known)
            except BadRow as bad:
                if not again:
                    self.refuse(line, bad.cells)
                    self.directory.doubt(layout.name, row.get(first, ""))
            else:
                yield line, value

    def refuse(self, line: Line, cells: tuple[BadCell, ...] | list[BadCell]) -> None:
        """Reports what is wrong with a row."""
        self.problems.extend(
            line.source.problem(line.number, cell.column, cell.what) for cell in cells
        )

    def differs(self, line: Line, key: str, what: str) -> None:
        """Reports a row that is there already and says something else, by the hash of its key."""
        problem = Problem(line.source.name, line.number, "", what)
        self.conflicts.append((problem, hash(key)))

    def forget_differences(self, source: Source, marks: frozenset[int]) -> None:
        """Takes back what was reported of keys that a file gives more than once."""
        self.conflicts = [
            (problem, mark)
            for problem, mark in self.conflicts
            if problem.file != source.name or mark not in marks
        ]

    def note_absent(self, marks: Iterable[int]) -> None:
        """Notes which patients of the store have none of these hashes of the codes in its rows."""
        rows = frozenset(marks)
        self.absent = tuple(
            person.code for person in self.books.people() if hash(person.code) not in rows
        )

    def count(self, source: Source, table: str, rows: int, put: Put) -> None:
        """Counts the rows of a file."""
        known = rows - put.added - put.changed
        self.tallies.append(Tally(source.name, table, put.added, known, put.changed))
