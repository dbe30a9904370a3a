"""What could be eased for a patient alone: hours, authorizations, setting, how many nurses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pumpsched.domain.calendars import DAY_NAMES, Closure
from pumpsched.domain.hours import Hours
from pumpsched.domain.people import Authorization, Nurse, Patient, Setting
from pumpsched.domain.planning_case import Demand, PlanningCase
from pumpsched.planning.wording import day_text


@dataclass(frozen=True, slots=True)
class Easing:
    """A case with one rule eased.

    Attributes:
        rule: Code of the rule.
        words: The change as a condition ("if ...").
        case: The changed case.
        day: The only day that changes; None if more do.
        helps_from: The first reason for being left out that it can help with, if not its own.
        size: How much is asked; of equal ones the cheapest is named.
    """

    rule: str
    words: str
    case: PlanningCase
    day: date | None = None
    helps_from: str = ""
    size: int = 0


def concessions(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Easings that concern one patient, the smallest first."""
    yield from _more_hours(case, demand, days)
    yield from _authorizations(case, demand, days)
    yield from _one_nurse(case, demand)
    yield from _other_setting(case, demand)
    yield from _home_controlled(case, demand)


def _more_hours(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    """Hours on one more weekday, or on that weekday at any time; then at any time at all."""
    hours = demand.patient.availability
    if not hours:
        return
    for weekday in sorted({day.weekday() for day in days if case.working.is_open(day)}):
        more = (*hours, Hours(frozenset({weekday}), 0, 24 * 60 - 1))
        words = f"if the patient could be seen on {DAY_NAMES[weekday]} at any hour"
        yield Easing("availability", words, _with_patient(case, demand, availability=more))
    words = "if the patient could be seen at any hour"
    yield Easing("availability", words, _with_patient(case, demand, availability=()), size=1)


def _authorizations(case: PlanningCase, demand: Demand, days: Sequence[date]) -> Iterator[Easing]:
    mine = [one for one in case.authorizations if one.patient == demand.code]
    for one in mine:
        if one.visits is not None:
            more = replace(one, visits=one.visits + 1)
            words = f"if authorization {one.number} had one more visit"
            yield _authorized(case, words, (one, more), size=1)
    for one in mine if days else ():
        if one.valid_to is not None and one.valid_to < days[-1]:
            words = f"if authorization {one.number} were valid until {day_text(days[-1])}"
            yield _authorized(case, words, (one, replace(one, valid_to=days[-1])), size=2)
        if one.valid_from is not None and one.valid_from > days[0]:
            words = f"if authorization {one.number} were valid from {day_text(days[0])}"
            yield _authorized(case, words, (one, replace(one, valid_from=days[0])), size=2)
    if mine:
        new = Authorization(demand.code, "new", visits=1)
        authorizations = (*case.authorizations, new)
        changed = replace(case, authorizations=authorizations)
        yield Easing("authorization", "with a new authorization", changed, size=3)


def _authorized(
    case: PlanningCase, words: str, change: tuple[Authorization, Authorization], *, size: int
) -> Easing:
    changed = tuple(change[1] if one is change[0] else one for one in case.authorizations)
    return Easing("authorization", words, replace(case, authorizations=changed), size=size)


def _one_nurse(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    if demand.patient.nurses_needed > 1:
        words = "if one nurse were enough"
        yield Easing("nurses", words, _with_patient(case, demand, nurses_needed=1))


def _other_setting(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    either = _with_patient(case, demand, setting=Setting.EITHER)
    if demand.patient.setting is Setting.CLINIC and demand.patient.location is not None:
        yield Easing("setting", "if the patient could be seen at home", either)
    if demand.patient.setting is Setting.HOME:
        yield Easing("setting", "if the patient could come to the clinic", either)


def _home_controlled(case: PlanningCase, demand: Demand) -> Iterator[Easing]:
    if case.rules.home_controlled == "no" and demand.schedule == "II":
        rules = replace(case.rules, home_controlled="allow")
        words = "if the setting home_controlled were allow"
        yield Easing("site-of-care", words, replace(case, rules=rules))


def _with_patient(case: PlanningCase, demand: Demand, **changes: object) -> PlanningCase:
    patient: Patient = replace(demand.patient, **changes)  # type: ignore[arg-type]
    changed = replace(demand, patient=patient)
    return replace(
        case, demands=tuple(changed if d.code == changed.code else d for d in case.demands)
    )


def with_nurse(case: PlanningCase, changed: Nurse) -> PlanningCase:
    """The case with a nurse as she would be."""
    nurses = tuple(changed if nurse.code == changed.code else nurse for nurse in case.nurses)
    return replace(case, nurses=nurses)


def opened(closures: Iterable[Closure], who: str, day: date) -> tuple[Closure, ...]:
    """Closures less those of a code on one day."""
    found: list[Closure] = []
    for one in closures:
        if one.who != who or not one.covers(day):
            found.append(one)
            continue
        before = replace(one, last=day - timedelta(days=1))
        after = replace(one, first=day + timedelta(days=1))
        found += [part for part in (before, after) if part.first <= part.last]
    return tuple(found)
