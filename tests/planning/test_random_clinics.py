"""Whatever the clinic, two checkers that know nothing of the planner accept its plan."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from operator import is_

import pytest

from pumpsched.planning.eligibility import Terms
from pumpsched.planning.insertion import Insertion, best_insertion
from pumpsched.planning.jobs import SCALE
from tests.benchmarks.clinics import SMALL, clinic
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import PlanningProblem, plan_of, plan_visits, quick_state
from tests.effort import tries
from tests.planning.left_out import faults
from tests.planning.second_checker import violations
from tests.planning.sweep import objections

BATCH = 25


@pytest.mark.campaign
@pytest.mark.parametrize("batch", range(tries(short=3, full=12)))
def test_both_checkers_are_silent(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        assert list(objections(seed)) == [], seed


def test_both_checkers_are_silent_about_a_large_clinic() -> None:
    case = clinic(SMALL, seed=1)
    plan = plan_visits(case)
    assert (faults(case, plan), violations(case, plan)) == ([], [])


def test_the_same_case_gives_the_same_plan() -> None:
    assert plan_visits(mixed_clinic(7)) == plan_visits(mixed_clinic(7))


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=2, full=8)))
def test_the_cost_kept_while_searching_is_the_cost_reported(seed: int) -> None:
    case = clinic(SMALL, seed=seed)
    state = quick_state(PlanningProblem(case))
    assert 0 <= plan_of(state).totals.cost_min - state.cost / SCALE < 1.5


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=8, full=30)))
def test_nobody_late_could_have_an_earlier_day_and_nobody_home_a_home_slot(seed: int) -> None:
    state = quick_state(PlanningProblem(mixed_clinic(seed)))
    for job in [job for job in state.placed if state.problem.jobs[job].demand]:
        if state.problem.jobs[job].kept is not None or state.problem.jobs[job].booked is not None:
            continue
        trial = state.copy()
        tier = max(option.tier for option in state.options(job))
        if tier > 0 and trial.remove(job):
            way = best_insertion(trial, job)
            assert way is not None
            assert way.tier >= tier


def _rank(way: Insertion) -> tuple[int, int, tuple[int, ...]]:
    return way.tier, way.cost, way.placement.slots


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_two_nurses_meet_where_no_other_two_would_cost_less(seed: int) -> None:
    state = quick_state(PlanningProblem(mixed_clinic(seed)))
    problem, compared = state.problem, 0
    for job in [job for job in problem.jobs if job.nurses_needed > 1 and job.kept is None]:
        trial, offers = state.copy(), problem.eligible[job.index]
        if job.index in trial.placed and not trial.remove(job.index):
            continue
        lenders = {route.index for day in offers.lenders.values() for route in day}
        chosen = combinations(sorted(offers.by_slot.keys() | lenders), 2)
        asked = [
            best_insertion(trial, job.index, only=two)
            for two in chosen
            if problem.slots[two[0]].day == problem.slots[two[1]].day
        ]
        ways = [_rank(way) for way in asked if way is not None]
        best = best_insertion(trial, job.index)
        assert (best and _rank(best)) == min(ways, default=None)
        compared += len(ways)
    assert compared > 0


@pytest.mark.parametrize("seed", [0, 2, 5])
def test_a_slot_suits_whom_it_would_suit_if_there_were_no_other(seed: int) -> None:
    problem = PlanningProblem(mixed_clinic(seed, nurses=9))
    for job in [job for job in problem.jobs if job.kept is None and job.nurses_needed == 1]:
        alone: dict[int, Terms] = {}
        for own in problem.slots:
            alone |= problem.eligibility.slots_for(job, among=partial(is_, own)).by_slot
        assert problem.eligible[job.index].by_slot == alone


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_one_nurse_goes_where_no_other_slot_would_cost_less(seed: int) -> None:
    state = quick_state(PlanningProblem(mixed_clinic(seed, nurses=9)))
    problem, compared = state.problem, 0
    for job in [job for job in problem.jobs if job.nurses_needed == 1 and job.kept is None]:
        trial = state.copy()
        if job.index in trial.placed and not trial.remove(job.index):
            continue
        slots = problem.eligible[job.index].by_slot
        asked = [best_insertion(trial, job.index, only={slot}) for slot in slots]
        ways = [(way.tier, way.cost) for way in asked if way is not None]
        best = best_insertion(trial, job.index)
        assert (best and (best.tier, best.cost)) == min(ways, default=None)
        assert best is None or best_insertion(trial, job.index, below=min(ways)) is None
        compared += len(ways)
    assert compared > 0


def test_two_nurses_who_meet_at_a_site_do_not_crowd_it_out() -> None:
    case = mixed_clinic(816)
    assert faults(case, plan_visits(case)) == []
