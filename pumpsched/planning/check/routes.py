"""Routes of a plan, put together afresh from its visits and compared with what it reports.

A nurse's day is broken when its visits do not fit the shifts, the ways between them, the
break or the number of visits. Only appointments that never move may stand on a broken day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pumpsched.domain.calendars import HOME
from pumpsched.domain.travel import Trip
from pumpsched.planning.check.rules import CaseRules, Shift
from pumpsched.planning.proposal import Plan, PlannedVisit, Route


@dataclass(frozen=True, slots=True)
class Tour:
    """The visits of one shift in order, the ways between them, and why they do not fit."""

    shift: Shift | None
    nurse: str
    day: date
    place: str
    visits: tuple[PlannedVisit, ...]
    ways: tuple[Trip | None, ...]

    @property
    def minutes(self) -> list[int]:
        """Minutes of each way; one that is not known counts nothing."""
        return [way.minutes if way else 0 for way in self.ways]

    @property
    def leaves(self) -> int:
        """When the nurse leaves."""
        return self.visits[0].minute - self.minutes[0]

    @property
    def back(self) -> int:
        """When the nurse is back."""
        return max(visit.end for visit in self.visits) + self.minutes[-1]

    def route(self) -> Route:
        """What the plan should report of it."""
        return Route(
            nurse=self.nurse,
            day=self.day,
            place=self.place,
            start=self.leaves,
            end=self.back,
            travel_min=sum(self.minutes),
            travel_m=sum(way.metres for way in self.ways if way),
            stops=tuple(visit.patient for visit in self.visits),
        )


class RouteCheck:
    """The tours of a plan and what is wrong with them."""

    def __init__(self, rules: CaseRules, plan: Plan) -> None:
        self.rules = rules
        self.plan = plan
        self.tours = list(self._tours())
        self.days: dict[tuple[str, date], list[Tour]] = {}
        for tour in self.tours:
            self.days.setdefault((tour.nurse, tour.day), []).append(tour)
        self.broken = {key: list(self._broken(key[0], on)) for key, on in self.days.items()}
        served = {(visit.site, visit.day) for visit in plan.visits if visit.site}
        self.crowded = {(site, day) for site, day in served if any(self._crowds(site, day))}

    def problems(self) -> Iterator[str]:
        """Everything wrong with routes, chairs and the figures of the ways."""
        for (nurse, day), reasons in self.broken.items():
            visits = [visit for tour in self.days[nurse, day] for visit in tour.visits]
            if not all(visit.locked for visit in visits):
                yield from (f"{nurse} on {day}: {reason}" for reason in reasons)
        for site, day in sorted(self.crowded):
            for there in self._crowds(site, day):
                if not all(visit.locked for visit in there):
                    yield f"{site} on {day}: {len(there)} patients at once"
        yield from self._reported_routes()
        yield from self._reported_ways()

    def is_broken_day(self, visit: PlannedVisit) -> bool:
        """Whether a nurse of the visit has a broken day."""
        return any(self.broken.get((nurse, visit.day)) for nurse in visit.nurses)

    def is_crowded_day(self, visit: PlannedVisit) -> bool:
        """Whether a nurse of the visit is that day at a site with too few chairs."""
        return any(
            (tour.place, tour.day) in self.crowded
            for nurse in visit.nurses
            for tour in self.days.get((nurse, visit.day), ())
        )

    def _tours(self) -> Iterator[Tour]:
        found: dict[tuple[str, date, str, Shift | None], list[PlannedVisit]] = {}
        for visit in self.plan.visits:
            place = visit.site or HOME
            for nurse in visit.nurses:
                shift = self._shift(nurse, visit)
                found.setdefault((nurse, visit.day, place, shift), []).append(visit)
        for (nurse, day, place, shift), visits in found.items():
            visits.sort(key=lambda visit: (visit.minute, visit.code))
            stops = [nurse, *(visit.patient for visit in visits), nurse]
            at_home = place == HOME
            ways = tuple(
                self.rules.travel.trip(a, b) if at_home else Trip(0, 0) for a, b in pairwise(stops)
            )
            yield Tour(shift, nurse, day, place, tuple(visits), ways)

    def _shift(self, nurse: str, visit: PlannedVisit) -> Shift | None:
        """The shift that holds a visit, else the nurse's first at that place, else none."""
        place = visit.site or HOME
        mine = [s for s in self.rules.shifts(visit.day) if (s.nurse, s.place) == (nurse, place)]
        holding = [s for s in mine if s.start <= visit.minute and visit.end <= s.end]
        return next(iter([*holding, *mine]), None)

    def _broken(self, nurse: str, tours: list[Tour]) -> Iterator[str]:
        for tour in tours:
            yield from self._tour_problems(tour)
        known = self.rules.nurses.get(nurse)
        most = known.max_visits if known else None
        visits = sum(len(tour.visits) for tour in tours)
        if most is not None and visits > most:
            yield f"{visits} visits, at most {most}"
        shifts = sorted((t.shift.start, t.shift.end) for t in tours if t.shift)
        if any(end > start for (_, end), (start, _) in pairwise(shifts)):
            yield "two shifts at the same time"

    def _tour_problems(self, tour: Tour) -> Iterator[str]:
        shift = tour.shift
        if shift is None:
            yield f"no shift at {tour.place}"
            return
        if None in tour.ways:
            yield "a way is not known"
        if tour.leaves < shift.start or tour.back > shift.end:
            yield f"from {tour.leaves} to {tour.back}, the shift from {shift.start} to {shift.end}"
        gaps = [
            later.minute - earlier.end - way
            for (earlier, later), way in zip(pairwise(tour.visits), tour.minutes[1:-1], strict=True)
        ]
        if any(gap < 0 for gap in gaps):
            yield "too little time between two visits"
        if not self._has_break(tour, shift, max(gaps, default=0)):
            yield "no break"

    def _has_break(self, tour: Tour, shift: Shift, longest_gap: int) -> bool:
        rules = self.rules.case.rules
        if shift.end - shift.start <= rules.break_after_minutes:
            return True
        if longest_gap >= rules.break_minutes:
            return True
        if tour.back - tour.leaves > rules.break_after_minutes:
            return False
        return max(tour.leaves - shift.start, shift.end - tour.back) >= rules.break_minutes

    def _crowds(self, site: str, day: date) -> Iterator[list[PlannedVisit]]:
        """The patients at a site at each minute that has more of them than chairs."""
        visits = [visit for visit in self.plan.visits if (visit.site, visit.day) == (site, day)]
        chairs = self.rules.site(site).chairs
        for moment in {visit.minute for visit in visits}:
            there = [visit for visit in visits if visit.minute <= moment < visit.end]
            if len(there) > chairs:
                yield there

    def _reported_routes(self) -> Iterator[str]:
        expected = Counter(tour.route() for tour in self.tours)
        found = Counter(self.plan.routes)
        for route in (expected - found).keys() | (found - expected).keys():
            yield f"{route.nurse} on {route.day}: the route reported is not that of the visits"

    def _reported_ways(self) -> Iterator[str]:
        leading: dict[int, list[Trip]] = {}
        for tour in self.tours:
            for visit, way in zip(tour.visits, tour.ways[:-1], strict=True):
                leading.setdefault(id(visit), []).append(way or Trip(0, 0))
        for visit in self.plan.visits:
            ways = leading.get(id(visit), [])
            told = (visit.travel_min, visit.travel_m)
            if told != (sum(w.minutes for w in ways), sum(w.metres for w in ways)):
                yield f"{visit.patient} on {visit.day}: the way to the visit is not {told}"
