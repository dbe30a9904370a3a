"""How far a bad day spreads: ``python -m tests.benchmarks.bench_replan``.

Generated clinics are planned with the rules as shipped and every visit is booked. Then, on the
morning of a day, one nurse is ill, or snow keeps everybody within some kilometres of a patient's
home from being visited, and what is left of the span is planned again. ``hit`` counts the visits
that cannot be; ``beyond`` those of others that are moved or lost for it, also as a share of all
others; ``out`` and ``late`` count what the new plan has more than the old one. ``--write`` puts the
table into ``data/bench/replan.csv``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from tests.benchmarks.bench_plan import size_of
from tests.benchmarks.clinics import clinic
from tests.benchmarks.tables import write_table
from tests.builders.plans import Effort, Plan, PlanningCase, best_plan, check_plan
from tests.builders.values import Closure, Location, PlanRules, straight_km
from tests.planning.booking import booked

FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "replan.csv"
SNOW_KM = 20
COLUMNS = ("patients", "seed", "effort", "event", "visits", "hit", "beyond", "share", "out", "late")
Row = dict[str, Any]


def on_the_morning(case: PlanningCase, plan: Plan, day: date) -> PlanningCase:
    """The case as it stands when a day begins: what was planned before it has been done."""
    done = {visit.patient for visit in plan.visits if visit.day < day}
    left = booked(case, plan)
    return replace(
        left,
        today=day,
        demands=tuple(one for one in left.demands if one.code not in done),
        visits=tuple(visit for visit in left.visits if visit.patient not in done),
    )


def near(case: PlanningCase, centre: Location, km: int) -> set[str]:
    """The patients who live within so many kilometres of a place."""
    homes = {one.code: one.patient.location for one in case.demands}
    return {code for code, home in homes.items() if home and straight_km(home, centre) <= km}


def events(case: PlanningCase, plan: Plan, count: int) -> Iterator[tuple[str, date, list[Closure]]]:
    """Sick days of nurses with visits, then snow days around patients with one, by lot."""
    random = Random("replan")
    for route in random.sample([each for each in plan.routes if each.stops], count):
        yield "sick", route.day, [Closure(route.nurse, route.day, route.day, "ill")]
    homes = {one.code: one.patient.location for one in case.demands}
    for visit in random.sample(list(plan.visits), count):
        centre = homes[visit.patient]
        codes = sorted(near(case, centre, SNOW_KM)) if centre else []
        yield "snow", visit.day, [Closure(code, visit.day, visit.day, "snow") for code in codes]


def rows(patients: int, seed: int, effort: Effort, count: int) -> Iterator[Row]:
    """A line for each event of a clinic."""
    case = clinic(size_of(patients), seed=seed, rules=PlanRules())
    plan = best_plan(case, effort).result
    for event, day, closures in events(case, plan, count):
        morning, whom = on_the_morning(case, plan, day), {closure.who for closure in closures}
        before = {visit.patient: visit for visit in plan.visits if visit.day >= day}
        hit = {
            visit.patient
            for visit in before.values()
            if visit.day == day and whom & {visit.patient, *visit.nurses}
        }
        changed = replace(morning, closures=tuple(closures))
        again = best_plan(changed, effort).result
        if check_plan(changed, again):
            raise SystemExit(f"{patients} patients, seed {seed}: the plan breaks a rule")
        moved = {visit.patient for visit in again.visits if visit.moved}
        lost = {one.patient for one in again.unplaced} & before.keys()
        beyond, others = len((moved | lost) - hit), len(before) - len(hit)
        yield {
            "patients": patients,
            "seed": seed,
            "effort": effort.tenths / 10,
            "event": event,
            "visits": len(before),
            "hit": len(hit),
            "beyond": beyond,
            "share": f"{beyond / max(1, others):.3f}",
            "out": again.totals.unplaced - plan.totals.unplaced,
            "late": again.totals.late - sum(visit.late for visit in before.values()),
        }


def main() -> None:
    """Prints the table, and writes it if that is asked for."""
    options = argparse.ArgumentParser(description="How far a bad day spreads.")
    options.add_argument("--sizes", default="200,500", help="patients, by commas")
    options.add_argument("--seeds", default="1,2")
    options.add_argument("--tenths", type=int, default=10, help="effort, in tenths of the usual")
    options.add_argument("--events", type=int, default=3, help="of each kind")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    print("".join(f"{column:>9}" for column in COLUMNS), "   CPU s")
    table, begun = list[Row](), process_time()
    for patients in map(int, chosen.sizes.split(",")):
        for seed in map(int, chosen.seeds.split(",")):
            for row in rows(patients, seed, Effort(tenths=chosen.tenths), chosen.events):
                cells = "".join(f"{row[column]:>9}" for column in COLUMNS)
                print(cells, f"{process_time() - begun:>8.1f}", flush=True)
                table.append(row)
    if chosen.write:
        write_table(FILE, COLUMNS, table)


if __name__ == "__main__":
    main()
