"""What an import reads: sheets of rows, out of a folder, one file, or values at hand.

A source can be opened again, so that a second look can name a line without anything kept from
the first.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from pumpsched.domain.errors import NotFound, UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.interop.csv_files import CsvFile
from pumpsched.interop.layouts import FOLDER, AnyLayout, recognise
from pumpsched.interop.panel import PANEL
from pumpsched.interop.problems import BadImport, Problem, Report, nearest

Row = dict[str, str]


class Progress(Protocol):
    """Told how far an import is."""

    def phase(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins; ``total`` is its size where that is known."""

    def advance(self, amount: int) -> None:
        """So much more of it is done."""


class Silent:
    """Progress that nobody watches."""

    def phase(self, what: str, total: int | None = None) -> None:
        """Nothing is shown."""

    def advance(self, amount: int) -> None:
        """Nothing is shown."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open source: its columns and its rows, each with its line."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an import, or what stands in for it.

    Attributes:
        name: What problems call it.
        layout: What its rows are.
        opened: Opens it at its first row; what no row can be read from goes to the report.
        size: Its bytes, where known.
    """

    name: str
    layout: AnyLayout
    opened: Callable[[Report, Progress], AbstractContextManager[Sheet]]
    size: int | None = None


def sources_at(path: Path) -> list[Source]:
    """The files of a folder in the order of :data:`FOLDER`, or the one file at ``path``.

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
    return _folder(path) if path.is_dir() else [_single(path)]


def _folder(path: Path) -> list[Source]:
    with _readable(path):
        names = {
            entry.name
            for entry in os.scandir(path)
            if entry.name.lower().endswith(".csv") and not entry.name.startswith(".")
        }
    strange = [Problem(name, 1, "", _strange(name)) for name in sorted(names - FOLDER.keys())]
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


def _single(path: Path) -> Source:
    problems: list[Problem] = []
    with _binary(path, Silent()) as stream:
        file = CsvFile(stream, file=path.name, report=problems.append)
    if problems:
        raise BadImport(problems)
    layout = recognise(file.header, file=path.name, line=file.header_line)
    if isinstance(layout, Problem):
        raise BadImport([layout])
    return _source(path, layout)


def _source(path: Path, layout: AnyLayout) -> Source:
    with _readable(path):
        size = path.stat().st_size
    return Source(path.name, layout, partial(_sheet, path, layout), size)


@contextmanager
def _sheet(path: Path, layout: AnyLayout, report: Report, progress: Progress) -> Iterator[Sheet]:
    with _binary(path, progress) as stream:
        file = CsvFile(stream, file=path.name, report=report)
        yield Sheet(file.header, file.rows(layout))


class _Counted(io.FileIO):
    """A file that tells how much of it was read."""

    def __init__(self, descriptor: int, progress: Progress) -> None:
        super().__init__(descriptor)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self._progress.advance(len(data))
        return data


@contextmanager
def _binary(path: Path, progress: Progress) -> Iterator[_Counted]:
    with _readable(path):
        # Not to wait for a writer where the path is a pipe.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with _Counted(descriptor, progress) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UsageRefusal(f'"{visible(path.name)}" is not a file.', code="not-a-file")
        yield stream


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageRefusal(
            f'"{visible(str(path))}" cannot be read.',
            code="unreadable-file",
            why=error.strerror or type(error).__name__,
        ) from None


Table = Callable[[], tuple[Sequence[str], Iterator[Row]]]


def source_of(layout: AnyLayout, table: Table) -> Source:
    """Rows at hand as a source.

    Args:
        layout: What they are.
        table: Gives header and rows, from the first one on each time it is asked.
    """

    @contextmanager
    def opened(_report: Report, progress: Progress) -> Iterator[Sheet]:
        header, rows = table()
        yield Sheet(tuple(header), _numbered(rows, progress))

    return Source(layout.name, layout, opened)


def _numbered(rows: Iterator[Row], progress: Progress) -> Iterator[tuple[int, Row]]:
    for line, row in enumerate(rows, start=2):
        progress.advance(1)
        yield line, row
