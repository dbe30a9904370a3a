"""What each price of a plan buys: ``python -m tests.benchmarks.bench_trade``.

A generated clinic is planned with every price as it is, then with one price at nothing and at
three times as much. ``fresh`` plans start with nothing booked; ``ill`` ones plan again from the
booked default plan after two nurses fell ill for a week, which is where moving has its price.
Each line has the minutes driven beside what the prices protect: the usual nurse, booked visits,
long days, refills brought forward. ``--tenths N`` searches, N tenths of the usual effort.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from time import process_time

from pumpsched.planning.explain.remedies import with_bookings
from tests.benchmarks.bench_plan import size_of
from tests.benchmarks.clinics import TODAY, clinic
from tests.builders.plans import Effort, PlanningCase, Totals, best_plan, check_plan, plan_visits
from tests.builders.values import Closure, PlanRules

PRICES = {
    "price_other_nurse": "fresh",
    "price_overtime": "fresh",
    "price_early_extra": "fresh",
    "price_moved": "ill",
}
"""The start from which each price is looked at."""
FACTORS = (0, 3)
ILL, ILL_FROM, ILL_DAYS = 2, TODAY + timedelta(days=7), 7
REGULAR_MINUTES = 360
"""Shifts are eight and a half hours: overtime has to begin earlier to be seen at all."""


@dataclass(frozen=True, slots=True)
class Trade:
    """A plan made with one price changed; ``value`` is None for the default prices."""

    start: str
    price: str
    value: int | None
    totals: Totals
    broken: int
    busy: float


def starts(case: PlanningCase) -> dict[str, PlanningCase]:
    """The clinic with nothing booked, and booked with nurses ill."""
    booked = with_bookings(case, plan_visits(case))
    until = ILL_FROM + timedelta(days=ILL_DAYS - 1)
    ill = (Closure(nurse.code, ILL_FROM, until, "ill") for nurse in case.nurses[:ILL])
    return {"fresh": case, "ill": replace(booked, closures=(*case.closures, *ill))}


def trades(patients: int, *, seed: int, tenths: int = 0) -> Iterator[Trade]:
    """From each start the plan with every default, then with each price at nothing and times 3."""
    case = clinic(size_of(patients), seed=seed)
    case = replace(case, rules=case.rules._replace(regular_minutes=REGULAR_MINUTES))
    for start, begun in starts(case).items():
        yield _planned(begun, start, "every default", None, tenths)
        for price in (price for price, wanted in PRICES.items() if wanted == start):
            for factor in FACTORS:
                value = factor * getattr(PlanRules(), price)
                changed = begun.rules._replace(**{price: value})
                yield _planned(replace(begun, rules=changed), start, price, value, tenths)


def _planned(case: PlanningCase, start: str, price: str, value: int | None, tenths: int) -> Trade:
    begun = process_time()
    plan = best_plan(case, Effort(1, tenths)).result if tenths else plan_visits(case)
    busy = process_time() - begun
    return Trade(start, price, value, plan.totals, len(check_plan(case, plan)), busy)


def table(patients: int, seed: int, tenths: int) -> Iterator[str]:
    """The lines of the table, each as soon as it is measured."""
    yield f"{patients} patients, seed {seed}"
    yield (
        f"{'start':<5} {'price':<18} {'value':>6} {'drive min':>9} {'usual':>5} {'of':>4} "
        f"{'moved':>5} {'of':>4} {'over min':>8} {'least':>5} {'median':>6} {'most':>5} "
        f"{'early':>6} {'out':>4} {'late':>4} {'broken':>6} {'CPU s':>6}"
    )
    for each in trades(patients, seed=seed, tenths=tenths):
        totals, load = each.totals, each.totals.load
        value = "-" if each.value is None else str(each.value)
        yield (
            f"{each.start:<5} {each.price:<18} {value:>6} {totals.travel_min:>9,} "
            f"{totals.by_usual:>5} {totals.with_usual:>4} {totals.moved:>5} {totals.booked:>4} "
            f"{totals.overtime_min:>8,} {load.least_min:>5} {load.median_min:>6} "
            f"{load.most_min:>5} {totals.cost['early']:>6,} {totals.unplaced:>4} "
            f"{totals.late:>4} {each.broken:>6} {each.busy:>6.2f}"
        )


def main() -> None:
    """Prints a table for each size."""
    options = argparse.ArgumentParser(description="What each price of a plan buys.")
    options.add_argument("--sizes", default="200", help="patients, by commas")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--tenths", type=int, default=0, help="effort of the search; 0: best fit")
    chosen = options.parse_args()
    for size in chosen.sizes.split(","):
        for line in table(int(size), chosen.seed, chosen.tenths):
            print(line, flush=True)


if __name__ == "__main__":
    main()
