"""Planning: what a plan is made of, who makes it and who checks it."""

from __future__ import annotations

from pumpsched.planning.baseline import plan_by_rule_of_thumb
from pumpsched.planning.case import Demand, HomeRule, LongerShift, PlanningCase
from pumpsched.planning.check.checker import check_plan
from pumpsched.planning.check.judge import Judge, Judgement
from pumpsched.planning.construct import best_fit, opening
from pumpsched.planning.explain.remedies import why_not
from pumpsched.planning.planner import best_plan, plan_visits, quick_state
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan, PlannedVisit, Totals, Workload
from pumpsched.planning.report import plan_of
from pumpsched.planning.rulebook import Constraint
from pumpsched.planning.search.search import Effort, InProcess, executor_for
from pumpsched.planning.search.solver import RoutingProblem

__all__ = [
    "Constraint",
    "Demand",
    "Effort",
    "HomeRule",
    "InProcess",
    "Judge",
    "Judgement",
    "LongerShift",
    "Plan",
    "PlannedVisit",
    "PlanningCase",
    "PlanningProblem",
    "RoutingProblem",
    "Totals",
    "Workload",
    "best_fit",
    "best_plan",
    "check_plan",
    "executor_for",
    "opening",
    "plan_by_rule_of_thumb",
    "plan_of",
    "plan_visits",
    "quick_state",
    "why_not",
]
