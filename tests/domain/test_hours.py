"""Weekly hours of patients, sites and nurses."""

from __future__ import annotations

import pytest

from pumpsched.domain.calendars import spans_on
from tests.builders import day
from tests.builders.values import HOME, Hours, Unreadable, hours_text, parse_hours

WORKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", ()),
        ("Mon-Fri 09:00-16:00", (Hours(WORKDAYS, 540, 960),)),
        (
            "Mon-Fri 09:00-16:00; Sat 10:00-12:00",
            (Hours(WORKDAYS, 540, 960), Hours(frozenset({5}), 600, 720)),
        ),
        ("mon,wed 00:00-23:59", (Hours(frozenset({0, 2}), 0, 1439),)),
    ],
)
def test_hours_are_weekdays_and_a_span_of_the_day(text: str, hours: tuple[Hours, ...]) -> None:
    assert parse_hours(text, "availability") == hours


def test_a_roster_says_where_each_part_is_worked() -> None:
    text = "Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS"
    roster = parse_hours(text, "roster", places=True)
    assert roster == (
        Hours(frozenset(range(4)), 480, 990, HOME),
        Hours(frozenset({4}), 480, 720, "MPLS"),
    )
    assert hours_text(roster) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Mon", "needs weekdays and hours"),
        ("Mon 9:00-16:00", "needs weekdays and hours"),
        ("Mon 09:00-16:00;", "needs weekdays and hours"),
        ("Mon 09:60-16:00", "needs weekdays and hours"),
        ("09:00-16:00", "needs weekdays and hours"),
        ("Mon 16:00-09:00", "end before they begin"),
        ("Mon 09:00-09:00", "end before they begin"),
        ("Mon 09:00-24:00", "end before they begin"),
        ("Xyz 09:00-16:00", "needs weekdays"),
        ("Mon 09:00-16:00 home", 'has "home" after the hours'),
    ],
)
def test_hours_off_their_grammar_are_refused(text: str, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem) as refusal:
        parse_hours(text, "hours")
    assert refusal.value.noun == "hours"


@pytest.mark.parametrize("place", ["", " clinic", " clinic:", " MPLS", " Home"])
def test_a_roster_without_a_place_is_refused(place: str) -> None:
    with pytest.raises(Unreadable, match="needs home or clinic:SITE"):
        parse_hours(f"Mon 09:00-16:00{place}", "roster", places=True)


def test_the_parts_of_weekly_hours_are_those_of_the_weekday() -> None:
    hours = parse_hours("Mon-Wed 08:00-12:00; Mon 13:00-16:00", "hours")
    assert spans_on(hours, day("2026-11-23")) == [(480, 720), (780, 960)]
    assert spans_on(hours, day("2026-11-25")) == [(480, 720)]
    assert spans_on(hours, day("2026-11-27")) == []
