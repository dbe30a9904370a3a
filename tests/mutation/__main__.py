"""Runs the mutants of modules of the arithmetic: ``python -m tests.mutation [MODULE…]``."""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from pathlib import Path

from tests.mutation.operators import Mutant, mutants
from tests.mutation.trial import passes, source_of

SURVIVORS = Path(__file__).with_name("survivors.toml")
SECONDS = 300
"""A trial that takes longer is taken for one that never ends."""
DOMAIN = "tests/domain/test_{}.py"
KILLERS = {
    "projection": ("projection", "examples", "read_outs", "doubt", "outlook", "flow_history"),
    "reservoir": (
        "reservoir",
        "timeline",
        "examples",
        "projection",
        "residual",
        "findings",
        "outlook",
    ),
    "programming": ("doubt", "timeline", "programme", "projection", "examples"),
    "therapy": ("programme", "mixture", "reservoir", "round_trips"),
    "residual": ("residual", "flow_history", "standing_findings", "findings", "read_outs"),
    "expected_residual": ("residual", "flow_history", "examples"),
    "flow_history": ("flow_history", "calibration"),
    "calibration": ("calibration", "flow_history", "flow_worlds"),
    "outlook": ("outlook", "projection"),
    "dryness": ("dryness",),
}
"""The modules of the arithmetic, and the tests of ``tests/domain`` that know each best."""
LAST = (
    "tests/domain/test_properties.py",
    "tests/oracle/test_core_against_oracle.py::"
    "test_the_core_says_of_a_random_ledger_what_the_minute_simulator_says[0]",
)
"""What every mutant meets that its own tests let pass."""


def main() -> int:
    """Tries the mutants asked for; 1 if one survived that is not explained."""
    ask = argparse.ArgumentParser(prog="python -m tests.mutation")
    ask.add_argument("modules", nargs="*", choices=[*KILLERS, []], metavar="MODULE")
    ask.add_argument("--sample", type=int, help="so many of each module, evenly spread")
    asked = ask.parse_args()
    results = [_run(name, asked.sample) for name in asked.modules or KILLERS]
    return int(any(results))


def _run(name: str, sample: int | None) -> int:
    """Tries a module's mutants and prints its line; the number that nobody explains."""
    began, path = time.monotonic(), f"pumpsched/domain/{name}.py"
    every = list(mutants(source_of(path)))
    tried = every[:: max(1, len(every) // sample)] if sample else every
    tests = [DOMAIN.format(each) for each in KILLERS[name]]
    if not (passes(path, source_of(path), tests) and passes(path, source_of(path), LAST)):
        sys.exit(f"The tests of {name} fail without any mutant, or are not there.")
    known = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get(name, {})
    alive = [each for each in tried if _lives(path, each, tests)]
    new = [each for each in alive if each.name not in known]
    for each in new:
        print(f"  SURVIVES  {name}: {each.name}", flush=True)
    took = time.monotonic() - began
    print(
        f"{name}: {len(tried)} of {len(every)} mutants tried, {len(tried) - len(alive)} killed, "
        f"{len(alive) - len(new)} survive for a reason, {len(new)} without; {took:.0f} s",
        flush=True,
    )
    return len(new)


def _lives(path: str, mutant: Mutant, tests: list[str]) -> bool:
    return passes(path, mutant.tree, tests, seconds=SECONDS) and passes(
        path, mutant.tree, LAST, seconds=SECONDS
    )


if __name__ == "__main__":
    sys.exit(main())
