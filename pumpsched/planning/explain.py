"""Why: for each visit its day and nurse, for whoever is left out what would have to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.planning_case import Demand, PlanningCase
from pumpsched.planning.board import Board
from pumpsched.planning.insertion import Insertion, best_insertion
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.offers import FALLBACK
from pumpsched.planning.relaxations import Easing, easings
from pumpsched.planning.report import plan_of
from pumpsched.planning.resume import resume
from pumpsched.planning.state import State
from pumpsched.planning.wording import day_text


@dataclass(frozen=True, slots=True)
class NextBest:
    """The best other slot of a visit, and how much more it would cost [minutes]."""

    day: date
    nurses: tuple[str, ...]
    minute: int
    site: str
    more_min: int


@dataclass(frozen=True, slots=True)
class WhyHere:
    """Why a visit is on its day with its nurses.

    Attributes:
        rule: What keeps it from the last day of its window with the usual nurse: a reason code,
            ``price`` where that only costs more, ``confirmed`` or ``booked`` where it stands
            already, ``window`` where it has just that.
        sentence: The same in words.
        next_best: The best other day or nurse; None if there is none.
    """

    patient: str
    rule: str
    sentence: str
    next_best: NextBest | None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why someone is left out, and the smallest change found that frees a slot.

    Attributes:
        reason: The first rule that leaves no slot.
        detail: The same in words.
        change: The change as a condition; empty if no single change was found to help.
        eased: Code of the rule eased.
        plan: The plan with that change made.
        case: The case it is a plan of.
    """

    patient: str
    reason: str
    detail: str
    change: str = ""
    eased: str = ""
    plan: Plan | None = None
    case: PlanningCase | None = None


def why_here(case: PlanningCase, plan: Plan, patient: str) -> WhyHere | None:
    """Why a patient's visit is where it is; None if the plan has no visit of the patient."""
    mine = [visit for visit in plan.visits if visit.patient == patient]
    visit = next((visit for visit in mine if not visit.locked), None)
    if not mine:
        return None
    if visit is None:
        words = f"the appointment on {day_text(mine[0].day)} is not moved by planning"
        return WhyHere(patient, "confirmed", words, None)
    board = Board(case)
    state, job = resume(board, plan), board.job_of(patient)
    here, driving = state.placed[job].slots, state.cost
    if not state.remove(job):
        return WhyHere(patient, "capacity", "the other visits of the route depend on it", None)
    saved = driving - state.cost + board.jobs[job].left_out_price
    paid = saved + _price_of(board, job, visit, here)
    comparable = _comparable(board, job, here)
    other = best_insertion(state, job, only=comparable - set(here))
    next_best = _next_best(state, job, other, paid) if other else None
    if visit.code and not visit.moved:
        words = f"booked for {day_text(visit.day)}, and moving it does not pay"
        return WhyHere(patient, "booked", words, next_best)
    rule, sentence = _binding(state, job, visit, comparable, paid)
    return WhyHere(patient, rule, sentence, next_best)


def _price_of(board: Board, job: int, visit: PlannedVisit, slots: tuple[int, ...]) -> int:
    """What the day and nurse of a visit cost beside the driving [1/1000 minute]."""
    offers = [board.offers[job].by_slot[slot] for slot in slots]
    stays = board.jobs[job].booked is not None and not visit.moved
    moved = board.rules.price_moved * SCALE if stays else 0
    return offers[0].price + min(offer.nurse_price for offer in offers) - moved


def _comparable(board: Board, job: int, here: tuple[int, ...]) -> set[int]:
    """The slots a visit could be compared with: the clinic does not count for one at home."""
    offers = board.offers[job].by_slot
    at_home = all(offers[slot].tier < FALLBACK for slot in here)
    return {slot for slot, offer in offers.items() if not at_home or offer.tier < FALLBACK}


def _binding(
    state: State, job: int, visit: PlannedVisit, slots: set[int], paid: int
) -> tuple[str, str]:
    """What keeps a visit from a later day of its window, or from the usual nurse."""
    board, demand = state.board, state.board.jobs[job].demand
    if demand is None or visit.late:
        return "window", "late already: the earliest day that can be had"
    days = {slot: board.slots[slot].day for slot in slots}
    usual = demand.usual_nurse if demand.usual_nurse not in visit.nurses else ""
    if max(days.values()) == visit.day and not usual:
        return "window", f"the last day that the rules allow before {day_text(demand.refill_by)}"
    later = {slot for slot, day in days.items() if day > visit.day}
    hers = {slot for slot in days if board.slots[slot].nurse.code == usual}
    wish = f"nurse {usual}, who usually comes," if usual else "a later day"
    wanted = (hers if usual else later) - set(state.board.slots_on(visit.day, visit.nurses))
    if not wanted:
        return _never_hers(board, demand, usual)
    way = best_insertion(state, job, only=wanted)
    if way is None:
        return "capacity", f"{wish} has no room"
    more = -(-(way.cost - paid) // SCALE)
    return "price", f"{wish} would cost {more} minutes more"


def _never_hers(board: Board, demand: Demand, usual: str) -> tuple[str, str]:
    nurse = next((nurse for nurse in board.case.nurses if nurse.code == usual), None)
    if nurse is not None and not nurse.may_refill(demand.family):
        return "skill", f"nurse {usual}, who usually comes, is not trained on {demand.family}"
    return "roster", f"nurse {usual}, who usually comes, has no shift that fits the window"


def why_not(case: PlanningCase, plan: Plan, patient: str) -> WhyNot | None:
    """Why a patient is left out, and what would free a slot; None if the patient is not."""
    out = next((one for one in plan.unplaced if one.patient == patient), None)
    demand = next((d for d in case.demands if d.code == patient), None)
    if out is None or demand is None:
        return None
    for easing in easings(case, demand):
        found = _eased(plan, easing, patient)
        if found is not None:
            words = easing.words
            if not easing.days:
                visit = next(v for v in found.visits if v.patient == patient and not v.locked)
                words = f"{day_text(visit.day)} {easing.words}"
            return WhyNot(patient, out.reason, out.detail, words, easing.rule, found, easing.case)
    return WhyNot(patient, out.reason, out.detail)


def _eased(plan: Plan, easing: Easing, patient: str) -> Plan | None:
    """The plan under an easing with everyone else as planned, if it has room for the patient."""
    board = Board(easing.case)
    job = board.job_of(patient)
    slots = {
        slot
        for slot in board.offers[job].by_slot
        if not easing.days or board.slots[slot].day in easing.days
    }
    if not slots:
        return None
    state = resume(board, plan)
    way = best_insertion(state, job, only=slots)
    if way is None:
        return None
    way.carry_out(state, job)
    return plan_of(state)


def _next_best(state: State, job: int, way: Insertion, saved: int) -> NextBest:
    slots = [state.board.slots[slot] for slot in way.placement.slots]
    route, times = way.routes[0]
    more = way.cost - saved
    return NextBest(
        day=slots[0].day,
        nurses=tuple(slot.nurse.code for slot in slots),
        minute=times.starts[route.index(job)],
        site=slots[0].site_code,
        more_min=-(-more // SCALE),
    )
