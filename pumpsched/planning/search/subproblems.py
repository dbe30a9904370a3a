"""A part of a plan as a small routing problem, and its answer put back.

What never moves stays at its minute in its slot: kept appointments and visits of two nurses. A
booked visit may stay as it is booked or go elsewhere at its price. Everything else in the slots,
and everyone left out who could have one of them, is free.

A routing problem knows neither breaks nor chairs nor hours that differ from day to day: they are
kept when its answer is put back. What does not fit after all is inserted where it does, or left
out; the caller keeps what is cheaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from pumpsched.planning.insertion import place
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.search.solver import Client, RoutingProblem, Vehicle
from pumpsched.planning.state import Placement, PlanState
from pumpsched.planning.timetable import EMPTY, Timetable

GRAIN = 10
"""Thousandths of a minute in the unit of a routing problem."""
LAST_RESORT = 2_000 * SCALE
"""Counted for a home patient in the clinic: less than leaving anybody out, more than all else."""
SHAKE = 500
"""What a shaken price may gain [1/100 minute]."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A way in which a job may be done: at any of its hours, or at one minute in one slot.

    Attributes:
        prices: What each slot costs beside the driving [1/1000 minute].
        start: The minute; None where any of its hours will do.
        movable: Whether the job may also go elsewhere.
        site: Where it is on a home route, if not at the patient's.
    """

    job: int
    earliest: int
    latest: int
    prices: dict[int, int]
    start: int | None = None
    movable: bool = True
    site: str = ""


@dataclass(frozen=True, slots=True)
class Subproblem:
    """Some slots of a state: what may stand in them, and what does.

    Attributes:
        standing: Jobs that are in these slots and may move.
        hopeful: Jobs left out that one of these slots may take.
        routes: For each slot its choices as they stand, in order.
    """

    slots: tuple[int, ...]
    choices: tuple[Choice, ...]
    standing: tuple[int, ...]
    hopeful: tuple[int, ...]
    routes: tuple[tuple[int, ...], ...]


def subproblem(state: PlanState, slots: Sequence[int]) -> Subproblem:
    """The part of a state that these slots are, without those that cannot be planned anew."""
    usable = _usable(state, slots)
    inside, problem = set(usable), state.problem
    choices: list[Choice] = []
    standing: list[int] = []
    routes: list[tuple[int, ...]] = []
    for slot in usable:
        route = []
        for job in state.stops[slot]:
            route.append(len(choices))
            if state.placed[job].start is not None:
                choices.append(_as_it_stands(state, job, slot))
            if state.placed[job].start is None or choices[-1].movable:
                standing.append(job)
                choices.append(_anywhere(state, job, inside))
        routes.append(tuple(route))
    hopeful = [
        job
        for job in sorted(state.left_out)
        if problem.jobs[job].nurses_needed == 1 and inside & problem.eligible[job].by_slot.keys()
    ]
    choices += [_anywhere(state, job, inside) for job in hopeful]
    return Subproblem(usable, tuple(choices), tuple(standing), tuple(hopeful), tuple(routes))


def _usable(state: PlanState, slots: Sequence[int]) -> tuple[int, ...]:
    """Those of some slots that can be planned anew, of rivals the first."""
    chosen: list[int] = []
    for slot in slots:
        own = state.problem.slots[slot]
        if slot in state.frozen or own.closed or not own.rostered:
            continue
        if not any(state.stops[rival] or rival in chosen for rival in own.rivals):
            chosen.append(slot)
    return tuple(chosen)


def _anywhere(state: PlanState, job: int, inside: set[int]) -> Choice:
    eligible = state.problem.eligible[job].by_slot
    here = {slot: eligible[slot] for slot in sorted(inside & eligible.keys())}
    return Choice(
        job,
        min((option.ranges[0][0] for option in here.values()), default=0),
        max((option.ranges[-1][1] for option in here.values()), default=0),
        {
            slot: option.price + option.nurse_price + LAST_RESORT * option.is_last_resort
            for slot, option in here.items()
        },
    )


def _as_it_stands(state: PlanState, job: int, slot: int) -> Choice:
    placement = state.placed[job]
    start = placement.start or 0
    if _is_fixed(state, job):
        site = state.lent.get(job, "")
        return Choice(job, start, start, {slot: 0}, start, movable=False, site=site)
    last = state.problem.eligible[job].by_slot[slot].is_last_resort
    return Choice(job, start, start, {slot: placement.price + LAST_RESORT * last}, start)


def as_problem(state: PlanState, part: Subproblem, *, seed: int, iterations: int) -> RoutingProblem:
    """The part as plain numbers."""
    problem, rules = state.problem, state.problem.rules
    bases = sorted({problem.slots[slot].nurse.code for slot in part.slots})
    stops = (choice.site or problem.jobs[choice.job].patient for choice in part.choices)
    places = [*bases, *stops]
    booked = sorted({c.job for c in part.choices if c.start is not None and c.movable})
    either = {job: number for number, job in enumerate(booked)}
    return RoutingProblem(
        minutes=tuple(tuple(map(problem.ways_from[place].__getitem__, places)) for place in places),
        bases=len(bases),
        stops=tuple(_stop(state, choice, either) for choice in part.choices),
        tours=tuple(_tour(state, part, slot, bases) for slot in part.slots),
        routes=part.routes,
        minute_price=rules.price_travel * SCALE // GRAIN,
        overtime_price=rules.price_overtime * SCALE // GRAIN,
        iterations=iterations,
        seed=seed,
        choices=len(either),
        grid=rules.start_grid_minutes,
    )


def shaken(problem: RoutingProblem, random: Random) -> RoutingProblem:
    """The problem with every price a little higher by lot: its best routes are other ones."""
    tours = tuple(
        replace(
            tour,
            prices=tuple(p if p is None else p + random.randrange(SHAKE) for p in tour.prices),
        )
        for tour in problem.tours
    )
    return replace(problem, tours=tours)


def _stop(state: PlanState, choice: Choice, either: dict[int, int]) -> Client:
    job = state.problem.jobs[choice.job]
    if not choice.movable:
        return Client(job.minutes, choice.earliest, choice.latest)
    prize, number = max(1, job.left_out_price // GRAIN), either.get(choice.job, -1)
    return Client(job.minutes, choice.earliest, choice.latest, prize, number)


def _tour(state: PlanState, part: Subproblem, slot: int, bases: list[str]) -> Vehicle:
    problem, own = state.problem, state.problem.slots[slot]
    rest = problem.rules.break_minutes if own.needs_break else 0
    elsewhere = [other for other in problem.groups[own.shift_group] if other != slot]
    worked = sum(state.times[other].minutes for other in elsewhere)
    longest = max(0, own.end - own.start - rest, _fixed_minutes(state, slot))
    most = own.nurse.max_visits
    beside = sum(len(state.stops[other]) for other in elsewhere)
    return Vehicle(
        base=bases.index(own.nurse.code),
        start=own.start,
        end=own.end,
        regular=min(longest, max(0, problem.rules.regular_minutes - rest - worked)),
        longest=longest,
        most=len(part.choices) if most is None else max(0, most - beside),
        drives=own.is_home,
        prices=tuple(
            choice.prices[slot] // GRAIN if slot in choice.prices else None
            for choice in part.choices
        ),
    )


def _fixed_minutes(state: PlanState, slot: int) -> int:
    """How long a nurse's day is by what never moves in it, which may have its break within."""
    times = state.tried(slot, [job for job in state.stops[slot] if _is_fixed(state, job)])
    return times.minutes if times else 0


def _is_fixed(state: PlanState, job: int) -> bool:
    """Whether a placed job never moves: kept, or a visit of two nurses."""
    placement, booked = state.placed[job], state.problem.jobs[job].booked
    return placement.start is not None and (booked is None or len(placement.slots) > 1)


def improved(
    state: PlanState, part: Subproblem, routes: Sequence[Sequence[int]], *, at_most: int
) -> PlanState:
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


def burden(state: PlanState, jobs: Iterable[int]) -> int:
    """The cost of a state, and the last resort for each of these jobs that is driven to it."""
    placed = [job for job in jobs if job in state.placed]
    return state.cost + LAST_RESORT * sum(
        any(option.is_last_resort for option in state.options(job)) for job in placed
    )


def _put_back(
    state: PlanState, part: Subproblem, routes: Sequence[Sequence[int]]
) -> PlanState | None:
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
            place(found, job, only=part.slots)
    return found


def _seat(found: PlanState, slot: int, choices: list[Choice]) -> bool:
    """Give a slot its route, less the visits that do not fit; False if even so it does not."""
    route = []
    for choice in choices:
        if slot not in choice.prices:  # dearer than any other way, but there may have been none
            if not choice.movable:
                return False
            continue
        if choice.movable and choice.job in found.left_out:
            last = found.problem.eligible[choice.job].by_slot[slot].is_last_resort
            price = choice.prices[slot] - LAST_RESORT * last
            found.stand(choice.job, Placement((slot,), price, choice.start))
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


def _times(found: PlanState, slot: int, route: list[Choice]) -> Timetable | None:
    """The clock times of a route; None where it does not fit or is more than a nurse's day."""
    own = found.problem.slots[slot]
    most, group = own.nurse.max_visits, found.problem.groups[own.shift_group]
    beside = sum(len(found.stops[other]) for other in group if other != slot)
    if most is not None and beside + len(route) > most:
        return None
    return found.tried(slot, [choice.job for choice in route])


def _in_the_way(found: PlanState, slot: int, route: list[Choice]) -> Choice | None:
    """A visit without which the route fits, the last that may go if there is none such."""
    movable = [choice for choice in reversed(route) if choice.movable]
    for one in movable:
        if _times(found, slot, [choice for choice in route if choice is not one]) is not None:
            return one
    return movable[0] if movable else None
