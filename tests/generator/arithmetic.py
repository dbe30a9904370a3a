"""How long a filled reservoir lasts: just enough exact arithmetic to invent believable dates.

Integers only. This is not the product's projection and shares no code with it, so the demo
clinic can serve as a check on that projection; where the two could differ by part of a day
(flex programmes, facts without a clock time) the generator leaves days to spare.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY_MINUTES = 1440
_ONE_DAY = timedelta(days=1)
_FIXED_HOLIDAYS = frozenset({(1, 1), (7, 4), (12, 25)})


@dataclass(frozen=True, slots=True)
class Draw:
    """What leaves a reservoir in a day: ``parts`` / ``per`` [µL/day], exact."""

    parts: int
    per: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What limits the time to the next refill, apart from the draw.

    Attributes:
        volume_ul: volume right after the fill [µL].
        alarm_ul: low-reservoir level of the patient [µL].
        margin_days: days kept before the alarm date.
        max_months: longest calendar interval.
        stable_days: days the mixture keeps in the reservoir; None where nobody knows.
        service_on: end of service of the pump, where it matters.
    """

    volume_ul: int
    alarm_ul: int
    margin_days: int
    max_months: int
    stable_days: int | None
    service_on: date | None = None


def level_on(on: date, minute: int, spare_ul: int, draw: Draw) -> date:
    """Return the date on which ``spare_ul`` [µL] are gone after a fill at ``minute`` of ``on``."""
    minutes = spare_ul * DAY_MINUTES * draw.per // draw.parts
    return on + timedelta(days=(minute + minutes) // DAY_MINUTES)


def alarm_on(on: date, minute: int, terms: Terms, draw: Draw) -> date:
    """Return the alarm date with every allotted bolus used."""
    return level_on(on, minute, max(0, terms.volume_ul - terms.alarm_ul), draw)


def refill_by(on: date, minute: int, terms: Terms, draw: Draw) -> date:
    """Return the last day of the refill window after a fill on ``on``."""
    limits = [
        alarm_on(on, minute, terms, draw) - timedelta(days=terms.margin_days),
        add_months(on, terms.max_months),
    ]
    if terms.stable_days is not None:
        limits.append(on + timedelta(days=terms.stable_days))
    if terms.service_on is not None:
        limits.append(terms.service_on)
    return max(on, min(limits))


def add_months(day: date, months: int) -> date:
    """Add calendar months to ``day``, stopping at the end of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working(day: date) -> bool:
    """Tell whether the practice works on ``day``: Monday to Friday, no public holiday."""
    weekday = day.weekday()
    if weekday > 4 or (day.month, day.day) in _FIXED_HOLIDAYS:
        return False
    if weekday == 0:
        return not ((day.month == 5 and day.day > 24) or (day.month == 9 and day.day < 8))
    return not (weekday == 3 and day.month == 11 and 22 <= day.day <= 28)


def working_before(day: date) -> date:
    """Return the last working day on or before ``day``."""
    while not is_working(day):
        day -= _ONE_DAY
    return day


def working_after(day: date) -> date:
    """Return the first working day on or after ``day``."""
    while not is_working(day):
        day += _ONE_DAY
    return day


def thanksgiving(year: int) -> date:
    """Return the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
