"""What a clinic played forward comes to: counted day by day, summed over weeks and months.

Volumes are whole microlitres, ways whole minutes and metres; every rate is a fraction of counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from pumpsched.domain.calendars import months_after

NEAR_DAYS = 3
"""A refill with less than so many days to the true alarm level was a near miss."""
YEAR_DAYS = Fraction(1461, 4)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a span of days; every field is a sum.

    Attributes:
        refills: Refills done, the unplanned ones too.
        unplanned: Those that no visit was booked for: alarm or an empty pump brought the patient.
        missed: Visits driven to a patient who was not there.
        late: Refills after the last day of the window.
        near: Refills less than :data:`NEAR_DAYS` before the true alarm level, or after it.
        alarms: Reservoirs that truly fell to the alarm volume before their refill.
        empty: Reservoirs that truly ran dry before their refill.
        moved: Booked visits moved to another time, place or nurse.
        with_usual: Planned refills of patients who had a usual nurse.
        by_usual: Those of them that this nurse did.
        travel_min, travel_m: Driven by all nurses.
        overtime_min: Worked past the regular day.
        wasted_ul: Drug aspirated at refills and thrown away [µL].
    """

    refills: int = 0
    unplanned: int = 0
    missed: int = 0
    late: int = 0
    near: int = 0
    alarms: int = 0
    empty: int = 0
    moved: int = 0
    with_usual: int = 0
    by_usual: int = 0
    travel_min: int = 0
    travel_m: int = 0
    overtime_min: int = 0
    wasted_ul: int = 0

    @property
    def usual_share(self) -> Fraction | None:
        """The share of planned refills done by the usual nurse; None where there were none."""
        return Fraction(self.by_usual, self.with_usual) if self.with_usual else None


def summed(parts: Iterable[Figures]) -> Figures:
    """The figures of several spans together."""
    listed = list(parts)
    return Figures(
        **{f.name: sum(getattr(part, f.name) for part in listed) for f in fields(Figures)}
    )


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included, and what happened.

    Attributes:
        patients: How many patients were followed.
        left_out: Codes of those whom a week's plan had no place for.
    """

    first: date
    last: date
    patients: int
    figures: Figures
    left_out: tuple[str, ...] = ()

    @property
    def visits_a_year(self) -> Fraction:
        """Refills and missed visits per patient-year."""
        days = self.patients * ((self.last - self.first).days + 1)
        count = self.figures.refills + self.figures.missed
        return Fraction(count) * YEAR_DAYS / days if days else Fraction(0)


@dataclass(frozen=True, slots=True)
class Played:
    """One way of planning, played through: as a whole, by months and by weeks.

    Months and weeks count from the first day on; the last week takes the days left over.
    """

    planner: str
    whole: Period
    months: tuple[Period, ...]
    weeks: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A clinic played forward in several ways through the same events.

    Attributes:
        months_done: How many were played; fewer than asked for where somebody interrupted.
        patients: How many patients were followed.
        nurses: How many nurses have a roster.
        late_before: Codes of those who were late, or at their alarm volume, when it began.
        played: Each way of planning; the first is the one asked about.
    """

    first: date
    months: int
    months_done: int
    patients: int
    nurses: int
    late_before: tuple[str, ...]
    played: tuple[Played, ...]

    @property
    def compared(self) -> Played:
        """What the first is compared with: the last, the practice as it is where that differs."""
        return self.played[-1]

    @property
    def last(self) -> date:
        """The last day played."""
        return self.played[0].whole.last


def joined(parts: Sequence[Period]) -> Period:
    """Several periods in order as one."""
    return Period(
        parts[0].first,
        parts[-1].last,
        parts[0].patients,
        summed(part.figures for part in parts),
        tuple(sorted({code for part in parts for code in part.left_out})),
    )


@dataclass(slots=True)
class Diary:
    """The counts of one world that follows so many patients."""

    patients: int
    _counts: defaultdict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _left_out: dict[date, frozenset[str]] = field(default_factory=dict)

    def add(self, day: date, **counts: int) -> None:
        """Adds to the figures of a day, named as in :class:`Figures`."""
        self._counts[day].update(counts)

    def leave_out(self, day: date, patients: frozenset[str]) -> None:
        """Notes whom the plan of a day had no place for."""
        self._left_out[day] = patients

    def period(self, first: date, last: date) -> Period:
        """The days from one to another, both included."""
        sums = Counter[str]()
        for day, counts in self._counts.items():
            if first <= day <= last:
                sums.update(counts)
        out = {c for day, codes in self._left_out.items() if first <= day <= last for c in codes}
        return Period(first, last, self.patients, Figures(**sums), tuple(sorted(out)))


def told(diary: Diary, planner: str, *, first: date, months: int) -> Played:
    """A world's figures over so many whole months."""
    ends = [months_after(first, number) for number in range(months + 1)]
    last = ends[-1] - timedelta(days=1)
    return Played(
        planner,
        diary.period(first, last),
        tuple(diary.period(since, until - timedelta(days=1)) for since, until in pairwise(ends)),
        tuple(diary.period(*week) for week in _weeks(first, last)),
    )


def _weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Whole weeks; the last one takes the days left over."""
    day = first
    while day + 2 * _WEEK - timedelta(days=1) <= last:
        yield day, day + _WEEK - timedelta(days=1)
        day += _WEEK
    yield day, last
