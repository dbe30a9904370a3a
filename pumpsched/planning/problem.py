"""A planning problem: a case with all that is looked up in it again and again, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Visit
from pumpsched.planning.by_key import Memo, grouped
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.eligibility import Eligibility, EligibleSlots
from pumpsched.planning.jobs import SCALE, Job, Slot, jobs_of, lent_to, slots_of

FAR = 100_000
"""Minutes to a place nobody knows the way to: longer than any shift."""


class PlanningProblem:
    """Slots, jobs, the offers to each job, and the minutes between any two places.

    Attributes:
        eligible: The slots each job may have, by its index.
        groups: The slots of each nurse-day, by its number.
        sessions: The slots of each site and day.
        ways_to, ways_from: Minutes from and to every other place, :data:`FAR` if not known.
    """

    def __init__(self, case: PlanningCase) -> None:
        self.case = case
        self.rules = case.rules
        self.travel = travel = case.travel()
        self.slots: list[Slot] = slots_of(case)
        self.jobs = jobs = jobs_of(case)
        self.eligibility = eligibility = Eligibility(case, self.slots, travel)
        self.eligible = Memo[int, EligibleSlots](lambda job: eligibility.slots_for(jobs[job]))
        self.groups: list[list[int]] = [[] for _ in {slot.shift_group for slot in self.slots}]
        self.sessions: dict[tuple[str, date], list[int]] = {}
        for slot in self.slots:
            self.groups[slot.shift_group].append(slot.index)
            if not slot.is_home:
                self.sessions.setdefault((slot.place, slot.day), []).append(slot.index)
        self._by_nurse = grouped(self.slots, lambda slot: (slot.nurse.code, slot.day, slot.place))
        self._by_day = grouped(self.slots, lambda slot: slot.day)
        self.guests = _guests(self.jobs)

        def minutes(origin: str, destination: str) -> int:
            trip = travel.trip(origin, destination)
            return FAR if trip is None else trip.minutes

        def to(place: str) -> Memo[str, int]:
            return Memo(lambda origin: minutes(origin, place))

        self.ways_to = Memo(to)
        # Only a practice's own figures differ from one direction to the other.
        self.ways_from = self.ways_to
        if case.legs:
            self.ways_from = Memo(lambda place: Memo(partial(minutes, place)))

    def slots_for(self, visit: Visit) -> tuple[int, ...]:
        """The slot of each nurse that an appointment belongs to: one that contains it, else any."""
        found = []
        for nurse in dict.fromkeys(visit.nurses):
            mine = self._by_nurse.get((nurse, visit.day, visit.site or HOME), [])
            holding = [slot for slot in mine if slot.holds(visit)]
            holding += lent_to(visit, nurse, self._by_day.get(visit.day, ()))
            found += [slot.index for slot in (holding or mine)[:1]]
        return tuple(found)

    def lent_site(self, slots: Iterable[int], site: str) -> str:
        """The site of a visit that one of these slots, a home route, leads by; empty if none."""
        return site if any(self.slots[slot].is_home for slot in slots) else ""

    def meeting_site(self, one: int, other: int) -> str:
        """The site of the first slot if the second is a home route that has to lead by it."""
        own = self.slots[one]
        return "" if own.is_home or not self.slots[other].is_home else own.place

    def job_of(self, patient: str) -> int:
        """The refill to place of a patient."""
        return next(j.index for j in self.jobs if j.patient == patient and j.kept is None)

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
