"""Runs the mutants of modules of the arithmetic: ``python -m tests.mutation [MODULE…]``."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.mutation.operators import Mutant, mutants
from tests.mutation.trial import NOT_TRIED, anew, in_children, source_of
from tests.mutation.warm import TESTS, Asked, Learned, learn

SURVIVORS = Path(__file__).with_name("survivors.toml")
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
    ask.add_argument("--at-once", type=int, default=2, help="processes (default: 2)")
    asked = ask.parse_args()
    names = asked.modules or MODULES
    tried = {FILE.format(name): _sample(FILE.format(name), asked.sample) for name in names}
    learned = learn(tried, at_once=asked.at_once)
    if learned is None:
        sys.exit("The tests fail without any mutant.")
    return int(sum(_judge(name, learned, tried, asked.at_once) for name in names) > 0)


def _sample(path: str, number: int | None) -> list[Mutant]:
    every = list(mutants(source_of(path)))
    return every[:: max(1, len(every) // number)] if number else every


def _judge(name: str, learned: Learned, asked: Asked, at_once: int) -> int:
    """Prints a module's line and who survives; the number that nobody explains."""
    path = FILE.format(name)
    known = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get(name, {})
    told = list(zip(asked[path], learned.codes[path], strict=True))
    explained = [each for each, code in told if code == 0 and each.name in known]
    again = [each for each, code in told if code in (0, NOT_TRIED) and each not in explained]
    alive = list(_alive(path, again, learned, at_once))
    explained += [each for each in alive if each.name in known]
    new = [each for each in alive if each.name not in known]
    for each in new:
        print(f"  SURVIVES  {name}: {each.name}", flush=True)
    print(
        f"{name}: {len(told)} mutants tried, {len(told) - len(explained) - len(new)} killed, "
        f"{len(explained)} survive for a reason, {len(new)} without",
        flush=True,
    )
    return len(new)


def _alive(path: str, tried: Sequence[Mutant], learned: Learned, at_once: int) -> Iterator[Mutant]:
    """The mutants that every test passes by, if they stand there as the module is imported."""
    trials = [
        partial(
            anew, path, each.made_in(source_of(path)), TESTS, order=learned.took, seconds=SECONDS
        )
        for each in tried
    ]
    for number, code in in_children(trials, at_once=at_once):
        if code == 0:
            yield tried[number]


if __name__ == "__main__":
    sys.exit(main())
