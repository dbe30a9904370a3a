"""Slots: one nurse on one day as rostered, on a home route or in a clinic session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.hours import HOME
from pumpsched.domain.people import Nurse, Site
from pumpsched.domain.planning_case import PlanningCase


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift of a nurse on a day, from ``start`` to ``end`` [minutes after midnight].

    Attributes:
        index: Its place in the list of slots.
        place: ``home``, or the site of a clinic session.
        site: The site of a clinic session.
        closed: Why nothing new may be booked in it; empty when it is open.
        needs_break: Whether the shift is long enough for a break.
        shift_group: Number of the nurse-day it belongs to.
        rivals: Slots of the same nurse whose hours overlap: only one of them can be worked.
        rostered: Whether it comes from the roster; otherwise from an appointment outside it.
    """

    index: int
    nurse: Nurse
    day: date
    start: int
    end: int
    place: str
    site: Site | None = None
    closed: str = ""
    needs_break: bool = False
    shift_group: int = 0
    rivals: tuple[int, ...] = ()
    rostered: bool = True

    @property
    def is_home(self) -> bool:
        """Whether it is a home route."""
        return self.place == HOME

    @property
    def site_code(self) -> str:
        """The site of a clinic session, empty for a home route."""
        return "" if self.is_home else self.place


def slots_of(case: PlanningCase) -> list[Slot]:
    """Every slot of the case, by day and nurse, and those of appointments outside the roster."""
    found = list(_rostered(case))
    found += _outside_roster(case, found)
    groups: dict[tuple[str, date], int] = {}
    numbered = []
    for i, slot in enumerate(found):
        group = groups.setdefault((slot.nurse.code, slot.day), len(groups))
        numbered.append(replace(slot, index=i, shift_group=group))
    members: dict[int, list[Slot]] = {}
    for slot in numbered:
        members.setdefault(slot.shift_group, []).append(slot)
    return [
        replace(slot, rivals=_overlapping(slot, members[slot.shift_group])) for slot in numbered
    ]


def _rostered(case: PlanningCase) -> Iterator[Slot]:
    sites = {site.code: site for site in case.sites}
    for day in case.days():
        for nurse in case.nurses:
            longer = sum(
                more.minutes for more in case.longer if more.nurse == nurse.code and more.day == day
            )
            for hours in nurse.roster:
                if day.weekday() not in hours.weekdays:
                    continue
                yield Slot(
                    index=0,
                    nurse=nurse,
                    day=day,
                    start=hours.start,
                    end=hours.end + longer,
                    place=hours.place,
                    site=_site(hours.place, sites),
                    closed=_closed(case, nurse.code, hours.place, day),
                    needs_break=hours.end + longer - hours.start > case.rules.break_after_minutes,
                )


def _site(place: str, sites: dict[str, Site]) -> Site | None:
    return None if place == HOME else sites.get(place, Site(place, place))


def _closed(case: PlanningCase, nurse: str, place: str, day: date) -> str:
    """Whose closure shuts a shift: ``all``, the nurse's or the site's code; empty if open."""
    if not case.working.is_open(day):
        return "all"
    for closure in case.closures:
        if closure.who in ("all", nurse, place) and closure.covers(day):
            return closure.who
    return ""


def _outside_roster(case: PlanningCase, rostered: list[Slot]) -> Iterator[Slot]:
    """A slot of the whole day for appointments that no rostered shift of their nurse can hold."""
    nurses = {nurse.code: nurse for nurse in case.nurses}
    sites = {site.code: site for site in case.sites}
    have = {(slot.nurse.code, slot.day, slot.place): slot for slot in rostered}
    for visit in case.visits:
        place = visit.site or HOME
        for code in visit.nurses:
            key = (code, visit.day, place)
            if key in have or not visit.status.is_open:
                continue
            if not case.start <= visit.day <= case.last:
                continue
            nurse = nurses.get(code, Nurse(code, code))
            site = _site(place, sites)
            slot = Slot(0, nurse, visit.day, 0, 24 * 60, place, site, "roster", rostered=False)
            have[key] = slot
            yield slot


def _overlapping(slot: Slot, others: list[Slot]) -> tuple[int, ...]:
    return tuple(
        other.index
        for other in others
        if other.index != slot.index and other.start < slot.end and slot.start < other.end
    )
