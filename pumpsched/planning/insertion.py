"""Where one more visit fits best: every slot and position, the cheapest that holds.

Driving is compared first, in constant time a position; clock times are worked out only for what
could still win.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pumpsched.planning.by_key import Memo, grouped
from pumpsched.planning.eligibility import EligibleSlot
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.state import Placement, PlanState, TimedRoute
from pumpsched.planning.timetable import Timetable

Pair = tuple[EligibleSlot, EligibleSlot]


@dataclass(frozen=True, slots=True)
class Insertion:
    """A way to place a job: its price with driving and overtime, and the routes that result."""

    tier: int
    cost: int
    placement: Placement
    routes: Sequence[TimedRoute]


def best_insertion(
    state: PlanState, job: int, *, only: Collection[int] | None = None
) -> Insertion | None:
    """The best way to place a job that has no place, the lowest tier first, if there is any.

    Only some slots are looked at where they are given.
    """
    eligible = [
        option
        for option in state.problem.eligible[job].by_slot.values()
        if (only is None or option.slot in only) and state.is_free(option.slot)
    ]
    if state.problem.jobs[job].nurses_needed > 1:
        return _best_pair(state, job, eligible, only)
    best: Insertion | None = None
    for tier, bound, slot, position in sorted(_bounds(state, job, eligible)):
        if best is not None and (tier, bound) >= (best.tier, best.cost):
            break
        found = _inserted(state, job, slot, position, tier, bound)
        if found is not None and (best is None or (tier, found.cost) < (best.tier, best.cost)):
            best = found
    return best


def _best_pair(
    state: PlanState, job: int, eligible: list[EligibleSlot], only: Collection[int] | None
) -> Insertion | None:
    """The best way to send two nurses; one comes from a home route where no two can meet else."""
    slots = state.problem.slots
    best = _best_meeting(state, job, pairs(state.problem, eligible))
    lent = [
        (own, option)
        for own in eligible
        if best is None or own.tier < best.tier
        for (slot, site), option in state.problem.eligible[job].lending.items()
        if (only is None or slot in only)
        and state.is_free(slot)
        and (slots[slot].day, site) == (slots[own.slot].day, slots[own.slot].place)
        and slots[slot].nurse.code != slots[own.slot].nurse.code
    ]
    return _best_meeting(state, job, lent) or best


def _best_meeting(state: PlanState, job: int, chosen: Iterable[Pair]) -> Insertion | None:
    """The cheapest of some ways to send two nurses; those that could not win are not tried."""
    patient = state.problem.jobs[job].patient
    driving = state.problem.rules.price_travel * SCALE
    detour = Memo[tuple[int, str], int](lambda to: min(_detours(state, *to)))
    bounded = []
    for one, other in chosen:
        site = state.problem.meeting_site(one.slot, other.slot)
        place = site or patient
        more = (detour[one.slot, place] + detour[other.slot, place]) * driving
        least = one.price + min(one.nurse_price, other.nurse_price) + more
        bounded.append((max(one.tier, other.tier), least, (one.slot, other.slot), one, other, site))
    best: Insertion | None = None
    for tier, least, _, one, other, site in sorted(bounded, key=lambda each: each[:3]):
        if best is not None and (tier, least) > (best.tier, best.cost):
            break
        way = _joined(state, job, one, other, site=site)
        if way is not None and (best is None or _rank(way) < _rank(best)):
            best = way
    return best


def _rank(way: Insertion) -> tuple[int, int, tuple[int, ...]]:
    """What makes one way better than another: less of it."""
    return way.tier, way.cost, way.placement.slots


def _detours(state: PlanState, slot: int, place: str) -> list[int]:
    """Minutes of driving that a stop at a place adds at each position of a route."""
    return state.detours(slot, place, len(state.stops[slot]) + 1)


def _bounds(
    state: PlanState, job: int, eligible: list[EligibleSlot]
) -> Iterator[tuple[int, int, int, int]]:
    """Tier, least price, slot and position of every way to place a job with one nurse."""
    patient, driving = state.problem.jobs[job].patient, state.problem.rules.price_travel * SCALE
    for option in eligible:
        fixed, slot = option.price + option.nurse_price, option.slot
        in_time = bisect_left(state.times[slot].starts, option.ranges[-1][1] + 1) + 1
        for position, more in enumerate(state.detours(slot, patient, in_time)):
            yield option.tier, fixed + more * driving, slot, position


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


def pairs(problem: PlanningProblem, eligible: Iterable[EligibleSlot]) -> Iterator[Pair]:
    """Slots of two nurses on the same day at the same place, in the order of the slots given."""
    slots = problem.slots
    together = grouped(eligible, lambda each: (slots[each.slot].day, slots[each.slot].place))
    for group in together.values():
        for one, other in combinations(group, 2):
            if slots[one.slot].nurse.code != slots[other.slot].nurse.code:
                yield one, other


def _joined(
    state: PlanState, job: int, one: EligibleSlot, other: EligibleSlot, *, site: str = ""
) -> Insertion | None:
    """The cheapest way to send two nurses at once: same day, same place, same start.

    The other one's is a home route that leads by a ``site``, where that is given.
    """
    with state.lending(job, site):
        return _met(state, job, one, other, site)


def _met(
    state: PlanState, job: int, one: EligibleSlot, other: EligibleSlot, site: str
) -> Insertion | None:
    best: Insertion | None = None
    price, slots = one.price + min(one.nurse_price, other.nurse_price), (one.slot, other.slot)
    for start in _common_starts(state, job, one, other):
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


def _common_starts(state: PlanState, job: int, one: EligibleSlot, other: EligibleSlot) -> list[int]:
    """Minutes worth trying: the earliest of every position in either route, moved into both."""
    both = [
        (max(low, other_low), min(high, other_high))
        for low, high in one.ranges
        for other_low, other_high in other.ranges
        if max(low, other_low) <= min(high, other_high)
    ]
    earliest = {low for low, _ in both}
    for option in (one, other):
        route = state.stops[option.slot]
        for position in range(len(route) + 1):
            longer = _with(route, position, job)
            times = state.tried(option.slot, longer, within=(job, option.ranges))
            if times is not None:
                earliest.add(times.starts[position])
    return sorted(minute for minute in earliest if any(lo <= minute <= hi for lo, hi in both))


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
