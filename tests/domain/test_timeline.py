"""When programmes, stops and starts take effect: always on the early side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from pumpsched.domain.programming import ALWAYS, overruled_stops, programming, switches
from tests.builders import day, dose, even, flex, ledger, start, stop, when
from tests.builders.values import Fact, Programme

SEEN = date(2026, 11, 23)
FIRST = dose("2026-11-02")


def programme_changes(
    facts: Sequence[Fact], *, as_of: date
) -> tuple[list[tuple[int, Programme]], date | None]:
    """When each programme takes effect, and the day of the first planned one left out."""
    found = programming(facts, as_of=as_of)
    return [(change.start, change.programme) for change in found.changes], found.left_out


def changes(*facts: Fact, as_of: date = SEEN) -> list[tuple[str, str]]:
    """Day (or full time) and dose of every change after the first programme."""
    found, _ = programme_changes(ledger(FIRST, *facts).facts, as_of=as_of)
    assert found[0] == (ALWAYS, even())
    return [(_shown(instant), programme.dose_text) for instant, programme in found[1:]]


def turns(*facts: Fact) -> list[tuple[str, bool]]:
    """Day (or full time) of every stop and start, and whether the pump runs from then on."""
    return [(_shown(instant), runs) for instant, runs in switches(ledger(*facts).facts)]


def is_stopped(facts: Sequence[Fact]) -> bool:
    """Whether the last stop or start of these facts is a stop."""
    turned = switches(facts)
    return bool(turned) and not turned[-1][1]


def _shown(instant: int) -> str:
    on, minute = date.fromordinal(instant // 1440), instant % 1440
    return f"{on}T{minute // 60:02d}:{minute % 60:02d}" if minute else str(on)


def test_without_a_programme_nothing_changes() -> None:
    assert programme_changes((), as_of=SEEN) == ([], None)
    assert switches(()) == []
    assert not is_stopped(())


def test_the_first_programme_is_assumed_back_whenever_it_was_recorded() -> None:
    for at in ("2026-11-09T10:00", "2027-01-01"):
        found, left_out = programme_changes(ledger(dose(at)).facts, as_of=SEEN)
        assert (found, left_out) == ([(ALWAYS, even())], None)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("121 mcg/day", "2026-11-12"),
        ("120 mcg/day", "2026-11-12"),
        ("119 mcg/day", "2026-11-13"),
    ],
)
def test_a_day_alone_raise_or_equal_counts_from_its_day_a_reduction_from_the_next(
    text: str, effect: str
) -> None:
    assert changes(dose("2026-11-12", text)) == [(effect, text)]


def test_a_reduction_with_a_clock_time_counts_from_its_minute() -> None:
    assert changes(dose("2026-11-12T09:30", "60 mcg/day")) == [("2026-11-12T09:30", "60 mcg/day")]


def test_raise_and_lower_compare_the_whole_day_with_all_allotted_boluses() -> None:
    with_bolus = dose("2026-11-12", "100 mcg/day", "10 mcg x 3/day")
    assert changes(with_bolus) == [("2026-11-12", "100 mcg/day")]
    fewer = dose("2026-11-12", "100 mcg/day", "10 mcg x 1/day")
    assert changes(fewer) == [("2026-11-13", "100 mcg/day")]


def test_raise_and_lower_average_flex_steps() -> None:
    steps = "00:00 20 mcg/h; 01:00 4 mcg/h"  # 112 mcg a day, though its first hour is a raise
    assert changes(dose("2026-11-12", steps)) == [("2026-11-13", "112 mcg/day")]


def test_a_later_programme_takes_over_from_a_reduction_still_waiting() -> None:
    waiting = dose("2026-11-12", "60 mcg/day")
    later = dose("2026-11-12T12:00", "90 mcg/day")
    assert changes(waiting, later) == [("2026-11-12T12:00", "90 mcg/day")]
    same_day = dose("2026-11-12", "80 mcg/day")
    assert changes(waiting, same_day) == [("2026-11-13", "80 mcg/day")]


def test_a_waiting_reduction_is_in_force_at_the_midnight_of_a_next_programme() -> None:
    found = changes(dose("2026-11-12", "60 mcg/day"), dose("2026-11-13", "90 mcg/day"))
    assert found == [("2026-11-13", "60 mcg/day"), ("2026-11-13", "90 mcg/day")]


def test_a_planned_raise_counts_a_planned_reduction_or_equal_does_not() -> None:
    assert changes(dose("2026-12-01", "121 mcg/day")) == [("2026-12-01", "121 mcg/day")]
    for text in ("120 mcg/day", "119 mcg/day"):
        facts = ledger(FIRST, dose("2026-12-01T08:00", text)).facts
        assert programme_changes(facts, as_of=SEEN) == ([(ALWAYS, even())], day("2026-12-01"))


def test_a_planned_raise_is_measured_against_what_this_view_has_in_force() -> None:
    down, up = dose("2026-12-01", "60 mcg/day"), dose("2026-12-02", "100 mcg/day")
    facts = ledger(FIRST, down, up).facts
    assert programme_changes(facts, as_of=SEEN) == ([(ALWAYS, even())], day("2026-12-01"))
    assert changes(down, up, as_of=day("2026-12-02")) == [
        ("2026-12-02", "60 mcg/day"),
        ("2026-12-02", "100 mcg/day"),
    ]


def test_a_reduction_counts_as_recorded_on_its_own_day_whatever_its_clock_time() -> None:
    planned = dose("2026-11-23T23:59", "60 mcg/day")
    assert changes(planned) == [("2026-11-23T23:59", "60 mcg/day")]


def test_a_raise_planned_after_a_reduction_of_the_last_day_is_measured_against_it() -> None:
    down, up = dose("2026-11-23", "60 mcg/day"), dose("2026-11-24", "90 mcg/day")
    assert changes(down, up)[-1] == ("2026-11-24", "90 mcg/day")


def test_a_flex_programme_of_the_same_whole_day_counts_from_its_day() -> None:
    same = flex("00:00 4 mcg/h; 12:00 6 mcg/h")
    assert same.whole_day_minutes == even().whole_day_minutes
    found = changes(dose("2026-11-12", "00:00 4 mcg/h; 12:00 6 mcg/h"))
    assert found == [("2026-11-12", "120 mcg/day")]


def test_a_stop_of_the_day_alone_waits_for_the_next_day_a_start_does_not() -> None:
    assert turns(stop("2026-11-12"), start("2026-11-15")) == [
        ("2026-11-13", False),
        ("2026-11-15", True),
    ]


def test_a_stop_or_start_with_a_clock_time_counts_from_its_minute() -> None:
    assert turns(stop("2026-11-12T09:30"), start("2026-11-12T10:00")) == [
        ("2026-11-12T09:30", False),
        ("2026-11-12T10:00", True),
    ]


def test_a_stop_and_a_start_with_the_same_day_alone_leave_the_pump_running() -> None:
    for facts in (
        (stop("2026-11-12"), start("2026-11-12")),
        (start("2026-11-12"), stop("2026-11-12")),
    ):
        assert turns(*facts) == [("2026-11-12", True)]
        assert not is_stopped(ledger(*facts).facts)


def test_only_the_stop_of_the_day_alone_is_overruled() -> None:
    facts = ledger(start("2026-11-12"), stop("2026-11-12T12:00"), stop("2026-11-12")).facts
    assert overruled_stops(facts) == {3}
    assert is_stopped(facts)


def test_a_start_later_on_the_day_takes_over_from_a_stop_still_waiting() -> None:
    assert turns(stop("2026-11-12"), start("2026-11-12T18:00")) == [("2026-11-12T18:00", True)]


def test_a_stop_waiting_for_midnight_is_in_force_when_a_start_of_that_day_ends_it() -> None:
    assert turns(stop("2026-11-12"), start("2026-11-13")) == [
        ("2026-11-13", False),
        ("2026-11-13", True),
    ]


def test_a_second_stop_does_not_put_off_the_first() -> None:
    found = turns(stop("2026-11-12T08:00"), stop("2026-11-12T09:00"), stop("2026-11-14"))
    assert found[0] == ("2026-11-12T08:00", False)
    assert all(runs is False for _, runs in found)


def test_a_stop_of_the_day_alone_that_is_the_last_turn_counts_as_stopped_already() -> None:
    facts = ledger(stop("2026-11-12")).facts
    assert is_stopped(facts)
    assert switches(facts) == [(when("2026-11-13").instant, False)]
