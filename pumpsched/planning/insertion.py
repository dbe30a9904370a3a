"""Where one more visit fits best: every slot and position, the cheapest that holds.

Driving is compared first, in constant time a position; clock times are worked out only for what
could still win.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import combinations

from pumpsched.planning.by_key import Memo, grouped
from pumpsched.planning.eligibility import Terms
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.state import Placement, PlanState, TimedRoute
from pumpsched.planning.timetable import Timetable

Offered = Mapping[int, Terms]
"""Slots that may be tried, with their terms."""
ANY = (10**9, 0)
"""A tier and cost above all."""
Way = tuple[int, int, int, int]
"""Tier, least price, slot and position."""
Meeting = tuple[int, int]
"""A slot of one nurse and one of another's, who comes to the same place."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A way to place a job: its price with driving and overtime, and the routes that result."""

    tier: int
    cost: int
    placement: Placement
    routes: Sequence[TimedRoute]


def best_insertion(
    state: PlanState,
    job: int,
    *,
    only: Collection[int] | None = None,
    below: tuple[int, int] = ANY,
) -> Insertion | None:
    """The best way to place a job that has no place, the lowest tier first, if there is any.

    Only some slots are looked at where they are given, and for one nurse only what has a tier and
    cost ``below`` others.
    """
    if state.problem.jobs[job].nurses_needed > 1:
        return _best_pair(state, job, only)
    best: Insertion | None = None
    for tier, bound, slot, position in _ways(state, job, only, below):
        if (tier, bound) >= below:
            break
        found = _inserted(state, job, slot, position, tier, bound)
        if found is not None and (tier, found.cost) < below:
            best, below = found, (tier, found.cost)
    return best


def _best_pair(state: PlanState, job: int, only: Collection[int] | None) -> Insertion | None:
    """The best way to send two nurses; one comes from a home route where no two can meet else."""
    by_slot = state.problem.eligible[job].by_slot
    asked = by_slot if only is None else sorted(by_slot.keys() & only)
    free = {slot: by_slot[slot] for slot in asked if state.is_free(slot)}
    best = _best_meeting(state, job, pairs(state.problem, free), only)
    sessions = grouped(free, lambda slot: free[slot].tier)
    for tier in sorted(tier for tier in sessions if best is None or tier < best.tier):
        way = _best_meeting(state, job, _lent(state, job, sessions[tier]), only)
        if way is not None:
            return way
    return best


def _lent(state: PlanState, job: int, sessions: Iterable[int]) -> Iterator[Meeting]:
    """Sessions, each with the home route of another nurse who could come to it."""
    slots, lenders = state.problem.slots, state.problem.eligible[job].lenders
    for own in sessions:
        session = slots[own]
        if not session.is_home:
            for route in lenders.get(session.day, ()):
                if route.nurse.code != session.nurse.code:
                    yield own, route.index


def _best_meeting(
    state: PlanState, job: int, chosen: Iterable[Meeting], only: Collection[int] | None
) -> Insertion | None:
    """The cheapest of some ways to send two nurses; those that could not win are not tried."""
    least, offers = _LeastPrices(state, job, only), state.problem.eligible[job]
    bounded = []
    for one, other in chosen:
        site, terms = state.problem.meeting_site(one, other), offers.by_slot[one]
        cost = least.of(one, terms, other, site)
        if cost is not None:
            bounded.append(((terms.tier, cost, (one, other)), site))
    best: Insertion | None = None
    for bound, site in sorted(bounded):
        if best is not None and bound >= _rank(best):
            break
        way = _joined(state, job, bound[2], site)
        if way is not None and (best is None or _rank(way) < _rank(best)):
            best = way
    return best


class _LeastPrices:
    """What two nurses cost at least for a job as a state stands; each route is asked once."""

    def __init__(self, state: PlanState, job: int, only: Collection[int] | None) -> None:
        self._state, self._job, self._only = state, state.problem.jobs[job], only
        self._left = Memo(self._minutes_left)
        self._added = Memo(self._driving_added)
        eligibility = state.problem.eligibility
        self._nurse_price = Memo[int, int](lambda slot: eligibility.nurse_price(self._job, slot))

    def of(self, one: int, terms: Terms, other: int, site: str) -> int | None:
        """The least price of a meeting at a site or at home; None where a route has no room."""
        place = site or self._job.patient
        here, there = self._added[one, place], self._added[other, place]
        if here is None or there is None:
            return None
        driving = (here + there) * self._state.problem.rules.price_travel * SCALE
        return terms.price + min(terms.nurse_price, self._nurse_price[other]) + driving

    def _minutes_left(self, slot: int) -> int:
        """Minutes that a slot has left beside the visit; negative if it cannot be taken."""
        if (self._only is not None and slot not in self._only) or not self._state.is_free(slot):
            return -1
        return self._state.minutes_left[slot] - self._job.minutes

    def _driving_added(self, at: tuple[int, str]) -> int | None:
        """Minutes of driving that a stop at a place adds to a route, if there is room for it."""
        slot, place = at
        left = self._left[slot]
        more = min(_detours(self._state, slot, place)) if left >= 0 else 0
        return more if more <= left else None


def _rank(way: Insertion) -> tuple[int, int, tuple[int, ...]]:
    """What makes one way better than another: less of it."""
    return way.tier, way.cost, way.placement.slots


def _detours(state: PlanState, slot: int, place: str) -> list[int]:
    """Minutes of driving that a stop at a place adds at each position of a route."""
    return state.detours(slot, place, len(state.stops[slot]) + 1)


def _ways(
    state: PlanState, job: int, only: Collection[int] | None, below: tuple[int, int]
) -> Iterator[Way]:
    """Every way to place a job with one nurse, the least first, as far as it is below others.

    Sessions, and home routes with nobody in them, are looked at in the order of their price, and no
    further than is asked; what a route with others in it costs is not known before.
    """
    offers = state.problem.eligible[job]
    routes, sessions = offers.routes, offers.sessions
    if only is not None:
        wanted = set(only)
        routes, sessions = ([s for s in slots if s in wanted] for slots in (routes, sessions))
    begun = [slot for slot in routes if state.stops[slot]]
    empty = (slot for slot in routes if not state.stops[slot])
    return merge(
        sorted(way for way in _bounds(state, job, begun) if way[:2] < below),
        _bounds(state, job, empty),
        _bounds(state, job, sessions),
    )


def _bounds(state: PlanState, job: int, slots: Iterable[int]) -> Iterator[Way]:
    """The ways to place a job with one nurse in those of some slots that are free."""
    own, driving = state.problem.jobs[job], state.problem.rules.price_travel * SCALE
    by_slot = state.problem.eligible[job].by_slot
    for slot in filter(state.is_free, slots):
        terms = by_slot[slot]
        fixed = terms.price + terms.nurse_price
        in_time = bisect_left(state.times[slot].starts, terms.ranges[-1][1] + 1) + 1
        most = state.minutes_left[slot] - own.minutes
        for position, more in enumerate(state.detours(slot, own.patient, in_time)):
            if more <= most:
                yield terms.tier, fixed + more * driving, slot, position


def _inserted(
    state: PlanState, job: int, slot: int, position: int, tier: int, bound: int
) -> Insertion | None:
    route = _with(state.stops[slot], position, job)
    times = state.tried(slot, route)
    if times is None:
        return None
    option = state.problem.eligible[job].by_slot[slot]
    placement = Placement((slot,), option.price + option.nurse_price)
    return Insertion(tier, bound + _more_overtime(state, slot, times), placement, ((route, times),))


def _more_overtime(state: PlanState, slot: int, times: Timetable) -> int:
    group = state.problem.slots[slot].shift_group
    before = state.length(group)
    after = before - state.times[slot].minutes + times.minutes
    return state.problem.overtime(after) - state.problem.overtime(before)


def pairs(problem: PlanningProblem, chosen: Iterable[int]) -> Iterator[Meeting]:
    """Slots of two nurses on the same day at the same place, in the order of the slots given."""
    slots = problem.slots
    together = grouped(chosen, lambda slot: (slots[slot].day, slots[slot].place))
    for group in together.values():
        for one, other in combinations(group, 2):
            if slots[one].nurse.code != slots[other].nurse.code:
                yield one, other


def _joined(state: PlanState, job: int, slots: Meeting, site: str) -> Insertion | None:
    """The cheapest way to send two nurses at once: same day, same place, same start.

    The other one's is a home route that leads by a ``site``, where that is given.
    """
    offers = state.problem.eligible[job]
    one, other = offers.by_slot[slots[0]], offers.option(slots[1], site)
    if other is None:
        return None
    with state.lending(job, site):
        return _met(state, job, dict(zip(slots, (one, other), strict=True)), site)


def _met(state: PlanState, job: int, both: Offered, site: str) -> Insertion | None:
    best: Insertion | None = None
    slots, (one, other) = tuple(both), both.values()
    price = one.price + min(one.nurse_price, other.nurse_price)
    for start in _common_starts(state, job, both):
        longer = [_cheapest_at(state, job, slot, start) for slot in slots]
        routes = [(slot, route) for slot, route in zip(slots, longer, strict=True) if route]
        timed = state.tried_together(routes, start_of=(job, start)) if len(routes) == 2 else None
        if timed is None:
            continue
        more = (_more(state, slot, times) for slot, (_, times) in zip(slots, timed, strict=True))
        cost = price + sum(more)
        if best is None or cost < best.cost:
            tier = max(one.tier, other.tier)
            best = Insertion(tier, cost, Placement(slots, price, start, site), timed)
    return best


def _common_starts(state: PlanState, job: int, both: Offered) -> list[int]:
    """Minutes worth trying: the earliest of every position in either route, moved into both."""
    one, other = both.values()
    common = [
        (max(low, other_low), min(high, other_high))
        for low, high in one.ranges
        for other_low, other_high in other.ranges
        if max(low, other_low) <= min(high, other_high)
    ]
    earliest = {low for low, _ in common}
    for slot, terms in both.items():
        route = state.stops[slot]
        for position in range(len(route) + 1):
            longer = _with(route, position, job)
            times = state.tried(slot, longer, within=(job, terms.ranges))
            if times is not None:
                earliest.add(times.starts[position])
    return sorted(minute for minute in earliest if any(lo <= minute <= hi for lo, hi in common))


def _cheapest_at(state: PlanState, job: int, slot: int, start: int) -> list[int] | None:
    """The route of a slot with a visit at that minute, where it costs least."""
    route, driving = state.stops[slot], state.problem.rules.price_travel * SCALE
    detours = _detours(state, slot, state.stop_of(job))
    best: tuple[int, int] | None = None
    for more, position in sorted((more, i) for i, more in enumerate(detours)):
        if best is not None and more * driving > best[0]:
            break
        times = state.tried(slot, _with(route, position, job), start_of=(job, start))
        if times is not None:
            way = _more(state, slot, times), position
            best = way if best is None else min(best, way)
    return None if best is None else _with(route, best[1], job)


def _with(route: list[int], position: int, job: int) -> list[int]:
    return [*route[:position], job, *route[position:]]


def _more(state: PlanState, slot: int, times: Timetable) -> int:
    """What other clock times of a slot cost more than those it has, driving and overtime."""
    driving = times.travel - state.times[slot].travel
    return driving * state.problem.rules.price_travel * SCALE + _more_overtime(state, slot, times)


def place(state: PlanState, job: int, *, only: Collection[int] | None = None) -> bool:
    """Whether a job could be placed, where it fits best; see :func:`best_insertion`."""
    way = best_insertion(state, job, only=only)
    if way is not None:
        state.place(job, way.placement, way.routes)
    return way is not None
