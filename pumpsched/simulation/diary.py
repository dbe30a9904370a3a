"""What is counted from day to day, and its sums over months and weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from pumpsched.domain.calendars import months_after
from pumpsched.domain.forecast import Figures, Period, Played

_WEEK = timedelta(days=7)


@dataclass(slots=True)
class Diary:
    """The counts of one world.

    Attributes:
        patients: How many patients are followed.
    """

    patients: int
    _counts: dict[date, dict[str, int]] = field(default_factory=dict)
    _left_out: dict[date, frozenset[str]] = field(default_factory=dict)

    def add(self, day: date, **counts: int) -> None:
        """Adds to the figures of a day, named as in :class:`Figures`."""
        known = self._counts.setdefault(day, {})
        for name, count in counts.items():
            known[name] = known.get(name, 0) + count

    def leave_out(self, day: date, patients: frozenset[str]) -> None:
        """Notes whom the plan of a day had no place for."""
        self._left_out[day] = patients

    def period(self, first: date, last: date) -> Period:
        """The days from one to another, both included."""
        sums: dict[str, int] = {}
        for day, counts in self._counts.items():
            if first <= day <= last:
                for name, count in counts.items():
                    sums[name] = sums.get(name, 0) + count
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
