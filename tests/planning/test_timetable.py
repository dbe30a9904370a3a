from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pumpsched.planning.jobs import Slot
from pumpsched.planning.timetable import DayStops, Timetable, free_chair, full_spans, timetable
from tests.planning.cases import a_nurse

ANY = ((0, 1440),)


def fitted(
    *minutes: int,
    start: int = 480,
    end: int = 960,
    leg: int = 10,
    ranges: tuple[tuple[tuple[int, int], ...], ...] = (),
) -> Timetable | None:
    slot = Slot(0, a_nurse(), date(2026, 12, 7), start, end, "home", needs_break=end - start > 360)
    stops = DayStops((leg,) * (len(minutes) + 1), minutes, ranges or (ANY,) * len(minutes))
    return timetable(slot, stops, break_minutes=30, break_after=360)


def test_visits_follow_one_another_as_early_as_the_roads_allow() -> None:
    assert fitted(30, 30) == Timetable((490, 530), (10, 10, 10), 480, 570)


def test_a_nurse_leaves_as_late_as_her_first_visit_allows() -> None:
    found = fitted(30, ranges=(((600, 700),),))
    assert found is not None
    assert (found.leaves, found.back) == (590, 640)


def test_a_route_of_more_than_six_hours_has_a_break_between_two_visits() -> None:
    found = fitted(100, 100, 100, 40)
    assert found is not None
    gaps = [
        later - earlier - minutes - 10
        for earlier, later, minutes in zip(
            found.starts, found.starts[1:], (100, 100, 100), strict=False
        )
    ]
    assert sorted(gaps) == [0, 0, 30]
    assert found.minutes == 340 + 50 + 30


def test_waiting_for_a_patient_is_a_break() -> None:
    found = fitted(150, 150, ranges=(ANY, ((700, 800),)))
    assert found is not None
    assert found.starts == (490, 700)


def test_a_route_whose_break_does_not_fit_the_shift_is_refused() -> None:
    assert fitted(200, 230, end=480 + 30 + 430 + 29) is None
    assert fitted(200, 230, end=480 + 30 + 430 + 30) is not None


def test_a_short_route_in_a_long_shift_has_its_break_outside_it() -> None:
    found = fitted(100, 100)
    assert found is not None
    assert found.minutes == 230


def test_a_shift_of_six_hours_needs_no_break() -> None:
    assert fitted(160, 170, end=840) is not None


def test_a_visit_waits_for_a_free_chair() -> None:
    taken = [(600, 630), (610, 640)]
    assert free_chair(600, 30, full=full_spans(taken, chairs=1)) == 640
    assert free_chair(600, 30, full=full_spans(taken, chairs=2)) == 630
    assert free_chair(600, 10, full=full_spans(taken, chairs=2)) == 600
    assert free_chair(600, 30, full=full_spans(taken, chairs=3)) == 600


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8), st.integers(0, 4))
def test_no_chair_is_free_in_the_minutes_in_which_all_are_taken(
    visits: list[tuple[int, int]], chairs: int
) -> None:
    taken = [(start, start + minutes) for start, minutes in visits]
    full = full_spans(taken, chairs=chairs)
    for minute in range(70):
        there = sum(start <= minute < end for start, end in taken)
        assert (there >= chairs) == any(start <= minute < end for start, end in full)
