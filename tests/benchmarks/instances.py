"""The published clinics: ``python -m tests.benchmarks.instances`` rewrites ``data/bench``.

An instance is named ``PATIENTS-NURSES-SEED`` and comes out of :mod:`tests.benchmarks.clinics`.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench_plan import by_best_fit
from tests.benchmarks.case_files import checksum
from tests.benchmarks.clinics import Size, clinic
from tests.benchmarks.rule_of_thumb import plan_by_rule_of_thumb
from tests.benchmarks.tables import write_table
from tests.builders.plans import Effort, PlanningCase, best_plan, check_plan, executor_for
from tests.builders.values import UsageRefusal

FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "instances.csv"
NAMES = tuple(
    f"{size}-{seed}" for size in ("50-2", "200-4", "500-7", "1000-12") for seed in (1, 2, 3)
)
COLUMNS = (
    "instance", "patients", "nurses", "seed", "checksum", "rule_of_thumb_min", "best_fit_min",
    "best_min", "left_out", "late", "found_with_seed", "found_with_effort",
)  # fmt: skip


def instance(name: str) -> PlanningCase:
    """The clinic of a name, also of one that is not published.

    Raises:
        UsageRefusal: It is no such name.
    """
    if not re.fullmatch(r"[1-9][0-9]{0,4}-[1-9][0-9]{0,2}-[0-9]{1,9}", name, re.ASCII):
        raise UsageRefusal(
            f'"{name}" names no clinic: a name is PATIENTS-NURSES-SEED, such as {NAMES[0]}',
            code="unreadable",
        )
    patients, nurses, seed = (int(part) for part in name.split("-"))
    return clinic(Size(patients, nurses), seed=seed)


def named(found: str) -> str:
    """The published clinic with a checksum; empty where none has it."""
    return next((name for name, row in published().items() if row["checksum"] == found), "")


def published() -> dict[str, dict[str, str]]:
    """The rows of the published table by instance."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: row for row in csv.DictReader(file)}


def rows(names: list[str], seed: int, times: int) -> Iterator[dict[str, object]]:
    """A row for each instance, with the better of the cost found now and the published one."""
    known = published() if FILE.exists() else {}
    for name in names:
        case = instance(name)
        patients, nurses, number = name.split("-")
        with executor_for(len(case.demands), cores=os.cpu_count() or 1) as executor:
            plan = best_plan(case, Effort(seed, 10 * times), executor=executor).result
        if check_plan(case, plan):
            raise SystemExit(f"{name}: the plan breaks a rule")
        before = known.get(name)
        if before is not None and int(before["best_min"]) <= plan.totals.cost_min:
            yield dict(before)
            continue
        yield {
            "instance": name,
            "patients": patients,
            "nurses": nurses,
            "seed": number,
            "checksum": checksum(case),
            "rule_of_thumb_min": plan_by_rule_of_thumb(case).totals.cost_min,
            "best_fit_min": by_best_fit(case).totals.cost_min,
            "best_min": plan.totals.cost_min,
            "left_out": plan.totals.unplaced,
            "late": plan.totals.late,
            "found_with_seed": seed,
            "found_with_effort": times,
        }


def main() -> None:
    """Searches every instance and writes the table, keeping what was better."""
    options = argparse.ArgumentParser(description="Searches the published clinics again.")
    options.add_argument("--names", default=",".join(NAMES))
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--effort", type=int, default=1)
    chosen = options.parse_args()
    table = published() if FILE.exists() else {}
    unknown = [name for name in chosen.names.split(",") if name not in NAMES]
    if unknown:
        options.error(f"{', '.join(unknown)}: not among those published: {', '.join(NAMES)}")
    for row in rows(chosen.names.split(","), chosen.seed, chosen.effort):
        table[str(row["instance"])] = {key: str(value) for key, value in row.items()}
        print(row, flush=True)
        write_table(FILE, COLUMNS, (table[name] for name in NAMES if name in table))


if __name__ == "__main__":
    main()
