"""Why each visit has its day, its nurse and its place, and what else it could have at which price.

What would have to change for someone left out is in :mod:`pumpsched.planning.remedies`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.domain.visits import VisitKind, VisitStatus
from pumpsched.planning.board import Board
from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.reasons import Reason, TakenOut
from pumpsched.planning.resume import resume
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
        reasons: Every reason, the binding one first: what keeps the visit from staying as booked,
            from the usual nurse, from the last day of its window.
        next_best: The best other day or nurse; None if there is none.
    """

    visit: PlannedVisit
    reasons: tuple[Reason, ...]
    next_best: NextBest | None = None

    @property
    def rule(self) -> str:
        """The binding rule."""
        return self.reasons[0].rule

    @property
    def sentence(self) -> str:
        """The binding rule in words."""
        return self.reasons[0].sentence


def why_here(case: PlanningCase, plan: Plan, patient: str) -> WhyHere | None:
    """Why a patient's refill is where it is; None if the plan has none of the patient."""
    mine = [v for v in plan.visits if v.patient == patient and v.kind is VisitKind.REFILL]
    visit = next((visit for visit in mine if not visit.locked), None)
    if visit is not None:
        return _why_planned(case, plan, visit)
    if not mine or any(one.patient == patient for one in plan.unplaced):
        return None
    return _why_kept(case, mine[0])


def _why_kept(case: PlanningCase, visit: PlannedVisit) -> WhyHere:
    """Why an appointment that planning never moves stands."""
    known = next(one for one in case.visits if one.code == visit.code)
    rule = "confirmed" if known.status is VisitStatus.CONFIRMED else "booked"
    text = f"stands on {day_text(visit.day)}; planning does not move it"
    return WhyHere(visit, (Reason("booking", rule, text), *_findings(visit)))


def _why_planned(case: PlanningCase, plan: Plan, visit: PlannedVisit) -> WhyHere:
    board = Board(case)
    state, job = resume(board, plan), board.jobs[board.job_of(visit.patient)]
    here, driving = state.placed[job.index].slots, state.cost
    if not state.remove(job.index):
        reason = Reason("day", "capacity", "the other visits of the route depend on it")
        return WhyHere(visit, (reason, *_findings(visit)))
    offers = [board.offers[job.index].by_slot[slot] for slot in here]
    stays = job.booked is not None and not visit.moved
    price = offers[0].price + min(offer.nurse_price for offer in offers)
    price -= board.rules.price_moved * SCALE if stays else 0
    saved = driving - state.cost + job.left_out_price
    out = TakenOut(state, job, visit, paid=price + saved)
    return WhyHere(visit, (*out.reasons(), *_findings(visit)), _next_best(out, here))


def _findings(visit: PlannedVisit) -> tuple[Reason, ...]:
    return tuple(Reason("finding", each.code, each.message) for each in visit.findings)


def _next_best(out: TakenOut, here: tuple[int, ...]) -> NextBest | None:
    way = best_insertion(out.state, out.job.index, only=out.comparable - set(here))
    if way is None:
        return None
    slots = [out.board.slots[slot] for slot in way.placement.slots]
    route, times = way.routes[0]
    return NextBest(
        day=slots[0].day,
        nurses=tuple(slot.nurse.code for slot in slots),
        minute=times.starts[route.index(out.job.index)],
        site=slots[0].site_code,
        more_min=out.more(way.cost),
    )
