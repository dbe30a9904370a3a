"""No date is late or early; ``tests.oracle.crossing`` runs a million reservoirs in minutes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.effort import tries
from tests.oracle.crossing import DAY, Course, projection_of, random_course, wrong_dates
from tests.oracle.sweep import failures_of

_CASES = tries(short=2_000, full=5_000)


@pytest.mark.campaign
def test_the_volume_meets_the_level_on_the_day_named_and_not_before() -> None:
    assert failures_of(wrong_dates, range(_CASES)) == []


def is_met_at_midnight(course: Course, alarm_on: date) -> bool:
    """Whether nothing but the level is left when the day of the alarm begins."""
    begins = alarm_on.toordinal() * DAY
    left = course.grains_at(begins, boluses=True, after_draws=False)
    return begins > course.filled_at and left == course.level_ul * course.grains_per_ul


def test_random_courses_meet_levels_at_midnight_on_the_fill_day_and_never() -> None:
    midnight = never = at_once = 0
    for seed in range(600):
        course = random_course(seed)
        window = projection_of(course).window
        assert window is not None
        never += window.alarm_on is None
        at_once += window.alarm_on == window.filled_on
        midnight += window.alarm_on is not None and is_met_at_midnight(course, window.alarm_on)
    assert min(midnight, never, at_once) >= 10
