"""The phone: what can be offered to one patient, each offer checked as if it were booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import Hours
from pumpsched.domain.clinic import Setting, Visit, VisitKind
from pumpsched.domain.findings import Finding
from pumpsched.domain.text import as_typed
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.check.judge import Judge, rushed
from pumpsched.planning.openings import Offer, asked_case, no_offer, openings
from pumpsched.planning.rulebook import Constraint
from pumpsched.usecases.plan import planning_case
from pumpsched.usecases.plan_questions import AskedFor, asked_for

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

AHEAD = timedelta(days=13)
"""How far offers go at least, for somebody who is late."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An offer, and what is worth attention in it; it breaks no rule."""

    offer: Offer
    findings: tuple[Finding, ...]

    @property
    def command(self) -> str:
        """What books it."""
        visit = self.offer.visit
        where = f" --site {as_typed(visit.site)}" if visit.site else " --setting home"
        nurses = f"--nurse {as_typed(';'.join(visit.nurses))}"
        before = self.offer.moves
        if before is None:
            return f"pumpsched visit add {visit.patient} --at {visit.at} {nurses}{where}"
        if (before.setting, before.site) == (visit.setting, visit.site):
            where = ""
        elif before.site and visit.setting is Setting.HOME:
            where += " --site none"
        return f"pumpsched visit move {visit.code} --at {visit.at} {nurses}{where}"


@dataclass(frozen=True, slots=True)
class Slots:
    """What can be offered to a patient, cheapest first; without an offer why, and what would help.

    Attributes:
        asked: Whom it is for, and how that patient stands.
        reason, detail: The first rule that leaves nothing, and a sentence about it.
        would_do: The smallest change found that would make a slot; empty for none.
        besides: The best offer at another time than was wished for.
    """

    asked: AskedFor
    offers: tuple[Checked, ...]
    reason: str = ""
    detail: str = ""
    would_do: str = ""
    besides: Checked | None = None


def slots_for(
    books: ReadBooks,
    text: str,
    *,
    first: date,
    today: date,
    from_minute: int = 0,
    wanted: tuple[Hours, ...] = (),
) -> Slots:
    """What can be offered to the patient meant from a day on, within wanted hours if given.

    Raises:
        NotFound: Nobody is meant, or several are.
    """
    asked = asked_for(books, text, today=today)
    if asked.standing is not None:
        return Slots(asked, (), asked.standing.rule, asked.standing.sentence)
    last = first + AHEAD
    case = planning_case(books, first=first, last=last, today=today, from_minute=from_minute)
    return slots_in(case, asked, wanted)


def slots_in(case: PlanningCase, asked: AskedFor, wanted: tuple[Hours, ...] = ()) -> Slots:
    """The same in a case that is there already."""
    mine = asked_case(case, asked.item.patient)
    found = _as_recorded(case, offers_in(mine, wanted))
    if found:
        return Slots(asked, found)
    besides = _as_recorded(case, offers_in(mine)[:1] if wanted else ())
    if besides:
        detail = "nothing is free then that keeps to the rules"
        return Slots(asked, (), Constraint.AVAILABILITY, detail, besides=besides[0])
    judge = Judge(mine)
    for breach in (
        each for offer in openings(mine) for each in judge.verdict(offer.visit).standing
    ):
        return Slots(asked, (), breach.rule, breach.text)
    why = no_offer(mine)
    if why is None:
        return _booked_twice(mine, asked)
    return Slots(asked, (), why.reason, why.detail, why.remedy.words if why.remedy else "")


def _booked_twice(case: PlanningCase, asked: AskedFor) -> Slots:
    """What is said where no refill can be placed: of several that are booked the later one stands.

    Which of them is one too many is for a person to say.
    """
    whose = [visit for visit in case.visits if visit.patient == asked.item.patient]
    refills = [visit for visit in whose if visit.kind is VisitKind.REFILL and visit.status.is_open]
    coming = [visit for visit in refills if case.today <= visit.day <= case.last]
    booked = sorted(coming, key=lambda visit: (visit.day, visit.minute))
    if len(booked) < 2:
        return Slots(asked, (), "not-due", "no refill of this patient can be placed")
    told = " and ".join(f"{visit.code} on {visit.day} at {visit.at[11:]}" for visit in booked)
    detail = f"{told} are booked for a refill: cancel what is too many, then one can be moved"
    cancel = replace(asked, next_step=f"pumpsched visit cancel {booked[-1].code}")
    return Slots(cancel, (), "booked-twice", detail)


def _as_recorded(case: PlanningCase, offers: Iterable[Checked]) -> tuple[Checked, ...]:
    """The offers; the visit whose place one takes as it stands, confirmed or not."""
    stands = {visit.code: visit for visit in case.visits}
    return tuple(
        replace(each, offer=replace(each.offer, moves=stands.get(each.offer.visit.code)))
        for each in offers
    )


def offers_in(case: PlanningCase, wanted: tuple[Hours, ...] = ()) -> tuple[Checked, ...]:
    """The offers of an asked case, in time wherever that can be.

    Where the window has none at any hour, those before it opens; and where there are none of these
    either, those after it, as to somebody who is late already.
    """
    if not case.demands:
        return ()
    (demand,) = case.demands

    def in_time(offers: Iterable[Checked]) -> tuple[Checked, ...]:
        return tuple(one for one in offers if one.offer.visit.day <= demand.refill_by)

    found = _checked(case, case, wanted)
    if demand.refill_by < case.start or in_time(found):
        return in_time(found) or found
    if wanted and in_time(_checked(case, case)):
        return ()
    opened = replace(demand, opens_on=case.start)
    late = replace(demand, refill_by=case.start - timedelta(days=1))
    before, after = (
        _checked(case, replace(case, demands=(asked,)), wanted) for asked in (opened, late)
    )
    return in_time(before) or after


def _checked(
    case: PlanningCase, asked: PlanningCase, wanted: tuple[Hours, ...] = ()
) -> tuple[Checked, ...]:
    """The offers of an asked case that break no rule of the case as it is."""
    judge = Judge(case)
    found = []
    for offer in openings(asked, wanted):
        verdict = judge.verdict(offer.visit)
        if not verdict.standing and not _meets(case, offer.visit):
            before = offer.moves
            ordered = before is not None and before.day <= offer.visit.day
            rush = () if ordered else rushed(offer.visit, judge)
            found.append(Checked(offer, (*verdict.remarks, *rush)))
    return tuple(found)


def _meets(case: PlanningCase, visit: Visit) -> bool:
    """Whether the patient or a nurse is somewhere else then."""
    named = visit._replace(code=visit.code or "new")
    return any(named.meets(other) for other in case.visits if other.status.is_open)
