"""What time left before a deadline is worth: ``python -m tests.benchmarks.bench_reserve``.

Demo clinics of several sizes are played forward with each price of the last days of a window, each
number of working days that share it, and by the rule of thumb, all with the same events of a seed.
The columns are sums over the seeds, ``worse`` how many of them have more late refills than the rule
of thumb has. ``--write`` puts the table into ``data/bench/reserve.csv``.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.builders.plans import Effort, Plan, PlanningCase, best_plan, plan_by_rule_of_thumb
from tests.builders.store import Stamp, open_store, reading
from tests.builders.work import (
    DEMO_TODAY,
    Clinic,
    Figures,
    RandomDraws,
    Scene,
    Supposed,
    begin,
    build_demo,
    play,
)

FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "reserve.csv"
RULE = "rule-of-thumb"
STAMP = Stamp("bench", datetime(2026, 11, 22, 12, tzinfo=UTC), "bench")
SETTINGS = ((0, 3), (40, 3), (40, 5), (80, 5))
"""Prices of the last days with the working days that share them."""
COUNTED = ("late", "near", "alarms", "empty", "refills", "missed")
COLUMNS = ("patients", "months", "seeds", "planner", *COUNTED, "km", "worse")
Row = dict[str, Any]


def demo_clinic(patients: int) -> Clinic:
    """The demo of so many patients, where it begins."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "demo.sqlite")
        build_demo(place, STAMP, patients=patients)
        with reading(open_store(str(place))) as books:
            return begin(books, today=DEMO_TODAY, supposed=Supposed()).clinic


def played(clinic: Clinic, seed: int, months: int) -> dict[str, Figures]:
    """What one seed brings under each setting, and under the rule of thumb."""

    def searched(case: PlanningCase) -> Plan:
        return best_plan(case, Effort(seed, 1)).result

    scenes = {RULE: Scene(clinic, plan_by_rule_of_thumb)}
    for price, days in SETTINGS:
        rules = clinic.case.rules._replace(price_last_days=price, reserve_days=days)
        own = replace(clinic, case=replace(clinic.case, rules=rules))
        scenes[f"plan {price}/{days}"] = Scene(own, searched)
    forecast = play(scenes, RandomDraws(seed), months=months)
    return {each.planner: each.whole.figures for each in forecast.played}


def rows(patients: int, seeds: range, months: int) -> Iterator[Row]:
    """A line for each way of planning one clinic; each seed is told as soon as it is played."""
    clinic = demo_clinic(patients)
    every = []
    for seed in seeds:
        every.append(played(clinic, seed, months))
        told = "  ".join(f"{name}: {one.late}/{one.near}" for name, one in every[-1].items())
        print(f"{patients} patients, seed {seed}, late/near: {told}", file=sys.stderr, flush=True)
    for name in every[0]:
        found = [by_name[name] for by_name in every]
        yield {
            "patients": patients,
            "months": months,
            "seeds": len(seeds),
            "planner": name,
            **{field: sum(getattr(one, field) for one in found) for field in COUNTED},
            "km": sum(one.travel_m for one in found) // 1000,
            "worse": sum(by_name[name].late > by_name[RULE].late for by_name in every),
        }


def main() -> None:
    """Prints the table, and writes it if that is asked for."""
    options = argparse.ArgumentParser(description="What time before a deadline is worth.")
    options.add_argument("--sizes", default="30,38,50", help="patients, by commas")
    options.add_argument("--seeds", type=int, default=10)
    options.add_argument("--months", type=int, default=12)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    table: list[Row] = []
    print("".join(f"{column:>14}" for column in COLUMNS))
    for size in chosen.sizes.split(","):
        for row in rows(int(size), range(1, chosen.seeds + 1), chosen.months):
            print("".join(f"{row[column]:>14}" for column in COLUMNS), flush=True)
            table.append(row)
    if chosen.write:
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main()
