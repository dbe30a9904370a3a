"""The questions behind a visit: why not the booked time, her usual nurse, at home, a later day.

Each is answered by the first rule that forbids it or, where none does, by its price.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.people import Setting
from pumpsched.domain.plan import PlannedVisit
from pumpsched.domain.planning_case import Demand
from pumpsched.domain.visits import Visit
from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.offers import FALLBACK
from pumpsched.planning.opening import keep_booked
from pumpsched.planning.state import State
from pumpsched.planning.windows import candidate_days
from pumpsched.planning.wording import cost_text, day_text, nurse_text, rule_text


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a visit.

    Attributes:
        about: ``day``, ``nurse``, ``place``, ``booking``, or ``finding``.
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

    Args:
        state: The plan without the visit.
        job: Its job.
        visit: The visit as planned.
        paid: What it costs where it is, driving included [1/1000 minute].
    """

    def __init__(self, state: State, job: Job, visit: PlannedVisit, *, paid: int) -> None:
        self.state, self.job, self.visit, self.paid = state, job, visit, paid
        self.board = state.board
        offers = self.board.offers[job.index].by_slot
        at_home = visit.setting is Setting.HOME
        self.comparable = {
            slot for slot, offer in offers.items() if not at_home or offer.tier < FALLBACK
        }
        """Slots to compare with: the clinic does not count for a home patient seen at home."""

    def reasons(self) -> Iterator[Reason]:
        """Every reason, the binding one first."""
        demand = self.job.demand
        if demand is None:
            return
        if self.job.booked is not None:
            yield self._booking(demand, self.job.booked)
        missed = demand.usual_nurse not in ("", *self.visit.nurses)
        if missed:
            yield self._usual_nurse(demand)
        if demand.patient.setting is Setting.HOME and self.visit.setting is Setting.CLINIC:
            yield self._clinic(demand)
        yield self._day(demand)
        if not missed:
            yield self._nurse(demand)

    def more(self, cost: int) -> int:
        """How much more than now a cost is [minutes]."""
        return -(-(cost - self.paid) // SCALE)

    def _choice(self, about: str, wish: str, slots: Collection[int]) -> Reason:
        """What one of some allowed slots would cost, or that they are full."""
        way = best_insertion(self.state, self.job.index, only=slots)
        if way is None:
            return Reason(about, "capacity", f"{wish} has no room")
        return Reason(about, "price", f"{wish} {cost_text(self.more(way.cost))}")

    def _booking(self, demand: Demand, booked: Visit) -> Reason:
        if not self.visit.moved:
            text = f"stands on {day_text(booked.day)}, and moving it does not pay"
            return Reason("booking", "booked", text)
        nurses = " and ".join(booked.nurses)
        was = f"booked for {day_text(booked.day)} {clock_text(booked.minute)} with {nurses}"
        found = self.board.rulebook.offers(
            self.job,
            on=lambda day: day == booked.day,
            among=lambda slot: slot.nurse.code in booked.nurses and slot.site_code == booked.site,
        )
        if not found.by_slot:
            in_window = demand.opens_on <= booked.day <= demand.refill_by
            rule = "closed" if in_window and found.reason == "window" else found.reason
            return Reason("booking", rule, f"{was}: {self._broken(demand, booked, rule)}")
        trial = self.state.copy()
        if not keep_booked(trial, self.job):
            text = f"{was}: that does not fit the hours and the other visits any more"
            return Reason("booking", "capacity", text)
        cost = trial.cost - self.state.cost + self.job.left_out_price
        return Reason("booking", "price", f"{was}: staying there {cost_text(self.more(cost))}")

    def _broken(self, demand: Demand, booked: Visit, reason: str) -> str:
        """The rule that a booked time breaks now, in words."""
        if reason == "window":
            return f"not a day that the window {_window(demand)} allows"
        if reason == "availability":
            return "it does not fit the patient's hours and other appointments"
        if reason == "closed" and self.board.rulebook.days.closes(demand.code, booked.day):
            return "the practice is closed or the patient away that day"
        nurses = " or ".join(booked.nurses) or "nobody"
        return f"nurse {nurses} {nurse_text(demand, reason, when='that day')}"

    def _usual_nurse(self, demand: Demand) -> Reason:
        usual = demand.usual_nurse
        who = f"nurse {usual}, who usually comes,"
        hers = {s for s in self.comparable if self.board.slots[s].nurse.code == usual}
        if hers:
            return self._choice("nurse", who, hers)
        if all(nurse.code != usual for nurse in self.board.case.nurses):
            return Reason("nurse", "roster", f"{who} is not on the staff")
        found = self.board.rulebook.offers(self.job, among=lambda slot: slot.nurse.code == usual)
        if found.by_slot:
            return Reason("nurse", "setting", f"{who} could see the patient in the clinic only")
        return Reason("nurse", found.reason, f"{who} {nurse_text(demand, found.reason)}")

    def _nurse(self, demand: Demand) -> Reason:
        if demand.usual_nurse:
            return Reason("nurse", "usual", f"nurse {demand.usual_nurse} usually comes")
        mine = self.visit.nurses
        others = {s for s in self.comparable if self.board.slots[s].nurse.code not in mine}
        if others:
            return self._choice("nurse", "another nurse", others)
        found = self.board.rulebook.offers(self.job, among=lambda slot: slot.nurse.code not in mine)
        rule = "setting" if found.by_slot else found.reason
        return Reason("nurse", rule, "no other nurse has a slot that the rules allow")

    def _clinic(self, demand: Demand) -> Reason:
        found = self.board.rulebook.offers(self.job, among=lambda slot: slot.is_home)
        if found.by_slot:
            return self._choice("place", "a visit at home", found.by_slot)
        days = candidate_days(self.board.case, demand, self.board.rulebook.days)
        text = rule_text(self.board, self.job, demand, found.reason, days)
        if found.reason == "site-of-care":
            text = f"{demand.mixture or 'this drug'} may not be refilled at home"
        return Reason("place", found.reason, f"not at home: {text}")

    def _day(self, demand: Demand) -> Reason:
        day, window = self.visit.day, _window(demand)
        if demand.refill_by < self.board.case.start:
            return Reason("day", "window", "late already: the earliest day that is free")
        if self.visit.late:
            text = f"no day left of the window {window} is open: the earliest day after it"
            return Reason("day", "closed", text)
        if day < demand.opens_on:
            text = f"no day of the window {window} is open: the last open day before it"
            return Reason("day", "closed", text)
        if day == demand.refill_by:
            return Reason("day", "window", "the last day of the window")
        later = {slot for slot in self.comparable if self.board.slots[slot].day > day}
        return self._choice("day", "a later day", later) if later else self._last_day(demand)

    def _last_day(self, demand: Demand) -> Reason:
        """Which rule leaves no later day of the window."""
        days = candidate_days(self.board.case, demand, self.board.rulebook.days)
        days = [day for day in days if day > self.visit.day]
        if not days:
            return Reason("day", "window", "the last day of the plan")
        at_home = self.visit.setting is Setting.HOME
        found = self.board.rulebook.offers(
            self.job,
            on=lambda day: day > self.visit.day,
            among=lambda slot: slot.is_home or not at_home,
        )
        rule = "setting" if found.by_slot else found.reason
        text = rule_text(self.board, self.job, demand, rule, days)
        return Reason("day", rule, f"no later day: {text}")


def _window(demand: Demand) -> str:
    return f"{day_text(demand.opens_on)} to {day_text(demand.refill_by)}"
