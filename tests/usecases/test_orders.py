"""The day on which to order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.planning.eligibility import Eligibility
from tests.builders.plans import PlanningCase
from tests.builders.values import Closure, PlanRules, WorkingDays

WEEK = WorkingDays()


@pytest.mark.parametrize(
    ("needed_by", "lead", "order_by"),
    [
        ("2026-12-07", 5, "2026-11-30"),
        ("2026-12-05", 5, "2026-11-27"),
        ("2026-12-06", 5, "2026-11-27"),
        ("2026-12-07", 1, "2026-12-04"),
        ("2026-12-07", 0, "2026-12-07"),
        ("2026-12-06", 0, "2026-12-04"),
    ],
)
def test_the_order_day_counts_working_days_back(needed_by: str, lead: int, order_by: str) -> None:
    assert WEEK.days_before(date.fromisoformat(needed_by), lead) == date.fromisoformat(order_by)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
closures = st.lists(
    st.builds(lambda first, long: Closure("all", first, first + timedelta(days=long)),
              days, st.integers(0, 12)),
    max_size=6,
)  # fmt: skip


@given(
    needed_by=days,
    lead=st.integers(0, 15),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closed=closures,
)
def test_it_is_the_last_working_day_from_which_the_planner_would_have_the_drug_in_time(
    needed_by: date, lead: int, weekdays: frozenset[int], closed: list[Closure]
) -> None:
    working = WorkingDays(weekdays, tuple(closed))
    found = working.days_before(needed_by, lead)

    def ready(today: date) -> date:
        rules = PlanRules(order_lead_days=lead)
        case = PlanningCase(today, today, today, working, rules=rules)
        return Eligibility(case, [], case.travel()).ready_on

    assert working.is_open(found)
    assert ready(found) <= needed_by
    later = (found + timedelta(days=n) for n in range(1, (needed_by - found).days + 1))
    assert all(ready(day) > needed_by for day in later if working.is_open(day))
