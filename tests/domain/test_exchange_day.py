"""Whose a fact of the day of an exchange is: the old pump's or the new one's."""

from __future__ import annotations

import pytest

from tests.builders import attempt, bolus, day, dose, empty, fill, pump, start, stop, when
from tests.builders.values import Device, Fact, pump_of

OLD = pump("SM2-20", "2020-05-04").device
NEW = pump("SM2-20", "2026-11-20").device._replace(implanted_minute=9 * 60)
UNTIMED = NEW._replace(implanted_minute=None)
MORNING = "2026-11-20T07:30"
"""Half past seven, before the implant at nine."""


def is_of_the_new(fact: Fact, *others: Fact, new: Device = NEW) -> bool:
    """Whether a fact among others is the new pump's."""
    return pump_of(fact, [OLD, new], [fact, *others]) == 1


@pytest.mark.parametrize(
    "fact",
    [stop(MORNING), start(MORNING), dose(MORNING), attempt(MORNING), bolus(MORNING, "5 mcg")],
)
def test_before_the_minute_of_the_implant_a_fact_is_the_old_pumps(fact: Fact) -> None:
    assert not is_of_the_new(fact)
    assert is_of_the_new(fact, new=UNTIMED)


@pytest.mark.parametrize("at", ["2026-11-20T09:00", "2026-11-20T17:00"])
def test_from_the_minute_of_the_implant_on_a_fact_is_the_new_pumps(at: str) -> None:
    assert all(map(is_of_the_new, (stop(at), start(at), dose(at), fill(at), bolus(at, "5 mcg"))))


def test_with_the_day_alone_only_a_stop_and_an_emptying_are_the_old_pumps() -> None:
    alone = "2026-11-20"
    for new in (NEW, UNTIMED):
        assert not is_of_the_new(stop(alone), new=new)
        assert not is_of_the_new(empty(alone), new=new)
        others = (start(alone), dose(alone), fill(alone), bolus(alone, "5 mcg"), attempt(alone))
        assert all(is_of_the_new(fact, new=new) for fact in others)


def test_the_last_fill_of_the_day_is_the_new_pumps_though_it_came_before_the_implant() -> None:
    early, late = fill(MORNING), fill("2026-11-20T08:45")
    assert is_of_the_new(early)
    assert is_of_the_new(late, early)
    assert not is_of_the_new(early, late)


@pytest.mark.parametrize("at", ["2026-11-19", "2026-11-19T23:59", "2026-11-21", "2026-11-21T00:00"])
def test_any_other_day_is_of_the_pump_in_place(at: str) -> None:
    assert is_of_the_new(stop(at)) is (day(at[:10]) > NEW.implanted_on)


def test_a_first_pump_has_its_whole_day_and_all_before_it() -> None:
    assert pump_of(stop(MORNING), [NEW], []) == 0
    assert pump_of(stop("2019-01-01"), [OLD, NEW], []) == 0


def test_an_implant_is_of_its_day_or_its_minute() -> None:
    assert NEW.implanted_at == when("2026-11-20T09:00")
    assert UNTIMED.implanted_at == when("2026-11-20")
