"""Travel between two places: whole minutes and metres, always rounded up.

The straight line over the globe times ``detour``, driven at ``speed_kmh``; nothing between equal
coordinates. A practice's own legs win over the estimate. A place without coordinates has no
estimate at all: it is never taken to be next door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import asin, cos, radians, sin, sqrt

from pumpsched.domain.people import Leg, Location

EARTH_RADIUS_KM = 6371.0088
_NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Trip:
    """One way from a place to another [minutes, metres]."""

    minutes: int
    metres: int


NO_TRIP = Trip(0, 0)
"""The way from a place to itself."""


def straight_km(origin: Location, destination: Location) -> float:
    """Great-circle distance [km]."""
    north, other_north = (radians(p.latitude_nano / _NANO) for p in (origin, destination))
    east, other_east = (radians(p.longitude_nano / _NANO) for p in (origin, destination))
    rise, turn = sin((other_north - north) / 2), sin((other_east - east) / 2)
    chord = rise * rise + cos(north) * cos(other_north) * turn * turn
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def estimated_trip(
    origin: Location, destination: Location, *, detour: Fraction, speed_kmh: Fraction
) -> Trip:
    """The estimated way between two points, minutes and metres both rounded up."""
    if origin == destination:
        return NO_TRIP
    top, bottom = straight_km(origin, destination).as_integer_ratio()
    top, bottom = top * detour.numerator, bottom * detour.denominator
    minutes = -(-top * 60 * speed_kmh.denominator // (bottom * speed_kmh.numerator))
    return Trip(minutes, -(-top * 1000 // bottom))


class Travel:
    """The ways between the places of a practice, by code.

    Args:
        places: Coordinates by patient, nurse and site code; None where they are not known.
        legs: The practice's own figures, each for one direction.
        detour: Road distance over straight distance.
        speed_kmh: Average driving speed [km/h].
    """

    def __init__(
        self,
        places: Mapping[str, Location | None],
        legs: Iterable[Leg] = (),
        *,
        detour: Fraction,
        speed_kmh: Fraction,
    ) -> None:
        self._places = places
        self._detour = detour
        self._speed_kmh = speed_kmh
        self._known: dict[tuple[str, str], Trip | None] = {
            (leg.origin, leg.destination): Trip(leg.minutes, leg.metres) for leg in legs
        }
        self._named = {code for pair in self._known for code in pair}

    def trip(self, origin: str, destination: str) -> Trip | None:
        """The way between two codes, or None if it cannot be told."""
        pair = (origin, destination)
        if pair in self._known:
            return self._known[pair]
        trip: Trip | None = NO_TRIP
        if origin != destination:
            start, end = self._places.get(origin), self._places.get(destination)
            trip = None
            if start is not None and end is not None:
                trip = estimated_trip(start, end, detour=self._detour, speed_kmh=self._speed_kmh)
                self._known.setdefault((destination, origin), trip)
        self._known[pair] = trip
        return trip

    def is_located(self, code: str) -> bool:
        """Whether the code has coordinates or stands in the practice's own legs."""
        return self._places.get(code) is not None or code in self._named
