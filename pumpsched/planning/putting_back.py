"""The answer to a part of a plan put back: clock times, breaks, chairs and rules kept exactly.

A routing problem knows neither breaks nor chairs nor hours that differ from day to day. What does
not fit after all is inserted where it does, or left out; the caller keeps what is cheaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.offers import FALLBACK
from pumpsched.planning.state import Placement, State
from pumpsched.planning.subproblems import LAST_RESORT, Choice, Subproblem
from pumpsched.planning.timetable import EMPTY, Timetable


def improved(
    state: State, part: Subproblem, routes: Sequence[Sequence[int]], *, at_most: int
) -> State:
    """The state with these routes in the slots of a part.

    As it was, if that would cost more than now and more than ``at_most`` [1/1000 minute].
    """
    if all(tuple(new) == old for new, old in zip(routes, part.routes, strict=True)):
        return state
    found = _put_back(state, part, routes)
    if found is None:
        return state
    jobs = (*part.standing, *part.hopeful)
    before, after = burden(state, jobs), burden(found, jobs)
    return found if after <= max(before, before + at_most - state.cost) else state


def burden(state: State, jobs: Iterable[int]) -> int:
    """The cost of a state, and the last resort for each of these jobs that is driven to it."""
    return state.cost + LAST_RESORT * sum(_is_last_resort(state, job) for job in jobs)


def _is_last_resort(state: State, job: int) -> bool:
    placement, offers = state.placed.get(job), state.board.offers[job].by_slot
    return placement is not None and any(offers[s].tier >= FALLBACK for s in placement.slots)


def _put_back(state: State, part: Subproblem, routes: Sequence[Sequence[int]]) -> State | None:
    """The state with these routes; None where what never moves does not fit any more."""
    found = state.copy()
    for job in part.standing:
        found.lift(job)
    for slot in part.slots:
        found.set_route(slot, [], EMPTY)
    for slot, route in zip(part.slots, routes, strict=True):
        if not _seat(found, slot, [part.choices[number] for number in route]):
            return None
    for job in (*part.standing, *part.hopeful):
        if job in found.left_out:
            way = best_insertion(found, job, only=part.slots)
            if way is not None:
                way.carry_out(found, job)
    return found


def _seat(found: State, slot: int, choices: list[Choice]) -> bool:
    """Give a slot its route, less the visits that do not fit; False if even so it does not."""
    route = []
    for choice in choices:
        if slot not in choice.prices:  # dearer than any other way, but there may have been none
            if not choice.movable:
                return False
            continue
        if choice.movable and choice.job in found.left_out:
            _place(found, slot, choice)
        elif choice.movable:
            continue  # it has a place by now, here or in another part
        route.append(choice)
    times = _times(found, slot, route)
    while times is None:
        out = _in_the_way(found, slot, route)
        if out is None:
            return False
        route = [choice for choice in route if choice is not out]
        found.lift(out.job)
        times = _times(found, slot, route)
    found.set_route(slot, [choice.job for choice in route], times)
    return True


def _place(found: State, slot: int, choice: Choice) -> None:
    """Count a job as placed in a slot, whose route is set later."""
    last = found.board.offers[choice.job].by_slot[slot].tier >= FALLBACK
    price = choice.prices[slot] - LAST_RESORT * last
    found.stand(choice.job, Placement((slot,), price, choice.start))


def _times(found: State, slot: int, route: list[Choice]) -> Timetable | None:
    """The clock times of a route; None where it does not fit or is more than a nurse's day."""
    own = found.board.slots[slot]
    most, group = own.nurse.max_visits, found.board.groups[own.shift_group]
    beside = sum(len(found.stops[other]) for other in group if other != slot)
    if most is not None and beside + len(route) > most:
        return None
    return found.tried(slot, [choice.job for choice in route])


def _in_the_way(found: State, slot: int, route: list[Choice]) -> Choice | None:
    """A visit without which the route fits, the last that may go if there is none such."""
    movable = [choice for choice in reversed(route) if choice.movable]
    for one in movable:
        if _times(found, slot, [choice for choice in route if choice is not one]) is not None:
            return one
    return movable[0] if movable else None
