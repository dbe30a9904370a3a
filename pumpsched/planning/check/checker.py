"""The check of a plan: every rule for every visit, old and new, and every figure it reports.

It trusts no planner and shares no code with one; only the travel estimate is common. Totals are
counted afresh from visits, routes and those left out. A plan with a finding here is a bug: nothing
of it may be shown or booked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from pumpsched.domain import findings
from pumpsched.domain.clinic import Setting, Visit, VisitKind
from pumpsched.domain.findings import EXCHANGE_DUE, Finding, Severity
from pumpsched.domain.travel import NO_TRIP, Trip
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.check.rules import CaseRules, crowds
from pumpsched.planning.check.tours import Tour, misfits, tours_of
from pumpsched.planning.check.urgency import comes_second, kept_waiting
from pumpsched.planning.proposal import COST_PARTS, Plan, PlannedVisit, Route, Unplaced, Workload
from pumpsched.planning.rulebook import Constraint


def check_plan(case: PlanningCase, plan: Plan) -> list[Finding]:
    """What is wrong with a plan; empty for a sound one."""
    rules = CaseRules(case)
    routes = RouteCheck(rules, plan)
    problems = [
        *_check_span(case, plan),
        *_check_everyone(rules, plan),
        *_check_kept(rules, plan),
        *(
            text
            for visit in plan.visits
            if not visit.locked
            for text in _check_new(rules, routes, visit)
        ),
        *(text for visit in plan.visits if visit.locked for text in _locked(rules, routes, visit)),
        *(text for one in plan.unplaced for text in _check_left_out(rules, one)),
        *routes.problems(),
        *check_totals(case, plan),
    ]
    return [Finding("unsound-plan", Severity.URGENT, text) for text in problems]


def _check_span(case: PlanningCase, plan: Plan) -> Iterator[str]:
    if (plan.first, plan.last) != (case.first, case.last):
        yield f"the plan is for {plan.first} to {plan.last}, not {case.first} to {case.last}"


def _check_everyone(rules: CaseRules, plan: Plan) -> Iterator[str]:
    """Everyone due is planned or left out with a reason, once; nobody else is."""
    answered = Counter(visit.patient for visit in plan.visits if not visit.locked)
    answered.update(one.patient for one in plan.unplaced)
    expected = Counter(demand.code for demand in rules.to_place())
    for patient in sorted({*answered, *expected}):
        if answered[patient] != expected[patient]:
            yield f"{patient} is answered {answered[patient]} times, not {expected[patient]}"


def _check_kept(rules: CaseRules, plan: Plan) -> Iterator[str]:
    """Appointments that planning never moves stand in the plan as they are, and no others."""
    expected = Counter(_facts_of(visit) for visit in rules.kept())
    found = Counter(_facts_of(visit) for visit in plan.visits if visit.locked)
    for facts in (expected - found).keys() | (found - expected).keys():
        yield f"the appointment {facts[0]} of {facts[1]} on {facts[2]} is not as it was"


def _facts_of(visit: Visit | PlannedVisit) -> tuple[object, ...]:
    where, when = (visit.setting, visit.site), (visit.day, visit.minute, visit.minutes)
    return (visit.code, visit.patient, *when, *where, visit.nurses, visit.kind)


def _check_visit(rules: CaseRules, routes: RouteCheck, visit: PlannedVisit) -> Iterator[str]:
    return (_locked if visit.locked else _check_new)(rules, routes, visit)


def _check_new(rules: CaseRules, routes: RouteCheck, visit: PlannedVisit) -> Iterator[str]:
    demand = rules.demands.get(visit.patient)
    if demand is None:
        yield f"{visit.patient} has no window"
        return
    booking = rules.booking(demand)
    where = f"{visit.patient} on {visit.day}"
    for reason in rules.broken_by(visit, demand, booking):
        yield f"{where}: the rule {reason} is broken"
    if visit.kind is not VisitKind.REFILL:
        yield f"{where}: not a refill"
    if visit.minutes != (booking.minutes if booking else demand.patient.visit_minutes):
        yield f"{where}: {visit.minutes} minutes are not what the visit takes"
    if (visit.setting is Setting.HOME) != (visit.site == "") or visit.setting is Setting.EITHER:
        yield f"{where}: the setting {visit.setting} does not go with the site"
    if not _is_on_grid(rules, visit, booking):
        yield f"{where}: starts off the grid, at minute {visit.minute}"
    if visit.code != (booking.code if booking else ""):
        yield f"{where}: the booking behind it is not {visit.code}"
    if visit.moved != (booking is not None and not _is_same(booking, visit)):
        yield f"{where}: wrongly told whether it was moved"
    yield from _window_facts(visit, demand)
    expected = {*_expected_findings(rules, routes, visit, demand)}
    is_held_up = visit.day > demand.refill_by and demand.awaits_drug_on(demand.refill_by)
    if is_held_up or rules.is_rushed(demand, visit.day):
        expected.add(findings.RUSH_ORDER)
    yield from _check_codes(visit, expected)


def _is_on_grid(rules: CaseRules, visit: PlannedVisit, booking: Visit | None) -> bool:
    """Whether a proposed start is a multiple of the grid, or the minute that was booked."""
    if booking is not None and booking.minute == visit.minute:
        return True
    return visit.minute % rules.case.rules.start_grid_minutes == 0


def _is_same(booking: Visit, visit: PlannedVisit) -> bool:
    before = (booking.day, booking.minute, booking.site, set(booking.nurses))
    return before == (visit.day, visit.minute, visit.site, set(visit.nurses))


def _window_facts(visit: PlannedVisit, demand: Demand | None) -> Iterator[str]:
    window = (demand.opens_on, demand.refill_by) if demand else (None, None)
    if (visit.opens_on, visit.refill_by) != window:
        yield f"{visit.patient}: the window of the visit is not the patient's"
    if visit.late != (demand is not None and visit.day > demand.refill_by):
        yield f"{visit.patient} on {visit.day}: wrongly told whether it is late"


def _expected_findings(
    rules: CaseRules, routes: RouteCheck, visit: PlannedVisit, demand: Demand | None
) -> Iterator[str]:
    if demand is None:
        return
    if demand.is_empty_on(visit.day):
        yield findings.AFTER_EMPTY
    if routes.comes_second(visit):
        yield findings.COMES_SECOND
    if not rules.authorized(demand, visit.day, moving=visit.code):
        yield findings.UNAUTHORIZED
    if visit.day < demand.opens_on:
        yield findings.EARLY_REFILL
    if demand.exchange_due:
        yield EXCHANGE_DUE
    if visit.setting is Setting.HOME and demand.schedule == "II":
        yield findings.CONTROLLED_AT_HOME
    if visit.setting is Setting.CLINIC and demand.patient.setting is Setting.HOME:
        yield findings.MOVED_TO_CLINIC


def _check_codes(visit: PlannedVisit, expected: set[str]) -> Iterator[str]:
    found = [finding.code for finding in visit.findings]
    if sorted(found) != sorted(expected):
        yield f"{visit.patient} on {visit.day}: findings {found}, expected {sorted(expected)}"


def _locked(rules: CaseRules, routes: RouteCheck, visit: PlannedVisit) -> Iterator[str]:
    """An appointment that stays whatever the rules say is told to be in conflict if it is."""
    demand = rules.demands.get(visit.patient) if visit.kind is VisitKind.REFILL else None
    yield from _window_facts(visit, demand)
    if visit.moved:
        yield f"{visit.patient} on {visit.day}: locked and yet moved"
    expected = {*_expected_findings(rules, routes, visit, demand)}
    told = any(finding.code == findings.KEPT_CONFLICT for finding in visit.findings)
    must = rules.kept_conflict(visit, demand) or routes.is_broken_day(visit)
    if must or (told and routes.is_crowded_day(visit)):
        expected.add(findings.KEPT_CONFLICT)
    yield from _check_codes(visit, expected)


def _check_left_out(rules: CaseRules, one: Unplaced) -> Iterator[str]:
    """That the deadline and a known reason are given; which one stops no plan."""
    demand = rules.demands.get(one.patient)
    if demand is None:
        yield f"{one.patient} is left out and has no window"
        return
    if one.refill_by != demand.refill_by:
        yield f"{one.patient}: left out with another deadline than the patient's"
    if not one.detail.strip():
        yield f"{one.patient}: left out without a word"
    if one.reason not in set(Constraint):
        yield f"{one.patient}: left out for {one.reason}, which is no reason"


def check_totals(case: PlanningCase, plan: Plan) -> Iterator[str]:
    """Each figure of the totals that the plan does not bear out."""
    totals = plan.totals
    counted = {
        "travel_min": sum(route.travel_min for route in plan.routes),
        "travel_m": sum(route.travel_m for route in plan.routes),
        "overtime_min": _overtime(case, plan),
        "visits": len(plan.visits),
        "late": len([visit for visit in plan.visits if visit.late]),
        "unplaced": len(plan.unplaced),
        "moved": len([visit for visit in plan.visits if visit.moved]),
        "booked": len([visit for visit in plan.visits if visit.code and not visit.locked]),
    }
    counted |= _continuity(case, plan)
    for name, value in counted.items():
        if getattr(totals, name) != value:
            yield f"{name} is {getattr(totals, name)}, counted {value}"
    yield from _check_loads(plan)
    prices = _prices(case, plan)
    if set(totals.cost) != set(COST_PARTS):
        yield f"the parts of the cost are {sorted(totals.cost)}"
    for part, exact in prices.items():
        value = -(-exact.numerator // exact.denominator)
        if totals.cost.get(part) != value:
            yield f"the cost of {part} is {totals.cost.get(part)}, counted {value}"


def _continuity(case: PlanningCase, plan: Plan) -> dict[str, int]:
    """How many refills have a usual nurse, and how many that nurse makes."""
    usual = {d.code: d.patient.preferred_nurse or d.last_nurse for d in case.demands}
    known = [
        usual[visit.patient] in visit.nurses
        for visit in plan.visits
        if visit.kind is VisitKind.REFILL and visit.nurses and usual.get(visit.patient)
    ]
    return {"with_usual": len(known), "by_usual": known.count(True)}


def _check_loads(plan: Plan) -> Iterator[str]:
    """Each nurse's work that the routes do not bear out."""
    days: dict[str, Counter[date]] = {}
    for route in plan.routes:
        days.setdefault(route.nurse, Counter())[route.day] += route.end - route.start
    loads = plan.totals.loads
    if [load.nurse for load in loads] != sorted(days):
        yield f"the work is told of {[load.nurse for load in loads]}, done by {sorted(days)}"
        return
    everyone = [minutes for own in days.values() for minutes in own.values()]
    for nurse, load in zip(("", *sorted(days)), (plan.totals.load, *loads), strict=True):
        worked = sorted(days[nurse].values() if nurse else everyone) or [0]
        routes = [route for route in plan.routes if nurse in ("", route.nurse)]
        found = Workload(
            nurse=nurse,
            days=len(worked) if routes else 0,
            visits=sum(len(route.stops) for route in routes),
            travel_min=sum(route.travel_min for route in routes),
            work_min=sum(worked),
            least_min=worked[0],
            median_min=(worked[(len(worked) - 1) // 2] + worked[len(worked) // 2]) // 2,
            most_min=worked[-1],
        )
        if load != found:
            yield f"the work of {nurse or 'all nurses'} is {load}, counted {found}"


def _overtime(case: PlanningCase, plan: Plan) -> int:
    days: Counter[tuple[str, date]] = Counter()
    for route in plan.routes:
        days[route.nurse, route.day] += route.end - route.start
    return sum(max(0, worked - case.rules.regular_minutes) for worked in days.values())


def _prices(case: PlanningCase, plan: Plan) -> dict[str, Fraction]:
    """Every part of the cost, exact."""
    rules = case.rules
    prices, known = dict.fromkeys(COST_PARTS, Fraction(0)), CaseRules(case)
    prices["travel"] += rules.price_travel * sum(route.travel_min for route in plan.routes)
    prices["overtime"] += rules.price_overtime * _overtime(case, plan)
    windows = {demand.code: demand for demand in case.demands}
    for visit in plan.visits:
        demand = windows.get(visit.patient)
        prices["moved"] += rules.price_moved * visit.moved
        if demand is None or visit.kind is not VisitKind.REFILL:
            continue
        weight = max(1, 6 - demand.rank)
        ahead = (demand.refill_by - visit.day).days
        interval = max(1, (demand.refill_by - demand.filled_on).days)
        if ahead > 0:
            prices["early"] += Fraction(ahead * (visit.minutes + rules.price_early_extra), interval)
        else:
            prices["late"] += -ahead * weight * rules.price_late_day
        prices["last_days"] += _price_of_little_room(case, visit.day, demand.refill_by)
        usual = demand.patient.preferred_nurse or demand.last_nurse
        if usual and visit.nurses and usual not in visit.nurses:
            prices["other_nurse"] += rules.price_other_nurse
        if demand.patient.setting is Setting.HOME and visit.setting is Setting.CLINIC:
            prices["home_in_clinic"] += rules.price_home_in_clinic
        if not known.authorized(demand, visit.day, moving=visit.code):
            prices["unauthorized"] += rules.price_unauthorized
    for one in plan.unplaced:
        demand = windows.get(one.patient)
        if demand is not None:
            days = max(0, (case.last - demand.refill_by).days + 1)
            weight = max(1, 6 - demand.rank)
            prices["left_out"] += weight * (days * rules.price_late_day + rules.price_left_out)
    return prices


def _price_of_little_room(case: PlanningCase, day: date, refill_by: date) -> int:
    """The price of a visit by how many working days are left of its window for a second one."""
    ahead = [day + timedelta(days=1 + n) for n in range((refill_by - day).days)]
    used = case.rules.reserve_days - sum(map(case.working.is_open, ahead))
    return max(0, used * case.rules.price_last_days // case.rules.reserve_days)


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
        yield from kept_waiting(self.rules, self._tours())
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

    def comes_second(self, visit: PlannedVisit) -> bool:
        """Whether an urgent visit stands behind one that could wait in a day of its nurses."""
        mine = (self.days[nurse, visit.day] for nurse in visit.nurses)
        return any(comes_second(self.rules, tours, visit) for tours in mine)

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
