"""The planner against what a careful person does by hand, in one run."""

from __future__ import annotations

import pytest

from tests.benchmarks.clinics import MIDDLE, SMALL, Size, clinic
from tests.benchmarks.rule_of_thumb import plan_by_rule_of_thumb
from tests.builders.plans import PlanningProblem, best_fit, opening, plan_of
from tests.effort import some
from tests.planning.cases import planned


@pytest.mark.campaign
@pytest.mark.parametrize(("size", "most"), some([(SMALL, 0.75), (MIDDLE, 0.65)], short=1))
def test_a_plan_costs_far_less_than_the_rule_of_thumb(size: Size, most: float) -> None:
    case = clinic(size, seed=1)
    by_hand, plan = plan_by_rule_of_thumb(case), planned(case)
    assert plan.totals.unplaced <= by_hand.totals.unplaced
    assert plan.totals.cost_min < most * by_hand.totals.cost_min


def test_tidying_never_costs_more_than_best_fit_alone() -> None:
    case = clinic(SMALL, seed=2)
    alone = plan_of(best_fit(opening(PlanningProblem(case))))
    assert planned(case).totals.cost_min <= alone.totals.cost_min
