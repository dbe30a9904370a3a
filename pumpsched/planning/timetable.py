"""Clock times of a route: every visit as early as the stops before it allow, with its break.

Minutes after midnight. A start lies a whole number of grid steps after the beginning of its hours,
so that hours of one minute alone pin it there. In a shift long enough for a break, a route of more
than ``break_after`` minutes has a gap without driving or a visit between two of its stops; a
shorter one leaves that much of the shift free before, after or within.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pumpsched.planning.jobs import Slot
from pumpsched.planning.starts import Ranges

NEVER = 10**6
Span = tuple[int, int]
"""From one minute of the day until before another."""
Seat = Callable[[int, int, int], int]
"""The earliest minute from one on at which a stop, by position, finds a free chair for so long."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Start of each visit, the legs to each and back, when the nurse leaves and is back."""

    starts: tuple[int, ...]
    legs: tuple[int, ...]
    leaves: int
    back: int

    @property
    def travel(self) -> int:
        """Minutes of driving."""
        return sum(self.legs)

    @property
    def minutes(self) -> int:
        """How long the route takes."""
        return self.back - self.leaves


EMPTY = Timetable((), (), 0, 0)


@dataclass(frozen=True, slots=True)
class DayStops:
    """Stops in order: the legs to each and back, how long each takes, when each may start.

    Within its hours each starts at every ``grid`` minutes.
    """

    legs: tuple[int, ...]
    minutes: Sequence[int]
    ranges: Sequence[Ranges]
    grid: int = 1


def timetable(
    slot: Slot, stops: DayStops, *, break_minutes: int, break_after: int, seat: Seat | None = None
) -> Timetable | None:
    """The clock times of a route in a slot, or None if it does not fit."""
    plain = _drive(slot, stops, rest_after=-1, rest=0, seat=seat)
    if plain is None or not slot.needs_break:
        return plain
    gaps = [
        later - earlier - stops.minutes[i] - stops.legs[i + 1]
        for i, (earlier, later) in enumerate(pairwise(plain.starts))
    ]
    if max(gaps, default=0) >= break_minutes:
        return plain
    if plain.minutes <= break_after:
        idle = max(slot.end - plain.back, plain.leaves - slot.start)
        return plain if idle >= break_minutes else None
    rested = (
        _drive(slot, stops, rest_after=i, rest=break_minutes, seat=seat) for i in range(len(gaps))
    )
    middle = slot.start + slot.end
    return min(
        (found for found in rested if found is not None),
        key=lambda found: (found.back, _off_middle(found, plain, middle)),
        default=None,
    )


def _off_middle(found: Timetable, plain: Timetable, middle: int) -> int:
    """How far from the middle of the shift the rest of a route is."""
    moved = [new for new, old in zip(found.starts, plain.starts, strict=True) if new != old]
    return abs(2 * moved[0] - middle) if moved else 0


def _drive(
    slot: Slot, stops: DayStops, *, rest_after: int, rest: int, seat: Seat | None
) -> Timetable | None:
    clock, starts = slot.start, []
    for i, minutes in enumerate(stops.minutes):
        arrival = clock + stops.legs[i] + (rest if rest_after == i - 1 else 0)
        start = _first_start(stops, i, arrival, seat)
        if start is None:
            return None
        starts.append(start)
        clock = start + minutes
    back = clock + stops.legs[-1]
    if back > slot.end:
        return None
    return Timetable(tuple(starts), stops.legs, starts[0] - stops.legs[0], back)


def _first_start(stops: DayStops, position: int, arrival: int, seat: Seat | None) -> int | None:
    for low, high in stops.ranges[position]:
        if high < arrival:
            continue
        start = _on_grid(low, arrival, stops.grid)
        if seat is not None:
            minutes = stops.minutes[position]
            while (free := seat(position, start, minutes)) > start:
                start = _on_grid(low, free, stops.grid)
        if start <= high:
            return start
    return None


def _on_grid(low: int, arrival: int, grid: int) -> int:
    """The first minute from an arrival on that is a whole number of grid steps after ``low``."""
    return low if arrival <= low else arrival + (low - arrival) % grid


def full_spans(taken: Sequence[Span], *, chairs: int) -> list[Span]:
    """The spans in which no chair is free, in order; ``taken`` are those of other patients."""
    if chairs < 1:
        return [(0, NEVER)]
    ends, starts = [(end, -1) for _, end in taken], [(start, 1) for start, _ in taken]
    there, since = 0, 0
    found = []
    for minute, change in sorted(ends + starts):
        if change > 0 and there == chairs - 1:
            since = minute
        elif change < 0 and there == chairs:
            found.append((since, minute))
        there += change
    return found


def free_chair(start: int, minutes: int, *, full: Iterable[Span]) -> int:
    """The earliest minute from ``start`` on with a chair free for so long."""
    for low, high in full:
        if low < start + minutes and start < high:
            start = high
    return start
