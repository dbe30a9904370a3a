"""A plan taken up again: the state with its visits where and when they are."""

from __future__ import annotations

from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.visits import Visit
from pumpsched.planning.board import Board
from pumpsched.planning.opening import seat_kept
from pumpsched.planning.state import Placement, State
from pumpsched.planning.timetable import Timetable


def resume(board: Board, plan: Plan) -> State:
    """The state behind a plan of the board's case, or of one with stricter rules.

    Its cost counts driving, overtime and those left out; the prices of days and nurses are
    added only for what is placed from here on.
    """
    state = State(board)
    seat_kept(state)
    visits = {visit.patient: visit for visit in plan.visits if not visit.locked}
    routes: dict[int, list[int]] = {}
    for job in board.jobs:
        if job.kept is not None:
            continue
        visit = visits.get(job.patient)
        if visit is None:
            state.leave_out(job.index)
            continue
        found = (board.slot_for(nurse, _as_visit(visit)) for nurse in visit.nurses)
        slots = tuple(slot for slot in found if slot is not None)
        fixed = len(slots) > 1 or (visit.code != "" and not visit.moved)
        state.placed[job.index] = Placement(slots, 0, visit.minute if fixed else None)
        for slot in slots:
            routes.setdefault(slot, []).append(job.index)
    starts = {job.index: visits[job.patient].minute for job in board.jobs if job.patient in visits}
    starts |= {job.index: job.kept.minute for job in board.jobs if job.kept is not None}
    for slot, jobs in routes.items():
        route = sorted([*state.stops[slot], *jobs], key=lambda job: starts[job])
        state.set_route(slot, route, _as_planned(state, slot, route, starts))
    return state


def _as_planned(state: State, slot: int, route: list[int], starts: dict[int, int]) -> Timetable:
    legs = state.legs(slot, route)
    back = starts[route[-1]] + state.board.jobs[route[-1]].minutes + legs[-1]
    return Timetable(tuple(starts[job] for job in route), legs, starts[route[0]] - legs[0], back)


def _as_visit(visit: PlannedVisit) -> Visit:
    return Visit(
        code=visit.code,
        patient=visit.patient,
        kind=visit.kind,
        day=visit.day,
        minute=visit.minute,
        minutes=visit.minutes,
        setting=visit.setting,
        site=visit.site,
        nurses=visit.nurses,
    )
