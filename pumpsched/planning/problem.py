"""A planning problem: a case with all that is looked up in it again and again, computed once."""

from __future__ import annotations

from datetime import date

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Visit
from pumpsched.domain.travel import Travel
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.eligibility import Eligibility, EligibleSlots
from pumpsched.planning.jobs import SCALE, Job, Slot, jobs_of, slots_of

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


class PlanningProblem:
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
