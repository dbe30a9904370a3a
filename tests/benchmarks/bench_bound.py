"""What no plan of a clinic costs less than: ``python -m tests.benchmarks.bench_bound``.

Each patient is given a price. If a nurse who visits somebody were paid that price, each nurse-day
could be filled with whatever earns most, as if the other days did not exist: all prices together
less all that could so be earned is a lower bound for every plan, whatever the prices are. Of any
three patients no two routes of a plan can both have two: some of these trios have a price as well,
which a route pays that has two of them, and which lowers the bound once (subset-row inequalities).

The best prices, those of column generation, are sought a box at a time: of the routes met so far
it is known what they earn at any prices; where in the box around the best prices yet they promise
the highest bound, the best route of each day is looked for next. Trios are taken up where the
routes that so come together, each with its share, have two of them more than once.

Routes may come back to somebody whom they have forgotten (ng-routes) until that matters; then the
stops between remember. That, and every rule not looked at here (hours, grid, chairs, visits at
most), can only lower the bound.

Whole thousandths of a minute throughout, each price of a visit rounded down; the bound in minutes
is rounded down as well. For clinics of home visits by one nurse, without appointments or sites.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from tests.benchmarks.bench_plan import by_best_fit
from tests.benchmarks.case_files import checksum
from tests.benchmarks.instances import NAMES, instance, published
from tests.benchmarks.nurse_day import (
    NEVER,
    Array,
    NurseDay,
    Routes,
    Trios,
    learn,
    nearest,
)
from tests.benchmarks.tables import write_table
from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import Hours, Nurse

Floats = np.ndarray[Any, np.dtype[np.float64]]
FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "bounds.csv"
COLUMNS = ("instance", "checksum", "rounds", "memory", "trios", "bound_min")
SCALE = 1000
ROUNDS, MEMORY, TRIOS = 200, 8, 60
"""How often the prices are set anew at most, how many patients near a stop are remembered at first,
and how many trios have a price at most."""
A_TIME, ABREAST, LITTLE = 15, 5, 0.02
"""How many trios are taken up together and how many of them may share a patient; what is too little
of a route, or too little too many."""
REACH, NEAREST = 20_000, 200
"""The first prices, and how far a round may move them at first and at least [1/1000 minute]."""
LONGER, SHORTER = 2.0, 0.7
"""How the reach changes after a round that gains half of what was promised, or not a tenth."""
NEARLY, CLOSE, MATTERS, FARTHER = 5_000, 1_500, 1_000, 2_000
"""A promise of so little more sends routes that come back to somebody away; how much dearer than
the best they may be to matter, and the reach from then on [1/1000 minute]."""
SOFTEST, HARDEST, MIXED = 1_000.0, 20.0, 150.0
"""How much dearer a route may be to count almost in full: at first, at last, and where it is asked
for the mixture of routes [1/1000 minute]."""
STEPS, ENOUGH = 300, 20
"""How often a round moves the prices; the promise at which there is an end [1/1000 minute]."""


def demands_of(case: PlanningCase) -> list[Demand]:
    """Who is to be visited in the span.

    Raises:
        ValueError: The clinic has something that the bound knows nothing of.
    """
    due = [demand for demand in case.demands if demand.refill_by <= case.last]
    if case.visits or case.sites or any(each.patient.nurses_needed > 1 for each in due):
        raise ValueError("there is a bound only for home visits by one nurse, none booked yet")
    if not all(any(map(case.working.is_open, days_of(case, demand))) for demand in due):
        raise ValueError("there is a bound only where every window has a working day")
    return due


def days_of(case: PlanningCase, demand: Demand) -> list[date]:
    """The days that a refill may have: those of its window, or all where it is late already."""
    late = demand.refill_by < case.start
    return [day for day in case.days() if late or demand.opens_on <= day <= demand.refill_by]


def nurse_days(case: PlanningCase) -> list[NurseDay]:
    """Every shift of a clinic with its patients, numbered as in :func:`demands_of`."""
    demands, travel = demands_of(case), case.travel()
    open_on = [set(days_of(case, demand)) for demand in demands]

    def ways(origins: Sequence[str], destinations: Sequence[str]) -> Array:
        trips = [travel.trip(here, there) for here in origins for there in destinations]
        minutes = [NEVER if trip is None else trip.minutes for trip in trips]
        return np.array(minutes, dtype=np.int64).reshape(len(origins), len(destinations))

    homes = [demand.code for demand in demands]
    between = ways(homes, homes)
    found = []
    for nurse in case.nurses:
        out, back = ways([nurse.code], homes)[0], ways(homes, [nurse.code])[:, 0]
        trained = [i for i, one in enumerate(demands) if nurse.may_refill(one.family)]
        for day in filter(case.working.is_open, case.days()):
            mine = np.array([i for i in trained if day in open_on[i]], dtype=np.int64)
            for hours in nurse.roster:
                if len(mine) and day.weekday() in hours.weekdays and hours.place == "home":
                    whom = [demands[i] for i in mine]
                    found.append(
                        NurseDay(
                            mine,
                            np.array([_price(case, one, nurse, day) for one in whom]),
                            np.array([one.patient.visit_minutes for one in whom]),
                            out[mine],
                            back[mine],
                            between[np.ix_(mine, mine)],
                            case.rules.price_travel * SCALE,
                            _overtime(case, hours),
                        )
                    )
    return found


def _price(case: PlanningCase, demand: Demand, nurse: Nurse, day: date) -> int:
    rules, early = case.rules, (demand.refill_by - day).days
    share = (demand.patient.visit_minutes + rules.price_early_extra) * SCALE
    late = max(0, -early) * rules.price_late_day * demand.urgency
    other = rules.price_other_nurse * (demand.usual_nurse not in ("", nurse.code))
    return max(0, early) * share // demand.interval_days + (late + other) * SCALE


def _left_out(case: PlanningCase, demand: Demand) -> int:
    late = max(0, (case.last - demand.refill_by).days + 1) * case.rules.price_late_day
    return (late + case.rules.price_left_out) * demand.urgency * SCALE


def _overtime(case: PlanningCase, hours: Hours) -> Array:
    rules, length = case.rules, hours.end - hours.start
    rest = rules.break_minutes if length > rules.break_after_minutes else 0
    worked = np.arange(length - rest + 1)
    present = worked + rest * (worked > rules.break_after_minutes)
    over = np.maximum(0, present - rules.regular_minutes)
    return np.append(over * rules.price_overtime * SCALE, NEVER)


class Promise:
    """What the bound would be at any prices if there were no routes but those found so far.

    It is never less than the bound itself, and the more routes are known the nearer to it.

    Attributes:
        most: What each price may be at most [1/1000 minute].
        worth: What each price adds to the bound: those of trios lower it.
        trios: Patients of whom no two routes can both have two; their prices are the last ones.
    """

    def __init__(self, days: int, most: Array) -> None:
        self._days, self._patients = days, len(most)
        self.most, self.worth = most, np.ones_like(most)
        self.trios = np.zeros((0, 3), dtype=np.int64)
        self._stops: list[list[int]] = []
        self._holds = np.zeros((0, len(most)))
        self._cost, self._day = np.zeros(0), np.zeros(0, dtype=np.int64)
        self._share = np.zeros(0)

    def add(self, routes: Sequence[tuple[int, list[int]]], paid: Array) -> None:
        """One more route for each day: what it costs more than is paid, and whom it visits."""
        visits = [np.bincount(stops, minlength=self._patients) for _, stops in routes]
        holds = np.array(visits).reshape(len(routes), self._patients)
        holds = np.hstack([holds, -self._twos(holds, self.trios)])
        self._stops += [stops for _, stops in routes]
        self._holds = np.vstack([self._holds, holds])
        self._cost = np.append(self._cost, [own for own, _ in routes] + holds @ paid)
        self._day = np.append(self._day, np.arange(self._days))

    @staticmethod
    def _twos(visits: Array, trios: Array) -> Array:
        """How often each of some routes has two of each trio."""
        twos: Array = visits[:, trios].sum(axis=2) // 2
        return twos

    def take_out_returning(self, prices: Floats) -> list[tuple[int, list[int]]]:
        """Forgets routes that come back to somebody; day and stops of those that matter most."""
        cost, least = self._reduced(prices)
        returns = (self._holds > 1).any(axis=1)
        matter = returns & (cost < least[self._day] + MATTERS)
        found = [(int(self._day[i]), self._stops[i]) for i in np.flatnonzero(matter)]
        self._stops = [self._stops[i] for i in np.flatnonzero(~returns)]
        self._holds, self._cost = self._holds[~returns], self._cost[~returns]
        self._day, self._share = self._day[~returns], self._share[~returns]
        return found

    def split_trios(self, prices: Floats, most: int) -> int:
        """Takes up trios of whom the mixture of routes near some prices has two more than once.

        Returns:
            How many: the worst, a few at a time and so many in all.
        """
        room = min(A_TIME, most - len(self.trios))
        if room <= 0:
            return 0
        self.best_near(prices, FARTHER, MIXED)
        used = np.flatnonzero(self._share > LITTLE)
        visits, share = self._holds[used, : self._patients], self._share[used]
        together = (visits.T * share) @ visits
        known, found = set(map(tuple, self.trios.tolist())), list[tuple[float, tuple[int, ...]]]()
        for one, other in zip(*np.nonzero(np.triu(together > LITTLE, 1)), strict=True):
            with_all = (visits[:, one] * visits[:, other] * share) @ visits
            more = together[one, other] + together[one] + together[other] - 2 * with_all - 1
            thirds = np.flatnonzero(more[other + 1 :] > LITTLE) + other + 1
            found += [(float(more[i]), (int(one), int(other), int(i))) for i in thirds]
        taken, new = np.zeros(self._patients), list[tuple[int, ...]]()
        for _, trio in sorted(found, reverse=True):
            if trio not in known and len(new) < room and (taken[list(trio)] < ABREAST).all():
                new.append(trio)
                taken[list(trio)] += 1
        trios = np.array(new, dtype=np.int64).reshape(-1, 3)
        twos = self._twos(self._holds[:, : self._patients].astype(np.int64), trios)
        self._holds = np.hstack([self._holds, -twos])
        self.trios = np.vstack([self.trios, trios])
        self.worth = np.append(self.worth, np.full(len(new), -1))
        self.most = np.append(self.most, np.full(len(new), NEVER))
        return len(new)

    def _reduced(self, prices: Floats) -> tuple[Floats, Floats]:
        """What each route costs more than is paid, and the least of each day, 0 if it is empty."""
        cost, least = self._cost - self._holds @ prices, np.zeros(self._days)
        np.minimum.at(least, self._day, cost)
        return cost, least

    def best_near(self, centre: Floats, reach: float, softness: float) -> tuple[float, Floats]:
        """The highest promise that was found for prices within reach of others, and these.

        Routes that cost little more than the best of their day count as well, by ``softness``:
        prices so move by what all of them say, each by the usual size of its own moves (Adam).
        """
        low, high = np.maximum(0, centre - reach), np.minimum(self.most, centre + reach)
        prices = best_prices = centre
        best, mean, square = -float(NEVER), np.zeros_like(centre), np.zeros_like(centre)
        self._share = np.zeros_like(self._cost)
        for step in range(1, STEPS + 1):
            cost, least = self._reduced(prices)
            promised = float(self.worth @ prices + least.sum())
            if promised > best:
                best, best_prices = promised, prices
            weight = np.exp((least[self._day] - cost) / softness)
            every = np.exp(least / softness) + np.bincount(self._day, weight, self._days)
            weight /= every[self._day]
            missed = self.worth - weight @ self._holds
            self._share += 2 * weight / STEPS * (2 * step > STEPS)
            mean, square = 0.9 * mean + 0.1 * missed, 0.99 * square + 0.01 * missed * missed
            usual = np.sqrt(square / (1 - 0.99**step)) + 0.05
            length = reach * (0.3 * (1 - step / STEPS) + 0.005)
            moved = prices + length * mean / (1 - 0.9**step) / usual
            prices = np.clip(moved, low, high)
        return best, best_prices


def lower_bound(
    case: PlanningCase, *, rounds: int = ROUNDS, memory: int = MEMORY, trios: int = TRIOS
) -> int:
    """What every plan costs at least [min, rounded down]."""
    demands, days = demands_of(case), nurse_days(case)
    most = np.array([_left_out(case, demand) for demand in demands], dtype=np.int64)
    near, promise = [nearest(day, memory) for day in days], Promise(len(days), most)
    prices = centre = np.minimum(most, REACH).astype(np.float64)
    bound, promised, reach, softness = -NEVER, float(NEVER), float(REACH), SOFTEST
    for _ in range(rounds):
        paid = np.floor(prices).astype(np.int64)
        of_patients, priced = paid[: len(most)], Trios(promise.trios, paid[len(most) :])
        found = [Routes(d, of_patients, near[i], priced).best() for i, d in enumerate(days)]
        promise.add(found, paid)
        here = int(promise.worth @ paid) + sum(own for own, _ in found)
        hoped, gained = promised - bound, here - bound
        reach *= LONGER if 2 * gained > hoped else SHORTER if 10 * gained < hoped else 1
        reach = max(NEAREST, reach)
        if gained > 0:
            bound, centre = here, prices
        softness = min(softness, max(HARDEST, hoped / 400))
        promised, prices = promise.best_near(centre, reach, softness)
        more = promised - bound
        if more < NEARLY and (returning := promise.take_out_returning(centre)):
            for i, visited in returning:
                learn(near[i], days[i], visited)
        elif more < CLOSE and (new := promise.split_trios(centre, trios)):
            centre = np.append(centre, np.zeros(new))
        elif more < ENOUGH:
            break
        else:
            continue
        reach = max(FARTHER, reach)
        promised, prices = promise.best_near(centre, reach, softness)
    return max(0, bound) // SCALE


def main() -> None:
    """Prints a bound for each clinic beside the best plan known, and writes it if asked to."""
    options = argparse.ArgumentParser(description="What no plan of a clinic costs less than.")
    options.add_argument("--names", default=",".join(NAMES[:3]), help="clinics, by commas")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--memory", type=int, default=MEMORY)
    options.add_argument("--trios", type=int, default=TRIOS)
    options.add_argument("--write", action="store_true", help="what is higher than written before")
    chosen = options.parse_args()
    print("instance        bound     best  ratio   CPU s")
    for name in chosen.names.split(","):
        case, begun = instance(name), process_time()
        row = published().get(name)
        known = int(row["best_min"]) if row else by_best_fit(case).totals.cost_min
        how = (chosen.rounds, chosen.memory, chosen.trios)
        bound = lower_bound(case, rounds=how[0], memory=how[1], trios=how[2])
        busy = process_time() - begun
        print(f"{name:<12} {bound:>8} {known:>8} {known / bound:>6.3f} {busy:>7.1f}", flush=True)
        if chosen.write:
            write(name, checksum(case), *how, bound)


def bounds() -> dict[str, dict[str, str]]:
    """The rows of the written table by instance."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: row for row in csv.DictReader(file)}


def write(name: str, *values: object) -> None:
    """Writes a clinic's bound into the table, unless a higher one stands there."""
    row, table = dict(zip(COLUMNS, map(str, (name, *values)), strict=True)), bounds()
    table[name] = max(table.get(name, row), row, key=lambda each: int(each["bound_min"]))
    write_table(FILE, COLUMNS, table.values())


if __name__ == "__main__":
    main()
