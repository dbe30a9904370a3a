"""A price on the last working days of a window: what it costs, and what it does to a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.benchmarks.clinics import Size, clinic
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Effort, Plan, PlanningCase, best_plan, plan_visits
from tests.builders.values import Closure, PlanRules, Practice, WorkingDays
from tests.effort import tries
from tests.planning.cases import UNPRICED, a_case, a_demand, a_nurse, on, only_visit, planned
from tests.planning.left_out import faults

PRICED = PlanRules(price_last_days=20, reserve_days=3)
"""20, 13 and 6 minutes on the last three working days."""


def on_one_day(weekday: str, **changes: object) -> PlanningCase:
    """A window from Monday 7 to Friday 11 December, and a nurse on one day of the week."""
    nurse = a_nurse(roster=f"{weekday} 08:00-16:00 home")
    return a_case(**{"nurses": (nurse,), "rules": PRICED, **changes})


@pytest.mark.parametrize(
    ("weekday", "minutes"), [("Fri", 20), ("Thu", 13), ("Wed", 6), ("Tue", 0), ("Mon", 0)]
)
def test_each_working_day_left_takes_a_share_off_rounded_down(weekday: str, minutes: int) -> None:
    assert planned(on_one_day(weekday)).totals.cost["last_days"] == minutes


@pytest.mark.parametrize(
    ("weekday", "refill_by", "minutes"), [("Fri", on(13), 20), ("Thu", on(13), 13)]
)
def test_a_weekend_leaves_no_time(weekday: str, refill_by: date, minutes: int) -> None:
    case = on_one_day(weekday, demands=(a_demand(refill_by=refill_by),))
    assert planned(case).totals.cost["last_days"] == minutes


def test_a_day_closed_for_all_leaves_no_time() -> None:
    shut = (Closure("all", on(11), on(11), "shut"),)
    case = on_one_day("Thu", closures=shut, working=WorkingDays(closures=shut))
    assert planned(case).totals.cost["last_days"] == 20


def test_a_late_visit_costs_it_in_full_like_one_on_the_last_day() -> None:
    late = a_demand(opens_on=date(2026, 11, 16), refill_by=date(2026, 11, 27))
    totals = planned(a_case(late, rules=PRICED)).totals
    assert (totals.late, totals.cost["last_days"]) == (1, 20)


def test_without_a_price_a_plan_takes_the_last_day_and_with_one_it_leaves_time() -> None:
    assert only_visit(a_case(rules=UNPRICED)).day == on(11)
    dear = PlanRules(price_last_days=60, reserve_days=2)
    assert only_visit(a_case(rules=dear)).day == on(9)


@pytest.mark.parametrize("seed", range(4))
def test_without_a_price_nothing_costs_or_plans_otherwise(seed: int) -> None:
    case = mixed_clinic(seed)
    case = replace(case, rules=case.rules._replace(price_last_days=0))
    plan = plan_visits(case)
    assert plan.totals.cost["last_days"] == 0
    assert plan_visits(replace(case, rules=case.rules._replace(reserve_days=30))) == plan


def checked(case: PlanningCase, plan: Plan) -> Plan:
    assert faults(case, plan) == []
    return plan


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=3, full=8)))
def test_planner_and_checker_agree_on_the_price_in_any_clinic(seed: int) -> None:
    case = mixed_clinic(seed)
    rules = case.rules._replace(price_last_days=7 + 13 * seed, reserve_days=1 + seed % 5)
    case = replace(case, rules=rules)
    quick = checked(case, plan_visits(case)).totals
    searched = checked(case, best_plan(case, Effort(seed, 1)).result).totals
    assert quick.cost["last_days"] > 0
    assert searched.cost_min <= quick.cost_min


def test_a_price_moves_visits_off_the_last_days_of_a_whole_clinic() -> None:
    case = clinic(Size(40, 2), seed=1)
    priced = replace(case, rules=case.rules._replace(price_last_days=40))
    off, on_ = (
        sum(visit.day == visit.refill_by for visit in plan_visits(each).visits)
        for each in (priced, case)
    )
    assert off < on_ / 2


@pytest.mark.parametrize(
    ("weekday", "minutes"), [("Fri", 40), ("Thu", 26), ("Wed", 13), ("Tue", 0)]
)
def test_as_shipped_the_last_three_working_days_cost_40_26_and_13_minutes(
    weekday: str, minutes: int
) -> None:
    shipped = on_one_day(weekday, rules=PlanRules.of(Practice.of({})))
    assert planned(shipped).totals.cost["last_days"] == minutes


def test_a_practice_sets_it_or_takes_it_away() -> None:
    assert PlanRules.of(Practice.of({"price_last_days": "0"})).price_last_days == 0
    rules = PlanRules.of(Practice.of({"price_last_days": "25", "reserve_days": "4"}))
    assert (rules.price_last_days, rules.reserve_days) == (25, 4)
