"""What no plan of a clinic costs less than: ``python -m tests.benchmarks.bench_bound``.

Each patient is given a price. If a nurse who visits somebody were paid that price, each nurse-day
could be filled with whatever earns most, as if the other days did not exist: all prices together
less all that could so be earned is a lower bound for every plan, whatever the prices are. They are
raised where nobody would come and lowered where more than one nurse would; the best bound they can
give is that of column generation over the same routes.

The most that a nurse-day can earn is found by trying all of its routes, a stop at a time: of those
with the same last stop and the same patients before it only the shortest goes on, and none that
could not earn more than the best even with the best ways on. A route remembers whom it has seen
for as long as it stays near, so that coming back to somebody from afar is tried too; that, and
every rule not looked at here (hours, grid, chairs, visits at most), can only lower the bound.

Whole thousandths of a minute throughout, each price of a visit rounded down; the bound in minutes
is rounded down as well. For clinics of home visits by one nurse, without appointments or sites.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from tests.benchmarks.bench_plan import by_best_fit
from tests.benchmarks.case_files import checksum
from tests.benchmarks.instances import NAMES, instance, published
from tests.benchmarks.tables import write_table
from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import Hours, Nurse

Array = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Chosen = Array | Flags
FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "bounds.csv"
COLUMNS = ("instance", "checksum", "rounds", "memory", "bound_min")
SCALE = 1000
NEVER = 10**12
"""More than any route costs [1/1000 minute]."""
BITS = 63
"""How many patients of a nurse-day can be remembered: those that pay best."""
ROUNDS, MEMORY = 200, 12
"""How often the prices are set anew, and how many patients near a stop are remembered."""
MOMENTUM, PATIENCE, SHORTER = 0.7, 12, 0.7
"""What of the last step is added to the next; after how many in vain they become how much shorter.
"""


@dataclass(frozen=True, slots=True)
class NurseDay:
    """One shift and the patients it may have.

    Attributes:
        patients: Their numbers in the clinic.
        prices: Of a visit beside the driving [1/1000 minute].
        minutes: Length of each visit.
        out, back, between: Minutes to each from the base, from each to it, from each to each.
        driving: Price of a minute [1/1000 minute].
        overtime: What each number of minutes worked costs beside [1/1000 minute], the break not
            counted; the last entry is one minute more than the shift can hold.
    """

    patients: Array
    prices: Array
    minutes: Array
    out: Array
    back: Array
    between: Array
    driving: int
    overtime: Array


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


@dataclass(frozen=True, slots=True)
class Begun:
    """Routes begun, an entry each: last stop, minutes worked, cost, whom it remembers.

    ``before`` is the route of one stop less, by its number among those.
    """

    last: Array
    worked: Array
    cost: Array
    seen: Array
    before: Array

    def those(self, chosen: Chosen) -> Begun:
        """Some of them."""
        every = (self.last, self.worked, self.cost, self.seen, self.before)
        return Begun(*(each[chosen] for each in every))


class Routes:
    """The routes of a nurse-day when so much is paid for each patient.

    A stop is the place of a patient in the nurse-day's list.
    """

    def __init__(self, day: NurseDay, paid: Array, memory: int) -> None:
        self._day, self._too_long = day, len(day.overtime) - 1
        own = day.prices - paid[day.patients]
        self._first = day.out * day.driving + own
        self._cost, self._lasting = day.between * day.driving + own, day.between + day.minutes
        np.fill_diagonal(self._lasting, self._too_long)
        self._ahead = self._least_ahead()
        paying = np.argsort(own, kind="stable")[:BITS]
        self._bit = np.zeros_like(own)
        self._bit[paying] = 1 << np.arange(len(paying))
        nearest = np.argsort(day.between, axis=1, kind="stable")[:, :memory]
        self._near = np.bitwise_or.reduce(self._bit[nearest], axis=1)

    def best(self) -> tuple[int, list[int]]:
        """What the best route costs less what is paid, and its patients; 0 for an empty day."""
        stops = np.arange(len(self._first))
        worked = self._day.out + self._day.minutes
        routes = Begun(stops, worked, self._first, self._bit, stops)
        routes = routes.those(self._could_reach(stops, worked, self._first, 0))
        best, best_at, steps = 0, -1, list[Begun]()
        found: list[Begun] = []
        while len(routes.last):
            steps.append(routes)
            whole = routes.cost + self._home(routes.last, routes.worked)
            at = int(whole.argmin())
            if whole[at] < best:
                best, best_at, found = int(whole[at]), at, list(steps)
            routes = self._longer(routes, best)
        visited = []
        for step in reversed(found):
            visited.append(int(self._day.patients[step.last[best_at]]))
            best_at = int(step.before[best_at])
        return best, visited

    def _longer(self, routes: Begun, best: int) -> Begun:
        """The routes with one more stop, of those alike the ones that are shorter or cheaper."""
        worked = routes.worked[:, None] + self._lasting[routes.last]
        cost = routes.cost[:, None] + self._cost[routes.last]
        may = (routes.seen[:, None] & self._bit) == 0
        may &= self._could_reach(np.arange(len(self._first)), worked, cost, best)
        before, last = np.nonzero(may)
        seen = (routes.seen[before] & self._near[last]) | self._bit[last]
        found = Begun(last, worked[may], cost[may], seen, before)
        found = found.those(np.lexsort((found.cost, found.worked, found.seen, found.last)))
        while True:
            worse = (found.last[1:] == found.last[:-1]) & (found.seen[1:] == found.seen[:-1])
            worse &= found.cost[1:] >= found.cost[:-1]
            if not worse.any():
                return found
            found = found.those(np.append(True, ~worse))

    def _could_reach(self, last: Array, worked: Array, cost: Array, best: int) -> Flags:
        """Whether less than the best so far is possible after these last stops."""
        flags: Flags = cost + self._ahead[last, np.minimum(worked, self._too_long)] < best
        return flags

    def _home(self, last: Array, worked: Array) -> Array:
        """What the way home costs, with the overtime of the whole route."""
        way = self._day.back[last]
        present = np.minimum(worked + way, self._too_long)
        cost: Array = way * self._day.driving + self._day.overtime[present]
        return cost

    def _least_ahead(self) -> Array:
        """For each last stop and number of minutes worked what is still to come costs at least.

        Coming back to a patient counts as a visit more.
        """
        stops = np.arange(len(self._first))
        ahead = np.full((len(stops), self._too_long + 1), NEVER)
        step = int(self._lasting.min())
        for end in range(self._too_long, 0, -step):
            worked = np.arange(max(0, end - step), end)
            then = np.minimum(worked + self._lasting[:, :, None], self._too_long)
            onward = ahead[stops[None, :, None], then] + self._cost[:, :, None]
            home = self._home(stops[:, None], worked)
            ahead[:, worked] = np.minimum(home, onward.min(axis=1))
        return ahead


def lower_bound(
    case: PlanningCase, *, known_min: int, rounds: int = ROUNDS, memory: int = MEMORY
) -> int:
    """What every plan costs at least [min, rounded down].

    The cost of any plan, ``known_min``, tells how long the steps of the prices may be.
    """
    demands, days, known = demands_of(case), nurse_days(case), known_min * SCALE
    most = np.array([_left_out(case, demand) for demand in demands], dtype=np.int64)
    prices = best_prices = np.full(len(demands), known / 2 / max(1, len(demands)))
    best, length, vain, way = 0, 1.0, 0, np.zeros(len(demands))
    for _ in range(rounds):
        paid = np.minimum(np.floor(prices).astype(np.int64), most)
        bound, missed = int(paid.sum()), np.ones(len(demands))
        for day in days:
            least, visited = Routes(day, paid, memory).best()
            bound += least
            np.subtract.at(missed, visited, 1)
        vain += 1
        if bound > best:
            best, best_prices, vain = bound, prices, 0
        if vain == PATIENCE:
            length, vain, prices = length * SHORTER, 0, best_prices
        way = missed + MOMENTUM * way
        if not missed.any() or not way.any():
            break
        prices = prices + length * max(0, known - bound) / float(way @ way) * way
    return best // SCALE


def main() -> None:
    """Prints a bound for each clinic beside the best plan known, and writes it if asked to."""
    options = argparse.ArgumentParser(description="What no plan of a clinic costs less than.")
    options.add_argument("--names", default=",".join(NAMES[:3]), help="clinics, by commas")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--memory", type=int, default=MEMORY)
    options.add_argument("--write", action="store_true", help="what is higher than written before")
    chosen = options.parse_args()
    print("instance        bound     best  ratio   CPU s")
    for name in chosen.names.split(","):
        case, begun = instance(name), process_time()
        row = published().get(name)
        known = int(row["best_min"]) if row else by_best_fit(case).totals.cost_min
        bound = lower_bound(case, known_min=known, rounds=chosen.rounds, memory=chosen.memory)
        busy = process_time() - begun
        print(f"{name:<12} {bound:>8} {known:>8} {known / bound:>6.3f} {busy:>7.1f}", flush=True)
        if chosen.write:
            write(name, checksum(case), chosen.rounds, chosen.memory, bound)


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
