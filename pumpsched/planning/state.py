"""A plan in the making: which jobs stand in which slot, in which order, at what time and price.

Changing a route costs a pass over that route alone; :attr:`PlanState.cost` is kept up to date.
Prices are whole thousandths of a minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from pumpsched.planning.by_key import Memo
from pumpsched.planning.eligibility import Terms
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.starts import Ranges
from pumpsched.planning.timetable import (
    EMPTY,
    DayStops,
    Seat,
    Span,
    Timetable,
    free_chair,
    full_spans,
    timetable,
)

TimedRoute = tuple[list[int], Timetable]
"""Jobs in order, and their clock times."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a job stands: one slot, or two; ``start`` is given where it may not shift.

    ``site`` is given where one of the slots is a home route that leads by the site of the other.
    """

    slots: tuple[int, ...]
    price: int = 0
    start: int | None = None
    site: str = ""


class _Taken(NamedTuple):
    """Chairs at a site, and who sits in them beside the patients of one route.

    Attributes:
        guests, others: From when until when; ``others`` by job, those of the other routes.
        full: When no chair is free.
    """

    chairs: int
    guests: list[Span]
    others: dict[int, Span]
    full: list[Span]


class PlanState:
    """Routes in a problem, their cost, and who is left out. A route is replaced, never changed.

    Attributes:
        minutes_left: Minutes of a shift beyond its visits, its driving and its break, at most.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.stops: list[list[int]] = [[] for _ in problem.slots]
        self.times: list[Timetable] = [EMPTY for _ in problem.slots]
        self.places: list[list[str]] = [self._places(i, ()) for i in range(len(problem.slots))]
        self.placed: dict[int, Placement] = {}
        self.lent: dict[int, str] = {}
        self.frozen: set[int] = set()
        self.left_out: set[int] = set()
        self.cost = 0
        self.minutes_left = Memo(self._minutes_left)
        self._taken = Memo(self._spans_taken)

    def copy(self) -> PlanState:
        """The same plan, to be changed on its own."""
        twin = PlanState(self.problem)
        twin.adopt(self)
        return twin

    def adopt(self, other: PlanState) -> None:
        """Become what another state of the same problem is now."""
        self.stops = list(other.stops)
        self.times = list(other.times)
        self.places = list(other.places)
        self.placed = dict(other.placed)
        self.lent = dict(other.lent)
        self.frozen = set(other.frozen)
        self.left_out = set(other.left_out)
        self.cost = other.cost
        self.minutes_left.clear()
        self._taken.clear()

    def is_free(self, slot: int) -> bool:
        """Whether one more visit may be tried in a slot."""
        own = self.problem.slots[slot]
        if slot in self.frozen or any(self.stops[rival] for rival in own.rivals):
            return False
        most = own.nurse.max_visits
        group = self.problem.groups[own.shift_group]
        return most is None or sum(len(self.stops[i]) for i in group) < most

    def _minutes_left(self, slot: int) -> int:
        own, jobs = self.problem.slots[slot], self.problem.jobs
        rest = self.problem.rules.break_minutes if own.needs_break else 0
        busy = self.times[slot].travel + sum(jobs[job].minutes for job in self.stops[slot])
        return own.end - own.start - rest - busy

    def length(self, group: int) -> int:
        """Minutes of work of a nurse-day."""
        return sum(self.times[i].minutes for i in self.problem.groups[group])

    def detours(self, slot: int, patient: str, count: int) -> list[int]:
        """Minutes of driving that one more stop adds at each of the first positions of a route."""
        if not self.problem.slots[slot].is_home:
            return [0] * count
        there, onward = self.problem.ways_to[patient], self.problem.ways_from[patient]
        places, legs = self.places[slot], self.times[slot].legs
        if not legs:
            return [there[places[0]] + onward[places[-1]]]
        return [
            there[places[i]] + onward[places[i + 1]] - legs[i] for i in range(min(count, len(legs)))
        ]

    def ranges(self, job: int, slot: int) -> Ranges:
        """When a job may start in a slot, as things stand."""
        placement = self.placed.get(job)
        if placement is not None and placement.start is not None:
            return ((placement.start, placement.start),)
        option = self.problem.eligible[job].by_slot.get(slot)
        if option is None:
            # A plan taken up again under eased rules: what they no longer allow stands as it is.
            start = self.times[slot].starts[self.stops[slot].index(job)]
            return ((start, start),)
        return option.ranges

    def tried(
        self,
        slot: int,
        route: Sequence[int],
        *,
        start_of: tuple[int, int] | None = None,
        within: tuple[int, Ranges] | None = None,
    ) -> Timetable | None:
        """The clock times of a route in a slot, or None if it does not fit.

        ``start_of`` is a job and the minute at which it has to start, ``within`` one and when it
        may.
        """
        if start_of is not None:
            within = start_of[0], ((start_of[1], start_of[1]),)
        if not route:
            return EMPTY
        own, jobs, rules = self.problem.slots[slot], self.problem.jobs, self.problem.rules
        legs = self.legs(slot, route)
        ranges = [
            within[1] if within is not None and within[0] == job else self.ranges(job, slot)
            for job in route
        ]
        return timetable(
            own,
            DayStops(legs, [jobs[job].minutes for job in route], ranges, rules.start_grid_minutes),
            break_minutes=rules.break_minutes,
            break_after=rules.break_after_minutes,
            seat=None if own.is_home else self._seat(slot, route),
        )

    def tried_together(
        self, routes: Sequence[tuple[int, list[int]]], *, start_of: tuple[int, int] | None = None
    ) -> list[TimedRoute] | None:
        """New routes in several slots with their clock times, or None if they do not fit.

        Two nurses at one site share its chairs: the second route is timed after the first.
        """
        before = [(slot, self.stops[slot], self.times[slot]) for slot, _ in routes]
        found: list[TimedRoute] = []
        for slot, route in routes:
            times = self.tried(slot, route, start_of=start_of)
            if times is None:
                break
            found.append((route, times))
            self._run(slot, route, times)
        for slot, stops, known in before:
            self._run(slot, stops, known)
        return found if len(found) == len(routes) else None

    def legs(self, slot: int, route: Sequence[int]) -> tuple[int, ...]:
        """Minutes of each way of a route, the one home last; nothing in a clinic."""
        own = self.problem.slots[slot]
        if not own.is_home:
            return (0,) * (len(route) + 1)
        legs, here = [], own.nurse.code
        for job in route:
            there = self.stop_of(job)
            legs.append(self.problem.ways_to[there][here])
            here = there
        legs.append(self.problem.ways_to[own.nurse.code][here])
        return tuple(legs)

    def options(self, job: int) -> list[Terms]:
        """What is known of the slots in which a job stands, as far as its rules allow them."""
        placement, eligible = self.placed[job], self.problem.eligible[job]
        found = (eligible.option(slot, placement.site) for slot in placement.slots)
        return [option for option in found if option is not None]

    def stop_of(self, job: int) -> str:
        """Where a stop of a home route is: at the patient's, or at the site it leads by."""
        return self.lent.get(job) or self.problem.jobs[job].patient

    def _seat(self, slot: int, route: Sequence[int]) -> Seat:
        """Chairs at a site, given the routes of the other nurses there."""
        chairs, guests, others, full = self._taken[slot]

        def seat(position: int, start: int, minutes: int) -> int:
            if route[position] not in others:
                return free_chair(start, minutes, full=full)
            # A visit of two nurses takes one chair, in the route of either.
            taken = [span for job, span in others.items() if job != route[position]]
            spans = full_spans([*taken, *guests], chairs=chairs)
            return free_chair(start, minutes, full=spans)

        return seat

    def _spans_taken(self, slot: int) -> _Taken:
        own = self.problem.slots[slot]
        chairs = own.site.chairs if own.site else 1
        others: dict[int, Span] = {}
        for peer in self.problem.sessions[own.place, own.day]:
            if peer != slot:
                for job, start in zip(self.stops[peer], self.times[peer].starts, strict=True):
                    others[job] = (start, start + self.problem.jobs[job].minutes)
        guests = self.problem.guests.get((own.place, own.day), [])
        full = full_spans([*others.values(), *guests], chairs=chairs)
        return _Taken(chairs, guests, others, full)

    def _run(self, slot: int, route: list[int], times: Timetable) -> None:
        """Give a slot another route and its clock times, and nothing else."""
        self.stops[slot], self.times[slot] = route, times
        self.minutes_left.pop(slot, None)
        self._taken.clear()

    @contextmanager
    def lending(self, job: int, site: str) -> Iterator[None]:
        """Routes are tried with a job at a site that a home route leads by; nothing if empty."""
        if site:
            self.lent[job] = site
        try:
            yield
        finally:
            if site:
                del self.lent[job]

    def set_route(self, slot: int, route: list[int], times: Timetable) -> None:
        """Give a slot another route; placements are the caller's."""
        group = self.problem.slots[slot].shift_group
        before = self.problem.overtime(self.length(group))
        driving = times.travel - self.times[slot].travel
        self.cost += driving * self.problem.rules.price_travel * SCALE
        self._run(slot, route, times)
        self.places[slot] = self._places(slot, route)
        self.cost += self.problem.overtime(self.length(group)) - before

    def _places(self, slot: int, route: Sequence[int]) -> list[str]:
        base = self.problem.slots[slot].nurse.code
        return [base, *map(self.stop_of, route), base]

    def place(self, job: int, placement: Placement, routes: Sequence[TimedRoute]) -> None:
        """Put a job into its slots, with the route each of them then has."""
        self.stand(job, placement)
        for slot, (route, times) in zip(placement.slots, routes, strict=True):
            self.set_route(slot, route, times)

    def remove(self, job: int) -> bool:
        """Take a job out and leave it out; False, and nothing changed, if a route needs it.

        A route may need a stop: with another matrix than straight lines the way without it can
        be longer.
        """
        placement = self.placed[job]
        without = [(slot, [j for j in self.stops[slot] if j != job]) for slot in placement.slots]
        timed = self.tried_together(without)
        if timed is None:
            return False
        self.lift(job)
        for slot, (route, times) in zip(placement.slots, timed, strict=True):
            self.set_route(slot, route, times)
        return True

    def stand(self, job: int, placement: Placement) -> None:
        """Count a job as placed; its routes are the caller's."""
        if job in self.left_out:
            self.left_out.discard(job)
            self.cost -= self.problem.jobs[job].left_out_price
        self.seat(job, placement)
        self.cost += placement.price

    def seat(self, job: int, placement: Placement) -> None:
        """Note where a job stands; its price and its routes are the caller's."""
        self.placed[job] = placement
        if placement.site:
            self.lent[job] = placement.site

    def lift(self, job: int) -> None:
        """Count a placed job as left out; its routes are the caller's."""
        self.cost -= self.placed.pop(job).price
        self.lent.pop(job, None)
        self.leave_out(job)

    def leave_out(self, job: int) -> None:
        """Count a job that has no place as left out."""
        if job not in self.left_out:
            self.left_out.add(job)
            self.cost += self.problem.jobs[job].left_out_price
