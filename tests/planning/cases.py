"""Small planning cases with every default visible in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.benchmarks.clinics import point
from tests.builders.plans import Demand, Plan, PlannedVisit, PlanningCase, plan_visits
from tests.builders.values import (
    Location,
    Nurse,
    Patient,
    PlanRules,
    Setting,
    Visit,
    VisitKind,
    VisitStatus,
    WorkingDays,
    parse_hours,
)
from tests.planning.left_out import faults

FILLED_ON = date(2026, 10, 1)
MONDAY = date(2026, 11, 30)
BASE = point(10, 10)
NEAR = point(13, 10)
UNPRICED = PlanRules(price_last_days=0)
"""The rules as shipped, without the price of the last days."""


def on(day: int) -> date:
    """A day of December 2026; 7, 14, 21 and 28 are Mondays."""
    return date(2026, 12, day)


OPENS_ON, WEDNESDAY, REFILL_BY = on(7), on(9), on(11)


def a_patient(
    code: str = "0001",
    *,
    location: Location | None = NEAR,
    setting: Setting = Setting.HOME,
    minutes: int = 45,
    hours: str = "",
    nurses_needed: int = 1,
) -> Patient:
    return Patient(
        code,
        f"Patient {code}",
        location=location,
        setting=setting,
        visit_minutes=minutes,
        availability=parse_hours(hours, "availability"),
        nurses_needed=nurses_needed,
    )


def a_demand(
    patient: Patient | None = None,
    *,
    opens_on: date = OPENS_ON,
    refill_by: date = REFILL_BY,
    filled_on: date = FILLED_ON,
    family: str = "SM2",
    schedule: str = "none",
    last_nurse: str = "",
    rank: int = 1,
    drug_on: date | None = None,
) -> Demand:
    return Demand(
        patient=patient or a_patient(),
        family=family,
        filled_on=filled_on,
        opens_on=opens_on,
        refill_by=refill_by,
        rank=rank,
        schedule=schedule,
        last_nurse=last_nurse,
        drug_on=drug_on,
    )


def a_nurse(
    code: str = "N1",
    *,
    roster: str = "Mon-Fri 08:00-16:00 home",
    skills: tuple[str, ...] = (),
    location: Location | None = BASE,
    max_visits: int | None = None,
) -> Nurse:
    hours = parse_hours(roster, "roster", places=True)
    return Nurse(code, f"Nurse {code}", location, skills, hours, max_visits)


def a_visit(
    code: str = "V1",
    *,
    patient: str = "0001",
    day: date = WEDNESDAY,
    minute: int = 600,
    minutes: int = 45,
    nurses: tuple[str, ...] = ("N1",),
    site: str = "",
    status: VisitStatus = VisitStatus.BOOKED,
    kind: VisitKind = VisitKind.REFILL,
) -> Visit:
    setting = Setting.CLINIC if site else Setting.HOME
    return Visit(code, patient, kind, day, minute, minutes, setting, site, nurses, status)


def a_case(*demands: Demand, **changes: object) -> PlanningCase:
    """Three weeks from Monday 30 November, one nurse at home all week, today the same Monday.

    Its last days have no price, so that a visit goes to the last day on which it can be.
    """
    given: dict[str, object] = {
        "today": MONDAY,
        "first": MONDAY,
        "last": on(18),
        "working": WorkingDays(),
        "demands": demands or (a_demand(),),
        "nurses": (a_nurse(),),
        "rules": UNPRICED,
    }
    return PlanningCase(**(given | changes))  # type: ignore[arg-type]


def planned(case: PlanningCase) -> Plan:
    """The plan of a case, which the checker accepts."""
    plan = plan_visits(case)
    assert faults(case, plan) == []
    return plan


def only_visit(case: PlanningCase) -> PlannedVisit:
    plan = planned(case)
    assert not plan.unplaced
    (visit,) = plan.visits
    return visit


def reason_left_out(case: PlanningCase) -> str:
    """Why the only one left out is."""
    (one,) = planned(case).unplaced
    assert one.detail
    return one.reason


def on_its_first_day(case: PlanningCase, minute: int) -> PlanningCase:
    """The case as it is planned at a minute of the first open day of its span."""
    day = next(day for day in case.days() if case.working.is_open(day))
    return replace(case, today=day, first=day, from_minute=minute)


def codes(visit: PlannedVisit) -> list[str]:
    return [finding.code for finding in visit.findings]
