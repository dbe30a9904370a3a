"""Whether somebody empty or in alarm waits in a nurse's day for somebody less urgent.

A home route is begun anew with the urgent visit before the first that is less so: it could have
been so if the day then holds everybody, and the urgent visit starts sooner. What people have booked
keeps its minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import VisitKind
from pumpsched.planning.check.rules import CaseRules
from pumpsched.planning.check.tours import Tour, misfits, tours_of
from pumpsched.planning.proposal import PlannedVisit

if TYPE_CHECKING:
    from pumpsched.planning.check.tours import Stop


def kept_waiting(rules: CaseRules, tours: Iterable[Tour]) -> Iterator[str]:
    """Each urgent visit that could start sooner before one that is less urgent."""
    for tour in tours:
        visits = [visit for visit in tour.visits if isinstance(visit, PlannedVisit)]
        for place, visit in enumerate(visits if tour.place == HOME else ()):
            ahead = _first_less_urgent(rules, visit, visits[:place])
            if ahead is None:
                continue
            others = [other for other in visits if other is not visit]
            anew = _begun_anew(rules, tour, others[:ahead], [visit, *others[ahead:]])
            if anew is not None and anew < visit.minute:
                first = visits[ahead].patient
                yield f"{visit.patient} on {visit.day}: urgent, and could come before {first}"


def _first_less_urgent(
    rules: CaseRules, visit: PlannedVisit, before: Iterable[PlannedVisit]
) -> int | None:
    """The place of the first before a visit that may be moved and is less urgent, if any is."""
    if not _may_move(visit):
        return None
    mine = _urgency(rules, visit)
    less = (i for i, v in enumerate(before) if _may_move(v) and _urgency(rules, v) < mine)
    return next(less, None)


def comes_second(rules: CaseRules, tours: Iterable[Tour], visit: PlannedVisit) -> bool:
    """Whether an urgent refill stands behind somebody with a window who could wait."""
    if visit.kind is not VisitKind.REFILL or not _urgency(rules, visit):
        return False
    others = (other for tour in tours for other in tour.visits if other.minute < visit.minute)
    return any(other.patient in rules.demands and not _urgency(rules, other) for other in others)


def _may_move(visit: PlannedVisit) -> bool:
    is_as_booked = visit.code != "" and not visit.moved
    return not visit.locked and not is_as_booked and len(visit.nurses) == 1


def _urgency(rules: CaseRules, visit: Stop) -> int:
    demand = rules.demands.get(visit.patient)
    return demand.urgency_on(visit.day) if demand else 0


def _begun_anew(
    rules: CaseRules, tour: Tour, before: list[PlannedVisit], after: list[PlannedVisit]
) -> int | None:
    """When the first of the visits after would start; None if the day does not hold them all."""
    done: list[PlannedVisit] = list(before)
    for visit in after:
        placed = _earliest(rules, tour, done, visit) if _may_move(visit) else visit
        if placed is None:
            return None
        done.append(placed)
    if any(misfits(rules, tour.nurse, tours_of(rules, tour.nurse, tour.day, done))):
        return None
    return done[len(before)].minute


def _earliest(
    rules: CaseRules, tour: Tour, done: list[PlannedVisit], visit: PlannedVisit
) -> PlannedVisit | None:
    """The visit as soon as it can be after the others that are done."""
    demand, shift = rules.demands[visit.patient], tour.shift
    here = (done[-1].site or done[-1].patient) if done else tour.nurse
    way = rules.travel.trip(here, visit.patient)
    if shift is None or way is None:
        return None
    now = rules.case.from_minute if tour.day == rules.case.today else 0
    first = (done[-1].end if done else max(shift.start, now)) + way.minutes
    grid, booking = rules.case.rules.start_grid_minutes, rules.booking(demand)
    for minute in range(first + -first % grid, shift.end, grid):
        placed = replace(visit, minute=minute)
        if not any(rules.broken_by(placed, demand, booking)):
            return placed
    return None
