"""When a visit may start in a slot that is otherwise empty.

That follows from the shift, the way there and back, the hours of the site, and when the patient can
be visited; what many slots ask of one patient is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pumpsched.domain.calendars import spans_on
from pumpsched.domain.clinic import Site, Visit
from pumpsched.domain.travel import Travel
from pumpsched.planning.by_key import Memo
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.jobs import Job, Slot

Ranges = tuple[tuple[int, int], ...]
"""Minutes of the day between which a visit may start, both included."""
Way = tuple[int | None, int | None]
"""Minutes there and back; None where that is not known."""
Spans = tuple[tuple[int, int], ...]
"""From when until when, in minutes of the day."""
Held = tuple[Spans, Spans, int, int]
"""When the patient is free and the place open, and the first and last minute of shift and way."""
ALL_DAY = ((0, 24 * 60),)


class Starts:
    """When one job may start, by slot; at a site, or at home where none is given.

    Attributes:
        free: When the patient can be visited on a day: availability less other appointments.
        ways: The way of a nurse to a site or to the home, and back.
    """

    def __init__(
        self,
        case: PlanningCase,
        travel: Travel,
        job: Job,
        demand: Demand,
        *,
        sites: Mapping[str, Site],
        visits: Sequence[Visit],
    ) -> None:
        self._case, self._travel, self._job, self._demand = case, travel, job, demand
        self._sites, self._visits = sites, visits
        self.free = Memo(self._free_on)
        self.ways = Memo(self._way)
        self._open = Memo(self._open_on)
        self._hours = Memo(self._within)
        self._on_grid = Memo(self._gridded)

    def at(self, slot: Slot, site: str) -> Ranges:
        """When it may start there: on the grid, or at its booked minute where the rules allow that.

        Nobody sets out before now; what is booked for a minute that has come may stand.
        """
        booked = self._job.booked
        now = self._case.from_minute if slot.day == self._case.today else 0
        held = self._held(slot, site, now=now)
        if held is None:
            return ()
        left = self._on_grid[held]
        if booked is None or booked.day != slot.day or _contains(left, booked.minute):
            return left
        held = self._held(slot, site, now=0)
        stands = held is not None and _contains(self._hours[held], booked.minute)
        return tuple(sorted((*left, (booked.minute, booked.minute)))) if stands else left

    def _held(self, slot: Slot, site: str, *, now: int) -> Held | None:
        """What of a slot matters, if nobody sets out before one minute; None without a way."""
        first, last = max(slot.start, now), slot.end - self._job.minutes
        if slot.is_home:
            there, back = self.ways[slot.nurse.code, site]
            if there is None or back is None:
                return None
            first, last = first + there, last - back
        return self.free[slot.day], self._open[site, slot.day], first, last

    def _way(self, asked: tuple[str, str]) -> Way:
        nurse, place = asked[0], asked[1] or self._demand.code
        there, back = self._travel.trip(nurse, place), self._travel.trip(place, nurse)
        return there.minutes if there else None, back.minutes if back else None

    def _free_on(self, day: date) -> Spans:
        hours = self._demand.patient.availability
        free = tuple(sorted(spans_on(hours, day))) if hours else ALL_DAY
        moving = self._job.booked.code if self._job.booked else None
        for visit in self._visits:
            if visit.day == day and visit.status.is_open and visit.code != moving:
                left = (_without(span, visit.minute, visit.end) for span in free)
                free = tuple(part for parts in left for part in parts)
        return free

    def _open_on(self, at: tuple[str, date]) -> Spans:
        site, day = at
        hours = self._sites[site].hours if site else ()
        return tuple(spans_on(hours, day)) if hours else ALL_DAY

    def _within(self, held: Held) -> Ranges:
        """When it may start at any minute."""
        free, open_hours, first, last = held
        found = []
        for start, end in free:
            for opening, closing in open_hours:
                low = max(first, start, opening)
                high = min(last, min(end, closing) - self._job.minutes)
                if low <= high:
                    found.append((low, high))
        return tuple(found)

    def _gridded(self, held: Held) -> Ranges:
        grid = self._case.rules.start_grid_minutes
        grids = ((low + -low % grid, high - high % grid) for low, high in self._hours[held])
        return tuple((low, high) for low, high in grids if low <= high)


def _contains(ranges: Ranges, minute: int) -> bool:
    return any(low <= minute <= high for low, high in ranges)


def _without(span: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    parts = [(span[0], min(span[1], start)), (max(span[0], end), span[1])]
    return [part for part in parts if part[0] < part[1]]
