"""People's dates: one strict grammar, and how a day is said back to them.

| typed | means |
|---|---|
| ``2026-12-01`` | that day |
| ``today`` ``tomorrow`` ``yesterday`` | counted from today |
| ``fri`` ``friday`` | the first Friday after today; of facts the last one before today |
| ``next fri`` | the Friday of next week; weeks begin on Sunday |
| ``+10`` ``+10d`` ``+2w`` ``+1m`` ``-1d`` | days, weeks or calendar months from today |
| ``jan 28`` ``28 jan`` | the coming one, today included; of facts the latest one |
| ``28 jan 2027`` ``jan 28, 2027`` | that day; a weekday in front must be the right one |

Anything else is refused, with the readings it might have had. A clock time follows a day after a
blank or a ``T``: ``today 09:30``. A span is ``28d``, ``4w``, ``3m``, ``2026-12``, two days joined
by ``..``, or one day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from pumpsched.domain.calendars import DAY_NAMES, EARLIEST, LATEST, When, months_after
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import visible

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY_EXAMPLE = "2026-12-01, tomorrow, fri, +10 or jan 28"
SPAN_EXAMPLE = "28d, 4w, 2026-12 or 2026-12-01..2026-12-31"
YEAR_LEFT_OUT_DAYS = 180
"""A day less than this far away needs no year to be understood."""
TWO_DIGIT_YEARS_AHEAD = 30
"""A year of two digits further ahead than this is taken for one of the last century."""

_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = {name: i for i, long in enumerate(_LONG_DAYS) for name in (long, long[:3])}
_MONTHS = {name: i for i, long in enumerate(_LONG_MONTHS, 1) for name in (long, long[:3])}
_ON = (MO, TU, WE, TH, FR, SA, SU)
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}

_ISO = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_STEP = r"([+-][0-9]{1,4})([dwm]?)"
_LENGTH = r"([0-9]{1,4})([dwm])"
_MONTH = r"([1-9][0-9]{3})-(0[1-9]|1[0-2])"
_DAY_AND_CLOCK = r"(.+)[T ]([01][0-9]|2[0-3]):([0-5][0-9])"
_YEAR_FIRST = r"([0-9]{4})(?:[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
_YEAR_LAST = r"([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{2}|[0-9]{4}))?"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span ends before it begins: {self.first}..{self.last}")

    @property
    def days(self) -> int:
        """How many days ``last`` is after ``first``: 28 for ``28d``."""
        return (self.last - self.first).days

    def covers(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DayText:
    """What was typed for days, read once today is known: that stands in the store.

    Even what is wrong with it is said by the days it might have meant, under the option's name.
    """

    text: str
    noun: str

    def __str__(self) -> str:
        return self.text

    def day(self, today: date) -> date:
        """The one day it means; see :func:`parse_day`."""
        return parse_day(self.text, today=today, noun=self.noun)

    def last_day(self, today: date) -> date:
        """The one day it means, or the last one of a month, as a label may have it."""
        is_month = re.fullmatch(_MONTH, self.text) is not None
        return self.span(today).last if is_month else self.day(today)

    def when(self, today: date) -> When:
        """The day, and the clock time if it has one; see :func:`parse_when`."""
        return parse_when(self.text, today=today, noun=self.noun)

    def span(self, as_of: date) -> Span:
        """The days from first to last; see :func:`parse_span`."""
        return parse_span(self.text, as_of=as_of, noun=self.noun)

    def span_ahead(self, as_of: date, *, command: str, why: str) -> Span:
        """The days from first to last, of which some are to come.

        Raises:
            UsageRefusal: The last one is over.
        """
        days = self.span(as_of)
        if days.last < as_of:
            raise UsageRefusal(
                f"The span ends on {spoken(days.last)}, before {spoken(as_of)}.",
                code="span-past",
                why=why,
                next_step=f"pumpsched {command} 4w",
            )
        return days


FOUR_WEEKS = DayText("28d", "SPAN")
"""The span where none is typed."""


def parse_day(
    text: str, *, today: date, noun: str, past: bool = False, earliest: date = EARLIEST
) -> date:
    """The one day that a text means; messages name the option or column.

    A weekday or a date without a year is the coming one (schedules), or if ``past`` the latest one
    (facts). A birth date may be earlier than a fact, which ``earliest`` tells.

    Raises:
        Unreadable: It is none of the forms, is ambiguous, or lies outside the accepted years.
    """
    return _day(text, today, noun, past=past, earliest=earliest, example=DAY_EXAMPLE)


def parse_when(text: str, *, today: date, noun: str, past: bool = False) -> When:
    """The day a text means, with the local clock time if it has one.

    Raises:
        Unreadable: The day or the time is not readable.
    """
    match = re.fullmatch(_DAY_AND_CLOCK, text)
    if match is not None:
        day = parse_day(match[1], today=today, noun=noun, past=past)
        return When(day, int(match[2]) * 60 + int(match[3]))
    if ":" in text:
        problem = "needs a day and a local clock time from 00:00 to 23:59"
        raise Unreadable(noun, visible(text), problem, "2026-12-01T09:30 or today 09:30")
    return When(parse_day(text, today=today, noun=noun, past=past))


def parse_span(text: str, *, as_of: date, noun: str) -> Span:
    """The days a text means; a length counts from the day looked from.

    Raises:
        Unreadable: It is no span and no day, or ends before it begins.
    """
    first_text, joined, last_text = text.partition("..")
    if joined:
        first = parse_day(first_text, today=as_of, noun=noun)
        last = parse_day(last_text, today=as_of, noun=noun)
        if last < first:
            problem = f"ends on {spoken(last)}, before it begins on {spoken(first)}"
            raise Unreadable(noun, visible(text), problem)
        return Span(first, last)
    lowered = text.lower()
    if match := re.fullmatch(_LENGTH, lowered):
        last = _stepped(as_of, int(match[1]), match[2])
        return Span(as_of, _accepted(last, text, noun, EARLIEST))
    if match := re.fullmatch(_MONTH, lowered):
        first = date(int(match[1]), int(match[2]), 1)
        _accepted(first, text, noun, EARLIEST)
        return Span(first, first + relativedelta(day=31))
    day = _day(text, as_of, noun, past=False, earliest=EARLIEST, example=SPAN_EXAMPLE)
    return Span(day, day)


def spoken(day: date) -> str:
    """A day said in full: ``Thu 28 Jan 2027``."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def spoken_near(day: date, *, today: date, aligned: bool = False) -> str:
    """A day said with its year only where that is in doubt: ``Thu 28 Jan``.

    ``aligned`` gives the day of the month two places, for a column of days.
    """
    return f"{DAY_NAMES[day.weekday()]} {spoken_short(day, today=today, aligned=aligned)}"


def spoken_short(day: date, *, today: date, aligned: bool = False) -> str:
    """The same without the weekday: ``28 Jan``."""
    number = f"{day.day:>2}" if aligned else f"{day.day}"
    year = "" if abs((day - today).days) < YEAR_LEFT_OUT_DAYS else f" {day.year}"
    return f"{number} {MONTH_NAMES[day.month - 1]}{year}"


def spoken_when(when: When) -> str:
    """A day said in full, with its clock time if known: ``Thu 28 Jan 2027 09:30``."""
    clock = "" if when.minute is None else f" {str(when)[-5:]}"
    return f"{spoken(when.day)}{clock}"


def spoken_span(span: Span) -> str:
    """Both ends of a span in full: ``Sun 22 Nov 2026 – Sun 20 Dec 2026``; one day just once."""
    if span.first == span.last:
        return spoken(span.first)
    return f"{spoken(span.first)} – {spoken(span.last)}"


def _day(text: str, today: date, noun: str, *, past: bool, earliest: date, example: str) -> date:
    if not (text.isascii() and text.isprintable()):
        digits = any(c.isdigit() and not c.isascii() for c in text)
        problem = "has digits that are not ASCII" if digits else "has a character no date has"
        raise Unreadable(noun, visible(text), problem, example)
    try:
        day = _reading(text.lower().split(" "), today, past=past)
    except ValueError as problem:
        raise Unreadable(noun, text, str(problem)) from None
    if day is None:
        raise Unreadable(noun, text, *_hint(text, today, past=past, otherwise=example))
    return _accepted(day, text, noun, earliest)


def _accepted(day: date, text: str, noun: str, earliest: date) -> date:
    if not earliest <= day <= LATEST:
        said = f"is outside the years {earliest.year} to {LATEST.year}"
        raise Unreadable(noun, text, said)
    return day


def _reading(words: list[str], today: date, *, past: bool) -> date | None:
    """The day that lower-case words mean, None if they follow no form.

    Raises:
        ValueError: They follow a form, but there is no such day; the message says why.
    """
    match words:
        case [word] if word in _RELATIVE:
            return today + timedelta(days=_RELATIVE[word])
        case [word] if word in _WEEKDAYS:
            way = -1 if past else 1
            return today + relativedelta(days=way, weekday=_ON[_WEEKDAYS[word]](way))
        case ["next", word] if word in _WEEKDAYS:
            next_week = today + relativedelta(days=1, weekday=SU(1))
            return next_week + relativedelta(weekday=_ON[_WEEKDAYS[word]](1))
        case [word] if match := re.fullmatch(_STEP, word):
            return _stepped(today, int(match[1]), match[2])
        case [word] if match := re.fullmatch(_ISO, word):
            return _calendar_day(int(match[1]), int(match[2]), int(match[3]))
        case [word, *rest] if word in _WEEKDAYS:
            day = _month_and_day(rest, today, past=past)
            if day is not None and day.weekday() != _WEEKDAYS[word]:
                raise ValueError(f"has the wrong weekday: that day is {spoken(day)}")
            return day
    return _month_and_day(words, today, past=past)


def _month_and_day(words: list[str], today: date, *, past: bool) -> date | None:
    match words:
        case [number, name, *rest] if name.removesuffix(",") in _MONTHS:
            month = _MONTHS[name.removesuffix(",")]
        case [name, number, *rest] if name in _MONTHS:
            month, number = _MONTHS[name], number.removesuffix(",")
        case _:
            return None
    if not re.fullmatch("[0-9]{1,2}", number):
        return None
    match rest:
        case []:
            return _nearest(today, month, int(number), past=past)
        case [year] if re.fullmatch("[0-9]{4}", year):
            return _calendar_day(int(year), month, int(number))
        case [year] if re.fullmatch("[0-9]{2}", year):
            raise ValueError("needs the year in four digits")
    return None


def _nearest(today: date, month: int, day: int, *, past: bool) -> date:
    """The coming or the latest such day of a year, today included."""
    year = today.year
    here = (month, day), (today.month, today.day)
    if past and here[0] > here[1]:
        year -= 1
    elif not past and here[0] < here[1]:
        year += 1
    return _calendar_day(year, month, day)


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        named = f"{day} {MONTH_NAMES[month - 1]} {year}" if 1 <= month <= 12 else f"month {month}"
        raise ValueError(f"is not in the calendar: there is no {named}") from None


def _stepped(origin: date, count: int, unit: str) -> date:
    if unit == "m":
        return months_after(origin, count)
    return origin + timedelta(days=count * (7 if unit == "w" else 1))


def _hint(text: str, today: date, *, past: bool, otherwise: str) -> tuple[str, str]:
    """Why a text is no day, and what to write instead."""
    if match := re.fullmatch(_YEAR_LAST, text):
        readings = _readings(match, today, past=past)
        if readings:
            said = " or ".join(map(spoken, readings))
            ambiguous = "is ambiguous" if len(readings) > 1 else "needs the form YYYY-MM-DD"
            instead = " or ".join(day.isoformat() for day in readings)
            return f"{ambiguous}: it could be {said}", instead
    if match := re.fullmatch(_YEAR_FIRST, text):
        numbers = [int(number) for number in match.groups() if number]
        try:
            return "needs the form YYYY-MM-DD", date(*numbers).isoformat()
        except ValueError:
            return "is not in the calendar", otherwise
    if re.fullmatch(_MONTH, text):
        return "is a month, not a day", f"{text}-01"
    if re.fullmatch("[0-9]+", text):
        return "is a bare number: write a date, or + and days from today", "+10"
    if ":" in text:
        return "has a clock time where a day alone is wanted", otherwise
    return "is not a date", otherwise


def _readings(match: re.Match[str], today: date, *, past: bool) -> list[date]:
    """The days that two numbers, and perhaps a year, could mean; month first, as in the US."""
    one, two = int(match[1]), int(match[2])
    year = int(match[3]) if match[3] else None
    if year is not None and year < 100:
        year += 2000 if 2000 + year <= today.year + TWO_DIGIT_YEARS_AHEAD else 1900
    found: list[date] = []
    for month, day in ((one, two), (two, one)):
        try:
            reading = (
                _nearest(today, month, day, past=past)
                if year is None
                else _calendar_day(year, month, day)
            )
        except ValueError:
            continue
        if reading not in found:
            found.append(reading)
    return found
