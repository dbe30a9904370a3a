"""A plan in the making: which jobs stand in which slot, in which order, at what time and price.

Changing a route costs a pass over that route alone; :attr:`PlanState.cost` is kept up to date.
Prices are whole thousandths of a minute.

The board: everything about a case that planning looks up again and again, computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Visit
from pumpsched.domain.travel import Travel
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.eligibility import Eligibility, EligibleSlots, Ranges
from pumpsched.planning.jobs import SCALE, Job, Slot, jobs_of, slots_of
from pumpsched.planning.timetable import EMPTY, DayStops, Seat, Timetable, free_chair, timetable

FAR = 100_000
"""Minutes to a place nobody knows the way to: longer than any shift."""


class Ways(dict[str, int]):
    """Minutes between one place and any other, each worked out when first asked for."""

    def __init__(self, travel: Travel, place: str, *, inward: bool) -> None:
        super().__init__()
        self._travel, self._place, self._inward = travel, place, inward

    def __missing__(self, other: str) -> int:
        ends = (other, self._place) if self._inward else (self._place, other)
        trip = self._travel.trip(*ends)
        found = self[other] = FAR if trip is None else trip.minutes
        return found


class EligibleByJob(dict[int, EligibleSlots]):
    """The slots each job may have by its index, worked out when first asked for."""

    def __init__(self, jobs: list[Job], eligibility: Eligibility) -> None:
        super().__init__()
        self._jobs, self._eligibility = jobs, eligibility

    def __missing__(self, job: int) -> EligibleSlots:
        found = self[job] = self._eligibility.slots_for(self._jobs[job])
        return found


class Board:
    """Slots, jobs, the offers to each job, and the minutes between any two places."""

    def __init__(self, case: PlanningCase) -> None:
        self.case = case
        self.rules = case.rules
        self.travel = case.travel()
        self.slots: list[Slot] = slots_of(case)
        self.jobs: list[Job] = jobs_of(case)
        self.eligibility = Eligibility(case, self.slots, self.travel)
        self.eligible = EligibleByJob(self.jobs, self.eligibility)
        self.groups: list[list[int]] = [[] for _ in {slot.shift_group for slot in self.slots}]
        for slot in self.slots:
            self.groups[slot.shift_group].append(slot.index)
        self.sessions: dict[tuple[str, date], list[int]] = {}
        for slot in self.slots:
            if not slot.is_home:
                self.sessions.setdefault((slot.place, slot.day), []).append(slot.index)
        self._by_nurse: dict[tuple[str, date, str], list[Slot]] = {}
        for slot in self.slots:
            key = (slot.nurse.code, slot.day, slot.place)
            self._by_nurse.setdefault(key, []).append(slot)
        self.guests = _guests(self.jobs)
        self._inward: dict[str, Ways] = {}
        self._outward: dict[str, Ways] = {}

    def ways_to(self, place: str) -> Ways:
        """Minutes to a place from every other, :data:`FAR` if the way is not known."""
        found = self._inward.get(place)
        if found is None:
            found = self._inward[place] = Ways(self.travel, place, inward=True)
        return found

    def ways_from(self, place: str) -> Ways:
        """Minutes from a place to every other, :data:`FAR` if the way is not known."""
        found = self._outward.get(place)
        if found is None:
            found = self._outward[place] = Ways(self.travel, place, inward=False)
        return found

    def slot_for(self, nurse: str, visit: Visit) -> int | None:
        """The slot of a nurse that an appointment belongs to: one that contains it, else any."""
        mine = self._by_nurse.get((nurse, visit.day, visit.site or HOME), [])
        holding = [s for s in mine if s.start <= visit.minute and visit.end <= s.end]
        return (holding or mine)[0].index if mine else None

    def job_of(self, patient: str) -> int:
        """The refill to place of a patient."""
        return next(j.index for j in self.jobs if j.patient == patient and j.kept is None)

    def slots_on(self, day: date, nurses: tuple[str, ...]) -> list[int]:
        """The slots of these nurses on a day."""
        return [s.index for s in self.slots if s.day == day and s.nurse.code in nurses]

    def overtime(self, minutes: int) -> int:
        """The price of so long a nurse-day [1/1000 minute]."""
        return max(0, minutes - self.rules.regular_minutes) * self.rules.price_overtime * SCALE


def _guests(jobs: list[Job]) -> dict[tuple[str, date], list[tuple[int, int]]]:
    """Kept appointments at a site without a nurse: they take a chair all the same."""
    found: dict[tuple[str, date], list[tuple[int, int]]] = {}
    for job in jobs:
        visit = job.kept
        if visit is not None and visit.site and not visit.nurses:
            found.setdefault((visit.site, visit.day), []).append((visit.minute, visit.end))
    return found


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a job stands: one slot, or two; ``start`` is given where it may not shift."""

    slots: tuple[int, ...]
    price: int = 0
    start: int | None = None


class PlanState:
    """Routes of a board, a cost, and who is left out. A route is replaced, never changed."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.stops: list[list[int]] = [[] for _ in board.slots]
        self.times: list[Timetable] = [EMPTY for _ in board.slots]
        self.places: list[list[str]] = [self._places(i, ()) for i in range(len(board.slots))]
        self.placed: dict[int, Placement] = {}
        self.frozen: set[int] = set()
        self.left_out: set[int] = set()
        self.cost = 0

    def copy(self) -> PlanState:
        """The same plan, to be changed on its own."""
        twin = PlanState(self.board)
        twin.adopt(self)
        return twin

    def adopt(self, other: PlanState) -> None:
        """Become what another state of the same board is now."""
        self.stops = list(other.stops)
        self.times = list(other.times)
        self.places = list(other.places)
        self.placed = dict(other.placed)
        self.frozen = set(other.frozen)
        self.left_out = set(other.left_out)
        self.cost = other.cost

    def is_free(self, slot: int) -> bool:
        """Whether one more visit may be tried in a slot."""
        own = self.board.slots[slot]
        if slot in self.frozen or any(self.stops[rival] for rival in own.rivals):
            return False
        most = own.nurse.max_visits
        group = self.board.groups[own.shift_group]
        return most is None or sum(len(self.stops[i]) for i in group) < most

    def length(self, group: int) -> int:
        """Minutes of work of a nurse-day."""
        return sum(self.times[i].minutes for i in self.board.groups[group])

    def detours(self, slot: int, patient: str, count: int) -> list[int]:
        """Minutes of driving that one more stop adds at each of the first positions of a route."""
        if not self.board.slots[slot].is_home:
            return [0] * count
        there, onward = self.board.ways_to(patient), self.board.ways_from(patient)
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
        option = self.board.eligible[job].by_slot.get(slot)
        if option is None:
            # A plan taken up again under eased rules: what they no longer option stands as it is.
            start = self.times[slot].starts[self.stops[slot].index(job)]
            return ((start, start),)
        return option.ranges

    def tried(
        self, slot: int, route: Sequence[int], *, start_of: tuple[int, int] | None = None
    ) -> Timetable | None:
        """The clock times of a route in a slot, or None if it does not fit.

        Args:
            slot: Index of the slot.
            route: Jobs in order.
            start_of: A job and the minute at which it has to start.
        """
        if not route:
            return EMPTY
        own, jobs = self.board.slots[slot], self.board.jobs
        legs = self.legs(slot, route)
        ranges = [
            ((start_of[1], start_of[1]),)
            if start_of is not None and start_of[0] == job
            else self.ranges(job, slot)
            for job in route
        ]
        return timetable(
            own,
            DayStops(legs, [jobs[job].minutes for job in route], ranges),
            break_minutes=self.board.rules.break_minutes,
            break_after=self.board.rules.break_after_minutes,
            seat=None if own.is_home else self._seat(slot, route),
        )

    def tried_together(
        self, routes: Sequence[tuple[int, list[int]]], *, start_of: tuple[int, int] | None = None
    ) -> list[Timetable] | None:
        """The clock times of new routes in several slots at once, or None if they do not fit.

        Two nurses at one site share its chairs: the second route is timed after the first.
        """
        before = [(slot, self.stops[slot], self.times[slot]) for slot, _ in routes]
        found: list[Timetable] = []
        for slot, route in routes:
            times = self.tried(slot, route, start_of=start_of)
            if times is None:
                break
            found.append(times)
            self.stops[slot], self.times[slot] = route, times
        for slot, stops, known in before:
            self.stops[slot], self.times[slot] = stops, known
        return found if len(found) == len(routes) else None

    def legs(self, slot: int, route: Sequence[int]) -> tuple[int, ...]:
        """Minutes of each way of a route, the one home last; nothing in a clinic."""
        own, jobs = self.board.slots[slot], self.board.jobs
        if not own.is_home:
            return (0,) * (len(route) + 1)
        legs, here = [], own.nurse.code
        for job in route:
            there = jobs[job].patient
            legs.append(self.board.ways_to(there)[here])
            here = there
        legs.append(self.board.ways_to(own.nurse.code)[here])
        return tuple(legs)

    def _seat(self, slot: int, route: Sequence[int]) -> Seat:
        """Chairs at a site, given the routes of the other nurses there."""
        own = self.board.slots[slot]
        chairs = own.site.chairs if own.site else 1
        others: dict[int, tuple[int, int]] = {}
        for peer in self.board.sessions[own.place, own.day]:
            if peer != slot:
                for job, start in zip(self.stops[peer], self.times[peer].starts, strict=True):
                    others[job] = (start, start + self.board.jobs[job].minutes)
        guests = self.board.guests.get((own.place, own.day), [])

        def seat(position: int, start: int, minutes: int) -> int:
            taken = [span for job, span in others.items() if job != route[position]]
            return free_chair(start, minutes, taken=[*taken, *guests], chairs=chairs)

        return seat

    def set_route(self, slot: int, route: list[int], times: Timetable) -> None:
        """Give a slot another route; placements are the caller's."""
        group = self.board.slots[slot].shift_group
        before = self.board.overtime(self.length(group))
        driving = times.travel - self.times[slot].travel
        self.cost += driving * self.board.rules.price_travel * SCALE
        self.stops[slot], self.times[slot] = route, times
        self.places[slot] = self._places(slot, route)
        self.cost += self.board.overtime(self.length(group)) - before

    def _places(self, slot: int, route: Sequence[int]) -> list[str]:
        base = self.board.slots[slot].nurse.code
        return [base, *(self.board.jobs[job].patient for job in route), base]

    def place(
        self, job: int, placement: Placement, routes: Sequence[tuple[list[int], Timetable]]
    ) -> None:
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
        without = [
            (slot, [other for other in self.stops[slot] if other != job])
            for slot in placement.slots
        ]
        timed = self.tried_together(without)
        if timed is None:
            return False
        self.lift(job)
        for (slot, route), times in zip(without, timed, strict=True):
            self.set_route(slot, route, times)
        return True

    def stand(self, job: int, placement: Placement) -> None:
        """Count a job as placed; its routes are the caller's."""
        if job in self.left_out:
            self.left_out.discard(job)
            self.cost -= self.board.jobs[job].left_out_price
        self.placed[job] = placement
        self.cost += placement.price

    def lift(self, job: int) -> None:
        """Count a placed job as left out; its routes are the caller's."""
        self.cost -= self.placed.pop(job).price
        self.leave_out(job)

    def leave_out(self, job: int) -> None:
        """Count a job that has no place as left out."""
        if job not in self.left_out:
            self.left_out.add(job)
            self.cost += self.board.jobs[job].left_out_price
