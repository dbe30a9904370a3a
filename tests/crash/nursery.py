"""Processes by the hundred: forked, each with a life of its own, from one that imported everything.

An interpreter of its own spends a second on imports before it comes to the store. The nursery
is one interpreter that has them; every job is a child of it with its own connection, streams
and limits, which may be watched call by call, or killed. It has no threads, so forking is safe;
the tests talk to it through a pipe.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from tests.crash.tracer import Call, Fault, let_be_watched, watch

ROOT = Path(__file__).resolve().parents[2]
CLI = "pumpsched.cli.main:main"
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031


@dataclass(frozen=True)
class Job:
    """One process to be.

    Attributes:
        args: Its command line, without the program.
        target: ``module:function`` that it runs.
        env: What its environment has besides.
        now: The instant at which its clock stands; None lets it run.
        watched: Whether every call is listed; ``fault`` implies it.
        fault: What happens to it at which call.
        contents: Whether what it writes is kept.
        most_bytes: Size beyond which no file of it can grow.
        end: A signal sent after ``delay`` seconds.
        pragmas: Settings of SQLite that it uses in place of the package's own.
    """

    args: Sequence[str]
    target: str = CLI
    env: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    watched: bool = False
    fault: Fault | None = None
    contents: bool = False
    most_bytes: int | None = None
    end: int = 0
    delay: float = 0
    pragmas: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a process ended; ``code`` is minus the signal that ended it."""

    code: int
    out: str
    err: str
    calls: tuple[Call, ...] = ()


class Nursery:
    """The tests' side of it; leave its ``with`` block to end it."""

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={k: v for k, v in os.environ.items() if not k.startswith("PUMPSCHED")},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._to.close()
        self._from.close()
        self._process.wait(timeout=60)

    def run(self, job: Job) -> Outcome:
        """How one process ended."""
        return self.together([job])[0]

    def together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """How several processes ended that ran at the same time."""
        pickle.dump(list(jobs), self._to)
        self._to.flush()
        found: list[Outcome] = pickle.load(self._from)
        return found

    @property
    def _to(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    @property
    def _from(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdout)


def serve() -> None:
    """Runs jobs until the pipe closes."""
    preload()
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    while True:
        try:
            jobs: list[Job] = pickle.load(orders)
        except EOFError:
            return
        pickle.dump(_run(jobs), answers)
        answers.flush()


def preload() -> None:
    """Imports, and makes once, what any command of a child may need."""
    from tests.builders.command import COMMANDS
    from tests.cli.clinic import build_clinic
    from tests.made_once import keep_commands_and_statements

    for command in COMMANDS:
        with suppress(ImportError):  # whoever calls that command will hear of it
            import_module(f"pumpsched.cli.commands.{command.module}")
    for name in ("store.migrate", "store.books", "cli.terminal.console", "cli.program"):
        import_module(f"pumpsched.{name}")
    import_module("alembic.autogenerate")
    keep_commands_and_statements()
    with tempfile.TemporaryDirectory() as folder:
        build_clinic(Path(folder) / "clinic.sqlite")
    gc.freeze()


def _run(jobs: Sequence[Job]) -> list[Outcome]:
    """How the jobs ended; several are let go at one moment."""
    gate, opened = os.pipe()
    begun = [_begin(job, gate if len(jobs) > 1 else None, opened) for job in jobs]
    os.close(gate)
    os.close(opened)
    return [_ended(job, *parts) for job, parts in zip(jobs, begun, strict=True)]


def _begin(job: Job, gate: int | None, opened: int) -> tuple[int, int, int]:
    """The child's id, and where its output and its errors can be read."""
    out, err = os.pipe(), os.pipe()
    for pipe in (out, err):
        fcntl.fcntl(pipe[0], _SET_PIPE_SIZE, _PIPE_BYTES)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(opened)
            if gate is not None:
                os.read(gate, 1)
            code = _live(job, out[1], err[1])
        finally:
            os._exit(code)
    os.close(out[1])
    os.close(err[1])
    return child, out[0], err[0]


def _ended(job: Job, child: int, out: int, err: int) -> Outcome:
    calls: Sequence[Call] = ()
    if job.watched or job.fault is not None:
        seen = watch(child, job.fault, contents=job.contents)
        code, calls = seen.code, seen.calls
    else:
        if job.end:
            time.sleep(job.delay)
            os.kill(child, job.end)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    texts = []
    for descriptor in (out, err):
        with os.fdopen(descriptor, "rb") as stream:
            texts.append(stream.read().decode("utf-8", "replace"))
    return Outcome(code, texts[0], texts[1], tuple(calls))


def _live(job: Job, out: int, err: int) -> int:
    """The exit code of a child's work."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    os.environ.update(job.env)
    sys.argv = ["pumpsched", *job.args]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _disguise(job)
    if job.most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.most_bytes, job.most_bytes))
    module, _, name = job.target.partition(":")
    function = getattr(import_module(module), name)
    if job.watched or job.fault is not None:
        let_be_watched()
    try:
        function()
        code: object = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException as error:  # noqa: BLE001 - the child's last word, as in any interpreter
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _disguise(job: Job) -> None:
    """Puts the job's clock and settings in place of the package's."""
    from tests.builders.command import clock
    from tests.builders.store import sqlite_file

    stands_at = job.now
    if stands_at is not None:
        told: Any = lambda: stands_at  # noqa: E731
        clock.now = told
    sqlite_file.PRAGMAS.update(job.pragmas)
