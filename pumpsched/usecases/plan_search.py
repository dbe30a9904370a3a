"""The best plan of a span: the search, where it runs, and its check."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from pumpsched.domain.planning_case import PlanningCase
from pumpsched.planning import routing
from pumpsched.planning.improve import QUICK_TENTHS, TENTHS, Effort, Ending, Watch, go_on
from pumpsched.planning.planner import best_plan
from pumpsched.planning.workers import executor_for
from pumpsched.usecases.plan import Proposal, checked

__all__ = [
    "QUICK_TENTHS",
    "TENTHS",
    "Effort",
    "Ending",
    "Found",
    "can_search",
    "search",
    "search_in",
]


@dataclass(frozen=True, slots=True)
class Found:
    """A checked proposal, and how the search for it ended.

    Attributes:
        proposal: The plan, checked.
        ending: What ended the search.
        done, parts: Parts of the plan solved anew, of how many.
        first_min: Cost of the plan that the search began with [minutes].
    """

    proposal: Proposal
    ending: Ending
    done: int
    parts: int
    first_min: int


def can_search() -> bool:
    """Whether there is a search here; without PyVRP every plan is by best fit alone."""
    return routing.is_there()


def search(case: PlanningCase, effort: Effort, *, cores: int = 1, watch: Watch = go_on) -> Found:
    """The best plan that so much effort finds, checked.

    Args:
        case: What to plan.
        effort: How long, and the seed; with the case they settle the plan.
        cores: Processors to use; the plan does not depend on them.
        watch: Told how far it is and the cost so far [minutes]; answers whether to go on.

    Raises:
        AssertionError: The plan breaks a rule: a bug, and nothing must be booked from it.
    """
    due = sum(demand.refill_by <= case.last for demand in case.demands)
    with executor_for(due, cores=cores) as executor:
        return search_in(executor, case, effort, watch=watch)


def search_in(
    executor: Executor, case: PlanningCase, effort: Effort, *, watch: Watch = go_on
) -> Found:
    """What :func:`search` finds, where somebody keeps an executor for many searches.

    Raises:
        AssertionError: The plan breaks a rule: a bug, and nothing must be booked from it.
    """
    found = best_plan(case, effort, executor=executor, watch=watch)
    return Found(checked(case, found.plan), found.ending, found.done, found.parts, found.first_min)
