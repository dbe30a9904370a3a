"""Eligibility: which slots a refill fits by every rule that does not depend on other visits.

First the days on which patient and practice are both there, then the slots of these days. The
rules are asked in the order of :class:`pumpsched.planning.rulebook.Constraint`, and the first that
leaves no slot is why someone is left out. Of a day's sessions with the same hours and training one
answers for all: to a patient with one nurse they are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from pumpsched.domain.authorizations import authorized_days
from pumpsched.domain.calendars import EVERYBODY
from pumpsched.domain.clinic import Setting
from pumpsched.domain.plausible import misplaced
from pumpsched.domain.travel import Travel
from pumpsched.planning.by_key import Memo, grouped
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.jobs import SCALE, Job, Slot
from pumpsched.planning.rulebook import Constraint, Question
from pumpsched.planning.starts import Ranges, Starts

Lenders = dict[date, list[Slot]]
"""Home routes of a day that may lead by a site."""
Alike = list[Slot]
"""Slots of a day that the rules treat alike, but for the way of a home route."""
FALLBACK = 1_000_000
"""Tier of a slot that is taken only when nothing else is left."""


class OpenDays:
    """Days on which the practice works and a patient is there; each is looked up once."""

    def __init__(self, case: PlanningCase) -> None:
        self._working = case.working
        self._away = grouped(case.closures, lambda closure: closure.who)

    def closes(self, who: str, day: date) -> bool:
        """Whether the practice, or a closure of this code or of everybody, closes the day."""
        if not self._working.is_open(day):
            return True
        return any(c.covers(day) for code in (EVERYBODY, who) for c in self._away.get(code, ()))

    def open_days(self, who: str, first: date, last: date) -> Iterator[date]:
        """The days from one day to another, both included, that are open for this code."""
        span = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        return (day for day in span if not self.closes(who, day))


def candidate_days(case: PlanningCase, demand: Demand, days: OpenDays) -> list[date]:
    """The days of the window; if none is open, the last open day before it; else the late ones.

    Someone already late has every day from the first on; before a drug that is told to come late
    no day counts as open.
    """
    usable = [day for day in case.days() if day > demand.filled_on]
    if demand.refill_by < case.start:
        return usable
    if any(days.open_days(demand.code, first_day(case, demand), demand.refill_by)):
        return [day for day in usable if demand.opens_on <= day <= demand.refill_by]
    there = (day for day in usable if day < demand.opens_on and not demand.awaits_drug_on(day))
    before = [day for day in there if not days.closes(demand.code, day)]
    return before[-1:] or [day for day in usable if day > demand.refill_by]


def first_day(case: PlanningCase, demand: Demand) -> date:
    """The first day of a window that is left, with the drug there if its order tells when."""
    return max(case.start, demand.opens_on, demand.drug_on or case.start)


def last_days_price(case: PlanningCase, demand: Demand, day: date) -> int:
    """What a visit on a day costs for leaving little of its window for a second try [min].

    The price is in full on the last working day and after it. Each working day that is left after
    the visit takes off one share of ``reserve_days``; the rest is rounded down to whole minutes.
    """
    price, reserve = case.rules.price_last_days, case.rules.reserve_days
    left = 0
    while price and left < reserve and day < demand.refill_by:
        day += timedelta(days=1)
        left += case.working.is_open(day)
    return price * (reserve - left) // reserve


class Terms(NamedTuple):
    """On what terms a job may have a slot: when it may start, and its price beside the driving.

    Attributes:
        ranges: When it may start.
        price: Early, last or late days, clinic for home, moved [1/1000 minute].
        nurse_price: Added if none of its nurses is the usual one; counted once a visit.
        tier: Lower tiers are tried first: the earliest day for someone late, home before clinic.
    """

    ranges: Ranges
    price: int
    nurse_price: int
    tier: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """What is looked at first: the least of it."""
        return self.tier, self.price + self.nurse_price

    @property
    def is_last_resort(self) -> bool:
        """Whether it is taken only when nothing else is left."""
        return self.tier >= FALLBACK


Lending = Memo[tuple[int, str], Terms | None]


@dataclass(frozen=True, slots=True)
class EligibleSlots:
    """All slots that a job may have, and the rule that left none, or will if none is free.

    Attributes:
        by_slot: The terms of each, by day and nurse.
        routes, sessions: Home routes and clinic sessions among them, the least tier and price
            first, for a route that of one with nobody else in it.
        lenders: Home routes of nurses who may come to a session as the second of two.
        lending: What is known of such a route, by slot and site; None where it may not lead there.
    """

    by_slot: dict[int, Terms] = field(default_factory=dict)
    routes: Sequence[int] = ()
    sessions: Sequence[int] = ()
    reason: Constraint = Constraint.CAPACITY
    lenders: Lenders = field(default_factory=dict)
    lending: Lending = field(default_factory=lambda: Lending(lambda at: None))

    def option(self, slot: int, site: str) -> Terms | None:
        """What is known of a slot for a visit at a site, or at home where there is none."""
        return self.lending[slot, site] or self.by_slot.get(slot)


class Eligibility:
    """The rules of a case, ready to be asked about many jobs."""

    def __init__(self, case: PlanningCase, slots: list[Slot], travel: Travel) -> None:
        self.case = case
        self.travel = travel
        self.days = OpenDays(case)
        self.ready_on = case.working.days_after(case.today, case.rules.order_lead_days)
        self._slots = slots
        self._sites = {slot.place: slot.site for slot in slots if slot.site}
        self._by_day = grouped((slot for slot in slots if slot.rostered), lambda slot: slot.day)
        self._alike = {
            day: list(grouped(there, _asked_of).values()) for day, there in self._by_day.items()
        }
        self._of_nurse = grouped(slots, lambda slot: slot.nurse.code)
        self._visits = grouped(case.visits, lambda visit: visit.patient)
        self._authorizations = grouped(case.authorizations, lambda one: one.patient)

    def slots_for(
        self,
        job: Job,
        *,
        on: Callable[[date], bool] = lambda day: True,
        among: Callable[[Slot], bool] | None = None,
    ) -> EligibleSlots:
        """What a job that is not kept may have, on some days and among some slots."""
        demand = job.demand
        if demand is None:
            return EligibleSlots()
        starts = Starts(
            self.case,
            self.travel,
            job,
            demand,
            sites=self._sites,
            visits=self._visits.get(job.patient, ()),
        )
        days = [day for day in candidate_days(self.case, demand, self.days) if on(day)]
        for reason, keeps in self._day_rules(job, demand, starts):
            days = [day for day in days if keeps(day)]
            if not days:
                return EligibleSlots(reason=reason)
        left = [group for day in days for group in self._groups(job, day, among)]
        if not left:
            return EligibleSlots(reason=Constraint.ROSTER)
        lenders = self._lenders(job, demand, left)
        for reason, choose in self._slot_rules(job, demand, lenders, starts):
            left = choose(left)
            if not left:
                return EligibleSlots(reason=reason)
        by_slot = self._terms(job, demand, left, starts)
        return EligibleSlots(
            by_slot,
            routes=self._routes(by_slot, starts),
            sessions=self._sessions(by_slot),
            lenders=lenders,
            lending=self._lending(job, demand, left, lenders, starts),
        )

    def _routes(self, by_slot: Mapping[int, Terms], starts: Starts) -> list[int]:
        """The home routes of these slots, by tier and price with the way there and back."""
        driving = self.case.rules.price_travel * SCALE

        def rank(slot: int) -> tuple[int, int]:
            tier, price = by_slot[slot].rank
            there, back = starts.ways[self._slots[slot].nurse.code, ""]
            return tier, price + ((there or 0) + (back or 0)) * driving

        return sorted((slot for slot in by_slot if self._slots[slot].is_home), key=rank)

    def _sessions(self, by_slot: Mapping[int, Terms]) -> list[int]:
        """The clinic sessions of these slots, by tier and price."""
        sessions = (slot for slot in by_slot if not self._slots[slot].is_home)
        return sorted(sessions, key=lambda slot: by_slot[slot].rank)

    def _groups(self, job: Job, day: date, among: Callable[[Slot], bool] | None) -> Iterable[Alike]:
        """The slots of a day as the rules tell them apart.

        Where two nurses have to meet, and where only some slots are asked, that is each of them.
        """
        if job.nurses_needed < 2 and among is None:
            return self._alike.get(day, ())
        return ([slot] for slot in self._by_day.get(day, ()) if among is None or among(slot))

    def _lenders(self, job: Job, demand: Demand, groups: list[Alike]) -> Lenders:
        """The home routes from which a nurse could come to a session as the second of two."""
        if job.nurses_needed < 2:
            return {}
        home = [slot for slot in _each(groups) if slot.is_home and not slot.closed]
        trained = (slot for slot in home if slot.nurse.may_refill(demand.family))
        return grouped(trained, lambda slot: slot.day)

    def question(self, job: Job, demand: Demand, days: Sequence[date] | None = None) -> Question:
        """What the rules are asked about a job on some days; on all of its window if not given."""
        asked = candidate_days(self.case, demand, self.days) if days is None else days
        staffed = any(day in self._by_day for day in asked)
        doubts = tuple(misplaced(demand.patient, self.case.bases()))
        return Question(demand, job.minutes, asked, self.ready_for(demand), staffed, doubts)

    def _day_rules(
        self, job: Job, demand: Demand, starts: Starts
    ) -> Iterator[tuple[Constraint, Callable[[date], bool]]]:
        yield Constraint.WINDOW, lambda day: True
        yield Constraint.CLOSED, lambda day: not self.days.closes(demand.code, day)
        yield (
            Constraint.AVAILABILITY,
            lambda day: any(end - start >= job.minutes for start, end in starts.free[day]),
        )

    def _slot_rules(
        self,
        job: Job,
        demand: Demand,
        lenders: Lenders,
        starts: Starts,
    ) -> Iterator[tuple[Constraint, Callable[[list[Alike]], list[Alike]]]]:
        def alike(keeps: Callable[[Slot], bool]) -> Callable[[list[Alike]], list[Alike]]:
            return lambda groups: [group for group in groups if keeps(group[0])]

        def paired(groups: list[Alike]) -> list[Alike]:
            if job.nurses_needed < 2:
                return groups
            return [[slot] for slot in _with_partners(list(_each(groups)), lenders)]

        def rostered(groups: list[Alike]) -> list[Alike]:
            held = _by_way(groups, lambda slot: starts.at(slot, slot.site_code) != ())
            if job.nurses_needed < 2:
                return held
            met = {slot.index for slot in _with_partners(list(_each(held)), {})}
            return [
                [slot]
                for slot in _each(held)
                if slot.index in met
                or any(
                    _may_lend(s, slot) and starts.at(s, slot.site_code)
                    for s in lenders.get(slot.day, ())
                )
            ]

        def authorized(groups: list[Alike]) -> list[Alike]:
            if self._paper_gives_way(job, demand):
                return groups
            valid = self._authorized(job, {group[0].day for group in groups})
            return [group for group in groups if group[0].day in valid]

        comes_to_clinic = demand.patient.setting is Setting.CLINIC
        yield Constraint.CLOSED, alike(lambda slot: not slot.closed)
        yield Constraint.SETTING, alike(lambda slot: not (slot.is_home and comes_to_clinic))
        yield (
            Constraint.SITE_OF_CARE,
            alike(lambda slot: not slot.is_home or self.may_stay_home(demand, slot.day)),
        )
        yield (
            Constraint.LOCATION,
            lambda groups: _by_way(groups, lambda slot: self._is_located(demand, slot, starts)),
        )
        yield Constraint.SKILL, alike(lambda slot: slot.nurse.may_refill(demand.family))
        yield Constraint.NURSES, paired
        yield Constraint.ROSTER, rostered
        yield Constraint.AUTHORIZATION, authorized
        first = self._drug_there_on(job, demand)
        yield Constraint.ORDER, alike(lambda slot: slot.day >= first)

    def _drug_there_on(self, job: Job, demand: Demand) -> date:
        """The first day on which the drug is there.

        The rule gives way where the window has no day to be seen left from ``ready_on`` on that a
        payer authorizes, for someone late, and back to the day of a booking, for which it was
        ordered. It never does where the order itself tells the day: no rush brings it sooner.
        """
        if demand.drug_on is not None:
            return demand.drug_on
        start = self.case.start
        if demand.refill_by < start:
            return start
        first = max(self.ready_on, demand.opens_on)
        in_time = self._seen_days(demand, first)
        if not in_time or not (
            self._paper_gives_way(job, demand) or self._authorized(job, in_time)
        ):
            return start
        return min(self.ready_on, job.booked.day) if job.booked else self.ready_on

    def ready_for(self, demand: Demand) -> date:
        """The day by which the drug is there: as its order tells, or as one placed today."""
        return demand.drug_on or self.ready_on

    def is_authorized(self, job: Job, day: date) -> bool:
        """Whether an authorization holds on a day, or none is needed."""
        return day in self._authorized(job, {day})

    def _paper_gives_way(self, job: Job, demand: Demand) -> bool:
        """Whether no day to be seen in the window is authorized: none runs dry over a paper."""
        start = self.case.start
        if demand.refill_by < start or not self._authorizations.get(job.patient):
            return True
        in_time = self._seen_days(demand, first_day(self.case, demand))
        return not self._authorized(job, in_time)

    def _seen_days(self, demand: Demand, first: date) -> set[date]:
        """The open days of the window from one on, on which the patient can be seen."""
        open_days = self.days.open_days(demand.code, first, demand.refill_by)
        return set(filter(demand.is_seen_on, open_days))

    def _authorized(self, job: Job, days: set[date]) -> set[date]:
        """Those of some days on which an authorization holds; all where none is needed."""
        mine = self._authorizations.get(job.patient)
        if not mine:
            return days
        visits = self._visits.get(job.patient, ())
        own = job.booked or job.kept
        moving = own.code if own else ""
        return authorized_days(mine, visits, moving=moving, days=days)

    def _terms(
        self, job: Job, demand: Demand, groups: list[Alike], starts: Starts
    ) -> dict[int, Terms]:
        """The terms of every slot of some groups; those of sessions that are alike are one."""
        found: dict[int, Terms] = {}
        stranger = self._price_of_others(demand)
        for group in groups:
            one = group[0]
            price, tier = self._price(job, demand, one.day, site=one.site_code)
            if one.is_home:
                for slot in group:
                    found[slot.index] = Terms(starts.at(slot, ""), price, stranger, tier)
            else:
                terms = Terms(starts.at(one, one.site_code), price, stranger, tier)
                found |= dict.fromkeys([slot.index for slot in group], terms)
        for slot in self._of_nurse.get(demand.usual_nurse, ()):
            if slot.index in found:
                found[slot.index] = found[slot.index]._replace(nurse_price=0)
        return dict(sorted(found.items()))

    def _lending(
        self, job: Job, demand: Demand, groups: list[Alike], lenders: Lenders, starts: Starts
    ) -> Lending:
        """The terms of the home routes that may lead by one of the sessions."""
        sessions = grouped(_each(groups), _day_and_place) if lenders else {}
        coming = {slot.index for routes in lenders.values() for slot in routes}

        def lent(at: tuple[int, str]) -> Terms | None:
            (index, place), slot = at, self._slots[at[0]]
            there = sessions.get((slot.day, place), ()) if index in coming else ()
            met = any(_may_lend(slot, session) for session in there)
            ranges = starts.at(slot, place) if met else ()
            price, tier = self._price(job, demand, slot.day, site=place)
            return Terms(ranges, price, self.nurse_price(job, index), tier) if ranges else None

        return Lending(lent)

    def _price(self, job: Job, demand: Demand, day: date, *, site: str) -> tuple[int, int]:
        """The price of a day at a site or at home, beside driving and nurse, and its tier."""
        rules, late = self.case.rules, (day - demand.refill_by).days
        in_clinic = demand.patient.setting is Setting.HOME and site != ""
        price = SCALE * (
            (rules.price_home_in_clinic if in_clinic else 0)
            + (rules.price_moved if job.booked else 0)
            + max(0, late) * rules.price_late_day * demand.urgency
            + last_days_price(self.case, demand, day)
            + (0 if self.is_authorized(job, day) else rules.price_unauthorized)
        )
        share = (job.minutes + rules.price_early_extra) * SCALE
        price += max(0, -late) * share // demand.interval_days
        return price, FALLBACK * in_clinic + ((day - self.case.start).days if late > 0 else 0)

    def _price_of_others(self, demand: Demand) -> int:
        """What any nurse but the usual one costs; nothing where there is none [1/1000 minute]."""
        return self.case.rules.price_other_nurse * SCALE if demand.usual_nurse else 0

    def nurse_price(self, job: Job, slot: int) -> int:
        """What it costs that the nurse of a slot is not the usual one [1/1000 minute]."""
        if job.demand is None or self._slots[slot].nurse.code == job.demand.usual_nurse:
            return 0
        return self._price_of_others(job.demand)

    def may_stay_home(self, demand: Demand, day: date) -> bool:
        """Whether the drug's legal class allows a home refill on that day."""
        rule = demand.home_rule_on(day)
        if rule is not None and not rule.allowed:
            return False
        return demand.schedule != "II" or self.case.rules.home_controlled == "allow"

    def _is_located(self, demand: Demand, slot: Slot, starts: Starts) -> bool:
        """Whether the way is known; a home patient without coordinates stays a question."""
        if slot.is_home:
            return starts.ways[slot.nurse.code, ""][0] is not None
        if demand.patient.setting is not Setting.HOME or not self.may_stay_home(demand, slot.day):
            return True
        return self.travel.is_located(demand.code)


def _asked_of(slot: Slot) -> tuple[object, ...]:
    """What the rules ask of a slot by itself, its day apart; at home they also ask for the way."""
    hours = slot.site.hours if slot.site else ()
    return slot.is_home, slot.closed != "", slot.nurse.skills, slot.start, slot.end, hours


def _each(groups: Iterable[Alike]) -> Iterator[Slot]:
    """Every slot of some groups."""
    return (slot for group in groups for slot in group)


def _by_way(groups: list[Alike], keeps: Callable[[Slot], bool]) -> list[Alike]:
    """The groups that a rule about the way keeps; each home route has a way of its own."""
    asked = (group if group[0].is_home else group[:1] for group in groups)
    kept = (list(filter(keeps, slots)) for slots in asked)
    return [
        slots if group[0].is_home else group
        for group, slots in zip(groups, kept, strict=True)
        if slots
    ]


def _with_partners(slots: Sequence[Slot], lenders: Lenders) -> list[Slot]:
    """Those of some slots to which another nurse can come: in the same place, or lent."""
    together = grouped(slots, _day_and_place)
    return [
        slot
        for slot in slots
        if any(_are_apart(slot, other) for other in together[_day_and_place(slot)])
        or any(_may_lend(other, slot) for other in lenders.get(slot.day, ()))
    ]


def _day_and_place(slot: Slot) -> tuple[date, str]:
    return slot.day, slot.place


def _may_lend(home_route: Slot, session: Slot) -> bool:
    """Whether another nurse's home route of the day could lead by a clinic session."""
    return not session.is_home and _are_apart(home_route, session)


def _are_apart(slot: Slot, other: Slot) -> bool:
    return slot.nurse.code != other.nurse.code
