"""Months, weekdays, closures and working days."""

from __future__ import annotations

import pytest

from pumpsched.domain.calendars import day_text
from tests.builders import day
from tests.builders.values import (
    Closure,
    Unreadable,
    WorkingDays,
    months_after,
    parse_weekdays,
    weekdays_text,
)

ALL_WEEK = frozenset(range(7))


@pytest.mark.parametrize(
    ("origin", "months", "later"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 0, "2026-12-31"),
    ],
)
def test_months_count_from_the_origin_and_end_with_a_shorter_month(
    origin: str, months: int, later: str
) -> None:
    assert months_after(day(origin), months) == day(later)


@pytest.mark.parametrize(
    ("text", "days", "canonical"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}, "Mon-Fri"),
        ("mon", {0}, "Mon"),
        ("Mon,Wed , FRI-Sun", {0, 2, 4, 5, 6}, "Mon,Wed,Fri-Sun"),
        ("Sat-Mon", {5, 6, 0}, "Mon,Sat,Sun"),
        ("Mon-Sun", set(range(7)), "Mon-Sun"),
        ("Tue-Wed", {1, 2}, "Tue,Wed"),
        ("Thu-Thu", {3}, "Thu"),
    ],
)
def test_weekdays_are_read_as_names_and_ranges_that_may_wrap(
    text: str, days: set[int], canonical: str
) -> None:
    assert parse_weekdays(text) == days
    assert weekdays_text(days) == canonical
    assert parse_weekdays(canonical) == days


@pytest.mark.parametrize(
    "text", ["", "Monday", "Mo", "Mon-", "Mon-Fri-Sun", "Mon;Tue", "Mon,", "Xyz", "Mon-Xyz", "1-5"]
)
def test_what_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="needs weekdays") as refusal:
        parse_weekdays(text, "roster")
    assert refusal.value.noun == "roster"


def test_a_closure_covers_both_its_ends() -> None:
    shut = Closure("all", day("2027-01-07"), day("2027-01-08"))
    covered = [shut.covers(day(f"2027-01-0{on}")) for on in (6, 7, 8, 9)]
    assert covered == [False, True, True, False]


def test_a_day_is_open_on_a_working_weekday_without_a_closure() -> None:
    working = WorkingDays(closures=(Closure("all", day("2027-01-07"), day("2027-01-07")),))
    days = ("2027-01-06", "2027-01-07", "2027-01-09")
    assert [working.is_open(day(on)) for on in days] == [True, False, False]
    assert [working.is_open(day(on)) for on in days] == [True, False, False]  # remembered


@pytest.mark.parametrize(
    ("latest", "booked"),
    [
        ("2027-01-08", "2027-01-08"),  # a Friday
        ("2027-01-09", "2027-01-08"),
        ("2027-01-10", "2027-01-08"),
        ("2027-01-11", "2027-01-11"),
    ],
)
def test_a_weekend_is_booked_on_the_friday_before(latest: str, booked: str) -> None:
    assert WorkingDays().last_open(day(latest), earliest=day("2026-11-02")) == day(booked)


def test_the_days_off_before_the_next_working_day_belong_to_the_one_before() -> None:
    assert WorkingDays().day_before_next(day("2027-01-08")) == day("2027-01-10")
    assert WorkingDays().day_before_next(day("2027-01-11")) == day("2027-01-11")


def test_a_long_closure_moves_the_booking_before_it() -> None:
    shut = (Closure("all", day("2026-12-21"), day("2027-01-08")),)
    working = WorkingDays(closures=shut)
    assert working.last_open(day("2027-01-09"), earliest=day("2026-11-02")) == day("2026-12-18")


def test_no_booking_goes_before_the_earliest_day_even_if_that_is_closed() -> None:
    shut = WorkingDays(closures=(Closure("all", day("2026-01-01"), day("2028-01-01")),))
    assert shut.last_open(day("2027-01-09"), earliest=day("2026-11-02")) == day("2026-11-02")
    assert WorkingDays(frozenset()).last_open(day("2026-11-01"), earliest=day("2026-11-02")) == day(
        "2026-11-02"
    )


def test_working_days_are_equal_by_their_rules_not_by_what_they_remember() -> None:
    asked = WorkingDays(ALL_WEEK)
    assert asked.is_open(day("2027-01-09"))
    assert asked == WorkingDays(ALL_WEEK)
    assert len({asked, WorkingDays(ALL_WEEK)}) == 1


@pytest.mark.parametrize(
    ("count", "found"), [(0, "2027-01-11"), (1, "2027-01-08"), (5, "2027-01-04")]
)
def test_working_days_are_counted_back_from_a_monday(count: int, found: str) -> None:
    assert WorkingDays().days_before(day("2027-01-11"), count) == day(found)


def test_counting_back_over_a_practice_that_never_works_ends() -> None:
    assert WorkingDays(frozenset()).days_before(day("2027-01-11"), 1) < day("2027-01-11")


def test_a_date_is_said_with_its_weekday() -> None:
    assert day_text(day("2026-12-08")) == "Tue 8 Dec 2026"
