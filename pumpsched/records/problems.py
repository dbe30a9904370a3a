"""What is wrong with a file, cell by cell, so that one run names everything to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pumpsched.domain.errors import UsageRefusal, shortened
from pumpsched.domain.text import visible


class Problem(NamedTuple):
    """One thing wrong in a file.

    Attributes:
        line: Physical line, from 1.
        column: Name of the column; empty where the whole line or file is meant.
        what: What is wrong and why; it never quotes a cell that describes a person.
    """

    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        column = f" {visible(self.column)}:" if self.column else ""
        return f"{visible(self.file)}:{self.line}:{column} {self.what}"


Report = Callable[[Problem], None]
"""Takes each problem as it is found."""


class BadCell(NamedTuple):
    """A problem before its file and line are known."""

    column: str
    what: str


class BadRow(UsageRefusal):
    """A row that gives no value, with every problem it has."""

    def __init__(self, cells: Iterable[BadCell]) -> None:
        self.cells = tuple(cells)
        what = "; ".join(f"{cell.column}: {cell.what}" for cell in self.cells)
        super().__init__(what, code="bad-row")


class BadImport(UsageRefusal):
    """Files that cannot be imported, with everything that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        found, files = len(problems), len({problem.file for problem in problems})
        super().__init__(
            f"{found:,} problem{'s' * (found != 1)} in {files} file{'s' * (files != 1)}: "
            "nothing was imported.",
            code="bad-import",
            next_step="mend the lines named, then the same command with -n to check",
        )
        self.problems = tuple(problems)


def refused(
    column: str, value: str, problem: str, *, example: str = "", is_private: bool = False
) -> BadCell:
    """The problem of one cell: its value, unless it is private, and the rule it breaks.

    Problems end up in terminals, tickets and logs, so nothing there may describe a person.
    """
    problem = visible(shortened(problem, 300))
    such_as = f" (for example: {example})" if example else ""
    if not value:
        return BadCell(column, f"nothing given, {problem}{such_as}")
    shown = "value" if is_private else f'"{visible(shortened(value))}"'
    return BadCell(column, f"{shown} refused, it {problem}{such_as}")


@lru_cache(maxsize=1024)
def nearest(word: str, known: tuple[str, ...]) -> str:
    """The ending of a message that offers the nearest known word, or all of them."""
    # Only a refusal looks for a word that was meant.
    from difflib import get_close_matches

    near = get_close_matches(word[:80].lower(), known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"
