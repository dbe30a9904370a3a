"""The refills after the next, week by week, against the roster."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from pumpsched.planning.refills_ahead import WeekAhead, weeks_ahead
from tests.builders.values import Closure
from tests.planning.cases import MONDAY, a_case, a_demand, a_nurse, a_patient, a_visit, on

DAYS = timedelta(days=1)


def ahead(*demands: Any, weeks: int = 12, **changes: Any) -> list[WeekAhead]:
    last = MONDAY + timedelta(days=7 * weeks - 1)
    return weeks_ahead(a_case(*demands, **{"last": last} | changes))


def refilled(*demands: Any, **changes: Any) -> list[date]:
    return [week.first for week in ahead(*demands, **changes) if week.whole.refills]


EVERY_FOUR: dict[str, Any] = {
    "filled_on": MONDAY - 21 * DAYS,
    "opens_on": on(2),
    "refill_by": on(12),
}
"""A window whose middle is 27 days after the fill."""


def test_each_refill_is_in_the_middle_of_its_window() -> None:
    found = refilled(a_demand(**EVERY_FOUR))
    assert found[0] == MONDAY + 7 * DAYS
    assert {(later - sooner).days for sooner, later in pairwise(found)} <= {28, 21}


def test_the_next_refill_is_where_it_is_booked() -> None:
    booked = a_visit(day=on(3))
    assert refilled(a_demand(**EVERY_FOUR), visits=(booked,))[0] == MONDAY


def test_whoever_is_late_is_refilled_at_once() -> None:
    late = a_demand(
        filled_on=MONDAY - 90 * DAYS,
        opens_on=MONDAY - 60 * DAYS,
        refill_by=MONDAY - 30 * DAYS,
    )
    assert ahead(late)[0].whole.refills == 1


def test_a_week_holds_what_is_rostered_and_open() -> None:
    away = Closure("N1", MONDAY + 7 * DAYS, MONDAY + 8 * DAYS)
    first, second, *_ = ahead(a_demand(), closures=(away,))
    assert second.home.capacity_min * 5 == first.home.capacity_min * 3


def test_a_week_is_short_where_nobody_is_trained() -> None:
    weeks = ahead(a_demand(**EVERY_FOUR), nurses=(a_nurse(skills=("SM3",)),))
    assert [week.is_short for week in weeks] == [week.whole.refills > 0 for week in weeks]


def test_two_nurses_count_twice() -> None:
    one = ahead(a_demand(**EVERY_FOUR))[1]
    two = ahead(a_demand(a_patient(nurses_needed=2), **EVERY_FOUR))[1]
    assert two.whole.minutes == 2 * one.whole.minutes > 0
