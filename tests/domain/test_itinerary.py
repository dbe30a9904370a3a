from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.travel import Itinerary, day_clock, way_text
from tests.builders.values import (
    NO_TRIP,
    Leg,
    Location,
    Setting,
    Travel,
    Trip,
    Visit,
    itinerary,
    parse_hours,
)
from tests.route_days import MONDAY, visit

WAYS = {
    ("N1", "0001"): (10, 5_000),
    ("0001", "0002"): (20, 9_000),
    ("0002", "N1"): (15, 7_001),
    ("0001", "MPLS"): (12, 6_000),
    ("MPLS", "0002"): (8, 4_000),
    ("N1", "MPLS"): (24, 17_738),
    ("MPLS", "N1"): (25, 17_800),
}
LEGS = [Leg(*pair, *way) for pair, way in WAYS.items()]


def clinic(number: int, at: int, site: str = "MPLS") -> Visit:
    """A visit at a site."""
    return visit(number, at, setting=Setting.CLINIC, site=site)


def day(
    *visits: Visit, places: dict[str, Location | None] | None = None, roster: str = ""
) -> Itinerary:
    """The day of N1 with these visits and that roster, over the ways above."""
    travel = Travel(places or {}, LEGS, detour=Fraction(13, 10), speed_kmh=Fraction(45))
    hours = parse_hours(roster, "roster", places=True)
    return itinerary("N1", MONDAY, visits, travel, roster=hours)


def test_a_home_day_leads_from_the_base_by_every_home_back_to_the_base() -> None:
    found = day(visit(2, 600), visit(1, 540))
    assert [call.visit.patient for call in found.calls] == ["0001", "0002"]
    assert [call.origin for call in found.calls] == ["N1", "0001"]
    assert found.ways == (Trip(10, 5_000), Trip(20, 9_000), Trip(15, 7_001))
    assert (found.travel_min, found.travel_m, found.unknown_ways) == (45, 21_001, 0)
    assert (found.leaves, found.returns) == (530, 660)


def test_a_clinic_day_begins_and_ends_at_the_clinic() -> None:
    found = day(clinic(1, 540), clinic(2, 600))
    assert (found.start, found.finish) == ("MPLS", "MPLS")
    assert found.ways == (NO_TRIP, NO_TRIP, NO_TRIP)
    assert (found.leaves, found.returns) == (540, 645)


def test_who_is_on_a_home_route_drives_to_the_clinic_and_back() -> None:
    found = day(clinic(1, 600), roster="Mon 08:00-16:00 home")
    assert (found.start, found.finish) == ("N1", "N1")
    assert found.ways == (Trip(24, 17_738), Trip(25, 17_800))
    assert (found.leaves, found.returns) == (576, 670)


@pytest.mark.parametrize(
    "roster",
    [
        "Mon 08:00-16:00 clinic:MPLS",
        "Mon 08:00-12:00 clinic:MPLS; Mon 13:00-16:00 home",
        "Mon 08:00-09:00 clinic:MPLS; Mon 15:00-16:00 home",
        "Tue 08:00-16:00 home",
    ],
)
def test_who_is_not_on_a_home_route_then_begins_and_ends_at_the_clinic(roster: str) -> None:
    found = day(clinic(1, 600), roster=roster)
    assert (found.start, found.finish, found.travel_min) == ("MPLS", "MPLS", 0)


def test_a_clinic_day_with_a_home_route_after_it_begins_at_the_clinic_and_ends_at_the_base() -> (
    None
):
    roster = "Mon 08:00-12:00 clinic:MPLS; Mon 13:00-17:00 home"
    found = day(clinic(1, 600), clinic(2, 800), roster=roster)
    assert (found.start, found.finish) == ("MPLS", "N1")


def test_a_mixed_day_drives_from_the_home_to_the_clinic_and_on() -> None:
    found = day(visit(1, 540), clinic(3, 620), visit(2, 700))
    assert found.ways == (Trip(10, 5_000), Trip(12, 6_000), Trip(8, 4_000), Trip(15, 7_001))


def test_a_way_that_cannot_be_told_is_none_and_never_nothing() -> None:
    found = day(visit(1, 540), visit(9, 620))
    assert found.ways == (Trip(10, 5_000), None, None)
    assert found.unknown_ways == 2
    assert (found.leaves, found.returns) == (530, None)
    assert found.calls[1].arrives is None
    assert found.missing_text == "2 legs are missing: needs a location"
    assert way_text(None) == "needs a location"


def test_two_clinic_visits_without_a_site_may_be_at_two_clinics() -> None:
    assert day(clinic(1, 540, ""), clinic(2, 600, "")).ways == (None, None, None)


def test_who_is_not_free_in_time_leaves_at_once_and_arrives_late() -> None:
    found = day(visit(1, 540), visit(2, 600))
    assert [call.arrives for call in found.calls] == [540, 605]
    assert [call.leave_by for call in found.calls] == [530, 585]
    assert [call.short_by for call in found.calls] == [0, 5]
    assert day(visit(1, 540), visit(2, 605)).calls[1].short_by == 0


def test_who_is_free_early_leaves_as_late_as_is_on_time() -> None:
    found = day(visit(1, 540), visit(2, 660))
    assert [call.arrives for call in found.calls] == [540, 660]
    assert [call.leave_by for call in found.calls] == [530, 640]


def test_the_break_of_a_long_day_lies_in_its_longest_pause() -> None:
    found = day(visit(1, 540), visit(2, 840))
    assert found.rest(least=30, after=360) == (585, 820)
    assert found.rest(least=240, after=360) is None


def test_a_day_that_needs_no_break_names_none() -> None:
    assert day(visit(1, 540), visit(2, 660)).rest(least=30, after=360) is None


def test_a_short_visit_inside_a_longer_one_does_not_free_the_nurse_earlier() -> None:
    found = day(clinic(1, 540), clinic(2, 545)._replace(minutes=10), clinic(3, 560))
    assert found.calls[2].arrives == 585


def test_a_day_without_visits_has_no_ways_and_no_times() -> None:
    found = day()
    assert (found.ways, found.leaves, found.returns) == ((), None, None)
    assert found.travel_min == found.travel_m == found.unknown_ways == 0


@pytest.mark.parametrize(
    ("minute", "text"),
    [(0, "00:00"), (1439, "23:59"), (-20, "23:40-1d"), (1450, "00:10+1d"), (-1460, "23:40-2d")],
)
def test_a_clock_time_outside_the_day_says_so(minute: int, text: str) -> None:
    assert day_clock(minute) == text


@pytest.mark.parametrize(
    ("metres", "text"), [(0, "0 km"), (1, "0.1 km"), (100, "0.1 km"), (12_101, "12.2 km")]
)
def test_kilometres_are_rounded_up(metres: int, text: str) -> None:
    assert way_text(Trip(3, metres)) == f"3 min, {text}"
