"""Every day from 1999 to 2101: months, month ends, leap days, bookings and clock changes.

Months are held against a calendar told in words (thirty days hath September), not against the
library that the program uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.builders import bolus, day, dose, fill, view, window
from tests.builders.values import Closure, When, WorkingDays, months_after
from tests.effort import some

FIRST, LAST = date(1999, 1, 1), date(2101, 12, 31)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = (1, 2, 3, 4, 6, 11, 12, 24, 120)


def every_day() -> Iterator[date]:
    """Each day of the range."""
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        yield date.fromordinal(ordinal)


def month_length(year: int, month: int) -> int:
    """Days of a month by the Gregorian rule."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LENGTHS[month - 1]


def naive(origin: date, months: int) -> tuple[int, int, int]:
    """Year, month and day so many months on, one month at a time."""
    year, month = origin.year, origin.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return year, month, min(origin.day, month_length(year, month))


def test_the_days_walked_are_all_the_days_there_are() -> None:
    seen, year, month, number = 0, 1999, 1, 1
    for each in every_day():
        assert (each.year, each.month, each.day) == (year, month, number)
        seen, number = seen + 1, number + 1
        if number > month_length(year, month):
            year, month, number = (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)
    assert (seen, year) == (103 * 365 + 25, 2102)  # 25 leap days: 2100 has none


@pytest.mark.campaign
@pytest.mark.parametrize("months", some(_MONTHS, short=3))
def test_months_after_any_day_are_exact(months: int) -> None:
    wrong = [
        origin
        for origin in every_day()
        if (later := months_after(origin, months)).timetuple()[:3] != naive(origin, months)
        or later < origin
    ]
    assert wrong == []


def test_months_are_never_chained() -> None:
    """31 January and a month, and another, is 28 March if chained and 31 March from the origin."""
    chained = months_after(months_after(day("2027-01-31"), 1), 1)
    assert (chained, months_after(day("2027-01-31"), 2)) == (day("2027-03-28"), day("2027-03-31"))


@pytest.mark.campaign
@pytest.mark.parametrize("months", some(_MONTHS, short=3))
def test_a_later_day_never_ends_earlier(months: int) -> None:
    later = [months_after(origin, months) for origin in every_day()]
    assert later == sorted(later)


_SHUT = (
    Closure("all", date(2026, 12, 19), date(2027, 1, 3)),
    Closure("all", date(2028, 2, 29), date(2028, 2, 29)),
)


@pytest.mark.parametrize(
    "working",
    [WorkingDays(), WorkingDays(frozenset({1, 3})), WorkingDays(frozenset(range(7)), _SHUT)],
)
def test_a_booking_is_an_open_day_never_after_the_latest_and_never_before_the_fill(
    working: WorkingDays,
) -> None:
    for latest in every_day():
        filled = latest - timedelta(days=latest.toordinal() % 23)
        booked = working.last_open(latest, earliest=filled)
        assert filled <= booked <= latest
        between = (booked + timedelta(days=n) for n in range(1, (latest - booked).days + 1))
        assert not any(working.is_open(each) for each in between)
        assert working.is_open(booked) or booked == filled


def test_every_day_of_the_clock_has_1440_minutes() -> None:
    starts = [When(each).instant for each in every_day()]
    assert {after - before for before, after in pairwise(starts)} == {1440}
    assert When(FIRST, 1439).instant + 1 == When(FIRST + timedelta(days=1)).instant


@pytest.mark.parametrize("changed", ["2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"])
def test_a_day_on_which_clocks_change_delivers_a_whole_days_flow(changed: str) -> None:
    on = day(changed)
    filled = str(on - timedelta(days=3))
    steps = "00:00 5 mcg/h; 02:00 10 mcg/h; 03:00 5 mcg/h"  # 250 µL, 20 of them from 02:00 on
    facts = (fill(filled), dose(filled, steps))
    before, after = (view(*facts, as_of=on + timedelta(days=n)).volume_ul for n in (0, 1))
    assert before is not None
    assert before - (after or 0) == 250
    missing = bolus(f"{changed}T02:30", "1 mL")  # an hour that the wall clock may not have
    left = view(*facts, missing, as_of=on + timedelta(days=1)).volume_ul
    assert left == (after or 0) - 1_000


def test_a_fill_on_any_day_of_the_range_has_ordered_dates() -> None:
    for filled in (each for each in every_day() if each.toordinal() % 11 == 0):
        dates = window(view(fill(str(filled)), dose(str(filled)), as_of=filled))
        assert dates.alarm_on == filled + timedelta(days=75)
        assert dates.refill_by == filled + timedelta(days=68)
        assert filled <= dates.opens_on <= dates.refill_by
