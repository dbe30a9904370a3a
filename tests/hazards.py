"""What can hurt a patient, tied to what holds it off: ``python -m tests.hazards`` takes each out.

The map is ``hazards.toml``. Of every known error each control is taken out alone, and one of the
tests named has to fail; a control without which all pass is printed, and the command fails.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tests.mutation.trial import ROOT, passes, source_of

Definition: TypeAlias = ast.FunctionDef | ast.ClassDef
MAP = Path(__file__).with_name("hazards.toml")
SWAP = " => "
"""Stands between an expression of a control and what is there without it."""


class Hazard(NamedTuple):
    """An error or a hazard, its controls and its tests; of an error also what is left without."""

    name: str
    what: str
    controls: dict[str, str]
    tests: tuple[str, ...]


def errors() -> Iterator[Hazard]:
    """The errors known from reports of harm."""
    return _entries("error")


def hazards() -> Iterator[Hazard]:
    """The ways to a wrong date, a wrong dose or no schedule."""
    return _entries("hazard")


def _entries(kind: str) -> Iterator[Hazard]:
    for name, entry in tomllib.loads(MAP.read_text(encoding="utf-8"))[kind].items():
        controls = entry.get("controls", {})
        if not isinstance(controls, dict):
            controls = dict.fromkeys(controls, "")
        yield Hazard(name, entry["what"], controls, tuple(entry.get("tests", ())))


def definition(tree: ast.AST, name: str) -> Definition | None:
    """The function or class of a name, of ``Class.method`` the method."""
    first, _, rest = name.partition(".")
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == first:
            return definition(node, rest) if rest else node
    return None


def is_there(place: str) -> bool:
    """Whether ``FILE``, ``FOLDER`` or ``FILE::NAME`` is in this checkout."""
    path, _, name = place.partition("::")
    if not name:
        return (ROOT / path).exists()
    return (ROOT / path).is_file() and definition(source_of(path), name) is not None


def without(control: str, left: str) -> ast.Module:
    """The module of a control in which that is taken out.

    Raises:
        LookupError: Nothing of the module is changed by that.
    """
    path, _, name = control.partition("::")
    tree = source_of(path)
    found = definition(tree, name)
    if not isinstance(found, ast.FunctionDef):
        raise LookupError(f"no function {control}")
    before = ast.dump(found)
    old, swap, new = left.partition(SWAP)
    if swap:
        _Swapped(old, new).visit(found)
    else:
        found.body = ast.parse(f"return {left}").body
    if ast.dump(found) == before:
        raise LookupError(f"{control} has no {old}")
    return tree


class _Swapped(ast.NodeTransformer):
    """Puts one expression in the place of another."""

    def __init__(self, old: str, new: str) -> None:
        self.old = ast.unparse(ast.parse(old))
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.unparse(node) == self.old:
            return ast.parse(self.new, mode="eval").body
        return self.generic_visit(node)


def main() -> int:
    """Takes every control of every known error out; 1 if its tests do not notice."""
    amiss = 0
    for error in errors():
        any_path = next(iter(error.controls)).partition("::")[0]
        stands = passes(any_path, source_of(any_path), error.tests)
        for control, left in error.controls.items():
            path = control.partition("::")[0]
            said = "noticed"
            if not stands:
                said = "FAILS ALREADY"
            elif passes(path, without(control, left), error.tests):
                said = "UNNOTICED"
            amiss += said != "noticed"
            print(f"{said}  {error.name}  {control}", flush=True)
    return int(amiss > 0)


if __name__ == "__main__":
    sys.exit(main())
