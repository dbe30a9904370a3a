"""Local search: what must hold in the end, and what is worth moving.

Nobody late has an earlier day free; no home patient is in the clinic while a home slot is free;
whoever is left out was given the place of one visit that fits elsewhere, if there is one; and a
visit moves where that saves more than it costs.

Whoever would be late comes before those who can wait. Moving one visit out of the way is not
always enough: two nurses have to be free at once, and who stands in the way may be bound to that
day, or stand in another shift of the same nurse. So a day is cleared for them on trial: all visits
of the nurse's day that may move are taken out; those bound to it are put back, then comes who is
late, then the others where they were or wherever they fit; or who is late comes first. It counts
only if it costs less and nobody loses a place.
"""

from __future__ import annotations

from collections.abc import Iterator

from pumpsched.planning.construct import keep_booked
from pumpsched.planning.eligibility import FALLBACK, Terms
from pumpsched.planning.insertion import ANY, Insertion, best_insertion, pairs, place
from pumpsched.planning.jobs import Job
from pumpsched.planning.state import PlanState

PATIENCE = 1000
"""How many visits in all are put back on trial."""
ROUNDS = 8
TIDYING_PATIENCE = 4000
"""How many visits in all are taken out on trial to make room for those left out."""
DEEPEST = 2
"""How many visits may move, one into the place of the other, for one left out."""


def bring_forward(state: PlanState) -> int:
    """How many visits of people who are late now stand on an earlier day, or stand at all."""
    trials, brought = PATIENCE, 0
    jobs = state.problem.jobs
    late = [job for job in state.placed if jobs[job].kept is None and _tier(state, job) % FALLBACK]
    for job in sorted([*late, *state.left_out]):
        for slots in list(_earlier(state, job)):
            trials -= 1 + sum(len(state.stops[slot]) for slot in _nurse_days(state, slots))
            if trials < 0:
                return brought
            if _cleared_for(state, job, slots):
                brought += 1
                break
    return brought


def _tier(state: PlanState, job: int) -> int:
    return max((option.tier for option in state.options(job)), default=0)


def _earlier(state: PlanState, job: int) -> Iterator[tuple[int, ...]]:
    """Slots to clear for a job, the best first: one, or two of different nurses in one place."""
    problem = state.problem
    below = _tier(state, job) if job in state.placed else 2 * FALLBACK
    by_slot = problem.eligible[job].by_slot
    slots = [slot for slot in _cheapest_first(by_slot) if by_slot[slot].tier < below]
    if problem.jobs[job].nurses_needed < 2:
        yield from ((slot,) for slot in slots)
    else:
        yield from pairs(problem, slots)


def _cheapest_first(by_slot: dict[int, Terms]) -> list[int]:
    """Slots by tier and price, whoever their nurse is."""
    return sorted(by_slot, key=lambda slot: (by_slot[slot].tier, by_slot[slot].price, slot))


def _cleared_for(state: PlanState, job: int, slots: tuple[int, ...]) -> bool:
    """Whether the job could be placed in these slots for less; the plan is unchanged if not."""
    before = state.copy()
    cleared = _taken_out(state, job, slots)
    if cleared is not None:
        emptied = state.copy()
        for order in _orders(state, job, slots, cleared):
            placed = all(
                place(state, each, only=slots) if each == job else _put_back(state, each)
                for each in order
            )
            if placed and state.cost < before.cost and state.left_out <= before.left_out:
                return True
            state.adopt(emptied)
    state.adopt(before)
    return False


def _nurse_days(state: PlanState, slots: tuple[int, ...]) -> set[int]:
    """All slots of the same nurses on the same days: shifts that overlap exclude one another."""
    problem = state.problem
    return {each for slot in slots for each in problem.groups[problem.slots[slot].shift_group]}


def _taken_out(state: PlanState, job: int, slots: tuple[int, ...]) -> list[int] | None:
    """The visits taken out of these days, besides the job; None if it does not fit even so."""
    standing = sorted(
        {other for slot in _nurse_days(state, slots) for other in state.stops[slot]} - {job}
    )
    if job in state.placed and not state.remove(job):
        return None
    movable = [other for other in standing if state.problem.jobs[other].kept is None]
    out = [other for other in movable if state.remove(other)]
    return out if best_insertion(state, job, only=slots) is not None else None


def _orders(
    state: PlanState, job: int, slots: tuple[int, ...], out: list[int]
) -> Iterator[tuple[int, ...]]:
    """In which order to put them back: those with no other place first, or the job."""
    here, by_job = _nurse_days(state, slots), state.problem.eligible
    bound = [
        other
        for other in out
        if best_insertion(state, other, only=by_job[other].by_slot.keys() - here) is None
    ]
    free = [other for other in out if other not in bound]
    yield *bound, job, *free
    if bound:
        yield job, *bound, *free


def _put_back(state: PlanState, job: int) -> bool:
    """Whether a visit could be put where it is booked, or else where it fits best."""
    return keep_booked(state, state.problem.jobs[job]) or place(state, job)


def search_locally(state: PlanState) -> None:
    """Improves a plan in place until nothing of the above is left to do."""
    problem = state.problem
    make_room(state)
    for _ in range(ROUNDS):
        moved = sum(_relocated(state, problem.jobs[job]) for job in sorted(state.placed))
        placed = [job for job in sorted(state.left_out) if place(state, job)]
        if not moved and not placed and not bring_forward(state):
            break


def make_room(state: PlanState) -> None:
    """Place those left out where one visit in the way can go elsewhere for less than the gain."""
    trials = iter(range(TIDYING_PATIENCE))
    for job in sorted(state.left_out):
        if job in state.left_out and not place(state, job):
            _displace(state, job, trials)


def _relocated(state: PlanState, job: Job) -> bool:
    """Whether a visit was moved to a lower tier, or to save more than the price."""
    if job.kept is not None or job.index not in state.placed:
        return False
    cost, tier, placement = state.cost, _tier(state, job.index), state.placed[job.index]
    routes = [(state.stops[slot], state.times[slot]) for slot in placement.slots]
    if not state.remove(job.index):
        return False
    # Taking it out changed the cost by what it cost where it was, less the price of leaving it out.
    paid = cost - state.cost + job.left_out_price
    way = best_insertion(state, job.index, below=ANY if job.booked else (tier, paid))
    if way is None or not _is_better(way, tier, paid, job):
        state.place(job.index, placement, routes)
        return False
    state.place(job.index, way.placement, way.routes)
    return True


def _is_better(way: Insertion, tier: int, paid: int, job: Job) -> bool:
    """Whether a way is worth it: a lower tier, and for what is booked the lower price."""
    if way.tier != tier and job.booked is None:
        return way.tier < tier
    return way.cost < paid


def _displace(
    state: PlanState, job: int, trials: Iterator[int], *, chain: frozenset[int] = frozenset()
) -> bool:
    """Whether a place was found by moving one other visit, or two, one into the other's place.

    ``trials`` are those left in all, ``chain`` the visits already on the way; the plan is
    unchanged if none was found.
    """
    problem, before, chain = state.problem, state.copy(), chain | {job}
    for slot in _cheapest_first(problem.eligible[job].by_slot):
        for other in state.stops[slot]:
            if problem.jobs[other].kept is not None or other in chain:
                continue
            if next(trials, None) is None:
                return False
            swapped = _swapped(state, job, other, slot, trials, chain=chain)
            if swapped and state.cost < before.cost:
                return True
            state.adopt(before)
    return False


def _swapped(
    state: PlanState,
    job: int,
    other: int,
    slot: int,
    trials: Iterator[int],
    *,
    chain: frozenset[int],
) -> bool:
    """Whether a job has the place of another, which has a new one or, if that pays, none."""
    if not state.remove(other) or not place(state, job, only={slot}):
        return False
    placed = _put_back(state, other)
    if not placed and len(chain) < DEEPEST:
        placed = _displace(state, other, trials, chain=chain)
    return placed or state.problem.jobs[other].booked is None
