"""A progress bar on stderr: only where somebody watches, and only past the first second."""

from __future__ import annotations

from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

PATIENCE_SECONDS = 1
_STEP = 1 / 10


class Bar:
    """Progress of one long command; close it by leaving its ``with`` block."""

    def __init__(self, console: Console) -> None:
        self._watched = console.is_terminal and not console.is_dumb_terminal
        self._since = self._told = monotonic()
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._waiting = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pause()

    def pause(self) -> None:
        """Takes the bar away, so that a question or an answer can be written."""
        if self._watched:
            self._bar.stop()
        self._since = monotonic()

    def phase(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins; ``total`` is its size where that is known."""
        if not self._watched:
            return
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(what, total=total)
        self._waiting = 0

    def reword(self, what: str) -> None:
        """The same piece of work, in other words: what has come of it so far."""
        if self._watched and self._task is not None:
            self._bar.update(self._task, description=what)

    def advance(self, amount: int) -> None:
        """So much more of it is done."""
        if not self._watched or self._task is None:
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
