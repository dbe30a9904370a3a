"""The planner: a case in, a plan out. The same case always gives the same plan."""

from __future__ import annotations

from pumpsched.domain.plan import Plan
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.planning.best_fit import best_fit
from pumpsched.planning.board import Board
from pumpsched.planning.opening import opening
from pumpsched.planning.report import plan_of
from pumpsched.planning.settle import settle
from pumpsched.planning.state import State


def plan_visits(case: PlanningCase) -> Plan:
    """A plan of a case by best-fit insertion, tidied; the caller still has it checked."""
    return plan_of(quick_state(Board(case)))


def quick_state(board: Board) -> State:
    """The state behind :func:`plan_visits`, from which a longer search can start."""
    state = best_fit(opening(board))
    settle(state)
    return state
