"""A nurse's day put together from its visits: one tour a shift, and why it does not fit.

At a site the nurse drives nowhere. A home route may lead by a site: where a visit there needs two
nurses and one of them holds the session, the other may be on the road and come to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import HOME, clock_text
from pumpsched.domain.travel import NO_TRIP, Trip
from pumpsched.planning.check.rules import CaseRules, Shift, place_of

if TYPE_CHECKING:
    from pumpsched.domain.clinic import Visit
    from pumpsched.planning.proposal import PlannedVisit

    Stop = Visit | PlannedVisit


class Tour(NamedTuple):
    """The visits of one shift in order, and the ways between them."""

    shift: Shift | None
    nurse: str
    day: date
    place: str
    visits: tuple[Stop, ...]
    ways: tuple[Trip | None, ...]

    @property
    def minutes(self) -> list[int]:
        """Minutes of each way; one that is not known counts nothing."""
        return [way.minutes if way else 0 for way in self.ways]

    @property
    def leaves(self) -> int:
        """When the nurse leaves."""
        return self.visits[0].minute - self.minutes[0]

    @property
    def back(self) -> int:
        """When the nurse is back."""
        return max(visit.end for visit in self.visits) + self.minutes[-1]

    def gaps(self) -> Iterator[tuple[Stop, Stop, int]]:
        """Two visits that follow one another, and the minutes left over between them."""
        for (earlier, later), way in zip(pairwise(self.visits), self.minutes[1:-1], strict=True):
            yield earlier, later, later.minute - earlier.end - way


class Misfit(NamedTuple):
    """Why a nurse's day does not fit: the kind in a word, in words, the visits it is about."""

    code: str
    text: str
    visits: tuple[Stop, ...]


NO_SHIFT = "outside-roster"
NO_WAY = "way-unknown"
TOO_LITTLE_TIME = "too-little-time"
NO_BREAK = "no-break"
TOO_MANY = "too-many-visits"


def tours_of(rules: CaseRules, nurse: str, day: date, visits: Iterable[Stop]) -> list[Tour]:
    """The tours of a nurse's visits of a day."""
    found: dict[tuple[str, Shift | None], list[Stop]] = {}
    for visit in visits:
        shift = _shift(rules, nurse, visit)
        place = shift.place if shift else place_of(visit)
        found.setdefault((place, shift), []).append(visit)
    return [_tour(rules, nurse, day, *each, mine) for each, mine in found.items()]


def on_the_road(rules: CaseRules, nurse: str, day: date, visits: Iterable[Stop]) -> Tour:
    """All visits of a day in one tour, for a nurse whose hours nobody has told."""
    return _tour(rules, nurse, day, HOME, None, list(visits))


def _tour(
    rules: CaseRules, nurse: str, day: date, place: str, shift: Shift | None, visits: list[Stop]
) -> Tour:
    visits.sort(key=lambda visit: (visit.minute, visit.code))
    ways: tuple[Trip | None, ...] = (NO_TRIP,) * (len(visits) + 1)
    if place == HOME:
        stops = [nurse, *(visit.site or visit.patient for visit in visits), nurse]
        ways = tuple(rules.travel.trip(a, b) for a, b in pairwise(stops))
    return Tour(shift, nurse, day, place, tuple(visits), ways)


def _shift(rules: CaseRules, nurse: str, visit: Stop) -> Shift | None:
    """The shift that holds a visit, else the nurse's first at that place, else none."""
    place = place_of(visit)
    own = [shift for shift in rules.shifts(visit.day) if shift.nurse == nurse]
    there = [shift for shift in own if shift.place == place]
    lending = [shift for shift in own if shift.place == HOME] if _lends(rules, visit, nurse) else []
    for shift in (*there, *lending):
        if shift.holds(visit):
            return shift
    return next(iter(there), None)


def _lends(rules: CaseRules, visit: Stop, nurse: str) -> bool:
    """Whether a nurse may come to a visit at a site by road: another one holds the session."""
    return any(
        shift.nurse != nurse and shift.nurse in visit.nurses and shift.holds(visit)
        for shift in rules.shifts(visit.day)
        if visit.site and shift.place == visit.site
    )


def misfits(rules: CaseRules, nurse: str, tours: Iterable[Tour]) -> Iterator[Misfit]:
    """Why a nurse's day does not fit, if it does not."""
    whole = list(tours)
    for tour in whole:
        yield from _of_a_tour(rules, tour)
    known = rules.nurses.get(nurse)
    most = known.max_visits if known else None
    visits = tuple(visit for tour in whole for visit in tour.visits)
    if most is not None and len(visits) > most:
        yield Misfit(TOO_MANY, f"{len(visits)} visits, at most {most}", visits)
    shifts = sorted((tour.shift.start, tour.shift.end) for tour in whole if tour.shift)
    if any(end > start for (_, end), (start, _) in pairwise(shifts)):
        yield Misfit(NO_SHIFT, "two shifts at the same time", visits)


def _of_a_tour(rules: CaseRules, tour: Tour) -> Iterator[Misfit]:
    shift, visits = tour.shift, tour.visits
    if shift is None:
        where = "at home" if tour.place == HOME else f"at {tour.place or 'a clinic'}"
        yield Misfit(NO_SHIFT, f"not on shift {where} then", visits)
        return
    if None in tour.ways:
        yield Misfit(NO_WAY, "a way is not known", visits)
    hours = f"the shift is {clock_text(shift.start)}-{clock_text(shift.end)}"
    if tour.leaves < shift.start:
        text = f"has to set out at {_clock(tour.leaves)}, {hours}"
        yield Misfit(NO_SHIFT, text, visits[:1])
    if tour.back > shift.end:
        text = f"is back at {_clock(tour.back)}, {hours}"
        yield Misfit(NO_SHIFT, text, visits[-1:])
    yield from rushes(tour)
    if not _has_break(rules, tour, shift):
        minutes = rules.case.rules.break_minutes
        yield Misfit(NO_BREAK, f"no break of {minutes} minutes is left, {hours}", visits)


def rushes(tour: Tour) -> Iterator[Misfit]:
    """Each two visits that follow one another with too little time between them."""
    for earlier, later, gap in tour.gaps():
        if gap < 0:
            between, way = later.minute - earlier.end, later.minute - earlier.end - gap
            first = f"{earlier.patient} at {clock_text(earlier.minute)}"
            second = f"{later.patient} at {clock_text(later.minute)}"
            text = f"{between} minutes from {first} to {second}, the way takes {way}"
            if between < 0:
                text = f"{second} begins {-between} minutes before {first} ends"
                text += f", and the way takes {way}" if way else ""
            yield Misfit(TOO_LITTLE_TIME, text, (earlier, later))


def _clock(minute: int) -> str:
    """A clock time; one of the day before or after is told by its minutes."""
    return clock_text(minute) if 0 <= minute < 24 * 60 else f"minute {minute}"


def _has_break(rules: CaseRules, tour: Tour, shift: Shift) -> bool:
    limits = rules.case.rules
    if shift.end - shift.start <= limits.break_after_minutes:
        return True
    if max((gap for _, _, gap in tour.gaps()), default=0) >= limits.break_minutes:
        return True
    if tour.back - tour.leaves > limits.break_after_minutes:
        return False
    return max(tour.leaves - shift.start, shift.end - tour.back) >= limits.break_minutes
