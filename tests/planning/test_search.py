"""The search: repeatable wherever it runs, never worse than what it began with, always legal."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from pumpsched.planning.search.search import WIDE, Ending
from tests.benchmarks.clinics import Size, clinic
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import (
    Effort,
    InProcess,
    Plan,
    PlanningCase,
    best_plan,
    executor_for,
    plan_visits,
)
from tests.builders.values import Closure
from tests.effort import tries
from tests.planning.booking import booked
from tests.planning.brute_force import cheapest
from tests.planning.left_out import faults
from tests.planning.second_checker import violations
from tests.planning.tiny import tiny_clinic

pytest.importorskip("pyvrp", reason="the search needs PyVRP")
WARD = clinic(Size(40, 2), seed=1)
SHORT = Effort(seed=5, tenths=1)


def found(case: PlanningCase, effort: Effort = SHORT, executor: Executor | None = None) -> Plan:
    """The plan of a search, which both checkers accept."""
    plan = best_plan(case, effort, executor=executor).result
    assert faults(case, plan) == []
    assert list(violations(case, plan)) == []
    return plan


@pytest.fixture(scope="module")
def alone() -> Plan:
    """The plan of the ward, searched in one process."""
    return found(WARD)


def test_the_plan_is_the_same_in_one_process_in_two_and_in_threads(alone: Plan) -> None:
    with executor_for(40, cores=2) as processes:
        assert not isinstance(processes, InProcess)
        assert found(WARD, executor=processes) == alone
    with ThreadPoolExecutor(3) as threads:
        assert found(WARD, executor=threads) == alone


def test_few_refills_or_one_core_need_no_other_process() -> None:
    for jobs, cores in ((10, 8), (1000, 1)):
        with executor_for(jobs, cores=cores) as executor:
            assert isinstance(executor, InProcess)


def test_the_same_seed_gives_the_same_plan_and_another_its_own(alone: Plan) -> None:
    assert found(WARD) == alone
    assert found(WARD, Effort(seed=6, tenths=1)) != alone


def test_a_search_saves_a_good_part_of_what_best_fit_costs() -> None:
    quick, best = plan_visits(WARD), best_plan(WARD, Effort(tenths=2))
    assert best.ending is Ending.DONE
    assert best.result.totals.cost_min < 0.9 * quick.totals.cost_min
    assert best.result.totals.unplaced <= quick.totals.unplaced


def test_a_search_is_cut_where_refills_have_many_slots_to_choose_from() -> None:
    whole, cut = Effort(), 4
    assert whole.parts(800, WIDE) == whole.parts(800, 1) == cut * whole.parts(800, cut * WIDE)
    assert whole.patience(800, WIDE) == cut * whole.patience(800, cut * WIDE)


def test_no_effort_is_the_quick_plan() -> None:
    assert found(WARD, Effort(tenths=0)) == plan_visits(WARD)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=4, full=14)))
def test_no_clinic_is_worse_off_than_with_the_quick_plan(seed: int) -> None:
    case = mixed_clinic(seed)
    quick, best = plan_visits(case).totals, found(case).totals
    assert best.cost_min <= quick.cost_min
    assert best.unplaced <= quick.unplaced
    assert best.cost["home_in_clinic"] <= quick.cost["home_in_clinic"]


def test_tiny_clinics_are_planned_about_as_cheaply_as_can_be() -> None:
    ratios = []
    for seed in range(20):
        case = tiny_clinic(seed)
        totals, best = found(case, Effort(tenths=3)).totals, cheapest(case)
        assert (totals.unplaced, totals.late) == (best.left_out, best.late), seed
        assert totals.cost_min >= best.cost, seed
        ratios.append(totals.cost_min / float(best.cost))
    assert sum(ratios) / len(ratios) < 1.005


def test_a_booked_plan_is_searched_again_moving_next_to_nobody() -> None:
    plan = found(WARD, Effort(tenths=2))
    again = found(booked(WARD, plan), Effort(seed=9, tenths=1))
    assert again.totals.moved <= len(plan.visits) / 20
    assert again.totals.cost_min <= plan.totals.cost_min


def test_a_sick_day_moves_at_most_a_twentieth_of_the_other_visits() -> None:
    case = clinic(Size(80, 3), seed=1)
    plan = found(case)
    route = max(plan.routes, key=lambda route: (len(route.stops), route.day))
    sick = Closure(route.nurse, route.day, route.day, "sick")
    again = found(replace(booked(case, plan), closures=(sick,)), Effort(seed=3, tenths=1))
    moved = {visit.patient for visit in again.visits if visit.moved}
    beyond = (moved | {one.patient for one in again.unplaced}) - set(route.stops)
    assert len(beyond) <= len(plan.visits) / 20


def test_an_interrupt_keeps_the_best_so_far() -> None:
    calls = []

    def interrupted(done: int, parts: int, cost: int) -> bool:
        calls.append(done)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return True

    best = best_plan(WARD, Effort(), watch=interrupted)
    assert (best.ending, best.done < best.parts) == (Ending.INTERRUPTED, True)
    assert best.result.totals.cost_min < plan_visits(WARD).totals.cost_min
    assert faults(WARD, best.result) == []


def test_a_watch_that_has_seen_enough_ends_the_search() -> None:
    best = best_plan(WARD, Effort(), watch=lambda done, parts, cost: done < 8)
    assert (best.ending, best.done >= 8, best.done < best.parts) == (Ending.TIME, True, True)
    assert faults(WARD, best.result) == []


def test_the_watch_sees_the_cost_fall() -> None:
    costs: list[int] = []

    def noted(done: int, parts: int, cost: int) -> bool:
        costs.append(cost)
        return True

    best_plan(WARD, SHORT, watch=noted)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]
