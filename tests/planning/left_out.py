"""Why someone is left out, found afresh: the rules asked in order over every day and shift.

It shares no code with the planner, so that a wrong reason is found here and nowhere stops a plan.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pumpsched.planning.check.rules import CaseRules, Shift
from tests.builders.plans import Demand, Plan, PlanningCase, check_plan
from tests.builders.values import HOME, Setting


def faults(case: PlanningCase, plan: Plan) -> list[str]:
    """What the checker has against a plan, and whoever is left out for another reason."""
    return [*(finding.message for finding in check_plan(case, plan)), *misnamed(case, plan)]


def misnamed(case: PlanningCase, plan: Plan) -> list[str]:
    """Whoever a plan leaves out for another reason than the one found here."""
    left_out = LeftOut(CaseRules(case))
    demands = {demand.code: demand for demand in case.demands}
    found = ((one, left_out.of(demands[one.patient])) for one in plan.unplaced)
    return [
        f"{one.patient}: left out for {one.reason}, but it is {reason}"
        for one, reason in found
        if one.reason != reason
    ]


class LeftOut:
    """Reasons for being left out of a plan of a case."""

    def __init__(self, rules: CaseRules) -> None:
        self.rules = rules
        self._known: dict[tuple[str, date, int], list[tuple[int, int]]] = {}

    def of(self, demand: Demand) -> str:
        """The code of the first rule that leaves no slot; ``capacity`` if none does."""
        booking = self.rules.booking(demand)
        minutes = booking.minutes if booking else demand.patient.visit_minutes
        days = list(self.rules.case.days())
        day_rules: list[tuple[str, Callable[[date], bool]]] = [
            ("window", lambda day: self.rules.day_allowed(demand, day)),
            ("closed", lambda day: not self.rules.away(demand.code, day)),
            ("availability", lambda day: bool(self._gaps(demand, day, minutes))),
        ]
        for code, holds in day_rules:
            days = [day for day in days if holds(day)]
            if not days:
                return code
        shifts = [shift for day in days for shift in self.rules.shifts(day)]
        if not shifts:
            return "roster"
        return self._first_shift_rule(demand, shifts, minutes)

    def _first_shift_rule(self, demand: Demand, shifts: list[Shift], minutes: int) -> str:
        needed, family = demand.patient.nurses_needed, demand.family
        clinic_only = demand.patient.setting is Setting.CLINIC
        keeps: list[tuple[str, Callable[[Shift], bool]]] = [
            ("closed", self._is_open),
            ("setting", lambda s: not (clinic_only and s.place == HOME)),
            ("site-of-care", lambda s: s.place != HOME or self.rules.may_be_home(demand, s.day)),
            ("location", lambda s: self._way_known(demand, s)),
            ("skill", lambda s: self.rules.nurses[s.nurse].may_refill(family)),
            ("nurses", lambda s: True),
            ("roster", lambda s: self._has_time(demand, s, minutes)),
            (
                "authorization",
                lambda s: (
                    self.rules.authorized(demand, s.day) or self.rules.paper_gives_way(demand)
                ),
            ),
            ("order", lambda s: self.rules.drug_there(demand, s.day)),
        ]
        lending = [s for s in shifts if s.place == HOME and self._is_open(s)]
        lending = [s for s in lending if self.rules.nurses[s.nurse].may_refill(family)]
        for code, holds in keeps:
            shifts = [shift for shift in shifts if holds(shift)]
            if code in ("nurses", "roster") and needed > 1:
                timed = None if code == "nurses" else minutes
                shifts = [
                    s
                    for s in shifts
                    if _colleagues(s, shifts) or self._is_helped(demand, s, lending, timed)
                ]
            if not shifts:
                return code
        return "capacity"

    def _is_helped(
        self, demand: Demand, shift: Shift, lending: list[Shift], minutes: int | None
    ) -> bool:
        """Whether a nurse on the road may come to a session; with minutes, whether in time."""
        if shift.place == HOME:
            return False
        others = [s for s in lending if s.day == shift.day and s.nurse != shift.nurse]
        return any(
            minutes is None or self._has_time(demand, s, minutes, site=shift.place) for s in others
        )

    def _is_open(self, shift: Shift) -> bool:
        site_shut = shift.place != HOME and self.rules.away(shift.place, shift.day)
        return not self.rules.away(shift.nurse, shift.day) and not site_shut

    def _way_known(self, demand: Demand, shift: Shift) -> bool:
        if shift.place == HOME:
            return self.rules.travel.trip(shift.nurse, demand.code) is not None
        stays_home = demand.patient.setting is Setting.HOME
        homebound = stays_home and self.rules.may_be_home(demand, shift.day)
        return not homebound or self.rules.travel.is_located(demand.code)

    def _gaps(self, demand: Demand, day: date, minutes: int) -> list[tuple[int, int]]:
        """When a visit may start by the patient's hours and other appointments."""
        key = (demand.code, day, minutes)
        if key not in self._known:
            busy = self.rules.engaged(demand, day)
            free = {
                start
                for low, high in self.rules.free_hours(demand, day)
                for start in range(low, high - minutes + 1)
                if not any(a < start + minutes and start < b for a, b in busy)
            }
            edges = sorted(start for start in free if start - 1 not in free)
            ends = sorted(start for start in free if start + 1 not in free)
            self._known[key] = list(zip(edges, ends, strict=True))
        return self._known[key]

    def _has_time(self, demand: Demand, shift: Shift, minutes: int, site: str = "") -> bool:
        """Whether the visit alone fits what is left of the shift, or may stay as it is booked."""
        case, booking = self.rules.case, self.rules.booking(demand)
        now = case.from_minute if shift.day == case.today else 0
        grid = case.rules.start_grid_minutes
        fitting = self._starts(demand, shift, minutes, now, site)
        if any(-(-low // grid) * grid <= high for low, high in fitting):
            return True
        return booking is not None and any(
            booking.day == shift.day and low <= booking.minute <= high
            for low, high in self._starts(demand, shift, minutes, 0, site)
        )

    def _starts(
        self, demand: Demand, shift: Shift, minutes: int, now: int, site: str
    ) -> list[tuple[int, int]]:
        """When the visit alone, with both ways, may start in a shift if nobody sets out before."""
        first, last = max(shift.start, now), shift.end - minutes
        if shift.place == HOME:
            place = site or demand.code
            there = self.rules.travel.trip(shift.nurse, place)
            back = self.rules.travel.trip(place, shift.nurse)
            if there is None or back is None:
                return []
            first, last = first + there.minutes, last - back.minutes
        spans = [
            (max(first, low, opening), min(last, high, closing - minutes))
            for low, high in self._gaps(demand, shift.day, minutes)
            for opening, closing in self.rules.site_hours(site or shift.place, shift.day)
        ]
        return [(low, high) for low, high in spans if low <= high]


def _colleagues(shift: Shift, shifts: list[Shift]) -> bool:
    return any(
        (other.day, other.place) == (shift.day, shift.place) and other.nurse != shift.nurse
        for other in shifts
    )
