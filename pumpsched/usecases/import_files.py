"""The files of an import: what opens them, and what is told of how far they are read."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.records.problems import Problem, Report
from pumpsched.records.recognise import AnyLayout

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
    """One file of an import, or what stands in for it, under the name that problems call it by.

    ``opened`` opens it at its first row; what no row can be read from goes to the report. The
    size is in bytes, where known. ``column_names`` are the file's own for ours, where it has
    others; ``notes`` what its reader should know of how it was read.
    """

    name: str
    layout: AnyLayout
    opened: Callable[[Report, Progress], AbstractContextManager[Sheet]]
    size: int | None = None
    column_names: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def problem(self, line: int, column: str, what: str) -> Problem:
        """What is wrong with a cell, under the name that the file has for its column."""
        return Problem(self.name, line, self.column_names.get(column, column), what)


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
def binary(path: Path, progress: Progress) -> Iterator[BinaryIO]:
    """The bytes of a file; what is none is refused without waiting for it."""
    with readable(path):
        # Not to wait for a writer where the path is a pipe.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with _Counted(descriptor, progress) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UsageRefusal(f'"{visible(path.name)}" is not a file.', code="not-a-file")
        yield stream


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Says why a path cannot be read, where it cannot."""
    try:
        yield
    except OSError as error:
        raise UsageRefusal(
            f'"{visible(str(path))}" cannot be read.',
            code="unreadable-file",
            why=error.strerror or type(error).__name__,
        ) from None
