"""The desk of one import: its books, what it found wrong, and what it changed so far."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from pumpsched.interop.problems import BadCell, BadRow, Problem
from pumpsched.interop.rows import Layout
from pumpsched.reference import catalogue
from pumpsched.store.books import Books, Put
from pumpsched.usecases.chart import practice_of
from pumpsched.usecases.import_people import Directory, Touched
from pumpsched.usecases.import_sheets import Progress, Row, Sheet, Source

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


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is there already and differs; ``mark`` is the hash of its key."""

    problem: Problem
    mark: int


class Desk:
    """One import on its way.

    Args:
        books: The store, open for a change.
        today_in: Today in a time zone; a store with a today of its own goes by that.
        update: Whether rows that are there and differ are changed.
        progress: Told how far it is.
    """

    def __init__(
        self,
        books: Books,
        *,
        today_in: Callable[[ZoneInfo], date],
        update: bool,
        progress: Progress,
    ) -> None:
        self.books = books
        self.update = update
        self.progress = progress
        self.directory = Directory(books)
        self.touched = Touched()
        self.problems: list[Problem] = []
        self.conflicts: list[Difference] = []
        self.tallies: list[Tally] = []
        self.was_empty = next(books.patients(), None) is None
        if self.was_empty:
            self.touched.everybody()
        self._today_in = today_in
        self._own_today = books.own_today()
        self.settle_settings()

    def settle_settings(self) -> None:
        """Takes the practice's zone, and so its today, as now recorded."""
        self.zone = practice_of(self.books).zone
        self.today = self._own_today or self._today_in(self.zone)

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
            Problem(line.source.name, line.number, cell.column, cell.what) for cell in cells
        )

    def differs(self, line: Line, key: str, what: str) -> None:
        """Reports a row that is there already and says something else."""
        problem = Problem(line.source.name, line.number, "", what)
        self.conflicts.append(Difference(problem, hash(key)))

    def forget_differences(self, source: Source, marks: frozenset[int]) -> None:
        """Takes back what was reported of keys that a file gives more than once."""
        self.conflicts = [
            each
            for each in self.conflicts
            if each.problem.file != source.name or each.mark not in marks
        ]

    def count(self, source: Source, table: str, rows: int, put: Put) -> None:
        """Counts the rows of a file."""
        known = rows - put.added - put.changed
        self.tallies.append(Tally(source.name, table, put.added, known, put.changed))


class Keys:
    """The keys of a file's rows, eight bytes each, to see whether one is given twice."""

    def __init__(self) -> None:
        self._marks = array("q")

    def add(self, key: str) -> None:
        """Counts one key in."""
        self._marks.append(hash(key))

    def repeated(self) -> frozenset[int]:
        """Hashes that came more than once: of repeated keys, and hardly ever of others."""
        return frozenset(one for one, next_ in pairwise(sorted(self._marks)) if one == next_)
