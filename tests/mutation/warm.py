"""Many mutants of a module tried by tests that were collected once.

A child for each: it puts the mutant's code into the functions that are there, and runs only the
tests that reach the statement that changed, the quickest first, to the first that fails.
"""

from __future__ import annotations

import ast
import gc
import inspect
import pickle
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from types import CodeType, FunctionType
from typing import IO, NamedTuple, TypeAlias

import pytest

from tests.mutation.operators import Mutant
from tests.mutation.trial import ARGUMENTS, NOT_TRIED, ROOT, Few, in_children, source_of

PATIENCE = 3.0, 20
"""Seconds of the processor, and times what a test takes by itself, until it counts as failed."""
_REACHED = "__reached__"

Place: TypeAlias = tuple[str, int]


class _Test(NamedTuple):
    """A test, how long it takes [s], and the lines whose statements it reaches."""

    item: pytest.Item
    took: float
    lines: frozenset[int]


def codes_of(
    path: str, mutants: Sequence[Mutant], tests: Sequence[str], *, at_once: int
) -> list[int] | None:
    """What tests say of each mutant of a module; nothing if they fail without any.

    The code of a mutant is ``NOT_TRIED`` if it is in what the module does as it is imported, and 0
    if no test noticed it: what was reckoned before it came is as it was, so it may yet be noticed.

    Args:
        path: The module's file, from the top folder.
        mutants: Its mutants.
        tests: Files or tests.
        at_once: How many mutants are tried at the same time.
    """
    with tempfile.TemporaryFile() as told:
        ((_, code),) = in_children([partial(_session, path, mutants, tests, at_once, told)])
        told.seek(0)
        return pickle.load(told) if code == 0 else None


def _session(
    path: str, mutants: Sequence[Mutant], tests: Sequence[str], at_once: int, told: IO[bytes]
) -> int:
    warm = _Warm(path, mutants, at_once, told)
    pytest.main([*ARGUMENTS, *tests], [Few(), warm])
    return warm.code


class _Warm:
    """Tries the mutants in the place of running the tests once."""

    def __init__(self, path: str, mutants: Sequence[Mutant], at_once: int, told: IO[bytes]) -> None:
        self.path, self.mutants, self.at_once, self.told = path, mutants, at_once, told
        self.code = NOT_TRIED

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        module = _Module(self.path)
        with tempfile.TemporaryFile() as seen:
            ((_, self.code),) = in_children([partial(_watch, module, session.items, seen)])
            seen.seek(0)
            found: list[tuple[float, frozenset[int]]] = pickle.load(seen) if not self.code else []
        if found:
            tests = [_Test(each, *told) for each, told in zip(session.items, found, strict=True)]
            tests.sort(key=lambda test: test.took)
            trials = [
                partial(_try, module, each, [test for test in tests if each.line in test.lines])
                for each in self.mutants
            ]
            codes = dict(in_children(trials, at_once=self.at_once))
            pickle.dump([codes[number] for number in range(len(trials))], self.told)
            self.told.flush()
        return True


def _watch(module: _Module, items: Sequence[pytest.Item], seen: IO[bytes]) -> int:
    """Runs every test once and leaves how long it took and what it reached; 1 if one fails."""
    reached: set[int] = set()
    if not module.put(_watched(source_of(module.path)), reached):
        return 1
    found = []
    for item in items:
        reached.clear()
        began = time.process_time()
        if not _passes(item):
            return 1
        found.append((time.process_time() - began, frozenset(reached)))
    pickle.dump(found, seen)
    seen.flush()
    return 0


def _try(module: _Module, mutant: Mutant, tests: Sequence[_Test]) -> int:
    if not module.put(mutant.made_in(source_of(module.path))):
        return NOT_TRIED
    least, times = PATIENCE
    for test in tests:
        signal.setitimer(signal.ITIMER_PROF, least + times * test.took)
        if not _passes(test.item):
            return 1
    return 0


def _passes(item: pytest.Item) -> bool:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return item.session.testsfailed == 0


class _Module:
    """The functions of an imported module, into which other code can be put."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.codes = self._codes(source_of(path))
        self.functions: defaultdict[Place, list[FunctionType]] = defaultdict(list)
        gc.unfreeze()  # else those made as the tests were collected are not told
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename == self._file:
                self.functions[_place(each.__code__)].append(each)
        gc.freeze()

    def put(self, tree: ast.Module, reached: set[int] | None = None) -> bool:
        """Puts the code of a tree into the functions; whether nothing else of the module differs.

        Args:
            tree: The module as it shall be.
            reached: Where a watched tree leaves what it reaches.
        """
        after = self._codes(tree)
        for place, code in self.codes.items():
            other = after.get(place)
            is_function = code.co_flags & inspect.CO_OPTIMIZED
            if not is_function and (other is None or _itself(code) != _itself(other)):
                return False
            for function in self.functions.get(place, ()):
                if other is not None and other != code:
                    function.__code__ = other
                if reached is not None:
                    function.__globals__[_REACHED] = reached
        return True

    @property
    def _file(self) -> str:
        return str(ROOT / self.path)

    def _codes(self, tree: ast.Module) -> dict[Place, CodeType]:
        whole = compile(ast.fix_missing_locations(tree), self._file, "exec")
        return {_place(code): code for code in _inside(whole)}


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno


def _inside(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _inside(each)


def _itself(code: CodeType) -> CodeType:
    """Code without that of the functions inside it."""
    return code.replace(
        co_consts=tuple(each for each in code.co_consts if not isinstance(each, CodeType))
    )


def _watched(tree: ast.Module) -> ast.Module:
    """A module whose functions note the line of each statement before they come to it."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for block in _blocks(function):
                block[:] = [each for statement in block for each in (_note(statement), statement)]
    return tree


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The lists of statements of a function, not those of functions and classes inside it."""
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for each in block:
            if not isinstance(each, (ast.FunctionDef, ast.ClassDef)):
                yield from _blocks(each)
        if block and isinstance(block[0], ast.stmt):
            yield block


def _note(statement: ast.stmt) -> ast.stmt:
    note = ast.parse(f"{_REACHED}.add({statement.lineno})").body[0]
    for each in ast.walk(note):
        ast.copy_location(each, statement)
    return note
