"""What a plan is: visits, routes, who is left out and why, and what it costs.

Made by the planner, judged by :mod:`pumpsched.planning.check.checker`. Clock times are minutes
after midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pumpsched.domain.clinic import Setting, Visit, VisitKind
from pumpsched.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of a plan.

    Attributes:
        code: The booked or confirmed visit it is, or that it moves; empty for a new one.
        travel_min, travel_m: The leg that leads to it, summed over its nurses.
        locked: Whether planning never moves it.
        late: Whether it comes after ``refill_by``.
        moved: Whether it was booked for another time, place or nurse.
        refill_by, opens_on: The patient's window; None where there is none.
    """

    patient: str
    day: date
    minute: int
    minutes: int
    setting: Setting
    site: str
    nurses: tuple[str, ...]
    refill_by: date | None
    opens_on: date | None
    travel_min: int = 0
    travel_m: int = 0
    locked: bool = False
    late: bool = False
    moved: bool = False
    code: str = ""
    kind: VisitKind = VisitKind.REFILL
    findings: tuple[Finding, ...] = ()

    @property
    def end(self) -> int:
        """Minute of the day at which it ends."""
        return self.minute + self.minutes

    def booked(self, code: str) -> Visit:
        """The appointment it becomes, under that code."""
        return Visit(
            code=code,
            patient=self.patient,
            kind=self.kind,
            day=self.day,
            minute=self.minute,
            minutes=self.minutes,
            setting=self.setting,
            site=self.site,
            nurses=self.nurses,
        )


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Someone the plan leaves out: the first rule that left no slot, and a sentence about it."""

    patient: str
    reason: str
    detail: str
    refill_by: date


@dataclass(frozen=True, slots=True)
class Route:
    """A nurse's day at one place: ``home`` or a site; from leaving the base to being back.

    In the clinic ``start`` and ``end`` are those of the first and last visit.
    """

    nurse: str
    day: date
    place: str
    start: int
    end: int
    travel_min: int
    travel_m: int
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """What a plan asks of a nurse, or of all of them together.

    Attributes:
        nurse: The code; empty for all nurses together.
        days: Nurse-days with at least one visit.
        visits: Visits made; one that needs two nurses counts for each of them.
        least_min, median_min, most_min: Minutes of the shortest, the middle and the longest day;
            between two middle ones the mean, rounded down. Nothing on no day.
    """

    nurse: str = ""
    days: int = 0
    visits: int = 0
    travel_min: int = 0
    work_min: int = 0
    least_min: int = 0
    median_min: int = 0
    most_min: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a plan and every part of its cost [minutes].

    ``cost_min`` is the sum of the parts; the share of visits brought forward is rounded up once.

    Attributes:
        booked: Visits that were booked and that planning could move; ``moved`` are some of them.
        with_usual: Refills of patients with a usual nurse.
        by_usual: Those of them to which that nurse comes.
        load: The work of all nurses together; ``loads`` that of each who has any, by code.
    """

    travel_min: int
    travel_m: int
    overtime_min: int
    visits: int
    late: int
    unplaced: int
    moved: int
    cost: Mapping[str, int] = field(default_factory=dict)
    booked: int = 0
    with_usual: int = 0
    by_usual: int = 0
    load: Workload = Workload()
    loads: tuple[Workload, ...] = ()

    @property
    def cost_min(self) -> int:
        """The whole cost."""
        return sum(self.cost.values())


COST_PARTS = (
    "travel",
    "overtime",
    "other_nurse",
    "early",
    "last_days",
    "home_in_clinic",
    "unauthorized",
    "moved",
    "late",
    "left_out",
)
"""The keys of :attr:`Totals.cost`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal: visits by day and time, who is left out, the routes, and what it costs."""

    first: date
    last: date
    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[Unplaced, ...]
    routes: tuple[Route, ...]
    totals: Totals
