"""The board of a week: who goes where on which day, and who has nobody coming in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import Closure, Hours, spans_on
from pumpsched.domain.clinic import Cover, Location, Patient, Visit
from pumpsched.domain.settings import Practice
from pumpsched.domain.travel import Itinerary, Travel, itinerary
from pumpsched.usecases.judging import Judging
from pumpsched.usecases.route import ON_THE_SHEET
from pumpsched.usecases.who_is_meant import practice_of
from pumpsched.usecases.worklist import Filter, WorklistItem, is_in, next_due

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

WEEK = 7
OFF = "off"
NOBODY = ""
"""Code of the row of visits that no nurse is named for."""


@dataclass(frozen=True, slots=True)
class BoardDay:
    """What one nurse has on one day.

    Attributes:
        way: The visits in order, and the ways between them.
        away: Why the nurse is not there, if so.
    """

    day: date
    way: Itinerary
    away: str

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits in order."""
        return tuple(call.visit for call in self.way.calls)

    @property
    def load_min(self) -> int:
        """Minutes with patients."""
        return sum(visit.minutes for visit in self.visits)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """The week of one nurse."""

    nurse: str
    name: str
    days: tuple[BoardDay, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A week, and the worklist beside it.

    Attributes:
        days: Its working days, and the others on which somebody has a visit.
        rows: The nurses by code; those without a nurse last, where there are such visits.
        worklist: Who needs a refill by the end of the week, most urgent first.
        names: Names of the patients with a visit, by code.
        broken: What keeps each visit to come from happening, by code; mostly nothing.
    """

    first: date
    last: date
    days: tuple[date, ...]
    rows: tuple[BoardRow, ...]
    worklist: tuple[WorklistItem, ...]
    names: Mapping[str, str]
    broken: Mapping[str, tuple[str, ...]]

    @property
    def uncovered(self) -> tuple[WorklistItem, ...]:
        """Those of the worklist to whom nobody comes in time."""
        return tuple(i for i in self.worklist if i.cover not in (None, Cover.OK))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def this_week(books: ReadBooks, day: date) -> date:
    """The Monday of a day's week; of the next one where no working day of it is left."""
    working = practice_of(books).working
    left = (day + timedelta(days=ahead) for ahead in range(WEEK - day.weekday()))
    return monday_of(day if any(map(working.is_open, left)) else day + timedelta(days=WEEK))


def week_board(books: ReadBooks, monday: date, *, as_of: date) -> Board:
    """The board of the week that begins on a Monday, as it stands when seen from ``as_of``."""
    practice, last = practice_of(books), monday + timedelta(days=WEEK - 1)
    visits = [v for v in books.visits(first=monday, last=last) if v.status in ON_THE_SHEET]
    found = next_due(books, as_of=as_of, last=last, wanted=Filter(everybody=True)).items
    people = books.patients_of({visit.patient for visit in visits})
    busy = {visit.day for visit in visits}
    week = [monday + timedelta(days=ahead) for ahead in range(WEEK)]
    days = tuple(day for day in week if day in busy or practice.working.is_open(day))
    return Board(
        monday,
        last,
        days,
        tuple(_rows(books, days, visits, _travel(books, practice, people))),
        tuple(item for item in found if is_in(item, last)),
        {patient.code: patient.name for patient in people},
        _broken(books, practice, found, visits, as_of=as_of),
    )


def _broken(
    books: ReadBooks,
    practice: Practice,
    items: tuple[WorklistItem, ...],
    visits: list[Visit],
    *,
    as_of: date,
) -> dict[str, tuple[str, ...]]:
    """What keeps each open visit to come from happening, by code."""
    coming = [visit for visit in visits if visit.status.is_open and visit.day >= as_of]
    whose = {visit.patient for visit in coming}
    wanted = [item for item in items if item.patient in whose]
    judge = Judging(books, practice, wanted, coming, today=as_of).judge if coming else None
    found: dict[str, tuple[str, ...]] = {}
    for visit in coming if judge else ():
        standing = judge.verdict(visit).standing  # type: ignore[union-attr]
        found[visit.code] = tuple(dict.fromkeys(breach.code for breach in standing))
    return found


def _rows(
    books: ReadBooks, days: tuple[date, ...], visits: list[Visit], travel: Travel
) -> Iterator[BoardRow]:
    closures = books.absences()
    names = {nurse.code: nurse.name for nurse in books.nurses()}
    rosters = {nurse.code: nurse.roster for nurse in books.nurses()}
    if any(not visit.nurses for visit in visits):
        names[NOBODY] = "no nurse named"
    for code, name in names.items():
        mine = [v for v in visits if (code in v.nurses if code else not v.nurses)]
        closed = [closure for closure in closures if closure.who == code]
        roster = rosters.get(code, ())
        cells = (
            BoardDay(
                day,
                itinerary(code, day, (v for v in mine if v.day == day), travel, roster=roster),
                _away(closed, roster, day),
            )
            for day in days
        )
        yield BoardRow(code, name, tuple(cells))


def _away(closed: Sequence[Closure], roster: tuple[Hours, ...], day: date) -> str:
    absent = (closure.reason or "away" for closure in closed if closure.covers(day))
    off = OFF if roster and not spans_on(roster, day) else ""
    return next(absent, off)


def _travel(books: ReadBooks, practice: Practice, people: list[Patient]) -> Travel:
    places: dict[str, Location | None] = {
        each.code: each.location
        for group in (people, books.nurses(), books.sites())
        for each in group
    }
    return Travel(
        places,
        books.legs_among(places),
        detour=Fraction(practice.values["detour"]),
        speed_kmh=Fraction(practice.values["speed_kmh"]),
    )
