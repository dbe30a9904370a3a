"""Whoever is empty or in alarm comes first in the day of whoever takes them.

A visit to somebody whose pump may be empty, or past its alarm volume, is moved ahead in its route
as far as that lets it start earlier and everybody else there can still be visited; who may be empty
goes before who is past the alarm. What is kept or booked at its minute, and a visit of two nurses,
is not made to wait.
"""

from __future__ import annotations

from pumpsched.planning.state import PlanState


def urgent_first(state: PlanState) -> None:
    """Moves the urgent visits of a plan ahead in their routes, in place, whatever that costs."""
    last = state.problem.case.last
    if not any(job.demand and job.demand.urgency_on(last) for job in state.problem.jobs):
        return
    while any(_moved_ahead(state, slot) for slot, route in enumerate(state.stops) if route[1:]):
        continue


def _moved_ahead(state: PlanState, slot: int) -> bool:
    """Whether an urgent visit of a route was moved before one that can wait."""
    if slot in state.frozen:
        return False
    route, starts = state.stops[slot], state.times[slot].starts
    day, jobs = state.problem.slots[slot].day, state.problem.jobs
    pinned = [state.placed[job].start is not None for job in route]
    demands = [jobs[job].demand for job in route]
    urgency = [demand.urgency_on(day) if demand else 0 for demand in demands]
    for place, job in enumerate(route):
        if pinned[place]:
            continue
        ways = []
        for ahead in range(place):
            if pinned[ahead] or urgency[ahead] >= urgency[place]:
                continue
            others = [other for other in route if other != job]
            longer = [*others[:ahead], job, *others[ahead:]]
            times = state.tried(slot, longer)
            if times is not None and times.starts[ahead] < starts[place]:
                ways.append((times.starts[ahead], -ahead, longer, times))
        if ways:
            _, _, longer, times = min(ways, key=lambda way: way[:2])
            state.set_route(slot, longer, times)
            return True
    return False
