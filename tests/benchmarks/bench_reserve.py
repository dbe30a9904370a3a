"""What time left before a deadline is worth: ``python -m tests.benchmarks.bench_reserve``.

Demo clinics of several sizes are played forward with each price of the last days of a window, each
number of working days that share it, and by the rule of thumb, all with the same events of a seed.
The columns are sums over the seeds, ``worse`` how many of them have more late refills than the rule
of thumb has. ``--ill`` and ``--missed`` make the year harder: how often a nurse falls ill in a week
and a patient is not there [per mille]. ``--write`` puts the lines into ``data/bench/reserve.csv``,
in the place of those of the same clinics and chances.
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

from tests.benchmarks.tables import write_table
from tests.builders.plans import Effort, Plan, PlanningCase, best_plan, plan_by_rule_of_thumb
from tests.builders.store import Stamp, open_store, reading
from tests.builders.work import (
    DEMO_TODAY,
    Chances,
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
USUAL = Chances()
STAMP = Stamp("bench", datetime(2026, 11, 22, 12, tzinfo=UTC), "bench")
SETTINGS = "0/3,40/3,40/5,80/5"
"""Prices of the last days with the working days that share them."""
COUNTED = ("late", "near", "alarms", "empty", "refills", "missed")
SCENE = ("patients", "months", "ill", "missed_permille")
COLUMNS = (*SCENE, "seeds", "planner", *COUNTED, "km", "worse")
Row = dict[str, Any]


def demo_clinic(patients: int) -> Clinic:
    """The demo of so many patients, where it begins."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "demo.sqlite")
        build_demo(place, STAMP, patients=patients)
        with reading(open_store(str(place))) as books:
            return begin(books, today=DEMO_TODAY, supposed=Supposed()).clinic


def played(clinic: Clinic, draws: RandomDraws, months: int, settings: str) -> dict[str, Figures]:
    """What one seed brings under each setting, and under the rule of thumb."""

    def searched(case: PlanningCase) -> Plan:
        return best_plan(case, Effort(draws.seed, 1)).result

    scenes = {RULE: Scene(clinic, plan_by_rule_of_thumb)}
    for setting in settings.split(","):
        price, days = map(int, setting.split("/"))
        rules = clinic.case.rules._replace(price_last_days=price, reserve_days=days)
        own = replace(clinic, case=replace(clinic.case, rules=rules))
        scenes[f"plan {price}/{days}"] = Scene(own, searched)
    forecast = play(scenes, draws, months=months)
    return {each.planner: each.whole.figures for each in forecast.played}


def rows(
    patients: int, seeds: range, months: int, chances: Chances, settings: str
) -> Iterator[Row]:
    """A line for each way of planning one clinic; each seed is told as soon as it is played."""
    clinic = demo_clinic(patients)
    every = []
    for seed in seeds:
        every.append(played(clinic, RandomDraws(seed, chances), months, settings))
        told = "  ".join(f"{name}: {one.late}/{one.near}" for name, one in every[-1].items())
        print(f"{patients} patients, seed {seed}, late/near: {told}", file=sys.stderr, flush=True)
    for name in every[0]:
        found = [by_name[name] for by_name in every]
        yield {
            "patients": patients,
            "months": months,
            "ill": chances.ill,
            "missed_permille": chances.missed,
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
    options.add_argument("--ill", type=int, default=USUAL.ill)
    options.add_argument("--missed", type=int, default=USUAL.missed)
    options.add_argument("--settings", default=SETTINGS, help="PRICE/DAYS, by commas")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    chances = replace(USUAL, ill=chosen.ill, missed=chosen.missed)
    seeds, table = range(1, chosen.seeds + 1), list[Row]()
    print("".join(f"{column:>16}" for column in COLUMNS))
    for size in map(int, chosen.sizes.split(",")):
        for row in rows(size, seeds, chosen.months, chances, chosen.settings):
            print("".join(f"{row[column]:>16}" for column in COLUMNS), flush=True)
            table.append(row)
    if chosen.write:
        write(table)


def write(table: list[Row]) -> None:
    """Puts lines into the file, in the place of those of the same clinics and chances."""

    def scene(row: Row) -> tuple[str, ...]:
        return tuple(str(row[column]) for column in SCENE)

    with FILE.open(encoding="utf-8", newline="") as file:
        before: list[Row] = list(csv.DictReader(file))
    anew = {scene(row) for row in table}
    write_table(FILE, COLUMNS, [row for row in before if scene(row) not in anew] + table)


if __name__ == "__main__":
    main()
