"""A progress bar on stderr: only where somebody watches, and only past the first second."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1
_STEP = 1 / 10


class Bar:
    """Progress of one long command; close it by leaving its ``with`` block."""

    def __init__(self) -> None:
        self._since = self._told = monotonic()
        self._bar = _drawn_on_stderr()
        self._task: TaskID | None = None
        self._waiting = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_error: object) -> None:
        self.pause()

    def pause(self) -> None:
        """Takes the bar away, so that a question or an answer can be written."""
        if self._bar is not None:
            self._bar.stop()
        self._since = monotonic()

    def phase(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins; ``total`` is its size where that is known."""
        if self._bar is None:
            return
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(what, total=total)
        self._waiting = 0

    def reword(self, what: str) -> None:
        """The same piece of work, in other words: what has come of it so far."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=what)

    def advance(self, amount: int) -> None:
        """So much more of it is done."""
        if self._bar is None or self._task is None:
            return
        self._waiting += amount
        now = monotonic()
        if now - self._told < _STEP:
            return
        self._told = now
        if now - self._since > PATIENCE_SECONDS:
            self._bar.start()
        self._bar.advance(self._task, self._waiting)
        self._waiting = 0


def _drawn_on_stderr() -> Progress | None:
    """The bar; none where nobody watches it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from pumpsched.cli.terminal.console import console_on

    console = console_on(sys.stderr)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    return None if console.is_dumb_terminal else Progress(*columns, console=console, transient=True)
