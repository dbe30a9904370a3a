"""Offers: which slots a refill fits by every rule that does not depend on the other visits.

Each rule has its reason code; they are asked in the order of
:data:`pumpsched.domain.plan.REASONS`, and the first that leaves no slot is why someone is left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pumpsched.domain.people import Authorization, Setting
from pumpsched.domain.planning_case import Demand, PlanningCase
from pumpsched.domain.travel import Travel
from pumpsched.domain.visits import Visit
from pumpsched.planning.authorized import authorized_days
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.slots import Slot
from pumpsched.planning.windows import (
    OpenDays,
    candidate_days,
    last_days_price,
    order_day,
    ready_day,
)

Ranges = tuple[tuple[int, int], ...]
"""Minutes of the day between which a visit may start, both included."""

ALL_DAY = [(0, 24 * 60)]
FALLBACK = 1_000_000
"""Tier of a slot that is offered only when nothing else is left."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot a job may have: when it may start there and what that costs beside the driving.

    Attributes:
        slot: Index of the slot.
        ranges: When it may start.
        price: Early, last or late days, clinic for home, moved [1/1000 minute].
        nurse_price: Added if none of its nurses is the usual one; counted once a visit.
        tier: Lower tiers are tried first: the earliest day for someone late, home before clinic.
    """

    slot: int
    ranges: Ranges
    price: int
    nurse_price: int
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Offers:
    """All offers to a job by slot, and the reason if it has none, or none of them is free."""

    by_slot: dict[int, Offer] = field(default_factory=dict)
    reason: str = ""


class Rulebook:
    """The rules of a case, ready to be asked about many jobs."""

    def __init__(self, case: PlanningCase, slots: list[Slot], travel: Travel) -> None:
        self.case = case
        self.travel = travel
        self.days = OpenDays(case)
        self.ready_on = ready_day(case)
        self._by_day: dict[date, list[Slot]] = {}
        for slot in slots:
            if slot.rostered:
                self._by_day.setdefault(slot.day, []).append(slot)
        self._visits: dict[str, list[Visit]] = {}
        for visit in case.visits:
            self._visits.setdefault(visit.patient, []).append(visit)
        self._authorizations: dict[str, list[Authorization]] = {}
        for one in case.authorizations:
            self._authorizations.setdefault(one.patient, []).append(one)

    def offers(
        self,
        job: Job,
        *,
        on: Callable[[date], bool] = lambda day: True,
        among: Callable[[Slot], bool] = lambda slot: True,
    ) -> Offers:
        """What a job that is not kept may have.

        Args:
            job: The refill.
            on: Which days to look at.
            among: Which slots to look at.
        """
        demand = job.demand
        if demand is None:
            return Offers()
        days = [day for day in candidate_days(self.case, demand, self.days) if on(day)]
        for reason, keeps in self._day_rules(job, demand):
            days = [day for day in days if keeps(day)]
            if not days:
                return Offers(reason=reason)
        left = [slot for day in days for slot in self._by_day.get(day, ()) if among(slot)]
        if not left:
            return Offers(reason="roster")
        for reason, choose in self._slot_rules(job, demand):
            left = choose(left)
            if not left:
                return Offers(reason=reason)
        found = (self._offer(job, demand, slot) for slot in left)
        return Offers({offer.slot: offer for offer in found}, "capacity")

    def _day_rules(self, job: Job, demand: Demand) -> Iterator[tuple[str, Callable[[date], bool]]]:
        yield "window", lambda day: True
        yield "closed", lambda day: not self.days.closes(demand.code, day)
        yield (
            "availability",
            lambda day: any(
                end - start >= job.minutes for start, end in self.free(job, demand, day)
            ),
        )

    def _slot_rules(
        self, job: Job, demand: Demand
    ) -> Iterator[tuple[str, Callable[[list[Slot]], list[Slot]]]]:
        def each(keeps: Callable[[Slot], bool]) -> Callable[[list[Slot]], list[Slot]]:
            return lambda slots: [slot for slot in slots if keeps(slot)]

        def paired(slots: list[Slot]) -> list[Slot]:
            alone = job.nurses_needed < 2
            return slots if alone else [slot for slot in slots if _has_partner(slot, slots)]

        yield "closed", each(lambda slot: not slot.closed)
        yield "setting", each(lambda slot: _fits_setting(demand, slot))
        yield (
            "site-of-care",
            each(lambda slot: not slot.is_home or self.may_stay_home(demand, slot.day)),
        )
        yield "location", each(lambda slot: self._is_located(demand, slot))
        yield "skill", each(lambda slot: slot.nurse.may_refill(demand.family))
        yield "nurses", paired
        yield (
            "roster",
            lambda slots: paired([slot for slot in slots if self._ranges(job, demand, slot)]),
        )
        yield "authorization", lambda slots: self._with_authorization(job, slots)
        first = order_day(
            self.case,
            demand,
            self.days,
            ready_on=self.ready_on,
            booked_on=job.booked.day if job.booked else None,
            authorized=lambda days: self._authorized(job, days),
        )
        yield "order", each(lambda slot: slot.day >= first)

    def _with_authorization(self, job: Job, slots: list[Slot]) -> list[Slot]:
        valid = self._authorized(job, {slot.day for slot in slots})
        return [slot for slot in slots if slot.day in valid]

    def _authorized(self, job: Job, days: set[date]) -> set[date]:
        """Those of some days on which an authorization holds; all where none is needed."""
        mine = self._authorizations.get(job.patient)
        if not mine:
            return days
        visits = self._visits.get(job.patient, ())
        moving = job.booked.code if job.booked else ""
        return authorized_days(mine, visits, moving=moving, days=days)

    def _offer(self, job: Job, demand: Demand, slot: Slot) -> Offer:
        rules, late = self.case.rules, (slot.day - demand.refill_by).days
        in_clinic = demand.patient.setting is Setting.HOME and not slot.is_home
        price = SCALE * (
            (rules.price_home_in_clinic if in_clinic else 0)
            + (rules.price_moved if job.booked else 0)
            + max(0, late) * rules.price_late_day * demand.urgency
            + last_days_price(self.case, demand, slot.day)
        )
        share = (job.minutes + rules.price_early_extra) * SCALE
        price += max(0, -late) * share // demand.interval_days
        other = demand.usual_nurse not in ("", slot.nurse.code)
        return Offer(
            slot.index,
            self._ranges(job, demand, slot),
            price,
            rules.price_other_nurse * SCALE * other,
            FALLBACK * in_clinic + ((slot.day - self.case.start).days if late > 0 else 0),
        )

    def _ranges(self, job: Job, demand: Demand, slot: Slot) -> Ranges:
        """When the visit may start in an otherwise empty slot."""
        booked, now = job.booked, self.case.from_minute
        if slot.day != self.case.today or not now:
            return self._starts(job, demand, slot)
        left = self._starts(job, demand, slot, now=now)
        if booked is None or booked.day != slot.day or _holds(left, booked.minute):
            return left
        # The booked time that has come may stay, where the rules allow it at all.
        stands = _holds(self._starts(job, demand, slot), booked.minute)
        return tuple(sorted((*left, (booked.minute, booked.minute)))) if stands else left

    def _starts(self, job: Job, demand: Demand, slot: Slot, *, now: int = 0) -> Ranges:
        """When it may start there if nobody sets out before a minute of the day."""
        first, last = max(slot.start, now), slot.end - job.minutes
        if slot.is_home:
            there = self.travel.trip(slot.nurse.code, demand.code)
            back = self.travel.trip(demand.code, slot.nurse.code)
            if there is None or back is None:
                return ()
            first, last = first + there.minutes, last - back.minutes
        found = []
        for start, end in self.free(job, demand, slot.day):
            for opening, closing in _site_hours(slot):
                low, high = max(first, start, opening), min(last, min(end, closing) - job.minutes)
                if low <= high:
                    found.append((low, high))
        return tuple(found)

    def free(self, job: Job, demand: Demand, day: date) -> list[tuple[int, int]]:
        """When the patient can be visited on a day: availability less other appointments."""
        hours = demand.patient.availability
        free = [(h.start, h.end) for h in hours if day.weekday() in h.weekdays]
        free = sorted(free) if hours else ALL_DAY
        moving = job.booked.code if job.booked else None
        for visit in self._visits.get(job.patient, ()):
            if visit.day == day and visit.status.is_open and visit.code != moving:
                free = [p for span in free for p in _without(span, visit.minute, visit.end)]
        return free

    def may_stay_home(self, demand: Demand, day: date) -> bool:
        """Whether the drug's legal class allows a home refill on that day."""
        rule = demand.home_rule_on(day)
        if rule is not None and not rule.allowed:
            return False
        return demand.schedule != "II" or self.case.rules.home_controlled == "allow"

    def _is_located(self, demand: Demand, slot: Slot) -> bool:
        """Whether the way is known; a home patient without coordinates stays a question."""
        if slot.is_home:
            return self.travel.trip(slot.nurse.code, demand.code) is not None
        if demand.patient.setting is not Setting.HOME or not self.may_stay_home(demand, slot.day):
            return True
        return self.travel.is_located(demand.code)


def _fits_setting(demand: Demand, slot: Slot) -> bool:
    """Whether the place suits; a home patient may also be offered the clinic."""
    return not slot.is_home or demand.patient.setting is not Setting.CLINIC


def _has_partner(slot: Slot, others: list[Slot]) -> bool:
    return any(
        other.day == slot.day and other.place == slot.place and other.nurse.code != slot.nurse.code
        for other in others
    )


def _site_hours(slot: Slot) -> list[tuple[int, int]]:
    if slot.site is None or not slot.site.hours:
        return ALL_DAY
    return [(h.start, h.end) for h in slot.site.hours if slot.day.weekday() in h.weekdays]


def _holds(ranges: Ranges, minute: int) -> bool:
    return any(low <= minute <= high for low, high in ranges)


def _without(span: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    parts = [(span[0], min(span[1], start)), (max(span[0], end), span[1])]
    return [part for part in parts if part[0] < part[1]]
