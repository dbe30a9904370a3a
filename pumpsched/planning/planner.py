"""The planner: a case in, a plan out. The same case always gives the same plan."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace

from pumpsched.planning.case import PlanningCase
from pumpsched.planning.construct import best_fit, opening, resume
from pumpsched.planning.insertion import place
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.local_search import search_locally
from pumpsched.planning.problem import Problem
from pumpsched.planning.proposal import Plan
from pumpsched.planning.report import plan_of
from pumpsched.planning.search.regions import regions
from pumpsched.planning.search.search import Effort, Ending, InProcess, Watch, go_on, improve
from pumpsched.planning.state import PlanState


def plan_visits(case: PlanningCase) -> Plan:
    """A plan of a case by best-fit insertion, tidied; the caller still has it checked."""
    return plan_of(quick_state(Problem(case)))


def quick_state(problem: Problem) -> PlanState:
    """The state behind :func:`plan_visits`, from which a longer search can start."""
    state = best_fit(opening(problem))
    search_locally(state)
    return state


@dataclass(frozen=True, slots=True)
class BestPlan:
    """A plan, how the search for it ended, and how many of its parts were solved.

    ``first_min`` is the cost of the plan it began with [minutes].
    """

    plan: Plan
    ending: Ending
    done: int
    parts: int
    first_min: int


def best_plan(
    case: PlanningCase,
    effort: Effort,
    *,
    executor: Executor | None = None,
    watch: Watch = go_on,
) -> BestPlan:
    """The best plan that so much effort finds; the caller still has it checked.

    Args:
        case: What to plan; a large service is planned one region after another.
        effort: How long, and the seed.
        executor: Where the parts are solved; None for in this process.
        watch: Told after every batch how far it is; answers whether to go on.
    """
    cases = regions(case)
    planned: list[BestPlan] = []
    for number, region in enumerate(cases):
        begun = planned[-1].ending if planned else Ending.DONE
        ended = begun in (Ending.TIME, Ending.INTERRUPTED)
        spent = replace(effort, tenths=0) if ended else effort
        counting = _within(watch, sum(each.parts for each in planned), len(cases) - number)
        found = _searched(region, spent, executor or InProcess(), counting)
        planned.append(replace(found, ending=begun) if ended else found)
    if len(planned) == 1:
        return planned[0]
    return BestPlan(
        joined(case, [each.plan for each in planned]),
        planned[-1].ending,
        sum(each.done for each in planned),
        sum(each.parts for each in planned),
        sum(each.first_min for each in planned),
    )


def _searched(case: PlanningCase, effort: Effort, executor: Executor, watch: Watch) -> BestPlan:
    start = quick_state(Problem(case))
    found = improve(start, effort, executor=executor, watch=watch)
    first = -(-start.cost // SCALE)
    return BestPlan(plan_of(found.state), found.ending, found.done, found.parts, first)


def _within(watch: Watch, before: int, regions_left: int) -> Watch:
    """The watch of a region, whose parts count on from those before it."""

    def over_all(done: int, parts: int, cost: int) -> bool:
        return watch(before + done, before + parts * regions_left, cost)

    return over_all


def joined(case: PlanningCase, plans: list[Plan]) -> Plan:
    """The plans of regions as one; whoever a region left out may still go to another."""
    every = replace(
        plans[0],
        visits=tuple(visit for plan in plans for visit in plan.visits),
        unplaced=tuple(one for plan in plans for one in plan.unplaced),
        routes=tuple(route for plan in plans for route in plan.routes),
    )
    state = resume(Problem(case), every)
    for job in sorted(state.left_out):
        place(state, job)
    return plan_of(state)
