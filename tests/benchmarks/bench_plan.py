"""What a plan takes and what it is worth: ``python -m tests.benchmarks.bench_plan``.

For generated clinics of growing size it prints the processor time and the most memory of one plan,
made in a process of its own, then its cost against the rule of thumb and against plain best fit,
each with how many it leaves out. ``growth`` is the exponent by which the time grew over the size
before (1 is in proportion).

``--week FOLDER`` makes two services of ten thousand patients and more in a folder (those there
already are kept: they take minutes), in which some 820 and 900 refills are due in a week: copies
of the demo, where everybody comes to a site, and an invented one with home visits. It prints the
processor time of the whole command ``plan 1w`` and of its helpers, at each effort, and the cost.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import log
from pathlib import Path
from time import process_time

from tests.benchmarks.bench_import import run_import, write_clinic
from tests.benchmarks.bench_startup import spent
from tests.benchmarks.clinics import LARGE, MIDDLE, SMALL, Size, clinic
from tests.benchmarks.rule_of_thumb import plan_by_rule_of_thumb
from tests.builders.plans import (
    Plan,
    PlanningCase,
    PlanningProblem,
    best_fit,
    check_plan,
    opening,
    plan_of,
    plan_visits,
)
from tests.builders.store import Stamp
from tests.builders.work import DEMO_TODAY, build_demo

KNOWN = {size.patients: size for size in (SMALL, MIDDLE, LARGE)}
PATIENTS_A_NURSE = 60
DEMO_PATIENTS, INVENTED_PATIENTS = 17_200, 10_000
EFFORTS = ("", "--quick", "--effort 0")


@dataclass(frozen=True, slots=True)
class Made:
    """A plan: time [s] and most memory [KiB] of its process, cost [min], and who is not served."""

    busy: float
    check: float
    peak_kib: int
    cost_min: int
    travel_min: int
    unplaced: int
    late: int
    broken: int


def by_best_fit(case: PlanningCase) -> Plan:
    """The plan of best fit, not tidied."""
    return plan_of(best_fit(opening(PlanningProblem(case))))


WAYS: dict[str, Callable[[PlanningCase], Plan]] = {
    "rule of thumb": plan_by_rule_of_thumb,
    "best fit": by_best_fit,
    "plan": plan_visits,
}


def size_of(patients: int) -> Size:
    """A clinic's size; a nurse for every sixty patients where it is not one of the usual ones."""
    return KNOWN.get(patients) or Size(patients, max(2, -(-patients // PATIENTS_A_NURSE)))


def make(way: str, patients: int, seed: int) -> Made:
    """Plans one clinic in one way, in this process."""
    import resource

    case = clinic(size_of(patients), seed=seed)
    begun = process_time()
    plan = WAYS[way](case)
    busy = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = process_time()
    broken = check_plan(case, plan)
    totals = plan.totals
    return Made(
        busy=busy,
        check=process_time() - begun,
        peak_kib=peak,
        cost_min=totals.cost_min,
        travel_min=totals.travel_min,
        unplaced=totals.unplaced,
        late=totals.late,
        broken=len(broken),
    )


def measured(way: str, patients: int, seed: int) -> Made:
    """Plans one clinic in one way, in a process of its own."""
    call = [sys.executable, "-m", "tests.benchmarks.bench_plan", "--one", way]
    call += ["--sizes", str(patients), "--seed", str(seed)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Made(**json.loads(done.stdout))


def table(sizes: list[int], seed: int) -> Iterator[str]:
    """The lines of the table, each as soon as it is measured."""
    yield (
        f"{'patients':>8} {'nurses':>6} {'plan s':>7} {'growth':>6} {'check s':>7} {'MiB':>5} "
        f"{'cost min':>9} {'drive min':>9} {'late':>4} {'out':>4} {'rule: ratio':>11} {'out':>4} "
        f"{'best fit: ratio':>15} {'out':>4} {'broken':>6}"
    )
    before: tuple[int, float] | None = None
    for patients in sizes:
        hand, fit, plan = (measured(way, patients, seed) for way in WAYS)
        growth = "-"
        if before is not None and patients != before[0]:
            growth = f"{log(plan.busy / before[1]) / log(patients / before[0]):.2f}"
        yield (
            f"{patients:>8} {size_of(patients).nurses:>6} {plan.busy:>7.2f} {growth:>6} "
            f"{plan.check:>7.2f} {plan.peak_kib / 1024:>5.0f} {plan.cost_min:>9,} "
            f"{plan.travel_min:>9,} {plan.late:>4} {plan.unplaced:>4} "
            f"{plan.cost_min / hand.cost_min:>11.3f} {hand.unplaced:>4} "
            f"{plan.cost_min / fit.cost_min:>15.3f} {fit.unplaced:>4} "
            f"{plan.broken + fit.broken + hand.broken:>6}"
        )
        before = (patients, plan.busy)


def large_services(folder: Path) -> dict[str, Path]:
    """The stores of two large services, made where they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    stores = {name: folder / f"{name}.sqlite" for name in ("demo", "invented")}
    if not stores["demo"].exists():
        stamp = Stamp("bench", datetime.combine(DEMO_TODAY, datetime.min.time(), UTC), "demo")
        build_demo(stores["demo"], stamp, patients=DEMO_PATIENTS)
    if not stores["invented"].exists():
        write_clinic(folder / "invented", INVENTED_PATIENTS)
        run_import(folder / "invented", stores["invented"])
    return stores


def weeks(folder: Path, times: int) -> Iterator[str]:
    """A line for each large service and effort: the least time of several runs."""
    yield f"{'service':<9} {'effort':<10} {'CPU s':>6} {'visits':>6} {'out':>4} {'cost min':>11}"
    for name, store in large_services(folder).items():
        for effort in EFFORTS:
            call = [sys.executable, "-m", "pumpsched", "plan", "1w", *effort.split(), "--json"]
            call += ["--db", str(store), "--as-of", DEMO_TODAY.isoformat()]
            busy = min(spent(call, dict(os.environ)) for _ in range(times))
            answer = subprocess.run(call, capture_output=True, check=True)
            totals = json.loads(answer.stdout)["totals"]
            yield (
                f"{name:<9} {effort or 'usual':<10} {busy:>6.1f} {totals['visits']:>6} "
                f"{totals['unplaced']:>4} {totals['cost_min']:>11,}"
            )


def main() -> None:
    """Prints the table, or with ``--one`` what one plan took, as JSON."""
    options = argparse.ArgumentParser(description="Time, memory and cost of a plan.")
    options.add_argument("--sizes", default="50,200,500,1000", help="patients, by commas")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--week", type=Path, metavar="FOLDER", help="a week of a large service")
    options.add_argument("--times", type=int, default=3, help="runs of each week")
    options.add_argument("--one", choices=list(WAYS), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.one:
        print(json.dumps(asdict(make(chosen.one, sizes[0], chosen.seed))))
        return
    lines = weeks(chosen.week, chosen.times) if chosen.week else table(sizes, chosen.seed)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
