"""A trial: tests run in a child process in which one module of the package is another one."""

from __future__ import annotations

import ast
import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 25
"""What a property tries of a mutant; where that is not enough, an example of its own is missing."""
NOT_TRIED = 70
"""The exit code of a child that did not get as far as the tests' verdict."""
ARGUMENTS = (
    *("-x", "--tb=no", "-p", "no:xdist", "--engine", "sqlite"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
_MEMORY = 4 << 30
"""What a child may take [bytes]: a mutant may gather without end."""
_OTHERS = ("sqlmodel", "alembic", "dateutil.rrule", "icalendar", "rich.live")
"""What the children need and nobody changes: imported once, before the first of them."""


class Few:
    """Fewer examples than in the normal run, always the same; the first that fails is enough."""

    @pytest.hookimpl
    def pytest_sessionstart(self) -> None:
        profile = settings(
            settings.default,
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        settings.register_profile("trial", profile)
        settings.load_profile("trial")
        from tests import effort

        effort.MANY = profile


class _Stead(MetaPathFinder, Loader):
    """Answers the import of one module with another tree of it."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.name = path.removesuffix(".py").replace("/", ".")
        self.path, self.tree = ROOT / path, tree

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, origin=str(self.path)) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.path)
        exec(compile(ast.fix_missing_locations(self.tree), self.path, "exec"), module.__dict__)


def source_of(path: str) -> ast.Module:
    """The tree of a file, given from the top folder."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def passes(path: str, tree: ast.Module, tests: Sequence[str], *, seconds: int = 300) -> bool:
    """Whether tests pass with a module's file being that tree.

    Args:
        path: The module's file, from the top folder.
        tree: What is imported in its stead.
        tests: Files or tests, in the order in which they run; the first failure ends the trial.
        seconds: Of the processor; then the trial counts as failed: what takes long never ends.

    What cannot even be imported, and a test that is not there, count as failed too: whoever asks
    tries the module as it stands first.
    """
    ((_, code),) = in_children([partial(anew, path, tree, tests, seconds=seconds)])
    return code == 0


def anew(path: str, tree: ast.Module, tests: Sequence[str], *, seconds: int) -> int:
    """The exit code of tests that import a tree in a module's stead; for a child that has not yet.

    Args:
        path: The module's file, from the top folder.
        tree: What is imported in its stead.
        tests: Files or tests, in the order in which they run.
        seconds: Of the processor, after which the child is ended.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    sys.meta_path.insert(0, _Stead(path, tree))
    return pytest.main([*ARGUMENTS, *tests], [Few()])


def in_children(
    trials: Sequence[Callable[[], int]], *, at_once: int = 1
) -> Iterator[tuple[int, int]]:
    """Runs each trial in a child process of its own: its number and the code it returned.

    The code is negative if the child was ended by a signal, and ``NOT_TRIED`` if it failed to get
    as far as an answer.
    """
    for name in _OTHERS:
        importlib.import_module(name)
    waiting, running = list(enumerate(trials)), dict[int, int]()
    while waiting or running:
        while waiting and len(running) < at_once:
            number, trial = waiting.pop(0)
            child = os.fork()
            if child == 0:
                _answer(trial)
            running[child] = number
        child, status = os.wait()
        yield running.pop(child), os.waitstatus_to_exitcode(status)


def _answer(trial: Callable[[], int]) -> NoReturn:
    code = NOT_TRIED
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(ROOT)
        code = trial()
    finally:
        os._exit(code)
