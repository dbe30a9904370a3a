"""Tidying a plan: what must hold in the end, and what is worth moving.

Nobody late has an earlier day free; no home patient is in the clinic while a home slot is free;
whoever is left out has been offered the place of one visit that fits elsewhere, and whoever is
late the day of those who can wait; and a visit moves where that saves more than it costs.
"""

from __future__ import annotations

from collections.abc import Iterable

from pumpsched.planning.bring_forward import bring_forward
from pumpsched.planning.insertion import Insertion, best_insertion
from pumpsched.planning.jobs import Job
from pumpsched.planning.opening import keep_booked
from pumpsched.planning.state import Placement, State

ROUNDS = 8
PATIENCE = 4000
"""How many visits in all are taken out on trial to make room for those left out."""
DEEPEST = 2
"""How many visits may move, one into the place of the other, for one left out."""


def settle(state: State) -> None:
    """Improve a plan in place until nothing of the above is left to do."""
    make_room(state)
    for _ in range(ROUNDS):
        moved = relocate(state, sorted(state.placed))
        placed = [job for job in sorted(state.left_out) if _place(state, job)]
        if not moved and not placed and not bring_forward(state):
            break


def relocate(state: State, jobs: Iterable[int]) -> int:
    """How many of these visits were moved to a lower tier, or to save more than the price."""
    return sum(_relocated(state, state.board.jobs[job]) for job in jobs)


def make_room(state: State) -> None:
    """Place those left out where one visit in the way can go elsewhere for less than the gain."""
    patience = _Patience(PATIENCE)
    for job in sorted(state.left_out):
        if job in state.left_out and not _place(state, job):
            _displace(state, job, patience)


def _place(state: State, job: int) -> bool:
    way = best_insertion(state, job)
    if way is not None:
        way.carry_out(state, job)
    return way is not None


def _relocated(state: State, job: Job) -> bool:
    if job.kept is not None or job.index not in state.placed:
        return False
    before, cost = _Standing(state, job.index), state.cost
    tier = _tier(state, job.index)
    if not state.remove(job.index):
        return False
    way = best_insertion(state, job.index)
    if way is None or not _is_better(state, way, tier, cost - state.cost, job):
        before.restore(state)
        return False
    way.carry_out(state, job.index)
    return True


def _is_better(state: State, way: Insertion, tier: int, saved: int, job: Job) -> bool:
    """Whether a way is worth it; ``saved`` is the change of cost by taking the visit out."""
    if way.tier != tier and job.booked is None:
        return way.tier < tier
    return way.cost - job.left_out_price < saved


def _tier(state: State, job: int) -> int:
    offers = state.board.offers[job].by_slot
    return max(offers[slot].tier for slot in state.placed[job].slots)


class _Patience:
    """A number of trials to spend."""

    def __init__(self, trials: int) -> None:
        self.trials = trials

    def spend(self) -> bool:
        """Whether one more trial is allowed."""
        self.trials -= 1
        return self.trials >= 0


def _displace(
    state: State, job: int, patience: _Patience, *, chain: frozenset[int] = frozenset()
) -> bool:
    """Whether a place was found by moving one other visit, or two, one into the other's place.

    ``chain`` are the visits already on the way; the plan is unchanged if none was found.
    """
    board, before, chain = state.board, state.copy(), chain | {job}
    offers = board.offers[job].by_slot.values()
    for offer in sorted(offers, key=lambda o: (o.tier, o.price, o.slot)):
        for other in state.stops[offer.slot]:
            if board.jobs[other].kept is not None or other in chain:
                continue
            if not patience.spend():
                return False
            swapped = _swapped(state, job, other, offer.slot, patience, chain=chain)
            if swapped and state.cost < before.cost:
                return True
            state.adopt(before)
    return False


def _swapped(
    state: State, job: int, other: int, slot: int, patience: _Patience, *, chain: frozenset[int]
) -> bool:
    """Whether a job has the place of another, which has a new one or, if that pays, none."""
    if not state.remove(other):
        return False
    way = best_insertion(state, job, only={slot})
    if way is None:
        return False
    way.carry_out(state, job)
    placed = keep_booked(state, state.board.jobs[other]) or _place(state, other)
    if not placed and len(chain) < DEEPEST:
        placed = _displace(state, other, patience, chain=chain)
    return placed or state.board.jobs[other].booked is None


class _Standing:
    """How a job stands, to be put back."""

    def __init__(self, state: State, job: int) -> None:
        self.job = job
        self.placement: Placement = state.placed[job]
        self.routes = [(state.stops[slot], state.times[slot]) for slot in self.placement.slots]

    def restore(self, state: State) -> None:
        """Put it back; its routes must be what they were without it."""
        state.place(self.job, self.placement, self.routes)
