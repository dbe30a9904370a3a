"""Runs the mutants of modules of the arithmetic: ``python -m tests.mutation [MODULE…]``."""

from __future__ import annotations

import argparse
import ast
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.mutation.operators import Mutant, mutants
from tests.mutation.trial import NOT_TRIED, anew, in_children, source_of
from tests.mutation.warm import codes_of

SURVIVORS = Path(__file__).with_name("survivors.toml")
RECORD = Path(__file__).with_name("tried.toml")
HEAD = "# Modules tried whole: what came of it, and of which source. Written by the command.\n\n"
FILE = "pumpsched/domain/{}.py"
SECONDS = 120
"""What tests may take of the processor when they import a mutant."""
TESTS = "tests/domain/test_{}.py"
KILLERS = {
    "projection": ("projection", "examples", "read_outs", "doubt", "outlook", "flow_history"),
    "reservoir": (
        *("reservoir", "timeline", "examples", "projection", "residual", "findings", "outlook"),
        *("flow_history", "dryness", "doubt"),
    ),
    "outlook": ("outlook", "projection"),
    "status": ("projection", "outlook", "findings", "read_outs"),
    "residual": (
        *("residual", "flow_history", "read_outs", "standing_findings", "pocket_fill", "findings"),
    ),
    "standing": (
        *("gates", "recording", "order_of_checks", "standing_findings", "outlook", "dryness"),
        "values",
    ),
    "programming": ("doubt", "timeline", "programme", "projection", "examples"),
    "calibration": ("calibration", "flow_history"),
    "expected_residual": ("residual", "flow_history", "examples", "read_outs", "doubt"),
    "flow_history": ("flow_history", "residual"),
    "dryness": ("dryness",),
    "therapy": (
        *("programme", "mixture", "reservoir", "timeline", "values", "plausible", "drug_labels"),
        "doses",
    ),
}
"""The modules of the arithmetic, and the tests of ``tests/domain`` that know each best."""
ALL = (
    "tests/domain",
    "tests/oracle/test_core_against_oracle.py::"
    "test_the_core_says_of_a_random_ledger_what_the_minute_simulator_says[0]",
)
"""What every mutant meets that its own tests let pass, unless a reason stands for it."""


def main() -> int:
    """Tries the mutants asked for; 1 if one survived that is not explained."""
    ask = argparse.ArgumentParser(prog="python -m tests.mutation")
    ask.add_argument("modules", nargs="*", choices=[*KILLERS, []], metavar="MODULE")
    ask.add_argument("--sample", type=int, help="so many of each module, evenly spread")
    ask.add_argument("--changed", action="store_true", help="not what was tried as it stands")
    ask.add_argument("--at-once", type=int, default=2, help="processes (default: 2)")
    asked = ask.parse_args()
    names = asked.modules or list(KILLERS)
    if asked.changed:
        record = _read(RECORD)
        names = [each for each in names if record.get(each, {}).get("source") != _digest(each)]
    amiss = [_run(name, asked.sample, asked.at_once) for name in names]
    return int(any(amiss))


def _run(name: str, sample: int | None, at_once: int) -> int:
    """Tries a module's mutants, prints what is amiss and its line; how much is amiss."""
    path, known = FILE.format(name), _read(SURVIVORS).get(name, {})
    every = list(mutants(source_of(path)))
    tried = every[:: max(1, len(every) // sample)] if sample else every
    own = [TESTS.format(each) for each in KILLERS[name]]
    codes = codes_of(path, tried, own, at_once=at_once)
    if codes is None:
        sys.exit(f"The tests of {name} fail without any mutant, or are not there.")
    imported = [each for each, code in zip(tried, codes, strict=True) if code == NOT_TRIED]
    alive = [each for each, code in zip(tried, codes, strict=True) if code == 0]
    alive += _alive(path, imported, own, at_once)
    doubted = [each for each in alive if each.name not in known]
    new = list(_alive(path, doubted, ALL, at_once))
    explained = len(alive) - len(doubted)
    line = (
        f"{len(tried)} mutants, {len(tried) - explained - len(new)} killed, "
        f"{explained} survive for a reason, {len(new)} without"
    )
    amiss = [f"  SURVIVES  {name}: {each.name}" for each in new]
    if not sample:
        stale = known.keys() - {each.name for each in alive}
        amiss += [f"  DOES NOT SURVIVE  {name}: {each}" for each in sorted(stale)]
        _record(name, line)
    print(*amiss, f"{name}: {line}", sep="\n", flush=True)
    return len(amiss)


def _alive(
    path: str, tried: Sequence[Mutant], tests: Sequence[str], at_once: int
) -> Iterator[Mutant]:
    """The mutants that tests pass by, if they stand there as the module is imported."""
    trials = [
        partial(anew, path, each.made_in(source_of(path)), tests, seconds=SECONDS) for each in tried
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
