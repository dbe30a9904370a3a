"""Route sheets made of domain values alone, also of text that no store would take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from pumpsched.domain.route_sheet import Kit, Stop
from pumpsched.formats.route_page import PageHead, Wording, route_page
from tests.builders import PUMP
from tests.builders.values import (
    Finding,
    Limit,
    Location,
    Nurse,
    Patient,
    RouteSheet,
    Setting,
    Severity,
    Status,
    Travel,
    itinerary,
)
from tests.route_days import CLINIC, MONDAY, NORA, person, visit

HEAD = PageHead("store.sqlite", "Sun 22 Nov 2026", "Sun 22 Nov 2026 11:48")
WORDING = Wording(full=date.isoformat, near=lambda day, seen_from: day.isoformat())
KIT = Kit("baclofen 500 mcg/mL", 20_000, (Fraction(8_165), Fraction(8_165)))
OPIOID = Kit("morphine 20 mg/mL + bupivacaine 10 mg/mL", 18_000, (Fraction(3_922), Fraction(7_441)))
WARNING = Finding("fill-mismatch", Severity.WARNING, "20 mL injected but 18 mL programmed")


def sheet(
    count: int,
    *,
    nurse: Nurse = NORA,
    clinic: Sequence[int] = (),
    patients: Sequence[Patient] = (),
    findings: tuple[Finding, ...] = (),
) -> RouteSheet:
    """The day of a nurse with so many stops 55 minutes apart.

    Args:
        count: How many stops.
        nurse: Whose day.
        clinic: Numbers of the stops at the clinic.
        patients: Who is visited; the invented ones if not given.
        findings: What every stop has.
    """
    people = list(patients) or [person(number) for number in range(1, count + 1)]
    visits = [
        visit(number, 450 + 55 * (number - 1), minutes=30, nurses=(nurse.code,))._replace(
            patient=who.code,
            setting=Setting.CLINIC if number in clinic else Setting.HOME,
            site=CLINIC.code if number in clinic else "",
        )
        for number, who in enumerate(people, start=1)
    ]
    places: dict[str, Location | None] = {who.code: who.location for who in people}
    places |= {nurse.code: nurse.location, CLINIC.code: CLINIC.location}
    travel = Travel(places, detour=Fraction(13, 10), speed_kmh=Fraction(45))
    way = itinerary(nurse.code, MONDAY, visits, travel, roster=nurse.roster)
    stops = tuple(
        Stop(
            call=call,
            patient=who,
            site=CLINIC if call.place == CLINIC.code else None,
            location=places[call.place],
            pump=PUMP,
            kit=OPIOID if number % 3 == 0 else KIT,
            opens_on=date(2026, 11, 5),
            refill_by=date(2026, 12, 12),
            limit=Limit.RESERVOIR,
            alarm_on=date(2026, 12, 19),
            status=Status.DUE,
            findings=findings,
        )
        for number, (call, who) in enumerate(zip(way.calls, people, strict=True), start=1)
    )
    return RouteSheet(nurse, way, stops, places.get(way.start), places.get(way.finish))


def page(*sheets: RouteSheet, head: PageHead = HEAD) -> str:
    """The page of these routes."""
    return route_page(sheets, head, WORDING)
