"""The checker objects to every plan with one thing wrong, and to none that is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from pumpsched.planning.proposal import COST_PARTS
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import (
    Constraint,
    Plan,
    PlannedVisit,
    PlanningCase,
    Totals,
    Workload,
    check_plan,
    plan_visits,
)
from tests.builders.values import (
    Authorization,
    Closure,
    Finding,
    Setting,
    Severity,
    VisitKind,
    WorkingDays,
)
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on

SEEDS = range(5)
DAY = timedelta(days=1)
STRANGE = Finding("strange", Severity.INFO, "nobody said so")

VISIT_CORRUPTIONS: dict[str, Callable[[PlannedVisit], object]] = {
    "patient": lambda visit: "nobody",
    "day": lambda visit: visit.day + DAY,
    "minute": lambda visit: 3,
    "minutes": lambda visit: visit.minutes + 1,
    "setting": lambda visit: Setting.CLINIC if visit.setting is Setting.HOME else Setting.HOME,
    "site": lambda visit: "" if visit.site else "EAST",
    "nurses": lambda visit: ("N1",) if visit.nurses != ("N1",) else ("N2",),
    "refill_by": lambda visit: (visit.refill_by or on(1)) + DAY,
    "opens_on": lambda visit: None if visit.opens_on else on(1),
    "travel_min": lambda visit: visit.travel_min + 1,
    "travel_m": lambda visit: visit.travel_m + 1,
    "locked": lambda visit: not visit.locked,
    "late": lambda visit: not visit.late,
    "moved": lambda visit: not visit.moved,
    "code": lambda visit: "X1",
    "kind": lambda visit: VisitKind.TRIAL,
    "findings": lambda visit: (*visit.findings, STRANGE),
}


@pytest.fixture(scope="module")
def plans() -> list[tuple[PlanningCase, Plan]]:
    cases = [mixed_clinic(seed) for seed in SEEDS]
    return [(case, plan_visits(case)) for case in cases]


def test_a_sound_plan_has_no_finding(plans: list[tuple[PlanningCase, Plan]]) -> None:
    assert [check_plan(case, plan) for case, plan in plans] == [[] for _ in plans]


def test_every_field_of_a_visit_can_be_corrupted_here() -> None:
    assert set(VISIT_CORRUPTIONS) == {field.name for field in fields(PlannedVisit)}


@pytest.mark.parametrize("name", VISIT_CORRUPTIONS)
def test_a_visit_with_one_field_wrong_is_objected_to(
    name: str, plans: list[tuple[PlanningCase, Plan]]
) -> None:
    for case, plan in plans:
        for i, visit in enumerate(plan.visits):
            wrong = replace(visit, **{name: VISIT_CORRUPTIONS[name](visit)})  # type: ignore[arg-type]
            visits = (*plan.visits[:i], wrong, *plan.visits[i + 1 :])
            assert check_plan(case, replace(plan, visits=visits)), (name, visit)


def test_a_finding_left_out_is_objected_to(plans: list[tuple[PlanningCase, Plan]]) -> None:
    for case, plan in plans:
        for i, visit in enumerate(plan.visits):
            if visit.findings:
                wrong = replace(visit, findings=visit.findings[1:])
                visits = (*plan.visits[:i], wrong, *plan.visits[i + 1 :])
                assert check_plan(case, replace(plan, visits=visits)), visit


def test_anything_dropped_or_doubled_is_objected_to(
    plans: list[tuple[PlanningCase, Plan]],
) -> None:
    for case, plan in plans:
        for name in ("visits", "unplaced", "routes"):
            kept: tuple[object, ...] = getattr(plan, name)
            for i in range(len(kept)):
                for wrong in ((*kept[:i], *kept[i + 1 :]), (*kept, kept[i])):
                    changed = replace(plan, **{name: wrong})  # type: ignore[arg-type]
                    assert check_plan(case, changed), (name, kept[i])


def test_a_route_with_one_field_wrong_is_objected_to(
    plans: list[tuple[PlanningCase, Plan]],
) -> None:
    for case, plan in plans:
        for i, route in enumerate(plan.routes):
            for wrong in (
                replace(route, nurse="N9"),
                replace(route, day=route.day + DAY),
                replace(route, place="NOWHERE"),
                replace(route, start=route.start + 1),
                replace(route, end=route.end + 1),
                replace(route, travel_min=route.travel_min + 1),
                replace(route, travel_m=route.travel_m + 1),
                replace(route, stops=("nobody", *route.stops[1:])),
            ):
                routes = (*plan.routes[:i], wrong, *plan.routes[i + 1 :])
                assert check_plan(case, replace(plan, routes=routes)), wrong


def test_someone_left_out_with_one_field_wrong_is_objected_to(
    plans: list[tuple[PlanningCase, Plan]],
) -> None:
    for case, plan in plans:
        for i, one in enumerate(plan.unplaced):
            for wrong in (
                replace(one, patient="nobody"),
                replace(one, reason="tea"),
                replace(one, detail=" "),
                replace(one, refill_by=one.refill_by + DAY),
            ):
                unplaced = (*plan.unplaced[:i], wrong, *plan.unplaced[i + 1 :])
                assert check_plan(case, replace(plan, unplaced=unplaced)), wrong


def test_another_reason_for_being_left_out_stops_no_plan(
    plans: list[tuple[PlanningCase, Plan]],
) -> None:
    for case, plan in plans:
        for reason in Constraint:
            unplaced = tuple(replace(one, reason=reason) for one in plan.unplaced)
            assert check_plan(case, replace(plan, unplaced=unplaced)) == []


def wrong_loads(load: Workload) -> Iterator[Workload]:
    yield replace(load, nurse=f"{load.nurse}9")
    for field in fields(Workload):
        if field.name != "nurse":
            more: dict[str, Any] = {field.name: getattr(load, field.name) + 1}
            yield replace(load, **more)


def wrong_totals(totals: Totals) -> Iterator[Totals]:
    for field in fields(Totals):
        if field.name not in ("cost", "load", "loads"):
            more: dict[str, Any] = {field.name: getattr(totals, field.name) + 1}
            yield replace(totals, **more)
    yield from (replace(totals, load=wrong) for wrong in wrong_loads(totals.load))
    for i, load in enumerate(totals.loads):
        yield replace(totals, loads=(*totals.loads[:i], *totals.loads[i + 1 :]))
        for wrong in wrong_loads(load):
            yield replace(totals, loads=(*totals.loads[:i], wrong, *totals.loads[i + 1 :]))
    for part in COST_PARTS:
        yield replace(totals, cost={**totals.cost, part: totals.cost[part] + 1})
    yield replace(totals, cost={})
    yield replace(totals, cost={**totals.cost, "tea": 0})


def test_a_wrong_total_is_objected_to(plans: list[tuple[PlanningCase, Plan]]) -> None:
    for case, plan in plans:
        for wrong in wrong_totals(plan.totals):
            assert check_plan(case, replace(plan, totals=wrong)), wrong


def test_a_plan_for_another_span_is_objected_to(plans: list[tuple[PlanningCase, Plan]]) -> None:
    case, plan = plans[0]
    assert check_plan(case, replace(plan, first=plan.first + DAY))
    assert check_plan(case, replace(plan, last=plan.last + DAY))


def clinic_case() -> PlanningCase:
    """Two patients on one nurse's Friday route, one of them with little time."""
    patients = (
        a_patient("0001", hours="Fri 09:00-10:00"),
        a_patient("0002", hours="Mon-Fri 08:00-12:00"),
    )
    demands = tuple(
        a_demand(patient, opens_on=on(11), schedule="II", last_nurse="N1") for patient in patients
    )
    return a_case(*demands)


def with_nurse(case: PlanningCase, **changes: object) -> PlanningCase:
    return replace(case, nurses=(case.nurses[0]._replace(**changes),))  # type: ignore[arg-type]


TIGHTER: dict[str, Callable[[PlanningCase], PlanningCase]] = {
    "window": lambda case: replace(
        case, demands=(replace(case.demands[0], refill_by=on(10)), case.demands[1])
    ),
    "holiday": lambda case: replace(
        case, working=WorkingDays(closures=(Closure("all", on(11), on(11)),))
    ),
    "nurse away": lambda case: replace(case, closures=(Closure("N1", on(11), on(11)),)),
    "patient away": lambda case: replace(case, closures=(Closure("0001", on(11), on(11)),)),
    "availability": lambda case: replace(
        case,
        demands=(
            replace(case.demands[0], patient=a_patient("0001", hours="Fri 14:00-15:00")),
            case.demands[1],
        ),
    ),
    "setting": lambda case: replace(
        case,
        demands=(
            case.demands[0],
            replace(case.demands[1], patient=a_patient("0002", setting=Setting.CLINIC)),
        ),
    ),
    "site of care": lambda case: replace(case, rules=case.rules._replace(home_controlled="no")),
    "skill": lambda case: with_nurse(case, skills=("PROMETRA",)),
    "two nurses": lambda case: replace(
        case,
        demands=(
            case.demands[0],
            replace(case.demands[1], patient=a_patient("0002", nurses_needed=2)),
        ),
    ),
    "roster": lambda case: with_nurse(case, roster=a_nurse(roster="Fri 08:00-09:30 home").roster),
    "most visits": lambda case: with_nurse(case, max_visits=1),
    "authorization": lambda case: replace(
        case, authorizations=(Authorization("0002", "PA-1", visits=0),)
    ),
    "order": lambda case: replace(
        case,
        rules=case.rules._replace(order_lead_days=12),
        demands=tuple(replace(d, refill_by=on(18)) for d in case.demands),
    ),
    "slower roads": lambda case: replace(
        case, rules=case.rules._replace(speed_kmh=case.rules.speed_kmh / 2)
    ),
    "another visit": lambda case: replace(
        case, visits=(a_visit("V9", patient="0009", day=on(11)),)
    ),
    "longer visits": lambda case: replace(
        case,
        demands=(case.demands[0], replace(case.demands[1], patient=a_patient("0002", minutes=60))),
    ),
    "a break sooner": lambda case: replace(
        case,
        nurses=(a_nurse(roster="Fri 08:00-11:15 home"),),
        rules=case.rules._replace(break_after_minutes=60, break_minutes=100),
    ),
}


def test_the_plan_they_are_measured_against_is_sound() -> None:
    case = clinic_case()
    plan = plan_visits(case)
    assert (check_plan(case, plan), plan.unplaced) == ([], ())


@pytest.mark.parametrize("name", TIGHTER)
def test_a_plan_is_unsound_under_a_tighter_rule(name: str) -> None:
    case = clinic_case()
    assert check_plan(TIGHTER[name](case), plan_visits(case))
