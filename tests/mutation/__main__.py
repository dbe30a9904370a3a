"""Runs the mutants of modules of the arithmetic: ``python -m tests.mutation [MODULE…]``."""

from __future__ import annotations

import argparse
import ast
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.mutation.operators import Mutant, mutants
from tests.mutation.trial import NOT_TRIED, anew, in_children, source_of
from tests.mutation.warm import TESTS, Asked, Learned, learn

SURVIVORS = Path(__file__).with_name("survivors.toml")
RECORD = Path(__file__).with_name("tried.toml")
HEAD = "# Modules tried whole: what came of it, and of which source. Written by the command.\n\n"
FILE = "pumpsched/domain/{}.py"
SECONDS = 120
"""What all tests may take of the processor when they import a mutant."""
MODULES = (
    "projection",
    "reservoir",
    "outlook",
    "residual",
    "standing",
    "programming",
    "calibration",
    "expected_residual",
    "flow_history",
    "dryness",
    "therapy",
)
"""The modules of the arithmetic: what says on which day a pump is where."""


def main() -> int:
    """Tries the mutants asked for; 1 if one survived that is not explained."""
    ask = argparse.ArgumentParser(prog="python -m tests.mutation")
    ask.add_argument("modules", nargs="*", choices=[*MODULES, []], metavar="MODULE")
    ask.add_argument("--sample", type=int, help="so many of each module, evenly spread")
    ask.add_argument("--changed", action="store_true", help="not what was tried as it stands")
    ask.add_argument("--at-once", type=int, default=2, help="processes (default: 2)")
    asked = ask.parse_args()
    names = asked.modules or MODULES
    if asked.changed:
        record = _read(RECORD)
        names = [each for each in names if record.get(each, {}).get("source") != _digest(each)]
    tried = {FILE.format(name): _sample(FILE.format(name), asked.sample) for name in names}
    learned = learn(tried, at_once=asked.at_once)
    if learned is None:
        sys.exit("The tests fail without any mutant.")
    whole = not asked.sample
    amiss = [_judge(n, learned, tried, whole=whole, at_once=asked.at_once) for n in names]
    return int(any(amiss))


def _sample(path: str, number: int | None) -> list[Mutant]:
    every = list(mutants(source_of(path)))
    return every[:: max(1, len(every) // number)] if number else every


def _judge(name: str, learned: Learned, asked: Asked, *, whole: bool, at_once: int) -> int:
    """Prints a module's line and what is amiss; how much that is."""
    path = FILE.format(name)
    known = _read(SURVIVORS).get(name, {})
    told = list(zip(asked[path], learned.codes[path], strict=True))
    alive = [each for each, code in told if code == 0 and each.name in known]
    again = [each for each, code in told if code in (0, NOT_TRIED) and each not in alive]
    for tests in (learned.near[path], TESTS):
        again = list(_alive(path, again, tests, learned.took, at_once))
    alive += again
    amiss = [f"SURVIVES  {name}: {each.name}" for each in alive if each.name not in known]
    line = (
        f"{len(told)} mutants tried, {len(told) - len(alive)} killed, "
        f"{len(alive) - len(amiss)} survive for a reason, {len(amiss)} without"
    )
    if whole:
        stale = known.keys() - {each.name for each in alive}
        amiss += [f"DOES NOT SURVIVE  {name}: {each}" for each in sorted(stale)]
        _record(name, line)
    print(*amiss, f"{name}: {line}", sep="\n", flush=True)
    return len(amiss)


def _alive(
    path: str,
    tried: Sequence[Mutant],
    tests: Sequence[str],
    order: Mapping[str, float],
    at_once: int,
) -> Iterator[Mutant]:
    """The mutants that tests pass by, if they stand there as the module is imported."""
    trials = [
        partial(anew, path, each.made_in(source_of(path)), tests, order=order, seconds=SECONDS)
        for each in tried
    ]
    for number, code in in_children(trials, at_once=at_once):
        if code == 0:
            yield tried[number]


def _record(name: str, line: str) -> None:
    """Keeps what came of a module that was tried whole."""
    record = _read(RECORD) | {name: {"source": _digest(name), "came": line}}
    text = [
        f"[{each}]\n" + "".join(f'{key} = "{value}"\n' for key, value in told.items())
        for each, told in sorted(record.items())
    ]
    RECORD.write_text(HEAD + "\n".join(text), encoding="utf-8")


def _read(path: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _digest(name: str) -> str:
    """What tells a module from what it was, whatever its comments and layout."""
    tree = ast.unparse(source_of(FILE.format(name)))
    return hashlib.sha256(tree.encode()).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
