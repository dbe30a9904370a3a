"""A change named for someone left out, made as its words say by a reader who knows no planner."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.builders.plans import Demand, LongerShift, PlanningCase, plan_visits
from tests.builders.values import Closure, Nurse, Setting, WorkingDays, parse_hours
from tests.planning.booking import booked

DAY_FORM = r"(\w{3} \d{1,2} \w{3} \d{4})"


def day_of(text: str) -> date:
    return datetime.strptime(text, "%a %d %b %Y").date()  # noqa: DTZ007


def as_said(case: PlanningCase, patient: str, words: str) -> PlanningCase:
    """The case with a change made as its words say, read by somebody who knows no planner."""
    booked_first = words.removesuffix(", once this plan is booked")
    if booked_first != words:
        case, words = booked(case, plan_visits(case)), booked_first
    match = re.fullmatch(rf"{DAY_FORM} (.*?)(?: on {DAY_FORM})?", words)
    assert match, words
    day = day_of(match[3] or match[1])
    for form, change in CHANGES.items():
        found = re.fullmatch(form, match[2])
        if found:
            demand = next(each for each in case.demands if each.code == patient)
            return change(case, demand, day, *found.groups())
    raise AssertionError(f"nobody could do this: {words}")


def _demand(case: PlanningCase, demand: Demand, **changes: object) -> PlanningCase:
    changed = replace(demand, patient=demand.patient._replace(**changes))  # type: ignore[arg-type]
    return replace(case, demands=tuple(changed if d is demand else d for d in case.demands))


def _nurse(case: PlanningCase, code: str, **changes: object) -> PlanningCase:
    (nurse,) = (each for each in case.nurses if each.code == code)
    changed = nurse._replace(**changes)  # type: ignore[arg-type]
    return replace(case, nurses=tuple(changed if n is nurse else n for n in case.nurses))


def _nurse_of(case: PlanningCase, code: str) -> Nurse:
    return next(nurse for nurse in case.nurses if nurse.code == code)


def _until(case: PlanningCase, demand: Demand, day: date, code: str, clock: str) -> PlanningCase:
    (end,) = (h.end for h in _nurse_of(case, code).roster if day.weekday() in h.weekdays)
    kept = tuple(m for m in case.longer if (m.nurse, m.day) != (code, day))
    minutes = int(clock[:2]) * 60 + int(clock[3:]) - end
    return replace(case, longer=(*kept, LongerShift(code, day, minutes)))


def _without(case: PlanningCase, demand: Demand, day: date, who: str) -> PlanningCase:
    def cut(closures: tuple[Closure, ...]) -> tuple[Closure, ...]:
        one = timedelta(days=1)
        hit = [c for c in closures if c.who == who and c.covers(day)]
        parts = [part for c in hit for part in
                 (c._replace(last=day - one), c._replace(first=day + one))]  # fmt: skip
        return tuple(c for c in closures if c not in hit) + tuple(
            part for part in parts if part.first <= part.last
        )

    working = WorkingDays(case.working.weekdays, cut(case.working.closures))
    return replace(case, closures=cut(case.closures), working=working)


def _authorized(case: PlanningCase, demand: Demand, number: str, **changes: object) -> PlanningCase:
    (one,) = (a for a in case.authorizations if (a.patient, a.number) == (demand.code, number))
    changed = one._replace(**changes)  # type: ignore[arg-type]
    kept = tuple(changed if each is one else each for each in case.authorizations)
    return replace(case, authorizations=kept)


def _one_more(case: PlanningCase, demand: Demand, day: date, number: str) -> PlanningCase:
    (one,) = (a for a in case.authorizations if (a.patient, a.number) == (demand.code, number))
    return _authorized(case, demand, number, visits=(one.visits or 0) + 1)


def _seen_on(case: PlanningCase, demand: Demand, day: date, name: str) -> PlanningCase:
    more = parse_hours(f"{name} 00:00-23:59", "hours")
    return _demand(case, demand, availability=(*demand.patient.availability, *more))


def _another(
    case: PlanningCase, demand: Demand, day: date, hours: str, base: str | None
) -> PlanningCase:
    roster = parse_hours(hours, "roster", places=True)
    located = [nurse for nurse in case.nurses if nurse.location]
    at = _nurse_of(case, base).location if base else located[0].location if located else None
    nurses = (*case.nurses, Nurse("XX", "A new nurse", at, roster=roster))
    return replace(case, nurses=nurses)


def _early(case: PlanningCase, demand: Demand, day: date) -> PlanningCase:
    changed = replace(demand, opens_on=day)
    return replace(case, demands=tuple(changed if d is demand else d for d in case.demands))


CHANGES: dict[str, Callable[..., PlanningCase]] = {
    r"if nurse (\w+) worked until (\d\d:\d\d)": _until,
    r"if nurse (\w+) made (\d+) visits? a day": lambda c, d, day, n, most: _nurse(
        c, n, max_visits=int(most)
    ),
    r"if nurse (\w+) were trained on (\w+)": lambda c, d, day, n, family: _nurse(
        c, n, skills=(*_nurse_of(c, n).skills, family)
    ),
    r"if nurse (\w+) also worked (.+)": lambda c, d, day, n, hours: _nurse(
        c, n, roster=(*_nurse_of(c, n).roster, *parse_hours(hours, "roster", places=True))
    ),
    r"if (\w+) had (\d+) chairs": lambda c, d, day, code, chairs: replace(
        c, sites=tuple(s._replace(chairs=int(chairs)) if s.code == code else s for s in c.sites)
    ),
    r"if the drug came on the day": lambda c, d, day: replace(
        c, rules=c.rules._replace(order_lead_days=0)
    ),
    r"if the drug came in (\d) working days?": lambda c, d, day, lead: replace(
        c, rules=c.rules._replace(order_lead_days=int(lead))
    ),
    r"if the patient were there": lambda c, d, day: _without(c, d, day, d.code),
    r"if nurse (\w+) were there": _without,
    r"if (\w+) were open": _without,
    r"if the practice were open": lambda c, d, day: _without(c, d, day, "all"),
    r"if it came before the window opens": _early,
    r"if the patient could be seen on (\w{3}) at any hour": _seen_on,
    r"if the patient could be seen at any hour": lambda c, d, day: _demand(c, d, availability=()),
    r"if authorization (\S+) had one more visit": _one_more,
    rf"if authorization (\S+) were valid until {DAY_FORM}": lambda c, d, day, n, to: _authorized(
        c, d, n, valid_to=day_of(to)
    ),
    rf"if authorization (\S+) were valid from {DAY_FORM}": lambda c, d, day, n, to: _authorized(
        c, d, n, valid_from=day_of(to)
    ),
    r"if one nurse were enough": lambda c, d, day: _demand(c, d, nurses_needed=1),
    r"if the patient could be seen at home": lambda c, d, day: _demand(
        c, d, setting=Setting.EITHER
    ),
    r"if the patient could come to the clinic": lambda c, d, day: _demand(
        c, d, setting=Setting.EITHER
    ),
    r"if the setting home_controlled were allow": lambda c, d, day: replace(
        c, rules=c.rules._replace(home_controlled="allow")
    ),
    rf"if the plan went on to {DAY_FORM}": lambda c, d, day, last: replace(c, last=day_of(last)),
    r"if the patient's place were known \(tried at nurse (\w+)'s base\)": lambda c, d, day, n: (
        _demand(c, d, location=_nurse_of(c, n).location)
    ),
    r"if nurse (\w+)'s base were known \(tried at the patient's\)": lambda c, d, day, n: _nurse(
        c, n, location=d.patient.location
    ),
    r"with one more nurse, (.+?)(?:, from nurse (\w+)'s base)?": _another,
}
"""How to do what a change says, by the form of its words."""
