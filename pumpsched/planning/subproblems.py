"""A part of a plan as a small routing problem.

What never moves stays at its minute in its slot: kept appointments and visits of two nurses. A
booked visit may stay as it is booked or go elsewhere at its price. Everything else in the slots,
and everyone left out who could have one of them, is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from pumpsched.planning.jobs import SCALE
from pumpsched.planning.offers import FALLBACK
from pumpsched.planning.routing import Problem, Stop, Tour
from pumpsched.planning.state import State

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
    """

    job: int
    earliest: int
    latest: int
    prices: dict[int, int]
    start: int | None = None
    movable: bool = True


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


def subproblem(state: State, slots: Sequence[int]) -> Subproblem:
    """The part of a state that these slots are, without those that cannot be planned anew."""
    usable = _usable(state, slots)
    inside, board = set(usable), state.board
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
        if board.jobs[job].nurses_needed == 1 and inside & board.offers[job].by_slot.keys()
    ]
    choices += [_anywhere(state, job, inside) for job in hopeful]
    return Subproblem(usable, tuple(choices), tuple(standing), tuple(hopeful), tuple(routes))


def _usable(state: State, slots: Sequence[int]) -> tuple[int, ...]:
    """Those of some slots that can be planned anew, of rivals the first."""
    chosen: list[int] = []
    for slot in slots:
        own = state.board.slots[slot]
        if slot in state.frozen or own.closed or not own.rostered:
            continue
        if not any(state.stops[rival] or rival in chosen for rival in own.rivals):
            chosen.append(slot)
    return tuple(chosen)


def _anywhere(state: State, job: int, inside: set[int]) -> Choice:
    offers = state.board.offers[job].by_slot
    here = [offers[slot] for slot in sorted(inside & offers.keys())]
    return Choice(
        job,
        min((offer.ranges[0][0] for offer in here), default=0),
        max((offer.ranges[-1][1] for offer in here), default=0),
        {
            offer.slot: offer.price + offer.nurse_price + LAST_RESORT * (offer.tier >= FALLBACK)
            for offer in here
        },
    )


def _as_it_stands(state: State, job: int, slot: int) -> Choice:
    placement = state.placed[job]
    start = placement.start or 0
    if _is_fixed(state, job):
        return Choice(job, start, start, {slot: 0}, start, movable=False)
    last = state.board.offers[job].by_slot[slot].tier >= FALLBACK
    return Choice(job, start, start, {slot: placement.price + LAST_RESORT * last}, start)


def as_problem(state: State, part: Subproblem, *, seed: int, iterations: int) -> Problem:
    """The part as plain numbers."""
    board, rules = state.board, state.board.rules
    bases = sorted({board.slots[slot].nurse.code for slot in part.slots})
    places = [*bases, *(board.jobs[choice.job].patient for choice in part.choices)]
    booked = sorted({c.job for c in part.choices if c.start is not None and c.movable})
    either = {job: number for number, job in enumerate(booked)}
    return Problem(
        minutes=tuple(tuple(map(board.ways_from(place).__getitem__, places)) for place in places),
        bases=len(bases),
        stops=tuple(_stop(state, choice, either) for choice in part.choices),
        tours=tuple(_tour(state, part, slot, bases) for slot in part.slots),
        routes=part.routes,
        minute_price=rules.price_travel * SCALE // GRAIN,
        overtime_price=rules.price_overtime * SCALE // GRAIN,
        iterations=iterations,
        seed=seed,
        choices=len(either),
    )


def shaken(problem: Problem, random: Random) -> Problem:
    """The problem with every price a little higher by lot: its best routes are other ones."""
    tours = tuple(
        replace(
            tour,
            prices=tuple(p if p is None else p + random.randrange(SHAKE) for p in tour.prices),
        )
        for tour in problem.tours
    )
    return replace(problem, tours=tours)


def _stop(state: State, choice: Choice, either: dict[int, int]) -> Stop:
    job = state.board.jobs[choice.job]
    if not choice.movable:
        return Stop(job.minutes, choice.earliest, choice.latest)
    prize, number = max(1, job.left_out_price // GRAIN), either.get(choice.job, -1)
    return Stop(job.minutes, choice.earliest, choice.latest, prize, number)


def _tour(state: State, part: Subproblem, slot: int, bases: list[str]) -> Tour:
    board, own = state.board, state.board.slots[slot]
    rest = board.rules.break_minutes if own.needs_break else 0
    elsewhere = [other for other in board.groups[own.shift_group] if other != slot]
    worked = sum(state.times[other].minutes for other in elsewhere)
    longest = max(0, own.end - own.start - rest, _fixed_minutes(state, slot))
    most = own.nurse.max_visits
    beside = sum(len(state.stops[other]) for other in elsewhere)
    return Tour(
        base=bases.index(own.nurse.code),
        start=own.start,
        end=own.end,
        regular=min(longest, max(0, board.rules.regular_minutes - rest - worked)),
        longest=longest,
        most=len(part.choices) if most is None else max(0, most - beside),
        drives=own.is_home,
        prices=tuple(
            choice.prices[slot] // GRAIN if slot in choice.prices else None
            for choice in part.choices
        ),
    )


def _fixed_minutes(state: State, slot: int) -> int:
    """How long a nurse's day is by what never moves in it, which may have its break within."""
    times = state.tried(slot, [job for job in state.stops[slot] if _is_fixed(state, job)])
    return times.minutes if times else 0


def _is_fixed(state: State, job: int) -> bool:
    """Whether a placed job never moves: kept, or a visit of two nurses."""
    placement, booked = state.placed[job], state.board.jobs[job].booked
    return placement.start is not None and (booked is None or len(placement.slots) > 1)
