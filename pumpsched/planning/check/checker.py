"""The check of a plan: every rule for every visit, old and new, and every figure it reports.

It trusts no planner and shares no code with one; only the travel estimate is common. A plan with
a finding here is a bug: nothing of it may be shown or booked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pumpsched.domain.clinic import Setting, Visit, VisitKind
from pumpsched.domain.findings import EXCHANGE_DUE, Finding, Severity
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.check.routes import RouteCheck
from pumpsched.planning.check.rules import CaseRules
from pumpsched.planning.check.totals import check_totals
from pumpsched.planning.proposal import (
    CONTROLLED_AT_HOME,
    EARLY_REFILL,
    KEPT_CONFLICT,
    MOVED_TO_CLINIC,
    RUSH_ORDER,
    Plan,
    PlannedVisit,
    Unplaced,
)
from pumpsched.planning.rulebook import Constraint


def check_plan(case: PlanningCase, plan: Plan) -> list[Finding]:
    """What is wrong with a plan; empty for a sound one."""
    rules = CaseRules(case)
    routes = RouteCheck(rules, plan)
    problems = [
        *_check_span(case, plan),
        *_check_everyone(rules, plan),
        *_check_kept(rules, plan),
        *(text for visit in plan.visits if not visit.locked for text in _check_new(rules, visit)),
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
    return (
        visit.code,
        visit.patient,
        visit.day,
        visit.minute,
        visit.minutes,
        visit.setting,
        visit.site,
        visit.nurses,
        visit.kind,
    )


def _check_new(rules: CaseRules, visit: PlannedVisit) -> Iterator[str]:
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
    if visit.code != (booking.code if booking else ""):
        yield f"{where}: the booking behind it is not {visit.code}"
    if visit.moved != (booking is not None and not _is_same(booking, visit)):
        yield f"{where}: wrongly told whether it was moved"
    yield from _window_facts(visit, demand)
    expected = {*_expected_findings(visit, demand)}
    if visit.day < rules.ready_on and (booking is None or booking.day > visit.day):
        expected.add(RUSH_ORDER)
    yield from _check_codes(visit, expected)


def _is_same(booking: Visit, visit: PlannedVisit) -> bool:
    return (booking.day, booking.minute, booking.site, set(booking.nurses)) == (
        visit.day,
        visit.minute,
        visit.site,
        set(visit.nurses),
    )


def _window_facts(visit: PlannedVisit, demand: Demand | None) -> Iterator[str]:
    window = (demand.opens_on, demand.refill_by) if demand else (None, None)
    if (visit.opens_on, visit.refill_by) != window:
        yield f"{visit.patient}: the window of the visit is not the patient's"
    if visit.late != (demand is not None and visit.day > demand.refill_by):
        yield f"{visit.patient} on {visit.day}: wrongly told whether it is late"


def _expected_findings(visit: PlannedVisit, demand: Demand | None) -> Iterator[str]:
    if demand is None:
        return
    if visit.day < demand.opens_on:
        yield EARLY_REFILL
    if demand.exchange_due:
        yield EXCHANGE_DUE
    if visit.setting is Setting.HOME and demand.schedule == "II":
        yield CONTROLLED_AT_HOME
    if visit.setting is Setting.CLINIC and demand.patient.setting is Setting.HOME:
        yield MOVED_TO_CLINIC


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
    expected = {*_expected_findings(visit, demand)}
    told = any(finding.code == KEPT_CONFLICT for finding in visit.findings)
    must = rules.kept_conflict(visit, demand) or routes.is_broken_day(visit)
    if must or (told and routes.is_crowded_day(visit)):
        expected.add(KEPT_CONFLICT)
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
