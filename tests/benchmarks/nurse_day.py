"""The best route of a nurse's day where a price is paid for each patient, for the bound.

It is found by trying all of them, a stop at a time: of those with the same last stop, the same
patients before it and the same trios begun only the shorter or cheaper goes on, and none that could
not earn more than the best even with the best ways on. A route remembers whom it has seen for as
long as it stays near, so that coming back to somebody from afar is tried too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Chosen = Array | Flags
NEVER = 10**12
"""More than any route costs [1/1000 minute]."""
BITS = 63
"""How many patients of a nurse-day can be remembered, those that pay best, and how many trios."""


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


@dataclass(frozen=True, slots=True)
class Trios:
    """Three patients each, and what a route pays that has two of them [1/1000 minute]."""

    patients: Array
    prices: Array


@dataclass(frozen=True, slots=True)
class Begun:
    """Routes begun, an entry each: last stop, minutes worked, cost, whom it remembers.

    ``odd`` are the trios of whom it has one or three, ``before`` is the route of one stop less, by
    its number among those.
    """

    last: Array
    worked: Array
    cost: Array
    seen: Array
    odd: Array
    before: Array

    def those(self, chosen: Chosen) -> Begun:
        """Some of them."""
        every = (self.last, self.worked, self.cost, self.seen, self.odd, self.before)
        return Begun(*(each[chosen] for each in every))


class Routes:
    """The routes of a nurse-day when so much is paid for each patient, and by trios.

    A stop is the place of a patient in the nurse-day's list.
    """

    def __init__(self, day: NurseDay, paid: Array, near: Flags, trios: Trios) -> None:
        self._day, self._too_long = day, len(day.overtime) - 1
        own = day.prices - paid[day.patients]
        self._first = day.out * day.driving + own
        self._cost, self._lasting = day.between * day.driving + own, day.between + day.minutes
        np.fill_diagonal(self._lasting, self._too_long)
        self._ahead = self._least_ahead()
        paying = np.argsort(own, kind="stable")[:BITS]
        self._bit = np.zeros_like(own)
        self._bit[paying] = 1 << np.arange(len(paying))
        self._near = np.bitwise_or.reduce(np.where(near, self._bit, 0), axis=1)
        of_trio = (day.patients[:, None, None] == trios.patients).any(axis=2)
        dear = np.flatnonzero((of_trio.sum(axis=0) > 1) & (trios.prices > 0))
        dear = dear[np.argsort(-trios.prices[dear], kind="stable")][:BITS]
        self._trio_prices = trios.prices[dear]
        self._trios = (of_trio[:, dear] << np.arange(len(dear))).sum(axis=1)

    def best(self) -> tuple[int, list[int]]:
        """What the best route costs more than is paid for it, and its patients in order.

        Nobody and 0 where none costs less than is paid.
        """
        stops = np.arange(len(self._first))
        worked = self._day.out + self._day.minutes
        routes = Begun(stops, worked, self._first, self._bit, self._trios, stops)
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
        return best, visited[::-1]

    def _longer(self, routes: Begun, best: int) -> Begun:
        """The routes with one more stop, of those alike the ones that are shorter or cheaper."""
        worked = routes.worked[:, None] + self._lasting[routes.last]
        cost = routes.cost[:, None] + self._cost[routes.last]
        may = (routes.seen[:, None] & self._bit) == 0
        may &= self._could_reach(np.arange(len(self._first)), worked, cost, best)
        before, last = np.nonzero(may)
        seen = (routes.seen[before] & self._near[last]) | self._bit[last]
        odd = routes.odd[before]
        paying = cost[may] + self._price_of(odd & self._trios[last])
        found = Begun(last, worked[may], paying, seen, odd ^ self._trios[last], before)
        found = found.those(self._could_reach(found.last, found.worked, found.cost, best))
        order = (found.cost, found.worked, found.odd, found.seen, found.last)
        found = found.those(np.lexsort(order))
        while True:
            worse = (found.last[1:] == found.last[:-1]) & (found.seen[1:] == found.seen[:-1])
            worse &= (found.odd[1:] == found.odd[:-1]) & (found.cost[1:] >= found.cost[:-1])
            if not worse.any():
                return found
            found = found.those(np.append(True, ~worse))

    def _price_of(self, trios: Array) -> Array:
        """What some trios cost together, each entry its own."""
        price = np.zeros_like(trios)
        for number, one in enumerate(self._trio_prices if trios.any() else ()):
            price += one * (trios >> number & 1)
        return price

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


def nearest(day: NurseDay, memory: int) -> Flags:
    """Whom a route remembers for as long as it stops where: so many patients near each stop."""
    near = np.zeros(day.between.shape, dtype=np.bool_)
    order = np.argsort(day.between, axis=1, kind="stable")[:, :memory]
    np.put_along_axis(near, order, True, axis=1)
    return near


def learn(near: Flags, day: NurseDay, visited: Sequence[int]) -> None:
    """Where a route came back to somebody, every stop between remembers them from now on."""
    stops = np.searchsorted(day.patients, visited)
    for first, later in combinations(range(len(stops)), 2):
        if stops[first] == stops[later]:
            near[stops[first:later], stops[first]] = True
