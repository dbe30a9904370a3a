"""One call of the command line in this process: on a terminal or in pipes, at a given instant."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pumpsched.cli.main import main
from pumpsched.cli.terminal import progress
from tests.builders.command import clock

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_ABSENT = ("holidays",)
"""Packages that may be there or not; here they never are."""
_BAR = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h\r(?:\x1b\[1A)?(?:\x1b\[2K)?", re.DOTALL)
"""A progress bar from first to last; it is drawn past one second, so only on a busy machine."""


class _Stream(io.TextIOWrapper):
    """A standard stream in memory."""

    def __init__(self, typed: str = "", *, terminal: bool) -> None:
        super().__init__(io.BytesIO(typed.encode()), encoding="utf-8", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def written(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8")


@dataclass(frozen=True)
class Answer:
    """What one call gave back."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """A folder somebody works in, with its clock and environment.

    Attributes:
        folder: Where they stand; file names on the command line are relative to it.
        now: The present instant.
        env: Variables besides those every call has.
    """

    folder: Path
    now: datetime
    env: dict[str, str] = field(default_factory=dict)

    def call(
        self, words: Sequence[str], *, columns: int | None = None, typed: Sequence[str] = ()
    ) -> Answer:
        """Runs the command line.

        Args:
            words: What stands after the program's name.
            columns: Width of the terminal; None for pipes.
            typed: Lines typed on the terminal.
        """
        terminal = columns is not None
        keys = _Stream("".join(f"{line}\n" for line in typed), terminal=terminal)
        out, err = _Stream(terminal=terminal), _Stream(terminal=terminal)
        with self._at_desk({} if columns is None else {"COLUMNS": str(columns)}):
            sys.argv, sys.stdin, sys.stdout, sys.stderr = ["pumpsched", *words], keys, out, err
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        return Answer(code, out.written(), _BAR.sub("", err.written()))

    @contextmanager
    def _at_desk(self, more: Mapping[str, str]) -> Iterator[None]:
        """The process as a fresh one would be; afterwards as it was."""
        kept = (sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.excepthook)
        heeded = [(each, signal.getsignal(each)) for each in map(_signal, _SIGNALS) if each]
        modules: dict[str, Any] = sys.modules
        hidden = {name: modules.pop(name, None) for name in _ABSENT}
        modules |= dict.fromkeys(_ABSENT)
        try:
            with (
                chdir(self.folder),
                patch.object(clock, "now", lambda: self.now),
                # Nothing takes long enough for a bar, however busy the machine is.
                patch.object(progress, "monotonic", lambda: 0.0),
                patch.dict(os.environ, {**self._environment(), **more}, clear=True),
            ):
                yield
        finally:
            sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.excepthook = kept
            for name, module in hidden.items():
                del modules[name]
                modules |= {} if module is None else {name: module}
            for number, handler in heeded:
                signal.signal(number, handler)

    def _environment(self) -> dict[str, str]:
        own = {
            "HOME": "home",
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "PAGER": "cat",
            "TERM": "xterm",
            "PUMPSCHED_ACTOR": "ann",
            "PUMPSCHED_DB": "store.sqlite",
            "PUMPSCHED_HOME": "home",
        }
        passed = {name: os.environ[name] for name in ("TZ",) if name in os.environ}
        return own | passed | self.env


def _signal(name: str) -> signal.Signals | None:
    return getattr(signal, name, None)
