"""Whoever would be late comes before those who can wait: a day is cleared for them on trial.

Moving one visit out of the way is not always enough: two nurses have to be free at once, and who
stands in the way may be bound to that day, or stand in another shift of the same nurse. So all
visits of the nurse's day that may move are taken out.
Those bound to it are put back, then comes who is late, then the others where they were or wherever
they fit; or who is late comes first. It counts only if it costs less and nobody loses a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.offers import FALLBACK, Offer
from pumpsched.planning.opening import keep_booked
from pumpsched.planning.state import State

PATIENCE = 1000
"""How many visits in all are put back on trial."""


def bring_forward(state: State) -> int:
    """How many visits of people who are late now stand on an earlier day, or stand at all."""
    trials, brought = PATIENCE, 0
    for job in _waiting(state):
        for slots in list(_earlier(state, job)):
            trials -= 1 + sum(len(state.stops[slot]) for slot in _nurse_days(state, slots))
            if trials < 0:
                return brought
            if _cleared_for(state, job, slots):
                brought += 1
                break
    return brought


def _waiting(state: State) -> list[int]:
    """The jobs placed on a later day than the first, and those without a place."""
    jobs = state.board.jobs
    late = [job for job in state.placed if jobs[job].kept is None and _tier(state, job) % FALLBACK]
    return sorted([*late, *state.left_out])


def _tier(state: State, job: int) -> int:
    offers = state.board.offers[job].by_slot
    return max((offers[slot].tier for slot in state.placed[job].slots if slot in offers), default=0)


def _earlier(state: State, job: int) -> Iterator[tuple[int, ...]]:
    """Slots to clear for a job, the best first: one, or two of different nurses in one place."""
    board = state.board
    below = _tier(state, job) if job in state.placed else 2 * FALLBACK
    offers = [offer for offer in board.offers[job].by_slot.values() if offer.tier < below]
    offers.sort(key=lambda offer: (offer.tier, offer.price, offer.slot))
    if board.jobs[job].nurses_needed < 2:
        yield from ((offer.slot,) for offer in offers)
        return
    together: dict[tuple[str, str], list[Offer]] = {}
    for offer in offers:
        slot = board.slots[offer.slot]
        together.setdefault((slot.day.isoformat(), slot.place), []).append(offer)
    for group in together.values():
        for one, other in combinations(group, 2):
            if board.slots[one.slot].nurse.code != board.slots[other.slot].nurse.code:
                yield one.slot, other.slot


def _cleared_for(state: State, job: int, slots: tuple[int, ...]) -> bool:
    """Whether the job could be placed in these slots for less; the plan is unchanged if not."""
    before = state.copy()
    cleared = _taken_out(state, job, slots)
    if cleared is not None:
        emptied = state.copy()
        for order in _orders(state, job, slots, cleared):
            placed = all(
                _put_back(state, each, only=slots if each == job else None) for each in order
            )
            if placed and state.cost < before.cost and state.left_out <= before.left_out:
                return True
            state.adopt(emptied)
    state.adopt(before)
    return False


def _nurse_days(state: State, slots: tuple[int, ...]) -> set[int]:
    """All slots of the same nurses on the same days: shifts that overlap exclude one another."""
    board = state.board
    return {each for slot in slots for each in board.groups[board.slots[slot].shift_group]}


def _taken_out(state: State, job: int, slots: tuple[int, ...]) -> list[int] | None:
    """The visits taken out of these days, besides the job; None if it does not fit even so."""
    standing = sorted(
        {other for slot in _nurse_days(state, slots) for other in state.stops[slot]} - {job}
    )
    if job in state.placed and not state.remove(job):
        return None
    movable = [other for other in standing if state.board.jobs[other].kept is None]
    out = [other for other in movable if state.remove(other)]
    return out if best_insertion(state, job, only=slots) is not None else None


def _orders(
    state: State, job: int, slots: tuple[int, ...], out: list[int]
) -> Iterator[tuple[int, ...]]:
    """In which order to put them back: those with no other place first, or the job."""
    bound = [other for other in out if not _has_another_place(state, other, slots)]
    free = [other for other in out if other not in bound]
    yield *bound, job, *free
    if bound:
        yield job, *bound, *free


def _has_another_place(state: State, job: int, slots: tuple[int, ...]) -> bool:
    elsewhere = set(state.board.offers[job].by_slot) - _nurse_days(state, slots)
    return best_insertion(state, job, only=elsewhere) is not None


def _put_back(state: State, job: int, *, only: tuple[int, ...] | None) -> bool:
    """Whether a visit could be put where it is booked, or else where it fits best."""
    if only is None and keep_booked(state, state.board.jobs[job]):
        return True
    way = best_insertion(state, job, only=only)
    if way is not None:
        way.carry_out(state, job)
    return way is not None
