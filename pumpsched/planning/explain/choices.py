"""Why each visit has its day, its nurse and its place, and what else it could have.

Why not the booked time, the usual nurse, at home, a later day: each question is answered by the
first rule that forbids it or, where none does, by its price. What would have to change for someone
left out is in :mod:`pumpsched.planning.explain.remedies`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pumpsched.domain.calendars import clock_text, day_text
from pumpsched.domain.clinic import Setting, Visit, VisitKind, VisitStatus
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.construct import keep_booked, resume
from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan, PlannedVisit
from pumpsched.planning.rulebook import Constraint, drug_text, window_text
from pumpsched.planning.state import PlanState


@dataclass(frozen=True, slots=True)
class VisitReason:
    """One reason of a visit.

    Attributes:
        about: ``day``, ``nurse``, ``place``, ``booking``, ``finding``, or ``exchange``: who could
            change places with somebody late.
        rule: The rule that decides it: a reason code, ``price`` where another choice only has
            another price, ``usual`` for the usual nurse, ``confirmed`` or ``booked`` for what
            stands already; the code of a finding.
        sentence: The same in words.
    """

    about: str
    rule: str
    sentence: str


class TakenOut:
    """A visit taken out of its plan, so that one can ask where else it could be.

    What it costs where it is, driving included, was ``paid`` [1/1000 minute].
    """

    def __init__(
        self, state: PlanState, job: Job, demand: Demand, visit: PlannedVisit, *, paid: int
    ) -> None:
        self.state, self.job, self.demand, self.visit, self.paid = state, job, demand, visit, paid
        self.problem = state.problem
        self.eligibility = state.problem.eligibility
        self.question = self.eligibility.question(job, demand)
        eligible = self.problem.eligible[job.index].by_slot
        at_home = visit.setting is Setting.HOME
        self.comparable = {
            slot for slot, option in eligible.items() if not (at_home and option.is_last_resort)
        }
        """Slots to compare with: the clinic does not count for a home patient seen at home."""

    def reasons(self) -> Iterator[VisitReason]:
        """Every reason, the binding one first."""
        if self.job.booked is not None:
            yield self._booking(self.job.booked)
        missed = self.demand.usual_nurse not in ("", *self.visit.nurses)
        if missed:
            yield self._usual_nurse()
        if self.demand.patient.setting is Setting.HOME and self.visit.setting is Setting.CLINIC:
            yield self._clinic()
        yield self._day()
        if not missed:
            yield self._nurse()

    def more(self, cost: int) -> int:
        """How much more than now a cost is [minutes]."""
        return -(-(cost - self.paid) // SCALE)

    def _choice(self, about: str, wish: str, slots: Collection[int]) -> VisitReason:
        """What one of some allowed slots would cost, or that they are full."""
        way = best_insertion(self.state, self.job.index, only=slots)
        if way is None:
            return VisitReason(about, Constraint.CAPACITY, f"{wish} has no room")
        return VisitReason(about, "price", f"{wish} {cost_text(self.more(way.cost))}")

    def _booking(self, booked: Visit) -> VisitReason:
        if not self.visit.moved:
            text = f"stands on {day_text(booked.day)}, and moving it does not pay"
            return VisitReason("booking", "booked", text)
        nurses = " and ".join(booked.nurses)
        was = f"booked for {day_text(booked.day)} {clock_text(booked.minute)} with {nurses}"
        found = self.eligibility.slots_for(
            self.job,
            on=lambda day: day == booked.day,
            among=lambda slot: slot.nurse.code in booked.nurses and slot.site_code == booked.site,
        )
        if not found.by_slot:
            rule = found.reason
            in_window = self.demand.opens_on <= booked.day <= self.demand.refill_by
            if in_window and rule is Constraint.WINDOW:
                awaited = self.demand.awaits_drug_on(booked.day)
                rule = Constraint.ORDER if awaited else Constraint.CLOSED
            return VisitReason("booking", rule, f"{was}: {self._broken(booked, rule)}")
        trial = self.state.copy()
        if not keep_booked(trial, self.job):
            text = f"{was}: that does not fit the hours and the other visits any more"
            return VisitReason("booking", Constraint.CAPACITY, text)
        cost = trial.cost - self.state.cost + self.job.left_out_price
        return VisitReason("booking", "price", f"{was}: staying there {cost_text(self.more(cost))}")

    def _broken(self, booked: Visit, rule: Constraint) -> str:
        """The rule that a booked time breaks now, in words."""
        if rule is Constraint.CLOSED and self.eligibility.days.closes(self.demand.code, booked.day):
            return "the practice is closed or the patient away that day"
        nurses = " or ".join(booked.nurses) or "nobody"
        with_nurse = f"nurse {nurses} {self.question.one_nurse(rule, when='that day')}"
        return self.question.booked_time(rule) or with_nurse

    def _usual_nurse(self) -> VisitReason:
        usual = self.demand.usual_nurse
        who = f"nurse {usual}, who usually comes,"
        theirs = {s for s in self.comparable if self.problem.slots[s].nurse.code == usual}
        if theirs:
            return self._choice("nurse", who, theirs)
        if all(nurse.code != usual for nurse in self.problem.case.nurses):
            return VisitReason("nurse", Constraint.ROSTER, f"{who} is not on the staff")
        found = self.eligibility.slots_for(self.job, among=lambda slot: slot.nurse.code == usual)
        if found.by_slot:
            text = f"{who} could see the patient in the clinic only"
            return VisitReason("nurse", Constraint.SETTING, text)
        text = self.question.one_nurse(found.reason)
        return VisitReason("nurse", found.reason, f"{who} {text}")

    def _nurse(self) -> VisitReason:
        if self.demand.usual_nurse:
            return VisitReason("nurse", "usual", f"nurse {self.demand.usual_nurse} usually comes")
        mine = self.visit.nurses
        others = {s for s in self.comparable if self.problem.slots[s].nurse.code not in mine}
        if others:
            return self._choice("nurse", "another nurse", others)
        found = self.eligibility.slots_for(self.job, among=lambda slot: slot.nurse.code not in mine)
        rule = Constraint.SETTING if found.by_slot else found.reason
        return VisitReason("nurse", rule, "no other nurse has a slot that the rules allow")

    def _clinic(self) -> VisitReason:
        found = self.eligibility.slots_for(self.job, among=lambda slot: slot.is_home)
        if found.by_slot:
            return self._choice("place", "a visit at home", found.by_slot)
        text = self.question.no_slot(found.reason)
        if found.reason is Constraint.SITE_OF_CARE:
            text = f"{drug_text(self.demand)} may not be refilled at home"
        return VisitReason("place", found.reason, f"not at home: {text}")

    def _day(self) -> VisitReason:
        day, window = self.visit.day, window_text(self.demand)
        if self.demand.refill_by < self.problem.case.start:
            text = "late already: the earliest day that is free"
            return VisitReason("day", Constraint.WINDOW, text)
        if self.visit.late and self.demand.awaits_drug_on(self.demand.refill_by):
            there = day_text(self.demand.drug_on or day)
            text = f"the drug is there by {there} only, after the window {window}: the earliest day"
            return VisitReason("day", Constraint.ORDER, text)
        if self.visit.late:
            text = f"no day left of the window {window} is open: the earliest day after it"
            return VisitReason("day", Constraint.CLOSED, text)
        if day < self.demand.opens_on:
            text = f"no day of the window {window} is open: the last open day before it"
            return VisitReason("day", Constraint.CLOSED, text)
        if day == self.demand.refill_by:
            return VisitReason("day", Constraint.WINDOW, "the last day of the window")
        later = {slot for slot in self.comparable if self.problem.slots[slot].day > day}
        return self._choice("day", "a later day", later) if later else self._last_day()

    def _last_day(self) -> VisitReason:
        """Which rule leaves no later day of the window."""
        days = [day for day in self.question.days if day > self.visit.day]
        if not days:
            return VisitReason("day", Constraint.WINDOW, "the last day of the plan")
        at_home = self.visit.setting is Setting.HOME
        found = self.eligibility.slots_for(
            self.job,
            on=lambda day: day > self.visit.day,
            among=lambda slot: slot.is_home or not at_home,
        )
        rule = Constraint.SETTING if found.by_slot else found.reason
        text = self.eligibility.question(self.job, self.demand, days).no_slot(rule)
        return VisitReason("day", rule, f"no later day: {text}")


def cost_text(minutes: int) -> str:
    """What another choice would do to the cost: ``would cost 12 minutes more``."""
    if minutes == 0:
        return "would cost the same"
    amount = _amount(minutes)
    return f"would cost {amount} more" if minutes > 0 else f"would save {amount}"


def dearer_text(minutes: int) -> str:
    """How a choice compares in price: ``12 minutes dearer``."""
    if minutes == 0:
        return "at the same price"
    return f"{_amount(minutes)} {'dearer' if minutes > 0 else 'cheaper'}"


def _amount(minutes: int) -> str:
    return f"{abs(minutes)} minute{'s' if abs(minutes) != 1 else ''}"


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
    reasons: tuple[VisitReason, ...]
    next_best: NextBest | None = None


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
    return WhyHere(visit, (VisitReason("booking", rule, text), *_findings(visit)))


def _why_planned(case: PlanningCase, plan: Plan, visit: PlannedVisit) -> WhyHere:
    problem = PlanningProblem(case)
    state, job = resume(problem, plan), problem.jobs[problem.job_of(visit.patient)]
    here, driving = state.placed[job.index].slots, state.cost
    options = state.options(job.index)
    if not state.remove(job.index):
        text = "the other visits of the route depend on it"
        reason = VisitReason("day", Constraint.CAPACITY, text)
        return WhyHere(visit, (reason, *_findings(visit)))
    stays = job.booked is not None and not visit.moved
    price = options[0].price + min(option.nurse_price for option in options)
    price -= problem.rules.price_moved * SCALE if stays else 0
    saved = driving - state.cost + job.left_out_price
    demand = next(demand for demand in case.demands if demand.code == visit.patient)
    out = TakenOut(state, job, demand, visit, paid=price + saved)
    return WhyHere(visit, (*out.reasons(), *_findings(visit)), _next_best(out, here))


def _findings(visit: PlannedVisit) -> tuple[VisitReason, ...]:
    return tuple(VisitReason("finding", each.code, each.message) for each in visit.findings)


def _next_best(out: TakenOut, here: tuple[int, ...]) -> NextBest | None:
    way = best_insertion(out.state, out.job.index, only=out.comparable - set(here))
    if way is None:
        return None
    slots = [out.problem.slots[slot] for slot in way.placement.slots]
    route, times = way.routes[0]
    return NextBest(
        day=slots[0].day,
        nurses=tuple(slot.nurse.code for slot in slots),
        minute=times.starts[route.index(out.job.index)],
        site=slots[0].site_code,
        more_min=out.more(way.cost),
    )
