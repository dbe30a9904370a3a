"""Another solver's plan, judged: ``python -m tests.benchmarks.evaluate CASE.json PLAN.json``.

Prints the cost part by part and every rule that is broken; exit code 1 if one is. With
``--write NAME`` it writes a published case to CASE.json instead, ready to be solved.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pumpsched.domain.plan_check import check_plan
from tests.benchmarks.case_files import case_text, plan_from, read_case
from tests.benchmarks.instances import instance


def main() -> int:
    """Judges a plan, or writes a case."""
    options = argparse.ArgumentParser(description="The cost of a plan, and the rules it breaks.")
    options.add_argument("case", type=Path)
    options.add_argument("plan", type=Path, nargs="?")
    options.add_argument("--write", metavar="NAME", help="write this case, such as 200-4-1")
    chosen = options.parse_args()
    if chosen.write:
        chosen.case.write_text(case_text(instance(chosen.write)) + "\n", encoding="utf-8")
        return 0
    if chosen.plan is None:
        options.error("a plan is needed")
    case = read_case(chosen.case.read_text(encoding="utf-8"))
    plan = plan_from(case, json.loads(chosen.plan.read_text(encoding="utf-8")))
    broken = check_plan(case, plan)
    for finding in broken:
        print(f"broken: {finding.code}: {finding.message}")
    for part, cost in plan.totals.cost.items():
        print(f"{part:>15} {cost:>8}")
    print(f"{'cost':>15} {plan.totals.cost_min:>8}")
    print(f"{'left out':>15} {plan.totals.unplaced:>8}\n{'late':>15} {plan.totals.late:>8}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
