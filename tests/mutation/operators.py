"""The mutants of a module: what a slip of the hand would make of it, one place at a time.

What people read is left alone: texts, docstrings, annotations, and the code, severity and words of
a finding are held by other tests, byte for byte.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_SHOWN = 160
"""Characters of what stands in a place, at most."""
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "ceil": "floor", "floor": "ceil"}


class Mutant(NamedTuple):
    """One change of a module: the function it is in, what stood there, and what stands instead.

    The line is that where the statement begins; place and turn say which change it is, and the
    name in a line the same wherever the function stands in its file.
    """

    where: str
    before: str
    after: str
    line: int
    place: int
    turn: int
    name: str

    def made_in(self, tree: ast.Module) -> ast.Module:
        """The tree of the module, changed."""
        node = list(_places(tree, "module"))[self.place].node
        _change(node, _variants(node)[self.turn])
        return tree


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    met: Counter[str] = Counter()
    for number, (where, node, shown, line) in enumerate(list(_places(tree, "module"))):
        for turn, change in enumerate(_variants(node)):
            before = _line(shown)
            stood = _change(node, change)
            after = _line(shown)
            _change(node, stood)
            name = f"{where}: {before} -> {after}"
            met[name] += 1
            again = f" #{met[name]}" if met[name] > 1 else ""
            yield Mutant(where, before, after, line, number, turn, name + again)


def _change(node: ast.AST, fields: dict[str, object]) -> dict[str, object]:
    """Gives a node other fields; those that it had."""
    stood = {field: getattr(node, field) for field in fields}
    for field, value in fields.items():
        setattr(node, field, value)
    return stood


class _Place(NamedTuple):
    """A node that can change, its function, its line, and what shows it: what a number is in."""

    where: str
    node: ast.AST
    shown: ast.AST
    line: int


def _places(node: ast.AST, where: str, line: int = 1) -> Iterator[_Place]:
    for child in ast.iter_child_nodes(node):
        if _is_words(child) or child is getattr(node, "annotation", None):
            continue
        if child is getattr(node, "returns", None):
            continue
        inner, begins = where, child.lineno if isinstance(child, ast.stmt) else line
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            inner = child.name if where == "module" else f"{where}.{child.name}"
        inside = isinstance(child, (ast.Constant, ast.arguments))
        yield _Place(where, child, node if inside else child, begins)
        yield from _places(child, inner, begins)


def _is_words(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Raise, ast.Assert))


def _variants(node: ast.AST) -> list[dict[str, object]]:
    """What a node may become: the fields that change, once for each mutant."""
    match node:
        case ast.Compare(ops=ops):
            return [
                {"ops": [*ops[:at], _COMPARED[type(op)](), *ops[at + 1 :]]}
                for at, op in enumerate(ops)
            ]
        case ast.BoolOp(op=op):
            return [{"op": ast.Or() if isinstance(op, ast.And) else ast.And()}]
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            other = _RECKONED.get(type(op))
            return [{"op": other()}] if other else []
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [{"operand": ast.UnaryOp(ast.Not(), operand)}]
        case ast.UnaryOp(op=ast.USub()):
            return [{"op": ast.UAdd()}]
        case ast.Constant(value=bool(value)):
            return [{"value": not value}]
        case ast.Constant(value=int(value)):
            return [{"value": value + 1}]
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            return [{"func": ast.Name(_CALLED[name], ast.Load())}]
        case ast.If():
            return [{"test": ast.Constant(value)} for value in (True, False)]
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            return [{"value": ast.Constant(None)}]
        case ast.comprehension(ifs=ifs):
            return [{"ifs": [*ifs[:at], *ifs[at + 1 :]]} for at in range(len(ifs))]
        case ast.Continue():
            return [{"__class__": ast.Break}]
        case ast.Break():
            return [{"__class__": ast.Continue}]
    return []


def _line(node: ast.AST) -> str:
    """The beginning of a node's source."""
    return ast.unparse(node).strip().partition("\n")[0][:_SHOWN]
