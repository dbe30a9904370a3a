"""The rule of thumb: what a careful scheduler does by hand, as the baseline to compare with.

In order of the deadline, each refill goes on the second working day before it, to the patient's
usual nurse, where it lengthens the route least. If that nurse has no room that day: the days
before it in the window, then the days after; then the same with the other nurses.
"""

from __future__ import annotations

from datetime import date, timedelta

from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.construct import opening
from pumpsched.planning.insertion import place
from pumpsched.planning.jobs import Job
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan
from pumpsched.planning.report import plan_of
from pumpsched.planning.state import PlanState
from pumpsched.planning.urgent_first import urgent_first

DAYS_BEFORE = 2
"""Working days between the visit wanted and the deadline."""


def plan_by_rule_of_thumb(case: PlanningCase) -> Plan:
    """The plan of somebody with the list of deadlines and a map."""
    problem = PlanningProblem(case)
    state = opening(problem)
    waiting = [(job, job.demand) for job in problem.jobs if job.demand and job.kept is None]
    for job, demand in sorted(waiting, key=lambda each: (each[1].refill_by, each[0].patient)):
        if job.index in state.left_out:
            _place(state, job, demand)
    urgent_first(state)
    return plan_of(state)


def _place(state: PlanState, job: Job, demand: Demand) -> None:
    problem = state.problem
    wanted = wanted_day(problem.case, demand)
    days = {problem.slots[slot].day for slot in problem.eligible[job.index].by_slot}
    order = sorted(days, key=lambda day: (day > wanted, abs((day - wanted).days)))
    for usual_only in (True, False):
        for day in order:
            slots = {
                slot
                for slot in problem.eligible[job.index].by_slot
                if problem.slots[slot].day == day
                and (not usual_only or problem.slots[slot].nurse.code == demand.usual_nurse)
            }
            if slots and place(state, job.index, only=slots):
                return


def wanted_day(case: PlanningCase, demand: Demand) -> date:
    """Two working days before the deadline, but not before the window."""
    day = case.working.days_before(demand.refill_by - timedelta(days=1), DAYS_BEFORE - 1)
    return max(day, demand.opens_on, case.start)
