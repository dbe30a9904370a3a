"""The figures of the house, of this checkout or another one: ``python -m tests.measure [FOLDER]``.

They are counted in the source alone, so that a checkout of an earlier version has them too.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[1]
NAME = "pumpsched"
DOOR = "tests/builders"
LONGEST_FILE = 500
"""Lines of a file, at most."""
SHORT = 3
"""Lines of a helper's body that hardly earn it a name."""
_SPOKEN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JSON_CALLS = {"print_document", "print_json", "dumps", "dump"}
"""Calls that, in the command line, write a document."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Parameter:
    """A parameter of a command, written out in a function of the command line."""

    place: str
    name: str
    is_text: bool


@dataclass(frozen=True)
class House:
    """The source of a checkout, parsed once."""

    root: Path

    @cached_property
    def sources(self) -> dict[str, ast.Module]:
        """The files of the package, by their path from the top folder."""
        return {path: ast.parse(self.text(path)) for path in self._files(NAME)}

    @cached_property
    def tests(self) -> list[str]:
        """The files of the tests."""
        return self._files("tests")

    def _files(self, folder: str) -> list[str]:
        paths = sorted((self.root / folder).rglob("*.py"))
        return [str(path.relative_to(self.root)) for path in paths]

    def text(self, path: str) -> str:
        """What is in a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def lines(self, paths: Iterable[str]) -> int:
        """How many lines the files have, blank ones and docstrings included."""
        return sum(self.length(path) for path in paths)

    def length(self, path: str) -> int:
        """How many lines a file has."""
        return len(self.text(path).splitlines())

    @cached_property
    def importers(self) -> dict[str, set[str]]:
        """Which files of the package import each of them."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, tree in self.sources.items():
            for node in ast.walk(tree):
                for module in self._imported(node, path):
                    found[module].add(path)
        return {path: found[path] - {path} for path in self.sources}

    def _imported(self, node: ast.AST, path: str) -> Iterator[str]:
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = list(Path(path).parts[: -node.level]) if node.level else []
            source = ".".join([*package, *([node.module] if node.module else [])])
            names = [f"{source}.{each.name}" for each in node.names]
            if not all(self._file(name) for name in names):
                names.append(source)
        else:
            return
        yield from filter(None, map(self._file, names))

    def _file(self, module: str) -> str:
        """The file of a module of the package; nothing if it is none."""
        place = module.replace(".", "/")
        return next((p for p in (f"{place}.py", f"{place}/__init__.py") if p in self.sources), "")

    @cached_property
    def named_in_tests(self) -> dict[str, set[str]]:
        """Which files of the tests name each thing of the package; their own door aside."""
        found: dict[str, set[str]] = defaultdict(set)
        for path in self.tests:
            if not path.startswith(DOOR):
                for node in ast.walk(ast.parse(self.text(path))):
                    if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(
                        f"{NAME}."
                    ):
                        for each in node.names:
                            found[f"{node.module}.{each.name}"].add(path)
        return found

    def single_importer(self) -> dict[str, str]:
        """Files that one other file alone imports, of the same room; with that file.

        A folder's face, a command and a migration do not count.
        """
        return {
            path: importer
            for path, by in self.importers.items()
            if len(by) == 1
            and Path(path).name not in ("__init__.py", "__main__.py")
            and "commands" not in Path(path).parts
            and Path(path).stem not in self._commands
            for importer in by
            if Path(importer).parts[:2] == Path(path).parts[:2]
        }

    @cached_property
    def _commands(self) -> set[str]:
        """Modules that the table of commands names."""
        return {
            word.value
            for tree in self.sources.values()
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Command"
            for word in call.args[-1:]
            if isinstance(word, ast.Constant) and isinstance(word.value, str)
        }

    def same_file_names(self) -> dict[str, list[str]]:
        """File names that stand in several folders, with their paths."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.sources:
            if Path(path).stem not in ("__init__", "__main__"):
                found[Path(path).stem].append(path)
        return {name: paths for name, paths in found.items() if len(paths) > 1}

    def same_class_names(self) -> dict[str, list[str]]:
        """Class names that stand in several places, with their files."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, tree in self.sources.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(path)
        return {name: paths for name, paths in found.items() if len(paths) > 1}

    def too_long(self) -> list[str]:
        """Files above the ceiling, of the package and the tests."""
        return [p for p in (*self.sources, *self.tests) if self.length(p) > LONGEST_FILE]

    def short_helpers(self) -> list[str]:
        """Private functions of few lines whose name is used once."""
        return [
            f"{path}:{function.lineno} {function.name}"
            for path, tree in self.sources.items()
            for function in _private(tree)
            if _body_lines(function) <= SHORT and _uses(tree)[function.name] == 1
        ]

    def json_files(self) -> list[str]:
        """Files of the command line that print a JSON document."""
        return [
            path
            for path, tree in self.sources.items()
            if path.startswith(f"{NAME}/cli/")
            and any(
                isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _JSON_CALLS
                for node in ast.walk(tree)
            )
        ]

    def parameters(self) -> list[Parameter]:
        """The parameters of all commands that are written out, with what they are."""
        aliases = {
            target.id: node.value
            for tree in self.sources.values()
            for node in tree.body
            if isinstance(node, ast.Assign) and _is_option(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        shared = [
            Parameter("shared", _SPOKEN.sub("_", name).lower(), _is_text(node))
            for name, node in aliases.items()
        ]
        return shared + [
            Parameter(f"{path}: {function.name}", each.arg.strip("_"), _is_text(each.annotation))
            for path, tree in self.sources.items()
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for each in (*function.args.args, *function.args.kwonlyargs)
            if each.annotation is not None and _is_option(each.annotation)
        ]


def _private(tree: ast.Module) -> Iterator[Function]:
    """Its functions and methods with a private name."""
    for node in ast.walk(tree):
        if (
            isinstance(node, Function)
            and node.name.startswith("_")
            and not node.name.startswith("__")
            and not node.decorator_list
        ):
            yield node


def _body_lines(function: Function) -> int:
    """Lines of a function below its head and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _uses(tree: ast.Module) -> Counter[str]:
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return Counter(
        names + [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    )


_OPTIONS = ("option", "argument", "typed", "whole", "flag")
"""What declares an option or an argument: the parser's own, and the short ways of the package."""


def _is_option(node: ast.expr) -> bool:
    """Whether it is ``Annotated`` with an option or an argument of a command."""
    return (
        isinstance(node, ast.Subscript)
        and ast.unparse(node.value) == "Annotated"
        and isinstance(node.slice, ast.Tuple)
        and any(
            isinstance(each, ast.Call) and ast.unparse(each.func).split(".")[-1].lower() in _OPTIONS
            for each in node.slice.elts[1:]
        )
    )


def _is_text(node: ast.expr | None) -> bool:
    """Whether an option is a bare text, without a parser that knows what it means."""
    assert isinstance(node, ast.Subscript)
    assert isinstance(node.slice, ast.Tuple)
    kind, *how = map(ast.unparse, node.slice.elts)
    bare = ("typer.", "typed(")
    has_parser = any("parser=" in each or not each.startswith(bare) for each in how)
    return "str" in re.findall(r"\w+", kind) and not has_parser


def figures(house: House) -> dict[str, object]:
    """What the change table has of a checkout."""
    single, parameters = house.single_importer(), house.parameters()
    return {
        "package: files": len(house.sources),
        "package: lines": house.lines(house.sources),
        "tests: files": len(house.tests),
        "tests: lines": house.lines(house.tests),
        f"files above {LONGEST_FILE} lines": len(house.too_long()),
        "files with one importer, of their own room": len(single),
        "... their lines": sum(map(house.length, single)),
        "file names in several folders": len(house.same_file_names()),
        "class names in several places": len(house.same_class_names()),
        f"private helpers of at most {SHORT} lines, called once": len(house.short_helpers()),
        "files of the tests that a renamed thing costs, at most": max(
            map(len, house.named_in_tests.values())
        ),
        "files that print JSON": len(house.json_files()),
        "parameters of commands": len(parameters),
        "... that are bare text": sum(each.is_text for each in parameters),
    }


def main(words: Sequence[str]) -> None:
    """Prints the figures of a checkout."""
    for name, figure in figures(House(Path(words[0]) if words else ROOT)).items():
        print(f"{name:56}{figure:>8}")


if __name__ == "__main__":
    main(sys.argv[1:])
