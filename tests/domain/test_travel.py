from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.travel import estimated_trip
from tests.builders.values import NO_TRIP, Leg, Location, Travel, Trip, straight_km

MINNEAPOLIS = Location(44_977_753_000, -93_265_011_000)
SAINT_PAUL = Location(44_953_703_000, -93_089_958_000)
DETOUR, SPEED = Fraction(13, 10), Fraction(45)


def travel(*legs: Leg) -> Travel:
    places = {"0001": MINNEAPOLIS, "0002": SAINT_PAUL, "0003": None}
    return Travel(places, legs, detour=DETOUR, speed_kmh=SPEED)


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    east = Location(0, 90_000_000_000)
    assert straight_km(Location(0, 0), east) == pytest.approx(10_007.557, abs=0.001)


def test_minutes_and_metres_are_rounded_up() -> None:
    trip = estimated_trip(MINNEAPOLIS, SAINT_PAUL, detour=DETOUR, speed_kmh=SPEED)
    km = straight_km(MINNEAPOLIS, SAINT_PAUL) * 1.3
    assert km / 45 * 60 <= trip.minutes < km / 45 * 60 + 1
    assert km * 1000 <= trip.metres < km * 1000 + 1


def test_nothing_lies_between_equal_coordinates() -> None:
    assert estimated_trip(MINNEAPOLIS, MINNEAPOLIS, detour=DETOUR, speed_kmh=SPEED) == NO_TRIP


def test_the_closest_neighbour_is_still_a_minute_away() -> None:
    next_door = Location(MINNEAPOLIS.latitude_nano + 1, MINNEAPOLIS.longitude_nano)
    found = estimated_trip(MINNEAPOLIS, next_door, detour=DETOUR, speed_kmh=SPEED)
    assert found == Trip(1, 1)


def test_a_leg_of_the_practice_wins_in_its_own_direction_only() -> None:
    ways = travel(Leg("0001", "0002", 99, 12_345))
    assert ways.trip("0001", "0002") == Trip(99, 12_345)
    assert ways.trip("0002", "0001") == travel().trip("0002", "0001")


def test_the_estimate_is_the_same_both_ways() -> None:
    assert travel().trip("0001", "0002") == travel().trip("0002", "0001")


def test_a_place_without_coordinates_is_never_next_door() -> None:
    assert travel().trip("0001", "0003") is None
    assert travel().trip("0003", "0009") is None


def test_a_place_is_at_no_distance_from_itself_even_without_coordinates() -> None:
    assert travel().trip("0003", "0003") == NO_TRIP


def test_a_leg_locates_a_place_without_coordinates() -> None:
    assert not travel().is_located("0003")
    assert travel(Leg("0001", "0003", 5, 4000)).is_located("0003")
