"""What would have to change for someone left out: one rule eased at a time, smallest first.

Each easing is a changed case and the words for it; whether it helps is found out by planning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.people import Authorization, Nurse, Setting
from pumpsched.domain.planning_case import Demand, LongerShift, PlanningCase
from pumpsched.domain.programme import clock_text
from pumpsched.planning.windows import OpenDays, candidate_days
from pumpsched.planning.wording import day_text

LATER_MINUTES = (30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class Easing:
    """A case with one rule eased: which rule, and the change as a condition ("if ...")."""

    rule: str
    words: str
    case: PlanningCase
    days: tuple[date, ...] = ()


def easings(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    """Single changes that might free a slot for a patient, the smallest first."""
    days = candidate_days(case, demand, OpenDays(case))
    yield from _order_in_a_rush(case)
    yield from _later_shifts(case, demand, days)
    yield from _more_visits(case)
    yield from _another_chair(case)
    yield from _any_hour(case, demand)
    yield from _one_more_authorization(case, demand)
    yield from _training(case, demand)
    yield from _one_nurse(case, demand)
    yield from _absences(case, demand)
    yield from _other_setting(case, demand)


def _order_in_a_rush(case: PlanningCase) -> Iterator[Easing]:
    for lead in range(case.rules.order_lead_days - 1, -1, -1):
        word = "on the day" if lead == 0 else f"in {lead} working day{'s' * (lead > 1)}"
        rules = replace(case.rules, order_lead_days=lead)
        yield Easing("order", f"if the drug came {word}", replace(case, rules=rules))


def _later_shifts(case: PlanningCase, demand: Demand, days: list[date]) -> Iterator[Easing]:
    trained = [nurse for nurse in case.nurses if nurse.may_refill(demand.family)]
    for more in LATER_MINUTES:
        for day in days:
            for nurse in trained:
                ends = [part.end for part in nurse.roster if day.weekday() in part.weekdays]
                if not ends:
                    continue
                already = sum(
                    m.minutes for m in case.longer if (m.nurse, m.day) == (nurse.code, day)
                )
                until = min(24 * 60 - 1, max(ends) + already + more)
                words = f"{day_text(day)} if nurse {nurse.code} worked until {clock_text(until)}"
                longer = (*case.longer, LongerShift(nurse.code, day, until - max(ends) - already))
                yield Easing("roster", words, replace(case, longer=longer), (day,))


def _more_visits(case: PlanningCase) -> Iterator[Easing]:
    for nurse in case.nurses:
        if nurse.max_visits is not None:
            more = replace(nurse, max_visits=nurse.max_visits + 1)
            words = f"if nurse {nurse.code} made {more.max_visits} visits a day"
            yield Easing("roster", words, _with_nurse(case, more))


def _another_chair(case: PlanningCase) -> Iterator[Easing]:
    for site in case.sites:
        more = replace(site, chairs=site.chairs + 1)
        sites = tuple(more if other.code == site.code else other for other in case.sites)
        words = f"if {site.code} had {more.chairs} chairs"
        yield Easing("capacity", words, replace(case, sites=sites))


def _any_hour(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    if demand.patient.availability:
        changed = replace(demand, patient=replace(demand.patient, availability=()))
        words = "if the patient could be seen at any hour"
        yield Easing("availability", words, _with(case, changed))


def _one_more_authorization(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    mine = [one for one in case.authorizations if one.patient == demand.code]
    for one in mine:
        if one.visits is not None:
            more = replace(one, visits=one.visits + 1)
            words = f"if authorization {one.number} had one more visit"
            yield _authorized(case, words, (one, more))
    for one in mine:
        longer = replace(one, valid_from=None, valid_to=None)
        words = f"if authorization {one.number} were valid throughout"
        yield _authorized(case, words, (one, longer))
    if mine:
        longer = replace(mine[-1], valid_from=None, valid_to=None, visits=None)
        yield _authorized(case, "with a new authorization", (mine[-1], longer))


def _authorized(
    case: PlanningCase, words: str, change: tuple[Authorization, Authorization]
) -> Easing:
    changed = tuple(change[1] if one is change[0] else one for one in case.authorizations)
    return Easing("authorization", words, replace(case, authorizations=changed))


def _training(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    for nurse in case.nurses:
        if not nurse.may_refill(demand.family):
            trained = replace(nurse, skills=(*nurse.skills, demand.family))
            words = f"if nurse {nurse.code} were trained on {demand.family}"
            yield Easing("skill", words, _with_nurse(case, trained))


def _one_nurse(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    if demand.patient.nurses_needed > 1:
        alone = replace(demand, patient=replace(demand.patient, nurses_needed=1))
        yield Easing("nurses", "if one nurse were enough", _with(case, alone))


def _absences(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    for closure in case.closures:
        if closure.who == "all":
            continue
        who = "the patient" if closure.who == demand.code else closure.who
        others = tuple(other for other in case.closures if other is not closure)
        words = f"if {who} were there from {day_text(closure.first)} to {day_text(closure.last)}"
        yield Easing("closed", words, replace(case, closures=others))


def _other_setting(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    if demand.patient.setting is Setting.CLINIC and demand.patient.location is not None:
        at_home = replace(demand, patient=replace(demand.patient, setting=Setting.EITHER))
        yield Easing("setting", "if the patient could be seen at home", _with(case, at_home))
    if demand.patient.setting is Setting.HOME:
        either = replace(demand, patient=replace(demand.patient, setting=Setting.EITHER))
        yield Easing("setting", "if the patient could come to the clinic", _with(case, either))


def _with(case: PlanningCase, changed: Demand) -> PlanningCase:
    demands = tuple(changed if d.code == changed.code else d for d in case.demands)
    return replace(case, demands=demands)


def _with_nurse(case: PlanningCase, changed: Nurse) -> PlanningCase:
    nurses = tuple(changed if nurse.code == changed.code else nurse for nurse in case.nurses)
    return replace(case, nurses=nurses)
