"""Another solver's plan, judged: ``python -m tests.benchmarks.evaluate CASE.json PLAN.json``.

Prints the checksum of the case, the cost part by part and every rule that is broken; exit code 1
if one is, 2 for a file that cannot be judged. With ``--write NAME`` it writes a published case to
CASE.json instead, ready to be solved.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.case_files import case_text, checksum, plan_from, read_case, read_visits
from tests.benchmarks.instances import instance, named
from tests.builders.plans import PlanningCase, check_plan
from tests.builders.values import UsageRefusal

T = TypeVar("T")


def main() -> int:
    """Judges a plan, or writes a case; what it cannot read ends it in a sentence and 2."""
    options = argparse.ArgumentParser(description="The cost of a plan, and the rules it breaks.")
    options.add_argument("case", type=Path)
    options.add_argument("plan", type=Path, nargs="?")
    options.add_argument("--write", metavar="NAME", help="write this case, such as 200-4-1")
    chosen = options.parse_args()
    if not chosen.write and chosen.plan is None:
        options.error("a plan is needed")
    try:
        return _written(chosen.case, chosen.write) if chosen.write else _judged(chosen)
    except UsageRefusal as refusal:
        print(f"{refusal.what}.", file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
    return 2


def _written(path: Path, name: str) -> int:
    case = instance(name)
    path.write_text(case_text(case) + "\n", encoding="utf-8")
    print(_checksum_line(case))
    return 0


def _judged(chosen: argparse.Namespace) -> int:
    case = _from(chosen.case, read_case)
    plan = _from(chosen.plan, lambda text: plan_from(case, read_visits(text)))
    broken = check_plan(case, plan)
    print(_checksum_line(case))
    for finding in broken:
        print(f"broken: {finding.code}: {finding.message}")
    for part, cost in plan.totals.cost.items():
        print(f"{part:>15} {cost:>8}")
    print(f"{'cost':>15} {plan.totals.cost_min:>8}")
    print(f"{'left out':>15} {plan.totals.unplaced:>8}\n{'late':>15} {plan.totals.late:>8}")
    return 1 if broken else 0


def _checksum_line(case: PlanningCase) -> str:
    found = checksum(case)
    name = named(found)
    return f"checksum {found}: {name}, as published" if name else f"checksum {found}: not published"


def _from(path: Path, read: Callable[[str], T]) -> T:
    """What a file's text is read as; a refusal names the file."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise UsageRefusal(f"{path}: it is not UTF-8", code="unreadable") from None
    except UsageRefusal as refusal:
        raise UsageRefusal(f"{path}: {refusal.what}", code="unreadable") from None


if __name__ == "__main__":
    raise SystemExit(main())
