"""Why someone is left out, and the smallest change that would free a slot.

One rule is eased at a time, in a changed case, the smallest change first. A change is named only if
planning again with it, from the same appointments or from those of the plan once they are booked,
leaves the patient in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from pumpsched.domain import calendars
from pumpsched.domain.calendars import (
    HOME,
    LATEST,
    Closure,
    Hours,
    WorkingDays,
    day_text,
    parse_hours,
)
from pumpsched.domain.clinic import Authorization, Nurse, Patient, Setting, Site
from pumpsched.domain.plausible import misplaced
from pumpsched.planning.case import Demand, LongerShift, PlanningCase
from pumpsched.planning.construct import resume
from pumpsched.planning.eligibility import OpenDays, candidate_days
from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.planner import plan_visits
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan, PlannedVisit
from pumpsched.planning.rulebook import Constraint

TRIES = 6
"""How often planning again may end without the patient before no change is named."""

MOST_EARLY = 3
"""How many of the last days before a window are tried."""

Planner = Callable[[PlanningCase], Plan]
Coded = TypeVar("Coded", Demand, Nurse, Site)
LATER_MINUTES = (30, 60, 90, 120)
FULL_WEEK = "Mon-Fri 08:00-16:30"
"""What one more nurse would work, and one who has no shift so far."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that gives a patient a visit.

    Attributes:
        visit: The visit that planning again gives.
        case: What was planned again: the changed case, the plan booked if ``booked_first``.
        booked_first: Whether the others have to be booked as planned before the change; otherwise
            one of them would take what it frees.
    """

    easing: Easing
    visit: PlannedVisit
    case: PlanningCase
    plan: Plan
    booked_first: bool = False

    @property
    def words(self) -> str:
        """The visit and the condition: ``Tue 8 Dec 2026 if nurse N2 worked until 17:00``."""
        day = self.easing.day
        other_day = f" on {day_text(day)}" if day is not None and day != self.visit.day else ""
        booked = ", once this plan is booked" if self.booked_first else ""
        return f"{day_text(self.visit.day)} {self.easing.words}{other_day}{booked}"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why someone is left out: the first rule that leaves no slot, and what would free one."""

    reason: str
    detail: str
    remedy: Remedy | None


def why_not(
    case: PlanningCase, plan: Plan, patient: str, *, planner: Planner = plan_visits
) -> WhyNot | None:
    """Why a patient is left out, and what would free a slot; None if the patient is not."""
    out = next((one for one in plan.unplaced if one.patient == patient), None)
    if out is None:
        return None
    remedy = next(remedies(case, plan, patient, planner=planner), None)
    return WhyNot(out.reason, out.detail, remedy)


def remedies(
    case: PlanningCase, plan: Plan, patient: str, *, planner: Planner = plan_visits
) -> Iterator[Remedy]:
    """Every single change found to help someone left out, the smallest first."""
    reason = next(Constraint(one.reason) for one in plan.unplaced if one.patient == patient)
    demand = next(demand for demand in case.demands if demand.code == patient)
    # Rules are asked in order: easing one after the first that leaves no slot cannot help.
    helping = (e for e in easings(case, demand) if not (e.helps_from or e.rule).comes_after(reason))
    failed = 0
    for _, group in groupby(helping, key=lambda e: (e.rule, e.size)):
        fitting = [(cost, n, e) for n, e in enumerate(group) if (cost := _cost(plan, e, patient))]
        for _, _, easing in sorted(fitting, key=lambda each: each[:2]):
            remedy = _planned_again(plan, easing, patient, planner)
            if remedy is not None:
                yield remedy
                break
            failed += 1
            if failed >= TRIES:
                return


def _cost(plan: Plan, easing: Easing, patient: str) -> tuple[int, int] | None:
    """Tier and price of a slot under an easing, everyone else as planned; None without one."""
    problem = PlanningProblem(easing.case)
    job = problem.job_of(patient)
    slots = {
        slot
        for slot in problem.eligible[job].by_slot
        if easing.day is None or problem.slots[slot].day == easing.day
    }
    way = best_insertion(resume(problem, plan), job, only=slots) if slots else None
    return None if way is None else (way.tier, way.cost)


def _planned_again(plan: Plan, easing: Easing, patient: str, planner: Planner) -> Remedy | None:
    for booked_first in (False, True):
        case = with_bookings(easing.case, plan) if booked_first else easing.case
        again = planner(case)
        visit = next((v for v in again.visits if v.patient == patient and not v.locked), None)
        if visit is not None:
            return Remedy(easing, visit, case, again, booked_first)
    return None


def with_bookings(case: PlanningCase, plan: Plan) -> PlanningCase:
    """A case in which a plan is booked."""
    known = {visit.code: visit for visit in case.visits}
    fresh = (visit for visit in plan.visits if not visit.code)
    for number, visit in enumerate(fresh, 1):
        known[f"plan-{number}"] = visit.booked(f"plan-{number}")
    for visit in plan.visits:
        if visit.moved:
            known[visit.code] = visit.booked(visit.code)
    return replace(case, visits=tuple(known.values()))


@dataclass(frozen=True, slots=True)
class Easing:
    """A case with one rule eased.

    Attributes:
        words: The change as a condition ("if ...").
        case: The changed case.
        day: The only day that changes; None if more do.
        helps_from: The first reason for being left out that it can help with, if not its own.
        size: How much is asked; of equal ones the cheapest is named.
    """

    rule: Constraint
    words: str
    case: PlanningCase
    day: date | None = None
    helps_from: Constraint | None = None
    size: int = 0


def _before_the_window(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    """The last days before the window, for whom the window has no open day to be seen on.

    A plan keeps to the window; a person may book the visit sooner, for the price of a drive.
    """
    open_days = OpenDays(case)
    seen = [
        day
        for day in case.days()
        if day > demand.filled_on
        and demand.is_seen_on(day)
        and not open_days.closes(demand.code, day)
    ]
    early = [day for day in seen if day < demand.opens_on]
    inside = any(demand.opens_on <= day <= demand.refill_by for day in seen)
    if inside or demand.refill_by > case.last:
        return
    for size, day in enumerate(reversed(early[-MOST_EARLY:])):
        sooner = replace(case, demands=_changed(case.demands, replace(demand, opens_on=day)))
        yield Easing(Constraint.WINDOW, "if it came before the window opens", sooner, size=size)


def _more_hours(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Hours on one more weekday, or on that weekday at any time; then at any time at all."""
    hours = demand.patient.availability
    if not hours:
        return
    for weekday in _open_weekdays(case, days):
        more = (*hours, Hours(frozenset({weekday}), 0, 24 * 60 - 1))
        words = f"if the patient could be seen on {calendars.DAY_NAMES[weekday]} at any hour"
        yield Easing(Constraint.AVAILABILITY, words, _with_patient(case, demand, availability=more))
    words = "if the patient could be seen at any hour"
    anytime = _with_patient(case, demand, availability=())
    yield Easing(Constraint.AVAILABILITY, words, anytime, size=1)


def _open_weekdays(case: PlanningCase, days: Sequence[date]) -> list[int]:
    return sorted({day.weekday() for day in days if case.working.is_open(day)})


def _authorizations(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    mine = [one for one in case.authorizations if one.patient == demand.code]
    for one in mine:
        if one.visits is not None:
            more = one._replace(visits=one.visits + 1)
            words = f"if authorization {one.number} had one more visit"
            yield _authorized(case, words, (one, more), size=1)
    for one in mine if days else ():
        if one.valid_to is not None and one.valid_to < days[-1]:
            words = f"if authorization {one.number} were valid until {day_text(days[-1])}"
            yield _authorized(case, words, (one, one._replace(valid_to=days[-1])), size=2)
        if one.valid_from is not None and one.valid_from > days[0]:
            words = f"if authorization {one.number} were valid from {day_text(days[0])}"
            yield _authorized(case, words, (one, one._replace(valid_from=days[0])), size=2)


def _authorized(
    case: PlanningCase, words: str, change: tuple[Authorization, Authorization], *, size: int
) -> Easing:
    changed = tuple(change[1] if one is change[0] else one for one in case.authorizations)
    return Easing(Constraint.AUTHORIZATION, words, replace(case, authorizations=changed), size=size)


def _other_setting(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    either = _with_patient(case, demand, setting=Setting.EITHER)
    if demand.patient.setting is Setting.CLINIC and demand.patient.location is not None:
        yield Easing(Constraint.SETTING, "if the patient could be seen at home", either)
    if demand.patient.setting is Setting.HOME:
        yield Easing(Constraint.SETTING, "if the patient could come to the clinic", either)


def _with_patient(case: PlanningCase, demand: Demand, **changes: object) -> PlanningCase:
    patient: Patient = demand.patient._replace(**changes)  # type: ignore[arg-type]
    return replace(case, demands=_changed(case.demands, replace(demand, patient=patient)))


def _with_nurse(case: PlanningCase, nurse: Nurse) -> PlanningCase:
    return replace(case, nurses=_changed(case.nurses, nurse))


def _changed(known: tuple[Coded, ...], new: Coded) -> tuple[Coded, ...]:
    """Those known, with the new one in the place of its code."""
    return tuple(new if one.code == new.code else one for one in known)


def _opened(closures: Iterable[Closure], who: str, day: date) -> tuple[Closure, ...]:
    """Closures less those of a code on one day."""
    found: list[Closure] = []
    for one in closures:
        if one.who != who or not one.covers(day):
            found.append(one)
            continue
        before = one._replace(last=day - timedelta(days=1))
        after = one._replace(first=day + timedelta(days=1))
        found += [part for part in (before, after) if part.first <= part.last]
    return tuple(found)


def easings(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    """Single changes that might free a slot for a patient, the smallest first."""
    days = candidate_days(case, demand, OpenDays(case))
    if any(misplaced(demand.patient, case.bases())):
        yield from _home_known(case, demand)
    yield from _order_in_a_rush(case)
    yield from _later_shifts(case, demand, days)
    yield from _more_visits(case)
    for site in case.sites:
        more = site._replace(chairs=site.chairs + 1)
        words = f"if {site.code} had {more.chairs} chairs"
        yield Easing(Constraint.CAPACITY, words, replace(case, sites=_changed(case.sites, more)))
    yield from _before_the_window(case, demand)
    yield from _more_hours(case, demand, days)
    yield from _authorizations(case, demand, days)
    if demand.patient.nurses_needed > 1:
        alone = _with_patient(case, demand, nurses_needed=1)
        yield Easing(Constraint.NURSES, "if one nurse were enough", alone)
    yield from _other_setting(case, demand)
    if case.rules.home_controlled == "no" and demand.schedule == "II":
        rules = case.rules._replace(home_controlled="allow")
        words = "if the setting home_controlled were allow"
        yield Easing(Constraint.SITE_OF_CARE, words, replace(case, rules=rules))
    yield from _training(case, demand)
    yield from _absences(case, demand, days)
    yield from _extra_shifts(case, demand, days)
    if demand.refill_by > case.last:
        words = f"if the plan went on to {day_text(demand.refill_by)}"
        yield Easing(Constraint.WINDOW, words, replace(case, last=demand.refill_by))
    yield from _places(case, demand)
    yield from _another_nurse(case, demand)


def _order_in_a_rush(case: PlanningCase) -> Iterator[Easing]:
    for lead in range(case.rules.order_lead_days - 1, -1, -1):
        word = "on the day" if lead == 0 else f"in {lead} working day{'s' * (lead > 1)}"
        sooner = replace(case, rules=case.rules._replace(order_lead_days=lead))
        yield Easing(Constraint.ORDER, f"if the drug came {word}", sooner, size=-lead)


def _later_shifts(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Later ends of one shift a day; with two shifts the first would end later too."""
    trained = [nurse for nurse in case.nurses if nurse.may_refill(demand.family)]
    for more in LATER_MINUTES:
        for day in days:
            for nurse in trained:
                ends = [part.end for part in nurse.roster if day.weekday() in part.weekdays]
                mine = (m for m in case.longer if (m.nurse, m.day) == (nurse.code, day))
                already = sum(longer.minutes for longer in mine)
                until = max(ends, default=0) + already + more
                if len(ends) != 1 or until >= 24 * 60:
                    continue
                words = f"if nurse {nurse.code} worked until {calendars.clock_text(until)}"
                longer = (*case.longer, LongerShift(nurse.code, day, more))
                changed = replace(case, longer=longer)
                yield Easing(Constraint.ROSTER, words, changed, day=day, size=more)


def _more_visits(case: PlanningCase) -> Iterator[Easing]:
    for nurse in case.nurses:
        if nurse.max_visits is not None:
            most = nurse.max_visits + 1
            words = f"if nurse {nurse.code} made {most} visit{'s' * (most > 1)} a day"
            changed = _with_nurse(case, nurse._replace(max_visits=most))
            yield Easing(Constraint.ROSTER, words, changed, helps_from=Constraint.CAPACITY)


def _training(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    for nurse in case.nurses:
        if not nurse.may_refill(demand.family):
            trained = nurse._replace(skills=(*nurse.skills, demand.family))
            words = f"if nurse {nurse.code} were trained on {demand.family}"
            yield Easing(Constraint.SKILL, words, _with_nurse(case, trained))


def _absences(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Closures lifted for one day, the patient's first, then the staff's, then the practice's."""
    # A window without an open day is widened by other days: those of the window count as well.
    window = {day for day in case.days() if demand.opens_on <= day <= demand.refill_by}
    asked = {
        (size, closure.who, day): words
        for closure in case.closures
        # Nobody who left for good comes back for a day.
        if closure.last < LATEST
        for size, words in _missing(case, demand, closure)
        for day in {*days, *window}
        if closure.covers(day)
    }
    for (size, who, day), words in sorted(asked.items()):
        lifted = _open_on(case, who, day)
        yield Easing(
            Constraint.CLOSED, words, lifted, day=day, helps_from=Constraint.WINDOW, size=size
        )


def _missing(case: PlanningCase, demand: Demand, closure: Closure) -> Iterator[tuple[int, str]]:
    """How much is asked by lifting a closure, and the words for it; nothing for a stranger's."""
    if closure.who == demand.code:
        yield 0, "if the patient were there"
    elif closure.who == calendars.EVERYBODY:
        yield 2, "if the practice were open"
    elif any(closure.who == nurse.code for nurse in case.nurses):
        yield 1, f"if nurse {closure.who} were there"
    elif any(closure.who == site.code for site in case.sites):
        yield 1, f"if {closure.who} were open"


def _open_on(case: PlanningCase, who: str, day: date) -> PlanningCase:
    """The case with every closure of a code lifted on one day."""
    return replace(
        case,
        closures=_opened(case.closures, who, day),
        working=WorkingDays(case.working.weekdays, _opened(case.working.closures, who, day)),
    )


def _extra_shifts(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Shifts on weekdays on which a nurse does not work, as long as their first one."""
    for nurse in case.nurses:
        usual = nurse.roster[0] if nurse.roster else parse_hours(FULL_WEEK, "roster")[0]
        taken = {day for part in nurse.roster for day in part.weekdays}
        for weekday in _open_weekdays(case, days):
            if weekday in taken or not nurse.may_refill(demand.family):
                continue
            for place in (HOME, *(site.code for site in case.sites)):
                part = Hours(frozenset({weekday}), usual.start, usual.end, place)
                changed = _with_nurse(case, nurse._replace(roster=(*nurse.roster, part)))
                words = f"if nurse {nurse.code} also worked {part}"
                yield Easing(Constraint.ROSTER, words, changed, helps_from=Constraint.CLOSED)


def _places(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    """Places nobody knows, tried where they would be nearest."""
    patient = demand.patient
    if patient.location is None:
        yield from _home_known(case, demand)
        return
    for nurse in case.nurses:
        if nurse.location is None:
            based = _with_nurse(case, nurse._replace(location=patient.location))
            words = f"if nurse {nurse.code}'s base were known (tried at the patient's)"
            yield Easing(Constraint.LOCATION, words, based)


def _home_known(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    for nurse in case.nurses:
        if nurse.location is not None:
            there = _with_patient(case, demand, location=nurse.location)
            words = f"if the patient's place were known (tried at nurse {nurse.code}'s base)"
            yield Easing(Constraint.LOCATION, words, there)


def _another_nurse(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    bases = [nurse for nurse in case.nurses if nurse.location is not None]
    for place in (HOME, *(site.code for site in case.sites)):
        (hours,) = parse_hours(FULL_WEEK, "roster")
        part = hours._replace(place=place)
        where = f", from nurse {bases[0].code}'s base" if bases and place == HOME else ""
        base = bases[0].location if bases else demand.patient.location
        taken = {nurse.code for nurse in case.nurses}
        code = next(name for n in range(1, 99) if (name := f"NEW{n}") not in taken)
        more = (*case.nurses, Nurse(code, "one more nurse", base, roster=(part,)))
        words = f"with one more nurse, {part}{where}"
        changed = replace(case, nurses=more)
        yield Easing(Constraint.ROSTER, words, changed, helps_from=Constraint.CLOSED, size=1)
