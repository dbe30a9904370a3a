"""A first plan: appointments where they are, then each refill in turn where it costs least.

What is confirmed stays, come what may: where it contradicts the rules the nurse's day takes
nothing new and a person has to decide. What is booked stays as long as the rules allow it. A plan
made before can be taken up again, with its visits where and when they are.
"""

from __future__ import annotations

from itertools import pairwise

from pumpsched.domain.clinic import Visit
from pumpsched.planning.insertion import place
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan
from pumpsched.planning.state import Placement, PlanState
from pumpsched.planning.timetable import EMPTY, Timetable

MOST_ROUNDS = 6
PLACED_IN_ALL = 1500
"""How many insertions the rounds after the second may add up to."""


def opening(problem: PlanningProblem) -> PlanState:
    """A state with everything kept, everything booked that still fits, and the rest left out."""
    state = PlanState(problem)
    seat_kept(state)
    for job in problem.jobs:
        if job.kept is None:
            state.leave_out(job.index)
    waiting = [job for job in problem.jobs if job.booked is not None]
    while waiting:
        # Half a route can lack the gap for its break that the whole one has: try again.
        without = [job for job in waiting if not keep_booked(state, job)]
        if len(without) == len(waiting):
            break
        waiting = without
    return state


def keep_booked(state: PlanState, job: Job) -> bool:
    """Whether a booked visit could be put back exactly as it is booked."""
    visit, problem = job.booked, state.problem
    if visit is None or len(visit.nurses) != job.nurses_needed:
        return False
    eligible = problem.eligible[job.index]
    slots = problem.slots_for(visit)
    if len(slots) < len(visit.nurses):
        return False
    if not all(_is_eligible(state, job, slot, visit) for slot in slots):
        return False
    routes = []
    for slot in slots:
        route = state.stops[slot]
        position = sum(start < visit.minute for start in state.times[slot].starts)
        routes.append((slot, [*route[:position], job.index, *route[position:]]))
    site = problem.lent_site(slots, visit.site)
    with state.lending(job.index, site):
        timed = state.tried_together(routes, start_of=(job.index, visit.minute))
    if timed is None:
        return False
    options = [eligible.option(slot, visit.site) for slot in slots]
    price = max(option.price for option in options if option) - problem.rules.price_moved * SCALE
    price += min(option.nurse_price for option in options if option)
    state.place(job.index, Placement(slots, price, visit.minute, site), timed)
    return True


def _is_eligible(state: PlanState, job: Job, slot: int, visit: Visit) -> bool:
    """Whether the rules allow a booked visit in its slot, and the slot can take it."""
    option = state.problem.eligible[job.index].option(slot, visit.site)
    if option is None or not state.is_free(slot):
        return False
    return any(low <= visit.minute <= high for low, high in option.ranges)


def seat_kept(state: PlanState) -> None:
    """Put the appointments that never move into their slots."""
    problem = state.problem
    routes: dict[int, list[Job]] = {}
    for job in problem.jobs:
        if job.kept is None:
            continue
        slots = problem.slots_for(job.kept)
        site = problem.lent_site(slots, job.kept.site)
        state.seat(job.index, Placement(slots, 0, job.kept.minute, site))
        for slot in slots:
            routes.setdefault(slot, []).append(job)
    for slot in sorted(routes):
        jobs = sorted(routes[slot], key=lambda j: (j.kept.minute if j.kept else 0, j.index))
        route = [job.index for job in jobs]
        times = state.tried(slot, route)
        state.set_route(slot, route, times or _as_they_are(state, slot, jobs))
        if times is None:
            _freeze(state, slot)
    for slot in sorted(routes):
        if not problem.slots[slot].rostered or _is_overbooked(state, slot):
            _freeze(state, slot)


def _freeze(state: PlanState, slot: int) -> None:
    state.frozen.update(state.problem.groups[state.problem.slots[slot].shift_group])


def _is_overbooked(state: PlanState, slot: int) -> bool:
    """Whether kept visits alone are too many for the nurse, or in two shifts at once."""
    own, problem = state.problem.slots[slot], state.problem
    group = [len(state.stops[i]) for i in problem.groups[own.shift_group]]
    most = own.nurse.max_visits
    return (most is not None and sum(group) > most) or any(state.stops[r] for r in own.rivals)


def _as_they_are(state: PlanState, slot: int, jobs: list[Job]) -> Timetable:
    """The clock times of appointments that do not fit together; an unknown way counts nothing."""
    problem, own = state.problem, state.problem.slots[slot]
    places = [own.nurse.code, *(state.stop_of(job.index) for job in jobs), own.nurse.code]
    trips = [problem.travel.trip(a, b) for a, b in pairwise(places)] if own.is_home else []
    legs = [trip.minutes if trip else 0 for trip in trips] or [0] * (len(jobs) + 1)
    starts = tuple(job.kept.minute for job in jobs if job.kept)
    back = max(start + job.minutes for start, job in zip(starts, jobs, strict=True)) + legs[-1]
    return Timetable(starts, tuple(legs), starts[0] - legs[0], back) if starts else EMPTY


def best_fit(start: PlanState) -> PlanState:
    """The start position with everyone placed who can be.

    Most urgent first. Whoever then has no place goes to the front of the queue and all is done
    again from the start, a few times; the cheapest outcome counts.
    """
    queue, best = sorted(start.left_out), start
    rounds = PLACED_IN_ALL // max(1, len(queue))
    for turn in range(max(2, min(MOST_ROUNDS, rounds))):
        state = start.copy()
        without = [job for job in queue if not place(state, job)]
        if turn == 0 or state.cost < best.cost:
            best = state
        stuck = [job for job in without if start.problem.eligible[job].by_slot]
        if not stuck:
            break
        queue = stuck + [job for job in queue if job not in set(stuck)]
    return best


def resume(problem: PlanningProblem, plan: Plan) -> PlanState:
    """The state behind a plan of the problem's case, or of one with stricter rules.

    Its cost counts driving, overtime and those left out; the prices of days and nurses are
    added only for what is placed from here on.
    """
    state = PlanState(problem)
    seat_kept(state)
    visits = {visit.patient: visit for visit in plan.visits if not visit.locked}
    routes: dict[int, list[int]] = {}
    for job in problem.jobs:
        if job.kept is not None:
            continue
        visit = visits.get(job.patient)
        if visit is None:
            state.leave_out(job.index)
            continue
        slots = problem.slots_for(visit.booked(visit.code))
        fixed = len(slots) > 1 or (visit.code != "" and not visit.moved)
        start, site = visit.minute if fixed else None, problem.lent_site(slots, visit.site)
        state.seat(job.index, Placement(slots, 0, start, site))
        for slot in slots:
            routes.setdefault(slot, []).append(job.index)
    starts = {
        job.index: visits[job.patient].minute for job in problem.jobs if job.patient in visits
    }
    starts |= {job.index: job.kept.minute for job in problem.jobs if job.kept is not None}
    for slot, jobs in routes.items():
        route = sorted([*state.stops[slot], *jobs], key=lambda job: starts[job])
        legs, minutes = state.legs(slot, route), problem.jobs[route[-1]].minutes
        begins, back = starts[route[0]] - legs[0], starts[route[-1]] + minutes + legs[-1]
        times = Timetable(tuple(starts[job] for job in route), legs, begins, back)
        state.set_route(slot, route, times)
    return state
