"""Two visits that could change places: somebody who can wait, and somebody who cannot.

A plan keeps whoever is in time inside the window. Where that leaves another patient late or with
a dry pump, a person may ask for a later day, as long as it is safe for whoever waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from pumpsched.domain.calendars import clock_text, day_text
from pumpsched.domain.clinic import Visit, VisitKind
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.check.judge import Judge

TRIED = 12
"""So many earlier visits are tried, those of the first days first."""


def exchange_text(case: PlanningCase, visits: Collection[Visit], late: Visit) -> str:
    """Who could wait and holds an earlier place that a late visit could have; empty for nobody.

    Args:
        case: What was planned.
        visits: Every visit as it would stand.
        late: One of them.
    """
    demands = {demand.code: demand for demand in case.demands}
    coming = [v for v in visits if v.status.is_open and v.day >= case.start]
    for other in islice(_who_can_wait(coming, demands, late), TRIED):
        sooner, later = _in_place_of(late, other), _in_place_of(other, late)
        stay = [visit for visit in visits if visit.code not in (late.code, other.code)]
        judge = Judge(replace(case, visits=(*stay, sooner, later)))
        if not (judge.verdict(sooner).standing or judge.verdict(later).standing):
            safe = day_text(demands[other.patient].safe_until)
            waits = f"{other.patient}, safe until {safe}, came {_time(late)}"
            return f"earlier, {_time(other)} if {waits}"
    return ""


def _who_can_wait(
    coming: Collection[Visit], demands: dict[str, Demand], late: Visit
) -> Iterator[Visit]:
    """Earlier refills whose patients are safe on the later day, the mildest of a day first."""
    refills = [v for v in coming if v.kind is VisitKind.REFILL and v.patient in demands]
    refills.sort(key=lambda v: (v.day, -demands[v.patient].rank, v.minute, v.code))
    mine = demands[late.patient]
    for other in refills:
        theirs = demands[other.patient]
        seen = mine.is_seen_on(other.day) and theirs.is_seen_on(late.day)
        if seen and other.day < late.day < theirs.safe_until:
            yield other


def _in_place_of(visit: Visit, other: Visit) -> Visit:
    return visit._replace(
        day=other.day,
        minute=other.minute,
        nurses=other.nurses,
        site=other.site,
        setting=other.setting,
    )


def _time(visit: Visit) -> str:
    return f"{day_text(visit.day)} {clock_text(visit.minute)}"
