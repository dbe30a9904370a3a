"""Many random clinics, planned and held against both checkers.

``python -m tests.planning.sweep --clinics 1000`` prints every objection and a count at the end;
``--effort 1`` searches for a tenth as long as usual.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Effort, best_plan, plan_visits
from tests.planning.left_out import faults
from tests.planning.second_checker import violations


def objections(seed: int, *, tenths: int = 0) -> Iterator[str]:
    """What either checker has against the plan of one random clinic, searched for so long."""
    case = mixed_clinic(seed)
    plan = best_plan(case, Effort(seed, tenths)).result if tenths else plan_visits(case)
    yield from faults(case, plan)
    yield from violations(case, plan)


def main() -> int:
    """Plans the clinics; 1 if any plan was objected to."""
    options = argparse.ArgumentParser(description="Random clinics against two checkers.")
    options.add_argument("--clinics", type=int, default=1_000)
    options.add_argument("--first", type=int, default=0, help="seed of the first clinic")
    options.add_argument("--effort", type=int, default=0, help="of a search, in tenths")
    chosen = options.parse_args()
    rejected = 0
    for seed in range(chosen.first, chosen.first + chosen.clinics):
        found = list(objections(seed, tenths=chosen.effort))
        rejected += bool(found)
        for text in found:
            print(f"seed {seed}: {text}")
    print(f"{chosen.clinics} clinics planned, {rejected} plans objected to")
    return 1 if rejected else 0


if __name__ == "__main__":
    raise SystemExit(main())
