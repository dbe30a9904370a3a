"""Months, working days, closures and weekly hours.

Ranges of days include both ends; months count from the origin. Weekly hours tell when a patient
can be visited, a site is open, a nurse works and where. Their text is such as ``Mon-Thu
08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS``; minutes count from midnight, the end excluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from pumpsched.domain.errors import Unreadable

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)
EARLIEST_BIRTH = date(1900, 1, 1)

LONGEST_SEARCH = timedelta(days=400)
"""How far back a working day is looked for."""

EVERYBODY = "all"
"""Whose a closure of the whole practice is."""

DAY_MINUTES = 24 * 60
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_RANGE = r"([A-Za-z]{3})(?:-([A-Za-z]{3}))?"


@lru_cache(maxsize=4096)
def months_after(origin: date, months: int) -> date:
    """The same day so many calendar months later; a month too short gives its last day."""
    return origin + relativedelta(months=months)


def parse_weekdays(text: str, noun: str = "working_days") -> frozenset[int]:
    """Weekdays (Monday is 0) from ``Mon-Fri`` or ``Mon,Wed,Fri-Sun``.

    Raises:
        Unreadable: A name is no weekday.
    """
    days: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(_DAY_RANGE, part.strip())
        names = [name.title() for name in (match.groups() if match else ()) if name]
        if not names or any(name not in DAY_NAMES for name in names):
            raise Unreadable(noun, text, "needs weekdays", "Mon-Fri")
        first, last = DAY_NAMES.index(names[0]), DAY_NAMES.index(names[-1])
        days.update((first + i) % 7 for i in range((last - first) % 7 + 1))
    return frozenset(days)


def weekdays_text(days: Iterable[int]) -> str:
    """Weekdays as text that :func:`parse_weekdays` reads: runs of three or more joined."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = [
        f"{DAY_NAMES[run[0]]}-{DAY_NAMES[run[-1]]}"
        if len(run) > 2
        else ",".join(DAY_NAMES[day] for day in run)
        for run in runs
    ]
    return ",".join(parts)


class Closure(NamedTuple):
    """Days on which somebody or something is not available, both ends included.

    ``who`` is ``all``, or the code of a site, nurse or patient.
    """

    who: str
    first: date
    last: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether the day is closed."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class WorkingDays:
    """The practice's working days: its weekdays less the closures of ``all``."""

    weekdays: frozenset[int] = frozenset(range(5))
    closures: tuple[Closure, ...] = ()
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)

    def is_open(self, day: date) -> bool:
        """Whether the practice works on that day."""
        known = self._known.get(day)
        if known is None:
            closed = any(closure.covers(day) for closure in self.closures)
            known = self._known[day] = day.weekday() in self.weekdays and not closed
        return known

    def days_after(self, day: date, count: int) -> date:
        """The day on which so many working days have come after ``day``; itself for none."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_open(day)
        return day

    def day_before_next(self, day: date) -> date:
        """The last day before the working day that follows a day."""
        return self.days_after(day, 1) - timedelta(days=1)

    def days_before(self, day: date, count: int) -> date:
        """The last working day after which so many working days end on or before ``day``."""
        latest, earliest = day, day - LONGEST_SEARCH
        while count > 0 and latest > earliest:
            count -= self.is_open(latest)
            latest -= timedelta(days=1)
        return self.last_open(latest, earliest=earliest)

    def last_open(self, latest: date, *, earliest: date) -> date:
        """The last working day on or before ``latest``, but never before ``earliest``."""
        day = latest
        while day > earliest and not self.is_open(day):
            day -= timedelta(days=1)
        return max(day, earliest)


def day_text(day: date) -> str:
    """A date as it is said: ``Tue 8 Dec 2026``."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%b} {day.year}"


def clock_text(minute: int) -> str:
    """Minutes after midnight as ``HH:MM``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class When:
    """A day, with a minute of the day [0-1439] where the clock time is known."""

    day: date
    minute: int | None = None

    def __post_init__(self) -> None:
        if type(self.day) is not date:
            raise TypeError(f"a day is a date, not {self.day!r}")

    def __str__(self) -> str:
        if self.minute is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{clock_text(self.minute)}"

    @property
    def instant(self) -> int:
        """Minutes on one endless local clock; a day alone counts from its 00:00."""
        return self.day.toordinal() * DAY_MINUTES + (self.minute or 0)


_PART = (
    r"(?P<days>[A-Za-z]{3}(?:[-,][A-Za-z]{3})*) "
    r"(?P<start>[0-2][0-9]:[0-5][0-9])-(?P<end>[0-2][0-9]:[0-5][0-9])(?: (?P<place>.+))?"
)
_LAST_MINUTE = DAY_MINUTES - 1
HOME = "home"


class Hours(NamedTuple):
    """The same hours on some weekdays (Monday is 0); ``place`` only in a nurse's roster.

    ``place`` is ``home`` for a home route, or the code of the site of a clinic session.
    """

    weekdays: frozenset[int]
    start: int
    end: int
    place: str = ""

    def __str__(self) -> str:
        place = f"clinic:{self.place}" if self.place not in ("", HOME) else self.place
        clock = f"{clock_text(self.start)}-{clock_text(self.end)}"
        return " ".join(part for part in (weekdays_text(self.weekdays), clock, place) if part)


def parse_hours(text: str, noun: str, *, places: bool = False) -> tuple[Hours, ...]:
    """Weekly hours from text; empty text gives none.

    Args:
        text: Parts separated by ``;``.
        noun: Name of the option or column for messages.
        places: Whether each part ends in ``home`` or ``clinic:SITE``, as a roster does.

    Raises:
        Unreadable: A part is unreadable, or ends before it begins.
    """
    example = (
        "Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS"
        if places
        else ("Mon-Fri 09:00-16:00; Sat 10:00-12:00")
    )
    found = []
    for part in text.split(";") if text else ():
        match = re.fullmatch(_PART, part.strip())
        if match is None:
            raise Unreadable(noun, text, "needs weekdays and hours", example)
        start, end = _minute(match["start"]), _minute(match["end"])
        if not start < end <= _LAST_MINUTE:
            raise Unreadable(noun, text, "has hours that end before they begin", example)
        place = _place(match["place"], noun, text, places=places, example=example)
        found.append(Hours(parse_weekdays(match["days"], noun), start, end, place))
    return tuple(found)


def spans_on(hours: Iterable[Hours], day: date) -> list[tuple[int, int]]:
    """Start and end [minutes after midnight] of each part of weekly hours that is on a day."""
    return [(part.start, part.end) for part in hours if day.weekday() in part.weekdays]


def hours_text(hours: tuple[Hours, ...]) -> str:
    """Canonical text of weekly hours."""
    return "; ".join(map(str, hours))


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _place(place: str | None, noun: str, text: str, *, places: bool, example: str) -> str:
    if not places:
        if place:
            raise Unreadable(noun, text, f'has "{place}" after the hours', example)
        return ""
    if place == HOME:
        return HOME
    if place and place.startswith("clinic:") and place != "clinic:":
        return place.removeprefix("clinic:")
    raise Unreadable(noun, text, "needs home or clinic:SITE after each part", example)
