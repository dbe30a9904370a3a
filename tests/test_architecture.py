"""The house keeps its shape: layers, ceilings, one clock, exact numbers, errors at the boundary."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pumpsched"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 500
CLOCK = PACKAGE / "cli" / "clock.py"
FLOATS = {"travel.py", "routes.py"}
"""Geography may use them; nothing near a dose, a volume or a date may."""


def short(path: Path) -> str:
    """The path from the top folder."""
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    """The parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=short)
def test_no_file_is_longer_than_the_ceiling(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_except_clause_swallows_bugs(path: Path) -> None:
    caught = [
        handler.lineno
        for handler in ast.walk(tree_of(path))
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or _names(handler.type) & {"Exception", "BaseException"})
    ]
    assert caught == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path != CLOCK], ids=short)
def test_only_one_file_reads_the_clock(path: Path) -> None:
    readings = {"today", "now", "utcnow", "time", "monotonic", "localtime", "gmtime"}
    calls = [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in readings
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"date", "datetime", "time", "dt"}
    ]
    assert calls == []


DOMAIN = sorted((PACKAGE / "domain").glob("*.py"))


@pytest.mark.parametrize("path", [p for p in DOMAIN if p.name not in FLOATS], ids=short)
def test_the_domain_counts_in_integers_and_fractions(path: Path) -> None:
    tree = tree_of(path)
    spelling = {  # how alike two words must be says nothing about a dose
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "cutoff"
    }
    inexact = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Constant)
            and type(node.value) is float
            and id(node) not in spelling
        )
        or (isinstance(node, ast.Name) and node.id in {"float", "Decimal"})
    ]
    assert inexact == []


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    silent = [
        f"{node.lineno}: {node.name}"
        for node in _public(tree)
        if not ast.get_docstring(node) and not _is_overload(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_module_is_a_drawer_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "base", "core"}


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=short)
def test_no_file_names_a_place_on_somebodys_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [place for place in _own_places() if place in text] == []


def _own_places() -> list[str]:
    """This checkout, and the home folder of an account that has one."""
    home = Path(os.path.expanduser("~"))
    return [str(ROOT), *([str(home)] if home.is_dir() and home.parent != home else [])]


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any("overload" in ast.unparse(each) for each in node.decorator_list)


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield inner
