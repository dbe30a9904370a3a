"""A trial: tests run in a child process in which one module of the package is another one."""

from __future__ import annotations

import ast
import importlib
import os
import resource
import signal
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 25
"""What a property tries of a mutant; where that is not enough, an example of its own is missing."""
_NOT_TRIED = 70
"""The exit code of a child that did not get as far as the tests' verdict."""
_MEMORY = 4 << 30
"""What a child may take [bytes]: a mutant may gather without end."""
_OTHERS = (
    "pytest",
    "hypothesis",
    "sqlmodel",
    "alembic",
    "dateutil.rrule",
    "icalendar",
    "rich.live",
)
"""What the children need and nobody changes: imported once, before the first of them."""


class _Stead(MetaPathFinder, Loader):
    """Answers the import of one module with another tree of it."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

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
        seconds: After so long the trial counts as failed: most mutants that take long never end.

    What cannot even be imported, and a test that is not there, count as failed too: whoever asks
    tries the module as it stands first.
    """
    for name in _OTHERS:
        importlib.import_module(name)
    child = os.fork()
    if child == 0:
        _try(path, tree, tests, seconds)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _try(path: str, tree: ast.Module, tests: Sequence[str], seconds: int) -> NoReturn:
    import pytest
    from hypothesis import settings

    class Few:
        """Fewer examples than in the normal run, and always the same."""

        @pytest.hookimpl
        def pytest_sessionstart(self) -> None:
            settings.register_profile(
                "trial", settings.default, derandomize=True, max_examples=EXAMPLES, database=None
            )
            settings.load_profile("trial")

    verdict: int = _NOT_TRIED
    try:
        signal.alarm(seconds)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        name = path.removesuffix(".py").replace("/", ".")
        sys.meta_path.insert(0, _Stead(name, ROOT / path, tree))
        os.chdir(ROOT)
        quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:xdist"]
        verdict = pytest.main(["-x", "--engine", "sqlite", *quiet, *tests], [Few()])
    finally:
        os._exit(verdict)
