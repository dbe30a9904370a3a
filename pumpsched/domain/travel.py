"""Travel between two places, in whole minutes and metres rounded up; a nurse's day on the road.

The straight line over the globe times ``detour``, driven at ``speed_kmh``; nothing between equal
coordinates. A practice's own legs win over the estimate. A way that cannot be told, for want of
coordinates, stays None: a place is never taken to be next door.

A day begins and ends at the nurse's base, or at the clinic where her first or last visit is there
and the roster does not have her on a home route then.
Clock times are minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, HOME, Hours, clock_text
from pumpsched.domain.clinic import Leg, Location, Setting, Visit
from pumpsched.domain.quantities import decimal_text

EARTH_RADIUS_KM = 6371.0088
_NANO = 1_000_000_000


class Trip(NamedTuple):
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


def nearest_km(place: Location, others: Iterable[Location]) -> int:
    """Great-circle distance to the nearest of some places, of which there is one [km, down]."""
    return int(min(straight_km(place, other) for other in others))


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


UNKNOWN_WAY = "needs a location"
"""What is said instead of a leg that cannot be told."""


class Call(NamedTuple):
    """A visit in its place of the day, and the way that leads to it.

    Attributes:
        visit: The appointment.
        origin: Code of the place she comes from; empty where no site is recorded.
        place: Code of the patient or site she goes to; empty where no site is recorded.
        way: The leg [minutes, metres]; None where it cannot be told.
        free_at: Minute at which she can set out; None for the first visit of the day.
    """

    visit: Visit
    origin: str
    place: str
    way: Trip | None
    free_at: int | None

    @property
    def leave_by(self) -> int | None:
        """When to set out: as late as is on time, or once she is free; None for an unknown way."""
        if self.way is None:
            return None
        on_time = self.visit.minute - self.way.minutes
        return on_time if self.free_at is None else max(on_time, self.free_at)

    @property
    def arrives(self) -> int | None:
        """Minute at which she arrives, having set out then; the first visit is reached on time."""
        if self.way is None or self.leave_by is None:
            return None
        return self.leave_by + self.way.minutes

    @property
    def short_by(self) -> int:
        """Minutes missing to arrive on time; 0 if there are none, or the way is not known."""
        return 0 if self.arrives is None else max(0, self.arrives - self.visit.minute)


class Itinerary(NamedTuple):
    """The calls of a nurse's day in order, and the way back.

    Attributes:
        start, finish: Codes of the places where the day begins and ends.
        back: The way back [minutes, metres]; None where it cannot be told.
    """

    nurse: str
    day: date
    calls: tuple[Call, ...]
    start: str
    finish: str
    back: Trip | None

    @property
    def ways(self) -> tuple[Trip | None, ...]:
        """Every leg, the way back last; none on a day without visits."""
        return (*(call.way for call in self.calls), self.back) if self.calls else ()

    @property
    def unknown_ways(self) -> int:
        """How many legs cannot be told and are missing in the totals."""
        return self.ways.count(None)

    @property
    def travel_min(self) -> int:
        """Minutes of all legs that are known."""
        return sum(way.minutes for way in self.ways if way)

    @property
    def travel_m(self) -> int:
        """Metres of all legs that are known."""
        return sum(way.metres for way in self.ways if way)

    @property
    def total(self) -> Trip:
        """All legs that are known, as one."""
        return Trip(self.travel_min, self.travel_m)

    @property
    def missing_text(self) -> str:
        """How many legs the totals miss, in words; empty if none."""
        count = self.unknown_ways
        legs = "1 leg is" if count == 1 else f"{count} legs are"
        return f"{legs} missing: {UNKNOWN_WAY}" if count else ""

    @property
    def leaves(self) -> int | None:
        """Minute at which the day begins; None where the first way is not known."""
        return self.calls[0].leave_by if self.calls else None

    @property
    def returns(self) -> int | None:
        """Minute at which the day ends; None where the way back is not known."""
        if not self.calls or self.back is None:
            return None
        return max(call.visit.end for call in self.calls) + self.back.minutes

    def rest(self, *, least: int, after: int) -> tuple[int, int] | None:
        """Between which minutes the longest time of the day without visit or way lies.

        None where it is shorter than ``least`` [minutes], or the day no longer than ``after``.
        """
        if self.leaves is None or self.returns is None or self.returns - self.leaves <= after:
            return None
        pauses = [
            (call.free_at, call.leave_by)
            for call in self.calls
            if call.free_at is not None and call.leave_by is not None
        ]
        begin, end = max(pauses, key=lambda pause: pause[1] - pause[0], default=(0, 0))
        return (begin, end) if end - begin >= least else None


def itinerary(
    nurse: str, day: date, visits: Iterable[Visit], travel: Travel, *, roster: Sequence[Hours]
) -> Itinerary:
    """The day of a nurse of that roster with these visits, in order of time."""
    ordered = sorted(visits, key=lambda visit: (visit.minute, visit.code))
    if not ordered:
        return Itinerary(nurse, day, (), nurse, nurse, None)
    start, finish = (_end(nurse, visit, roster) for visit in (ordered[0], ordered[-1]))
    calls: list[Call] = []
    here, free_at = start, None
    for visit in ordered:
        place = place_of(visit)
        calls.append(Call(visit, here, place, _way(travel, here, place), free_at))
        here, free_at = place, max(visit.end, free_at or 0)
    return Itinerary(nurse, day, tuple(calls), start, finish, _way(travel, here, finish))


def place_of(visit: Visit) -> str:
    """Code of the place of a visit: the patient's home, or the site; empty if none is recorded."""
    return visit.patient if visit.setting is Setting.HOME else visit.site


def way_text(way: Trip | None) -> str:
    """A leg in words, kilometres rounded up to a tenth: ``18 min, 12.2 km``."""
    if way is None:
        return UNKNOWN_WAY
    return f"{way.minutes} min, {decimal_text(-(-way.metres // 100), 1)} km"


def day_clock(minute: int) -> str:
    """A clock time of the day as ``HH:MM``; of the day before or after ``23:40-1d``, ``00:10+1d``.

    A long way can begin before midnight, and end after it.
    """
    days, rest = divmod(minute, DAY_MINUTES)
    return clock_text(rest) + (f"{days:+d}d" if days else "")


def _end(nurse: str, visit: Visit, roster: Sequence[Hours]) -> str:
    """Where a day begins with a visit, or ends: as second nurse she may drive to a clinic."""
    today = [hours for hours in roster if visit.day.weekday() in hours.weekdays]
    then = [hours for hours in today if hours.start <= visit.minute and visit.end <= hours.end]
    places = {hours.place for hours in then or today}
    by_road = HOME in places and visit.site not in places
    return nurse if by_road or visit.setting is Setting.HOME else visit.site


def _way(travel: Travel, origin: str, destination: str) -> Trip | None:
    # Two clinic visits without a site may be at two clinics.
    return travel.trip(origin, destination) if origin and destination else None
