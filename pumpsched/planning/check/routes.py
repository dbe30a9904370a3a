"""Routes of a plan, put together afresh from its visits and compared with what it reports.

A nurse's day is broken when its visits do not fit the shifts, the ways between them, the
break or the number of visits. Only appointments that never move may stand on a broken day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pumpsched.domain.travel import NO_TRIP, Trip
from pumpsched.planning.check.rules import CaseRules, crowds
from pumpsched.planning.check.tours import Tour, misfits, tours_of
from pumpsched.planning.proposal import Plan, PlannedVisit, Route


class RouteCheck:
    """The tours of a plan and what is wrong with them."""

    def __init__(self, rules: CaseRules, plan: Plan) -> None:
        self.rules = rules
        self.plan = plan
        whose: dict[tuple[str, date], list[PlannedVisit]] = {}
        for visit in plan.visits:
            for nurse in visit.nurses:
                whose.setdefault((nurse, visit.day), []).append(visit)
        self.days = {key: tours_of(rules, *key, visits) for key, visits in whose.items()}
        self.broken = {
            key: [misfit.text for misfit in misfits(rules, key[0], tours)]
            for key, tours in self.days.items()
        }
        served = {(visit.site, visit.day) for visit in plan.visits if visit.site}
        self.crowded = {(site, day) for site, day in served if any(self._crowds(site, day))}

    def problems(self) -> Iterator[str]:
        """Everything wrong with routes, chairs and the figures of the ways."""
        for (nurse, day), reasons in self.broken.items():
            visits = [visit for visit in self.plan.visits if visit.day == day]
            if not all(visit.locked for visit in visits if nurse in visit.nurses):
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

    def _crowds(self, site: str, day: date) -> Iterator[list[PlannedVisit]]:
        """The patients at a site at each minute that has more of them than chairs."""
        visits = [visit for visit in self.plan.visits if (visit.site, visit.day) == (site, day)]
        return crowds(visits, self.rules.site(site).chairs)

    def _tours(self) -> Iterator[Tour]:
        for tours in self.days.values():
            yield from tours

    def _reported_routes(self) -> Iterator[str]:
        expected = Counter(map(_route, self._tours()))
        found = Counter(self.plan.routes)
        for route in (expected - found).keys() | (found - expected).keys():
            yield f"{route.nurse} on {route.day}: the route reported is not that of the visits"

    def _reported_ways(self) -> Iterator[str]:
        leading: dict[int, list[Trip]] = {}
        for tour in self._tours():
            for stop, way in zip(tour.visits, tour.ways[:-1], strict=True):
                leading.setdefault(id(stop), []).append(way or NO_TRIP)
        for visit in self.plan.visits:
            ways = leading.get(id(visit), [])
            told = (visit.travel_min, visit.travel_m)
            if told != (sum(w.minutes for w in ways), sum(w.metres for w in ways)):
                yield f"{visit.patient} on {visit.day}: the way to the visit is not {told}"


def _route(tour: Tour) -> Route:
    """What the plan should report of a tour."""
    return Route(
        nurse=tour.nurse,
        day=tour.day,
        place=tour.place,
        start=tour.leaves,
        end=tour.back,
        travel_min=sum(tour.minutes),
        travel_m=sum(way.metres for way in tour.ways if way),
        stops=tuple(visit.patient for visit in tour.visits),
    )
