"""Rows that are no facts on their way into the store: checked, compared, added or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

from pumpsched.interop.problems import BadCell, refused
from pumpsched.interop.rows import Layout
from pumpsched.reference import catalogue
from pumpsched.store.books import Put
from pumpsched.usecases.import_desk import Desk, Keys, Line
from pumpsched.usecases.import_kinds import Kind, Ref, clashes
from pumpsched.usecases.import_people import FILE_OF
from pumpsched.usecases.import_sheets import Source

T = TypeVar("T")
V = TypeVar("V")

AT_ONCE = 400
"""Rows handled together."""


def take_table(desk: Desk, source: Source, kind: Kind[V]) -> None:
    """Takes a file of one kind of row."""
    with desk.reading(source) as sheet:
        intake = TableIntake(desk, kind, sheet.header)
        for chunk in batched(desk.values(source, sheet, kind.layout), AT_ONCE):
            intake.take(chunk)
    refuse_repeated(desk, source, kind.layout, kind.label, intake.keys)
    desk.count(source, kind.layout.name.removesuffix(".csv"), intake.rows, intake.put)


class TableIntake(Generic[V]):
    """Takes rows of one kind, chunk by chunk.

    Attributes:
        keys: The keys of all rows taken.
        rows: How many were taken.
        put: How many were new, how many changed.
    """

    def __init__(self, desk: Desk, kind: Kind[V], header: Sequence[str]) -> None:
        self._desk = desk
        self._kind = kind
        self._given = frozenset(header)
        self.keys = Keys()
        self.rows = 0
        self.put = Put(0, 0)

    def take(self, chunk: Sequence[tuple[Line, V]]) -> list[V | None]:
        """Stores the rows of a chunk; gives what each now says, None for one left out."""
        kind, desk = self._kind, self._desk
        self.rows += len(chunk)
        lines: dict[str, Line] = {}
        good: list[V] = []
        placed: list[int | None] = []
        desk.directory.look_up(self._codes(value for _, value in chunk))
        for line, value in chunk:
            self.keys.add(kind.label(value))
            if self._passes(line, value):
                lines.setdefault(kind.label(value), line)
                placed.append(len(good))
                good.append(value)
            else:
                placed.append(None)
                desk.directory.doubt(kind.layout.name, self._code(value))
        taken = self._completed(good)
        self._store(taken, lines)
        return [None if place is None else taken[place] for place in placed]

    def _codes(self, values: Iterable[V]) -> Iterator[str]:
        for value in values:
            if self._kind.own:
                yield self._code(value)
            for ref in self._kind.refs(value):
                if "patient" in ref.kinds:
                    yield ref.code

    def _code(self, value: V) -> str:
        return self._kind.layout.text(value)[self._kind.layout.columns[0]]

    def _passes(self, line: Line, value: V) -> bool:
        """Whether a row can be stored; if not, why is reported, unless its cause was before."""
        kind, directory = self._kind, self._desk.directory
        bad = list(kind.check(value, self._desk.zone))
        if kind.own:
            bad += clashes(kind.own, self._code(value), directory)
        passes = True
        for ref in kind.refs(value):
            if any(directory.has(each, ref.code) for each in ref.kinds):
                continue
            passes = False
            if not any(directory.doubts(FILE_OF[each], ref.code) for each in ref.kinds):
                bad.append(_nobody(ref))
        self._desk.refuse(line, bad)
        return passes and not bad

    def _completed(self, values: list[V]) -> list[V]:
        """The rows with what the store has in those columns that the file does not have."""
        layout = self._kind.layout
        missing = [column for column in layout.columns if column not in self._given]
        if not missing or (self._desk.was_empty and self._kind.needs_patients):
            return values
        there = self._kind.there(self._desk.books, values)
        completed = []
        for value in values:
            known = there.get(self._kind.label(value))
            if known is not None:
                kept = layout.text(known)
                cells = layout.text(value) | {column: kept[column] for column in missing}
                value = layout.parse(cells, catalogue())
            completed.append(value)
        return completed

    def _store(self, values: Sequence[V], lines: dict[str, Line]) -> None:
        kind, desk = self._kind, self._desk
        put = kind.put(desk.books, values, replace=False)
        changed = 0
        if put.differing and desk.update:
            differing = set(put.differing)
            again = [value for value in values if kind.label(value) in differing]
            changed = kind.put(desk.books, again, replace=True).changed
        elif put.differing:
            self._report(values, put, lines)
        if kind.own in ("nurse", "site"):
            for value in values:
                desk.directory.add(kind.own, self._code(value))
        if put.added or changed:
            desk.touched.add(owner for value in values for owner in kind.owners(value))
        self.put = Put(self.put.added + put.added, self.put.changed + changed)

    def _report(self, values: Sequence[V], put: Put, lines: dict[str, Line]) -> None:
        kind, layout = self._kind, self._kind.layout
        there = kind.there(self._desk.books, values)
        differing = set(put.differing)
        for value in values:
            label = kind.label(value)
            if label not in differing:
                continue
            columns = list(layout.columns)
            if label in there:
                new, old = layout.text(value), layout.text(there[label])
                columns = [column for column in columns if new[column] != old[column]]
            what = f"{self._code(value)} is recorded already and differs in {', '.join(columns)}"
            self._desk.differs(lines[label], label, what)


def refuse_repeated(
    desk: Desk, source: Source, layout: Layout[V], key: Callable[[V], str], keys: Keys
) -> None:
    """Reports rows whose key stands on an earlier line, after a second look at the file."""
    repeated = keys.repeated()
    if not repeated:
        return
    desk.forget_differences(source, repeated)
    first: dict[str, int] = {}
    with desk.reading(source, again=True) as sheet:
        for line, value in desk.values(source, sheet, layout, again=True):
            if hash(key(value)) not in repeated:
                continue
            earlier = first.setdefault(key(value), line.number)
            if earlier != line.number:
                column = layout.columns[0]
                problem = f"is on line {earlier} already: each row stands once"
                desk.refuse(line, [refused(column, line.row.get(column, ""), problem)])


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items, in order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _nobody(ref: Ref) -> BadCell:
    kinds = " or ".join(ref.kinds)
    return refused(ref.column, ref.code, f"is no {kinds} of these files or of the store")
