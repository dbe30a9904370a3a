"""What people type for a day, and how a day is said back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.cli.days import (
    DAY_EXAMPLE,
    Span,
    parse_day,
    parse_span,
    parse_when,
    spoken,
    spoken_near,
    spoken_short,
    spoken_span,
    spoken_when,
)
from pumpsched.domain.calendars import DAY_NAMES
from tests.builders.values import EARLIEST, EARLIEST_BIRTH, LATEST, Unreadable, When

pytestmark = pytest.mark.one_backend

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def read(text: str, today: date = SUNDAY, *, past: bool = False) -> date:
    return parse_day(text, today=today, noun="--on", past=past)


def span(text: str) -> Span:
    return parse_span(text, as_of=SUNDAY, noun="span")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2028-02-29", date(2028, 2, 29)),
        ("today", SUNDAY),
        ("Tomorrow", date(2026, 11, 23)),
        ("YESTERDAY", date(2026, 11, 21)),
        ("fri", FRIDAY),
        ("Friday", FRIDAY),
        ("sun", date(2026, 11, 29)),
        ("next fri", date(2026, 12, 4)),
        ("next sun", date(2026, 11, 29)),
        ("+10", date(2026, 12, 2)),
        ("+10d", date(2026, 12, 2)),
        ("+2w", date(2026, 12, 6)),
        ("+1m", date(2026, 12, 22)),
        ("-1d", date(2026, 11, 21)),
        ("-3", date(2026, 11, 19)),
        ("jan 28", date(2027, 1, 28)),
        ("28 jan", date(2027, 1, 28)),
        ("28 January", date(2027, 1, 28)),
        ("nov 22", SUNDAY),
        ("nov 23", date(2026, 11, 23)),
        ("nov 21", date(2027, 11, 21)),
        ("28 jan 2027", date(2027, 1, 28)),
        ("Jan 28, 2027", date(2027, 1, 28)),
        ("Thu 28 Jan 2027", date(2027, 1, 28)),
        ("thu jan 28", date(2027, 1, 28)),
    ],
)
def test_every_form_of_the_grammar_means_one_day(text: str, day: date) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", date(2026, 11, 20)),
        ("sun", date(2026, 11, 15)),
        ("jan 28", date(2026, 1, 28)),
        ("nov 22", SUNDAY),
        ("nov 23", date(2025, 11, 23)),
        ("tomorrow", date(2026, 11, 23)),
        ("next fri", date(2026, 12, 4)),
    ],
)
def test_of_a_fact_the_latest_such_day_is_meant(text: str, day: date) -> None:
    assert read(text, past=True) == day


@given(days, st.sampled_from(range(7)))
def test_a_weekday_is_one_to_seven_days_from_today_and_never_today(today: date, at: int) -> None:
    name = DAY_NAMES[at].lower()
    coming, latest = read(name, today), read(name, today, past=True)
    assert coming.weekday() == latest.weekday() == at
    assert timedelta(1) <= coming - today <= timedelta(7)
    assert timedelta(1) <= today - latest <= timedelta(7)


@given(days, st.sampled_from(range(7)))
def test_a_weekday_of_next_week_lies_in_the_seven_days_from_the_next_sunday(
    today: date, at: int
) -> None:
    day = read(f"next {DAY_NAMES[at]}", today)
    sunday = read("sun", today)
    assert day.weekday() == at
    assert sunday <= day < sunday + timedelta(7)


@given(days, st.dates(EARLIEST, LATEST))
def test_what_is_said_in_full_is_read_back_as_the_same_day(today: date, day: date) -> None:
    assert read(spoken(day), today) == read(day.isoformat(), today) == day


@given(days, st.integers(0, 400))
def test_months_are_counted_from_the_day_itself(today: date, months: int) -> None:
    expected = today + relativedelta(months=months)
    if expected <= LATEST:
        assert read(f"+{months}m", today) == expected


def test_one_month_after_the_31st_is_the_last_day_of_a_short_month() -> None:
    assert read("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "readings", "instead"),
    [
        ("1/2/27", "Sat 2 Jan 2027 or Mon 1 Feb 2027", "2027-01-02 or 2027-02-01"),
        ("01/02/2026", "Fri 2 Jan 2026 or Sun 1 Feb 2026", "2026-01-02 or 2026-02-01"),
        ("1-2-27", "Sat 2 Jan 2027 or Mon 1 Feb 2027", "2027-01-02 or 2027-02-01"),
        ("12.5", "Sat 5 Dec 2026 or Wed 12 May 2027", "2026-12-05 or 2027-05-12"),
        ("3/4/61", "Mon 3 Apr 1961", "1961-03-04 or 1961-04-03"),
    ],
)
def test_an_ambiguous_date_is_refused_with_both_readings(
    text: str, readings: str, instead: str
) -> None:
    with pytest.raises(Unreadable, match="is ambiguous") as refused:
        read(text)
    assert readings in str(refused.value)
    assert instead in str(refused.value)


def test_a_slashed_date_with_one_reading_is_refused_with_that_reading() -> None:
    with pytest.raises(Unreadable, match="needs the form YYYY-MM-DD") as refused:
        read("1/28/27")
    assert "Thu 28 Jan 2027" in str(refused.value)
    assert "ambiguous" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not a date"),
        (" ", "is not a date"),
        (" fri", "is not a date"),
        ("fri ", "is not a date"),
        ("frid", "is not a date"),
        ("next", "is not a date"),
        ("next week", "is not a date"),
        ("10", "is a bare number"),
        ("12:30", "has a clock time"),
        ("1/2/3", "is not a date"),
        ("13/13/27", "is not a date"),
        ("2026-W05-1", "is not a date"),
        ("20260301", "needs the form YYYY-MM-DD (for example: 2026-03-01)"),
        ("2026/3/1", "needs the form YYYY-MM-DD (for example: 2026-03-01)"),
        ("2026-3-1", "needs the form YYYY-MM-DD (for example: 2026-03-01)"),
        ("20261301", "is not in the calendar"),
        ("2026-12", "is a month, not a day"),
        ("2026-02-29", "there is no 29 Feb 2026"),
        ("2026-13-01", "there is no month 13"),
        ("0000-01-01", "is not in the calendar"),
        ("feb 30", "there is no 30 Feb"),
        ("feb 29", "there is no 29 Feb"),
        ("28 jan 27", "needs the year in four digits"),
        ("jan", "is not a date"),
        ("jan 2027", "is not a date"),
        ("jan 100", "is not a date"),
        ("28th jan", "is not a date"),
        ("fri 28 jan 2027", "has the wrong weekday: that day is Thu 28 Jan 2027"),
        ("+1y", "is not a date"),
        ("+10000", "is not a date"),
        ("+ 10", "is not a date"),
        ("1e3", "is not a date"),
        ("nan", "is not a date"),
        ("2026-12-01Z", "is not a date"),
        ("2026-12-01T09:30", "has a clock time where a day alone is wanted"),
        ("２０２６-１２-０１", "has digits that are not ASCII"),
        ("٢٠٢٦-١٢-٠١", "has digits that are not ASCII"),
        ("2026–12–01", "has a character no date has"),
        ("2026-12-01\n", "has a character no date has"),
        ("\u017fun", "has a character no date has"),
        ("\udcff", "has a character no date has"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_and_never_guessed(text: str, problem: str) -> None:
    for past in (False, True):
        with pytest.raises(Unreadable) as refused:
            read(text, past=past)
        assert problem in str(refused.value)
        assert refused.value.exit_code == 2
        assert refused.value.noun == "--on"
        assert str(refused.value).isprintable()


@given(st.text(max_size=12) | st.from_regex(r"[0-9a-z+\-/.: ]{1,14}", fullmatch=True))
def test_any_text_is_a_day_of_the_accepted_years_or_is_refused(text: str) -> None:
    for past in (False, True):
        day: date | None = None
        with suppress(Unreadable):
            day = read(text, past=past)
        assert day is None or EARLIEST <= day <= LATEST


@pytest.mark.parametrize(
    "text", ["1989-12-31", "2101-01-01", "9999-12-31", "+9999m", "-9999m", "+9999w", "0001-01-01"]
)
def test_days_outside_1990_to_2100_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="outside the years 1990 to 2100"):
        read(text)


def test_a_birth_date_may_be_earlier_than_a_fact() -> None:
    def born(text: str) -> date:
        return parse_day(text, today=SUNDAY, noun="birth_date", past=True, earliest=EARLIEST_BIRTH)

    assert born("1931-04-02") == date(1931, 4, 2)
    with pytest.raises(Unreadable, match="outside the years 1900 to 2100"):
        born("1899-12-31")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-12-01", When(date(2026, 12, 1))),
        ("2026-12-01T09:30", When(date(2026, 12, 1), 570)),
        ("2026-12-01 09:30", When(date(2026, 12, 1), 570)),
        ("today 00:00", When(SUNDAY, 0)),
        ("todayT23:59", When(SUNDAY, 1439)),
        ("next fri 08:05", When(date(2026, 12, 4), 485)),
        ("jan 28 14:00", When(date(2027, 1, 28), 840)),
    ],
)
def test_a_clock_time_may_follow_any_day(text: str, when: When) -> None:
    assert parse_when(text, today=SUNDAY, noun="--on") == when


def test_a_clock_time_follows_the_latest_day_of_a_fact() -> None:
    when = parse_when("fri 16:00", today=SUNDAY, noun="--on", past=True)
    assert when == When(date(2026, 11, 20), 960)


@pytest.mark.parametrize(
    "text",
    [
        "12:30", "today 24:00", "today 9:30", "today 09:60", "today 09:30:15", "today 09:30 pm",
        "2026-12-01T09:30Z", "2026-12-01T09:30+01:00", "2026-12-01t09:30", "today  09:30",
        "1/2/27 09:30", "T09:30", " 09:30", "today ０９:30",
    ],
)  # fmt: skip
def test_an_unreadable_clock_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_when(text, today=SUNDAY, noun="--on")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("28d", SUNDAY, date(2026, 12, 20)),
        ("4w", SUNDAY, date(2026, 12, 20)),
        ("4W", SUNDAY, date(2026, 12, 20)),
        ("0d", SUNDAY, SUNDAY),
        ("3m", SUNDAY, date(2027, 2, 22)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12-01..2026-12-31", date(2026, 12, 1), date(2026, 12, 31)),
        ("today..fri", SUNDAY, FRIDAY),
        ("mon..mon", date(2026, 11, 23), date(2026, 11, 23)),
        ("2026-12-01", date(2026, 12, 1), date(2026, 12, 1)),
        ("fri", FRIDAY, FRIDAY),
    ],
)
def test_a_span_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert span(text) == Span(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "28", "d", "-28d..", "..", "2026-12-01..", "..2026-12-01", "2026-13", "2026-00",
        "2101-01", "1989-12", "0000-01", "9999w", "9999m", "10000d", "2026-12-01...2026-12-31",
        "2026-12-01..2026-12-31..2027-01-01", "2026-12..2027-01", "28 d", "1.5w", "２８d",
        "2026-W49", "1/2/27..2/2/27",
    ],
)  # fmt: skip
def test_an_unreadable_span_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        span(text)


def test_a_span_that_ends_before_it_begins_is_refused_with_both_days() -> None:
    with pytest.raises(Unreadable) as refused:
        span("2026-12-31..2026-12-01")
    assert "ends on Tue 1 Dec 2026, before it begins on Thu 31 Dec 2026" in str(refused.value)
    with pytest.raises(ValueError, match="ends before it begins"):
        Span(FRIDAY, SUNDAY)


def test_an_unreadable_span_names_examples_of_spans() -> None:
    with pytest.raises(Unreadable, match="28d, 4w, 2026-12") as refused:
        span("soon")
    assert DAY_EXAMPLE not in str(refused.value)


def test_a_span_covers_both_its_ends_and_knows_its_length() -> None:
    month = span("28d")
    assert month.days == 28
    assert month.covers(month.first)
    assert month.covers(month.last)
    assert not month.covers(month.last + timedelta(1))


def test_days_are_said_in_the_words_of_the_echo() -> None:
    assert spoken(date(2027, 1, 28)) == "Thu 28 Jan 2027"
    assert spoken_when(When(date(2027, 1, 28), 570)) == "Thu 28 Jan 2027 09:30"
    assert spoken_when(When(date(2027, 1, 28))) == "Thu 28 Jan 2027"
    assert spoken_span(span("28d")) == "Sun 22 Nov 2026 – Sun 20 Dec 2026"
    assert spoken_span(span("fri")) == "Fri 27 Nov 2026"


def test_the_year_is_left_out_only_near_today() -> None:
    assert spoken_near(date(2026, 12, 5), today=SUNDAY) == "Sat 5 Dec"
    assert spoken_near(date(2026, 12, 5), today=SUNDAY, aligned=True) == "Sat  5 Dec"
    assert spoken_near(date(2027, 12, 5), today=SUNDAY) == "Sun 5 Dec 2027"
    assert spoken_near(date(2025, 12, 5), today=SUNDAY) == "Fri 5 Dec 2025"
    assert spoken_short(date(2026, 12, 5), today=SUNDAY) == "5 Dec"
    assert spoken_short(date(2027, 12, 5), today=SUNDAY) == "5 Dec 2027"
