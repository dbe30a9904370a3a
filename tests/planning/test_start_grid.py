"""A proposed visit starts on the grid; what people have booked keeps its minute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.clinics import Size, clinic
from tests.builders.plans import Effort, best_plan, check_plan
from tests.builders.values import PlanRules, Setting, Site, VisitKind, VisitStatus
from tests.planning.cases import (
    NEAR,
    UNPRICED,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    a_visit,
    on,
    only_visit,
    planned,
)
from tests.planning.second_checker import violations

MPLS = Site("MPLS", "Minneapolis", NEAR)


@pytest.mark.parametrize(("grid", "minute"), [(1, 486), (5, 490), (15, 495), (60, 540)])
def test_a_start_is_the_first_multiple_of_the_grid_that_the_way_allows(
    grid: int, minute: int
) -> None:
    rules = UNPRICED._replace(start_grid_minutes=grid)
    assert only_visit(a_case(rules=rules)).minute == minute


def test_hours_that_begin_off_the_grid_are_entered_at_its_next_minute() -> None:
    assert only_visit(a_case(a_demand(a_patient(hours="Fri 09:03-12:00")))).minute == 545


def test_hours_without_a_minute_of_the_grid_leave_no_slot() -> None:
    (one,) = planned(a_case(a_demand(a_patient(hours="Fri 09:01-09:48")))).unplaced
    assert one.reason == "roster"


@pytest.mark.parametrize("status", [VisitStatus.BOOKED, VisitStatus.CONFIRMED])
def test_a_visit_made_by_hand_keeps_its_minute(status: VisitStatus) -> None:
    visit = only_visit(a_case(visits=(a_visit(minute=603, status=status),)))
    assert (visit.minute, visit.moved) == (603, False)


def test_a_booked_visit_at_the_edge_of_its_hours_keeps_its_minute() -> None:
    demand = a_demand(a_patient(hours="Wed 10:03-11:00"))
    visit = only_visit(a_case(demand, visits=(a_visit(minute=603),)))
    assert (visit.minute, visit.moved) == (603, False)


def test_who_waits_for_a_chair_starts_at_the_next_minute_of_the_grid() -> None:
    session = a_nurse(roster="Fri 08:00-16:00 clinic:MPLS")
    taken = a_visit(
        "V9", patient="0009", day=on(11), minute=480, minutes=47, site="MPLS",
        nurses=(), kind=VisitKind.FOLLOWUP, status=VisitStatus.CONFIRMED,
    )  # fmt: skip
    demand = a_demand(a_patient(setting=Setting.CLINIC))
    plan = planned(a_case(demand, nurses=(session,), sites=(MPLS,), visits=(taken,)))
    assert [visit.minute for visit in plan.visits if not visit.locked] == [530]


def test_a_start_off_the_grid_is_noticed_by_both_checkers() -> None:
    case = a_case()
    plan = planned(case)
    wrong = replace(plan, visits=(replace(plan.visits[0], minute=491),))
    assert any("off the grid" in finding.message for finding in check_plan(case, wrong))
    assert any("off the grid" in text for text in violations(case, wrong))


def test_a_search_keeps_to_the_grid_and_leaves_nobody_out() -> None:
    case = clinic(Size(20, 2), seed=1, rules=PlanRules())
    plan = best_plan(case, Effort(tenths=1)).result
    assert (check_plan(case, plan), plan.unplaced) == ([], ())
