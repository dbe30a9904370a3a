"""Invented clinics in which every rule of planning bites somewhere, small and many.

Two sites with few chairs, odd rosters, patients of every setting, appointments already made,
absences, authorizations that run out, places nobody knows the way to.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.benchmarks.clinics import FAMILIES, Map
from tests.builders.plans import Demand, HomeRule, LongerShift, PlanningCase
from tests.builders.values import (
    Authorization,
    Closure,
    Leg,
    Location,
    Nurse,
    Patient,
    PlanRules,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
    WorkingDays,
    parse_hours,
)

TODAY = date(2026, 11, 23)
_ROSTERS = (
    "Mon-Fri 08:00-16:30 home",
    "Mon-Thu 07:30-17:30 home; Fri 08:00-12:00 clinic:EAST",
    "Mon,Wed,Fri 08:00-16:00 clinic:EAST; Tue,Thu 08:00-16:00 home",
    "Mon-Fri 08:00-12:00 clinic:WEST; Mon-Fri 13:00-17:00 home",
    "Mon-Fri 08:00-14:15 home; Mon 09:00-15:00 clinic:WEST; Sat 08:00-12:00 home",
    "Tue-Fri 09:00-15:00 clinic:WEST",
)
_HOURS = (
    "",
    "",
    "",
    "Mon-Fri 09:00-16:00",
    "Tue,Thu 08:00-11:00; Mon-Fri 13:00-16:00",
    "Wed 10:00-12:00",
)


def mixed_clinic(seed: int, *, patients: int = 25, nurses: int = 4) -> PlanningCase:
    """A clinic of this seed."""
    random = Random(f"mixed/{seed}")
    where = Map(random)
    staff = tuple(_nurse(i, random, where) for i in range(nurses))
    demands = tuple(_demand(i, random, where, staff) for i in range(patients))
    closures = tuple(_closures(random, staff, demands))
    return PlanningCase(
        today=TODAY,
        first=TODAY + timedelta(days=random.choice((-3, 0, 0, 1, 3))),
        last=TODAY + timedelta(days=random.choice((11, 18, 27))),
        working=WorkingDays(
            random.choice((frozenset(range(5)), frozenset(range(6)))),
            tuple(closure for closure in closures if closure.who == "all"),
        ),
        demands=demands,
        nurses=staff,
        sites=(
            Site("EAST", "East clinic", where.home(), (), random.choice((1, 2))),
            Site("WEST", "West clinic", None, parse_hours("Mon-Fri 08:30-16:00", "hours"), 1),
        ),
        closures=closures,
        authorizations=tuple(_authorizations(random, demands)),
        visits=tuple(_visits(random, staff, demands)),
        legs=tuple(_legs(random, staff, demands)),
        rules=PlanRules(home_controlled=random.choice(("allow", "no"))),
        longer=(LongerShift("N1", TODAY + timedelta(days=2), 60),),
    )


def _nurse(index: int, random: Random, where: Map) -> Nurse:
    return Nurse(
        code=f"N{index + 1}",
        name=f"Nurse {index + 1}",
        location=where.home() if random.random() < 0.95 else None,
        skills=() if random.random() < 0.5 else tuple(random.sample(FAMILIES, 2)),
        roster=parse_hours(_ROSTERS[(index + random.randrange(3)) % 6], "roster", places=True),
        max_visits=random.choice((None, None, 3, 5)),
    )


def _demand(index: int, random: Random, where: Map, staff: tuple[Nurse, ...]) -> Demand:
    refill_by = TODAY + timedelta(days=random.randint(-6, 30))
    controlled = random.random() < 0.4
    rules: tuple[HomeRule, ...] = (HomeRule(date(2018, 10, 24), "check the supply route"),)
    if random.random() < 0.2:
        rules += (HomeRule(TODAY + timedelta(days=9), "no longer at home", allowed=False),)
    return Demand(
        patient=Patient(
            code=f"{index + 1:04d}",
            name=f"Patient {index + 1}",
            location=_maybe(random, where),
            setting=random.choice(tuple(Setting)),
            visit_minutes=random.choice((30, 45, 60, 90)),
            availability=parse_hours(random.choice(_HOURS), "availability"),
            nurses_needed=2 if random.random() < 0.15 else 1,
            preferred_nurse=random.choice(("", "", "N1")),
        ),
        family=random.choice((*FAMILIES, "SM2", "SM2")),
        filled_on=refill_by - timedelta(days=random.randint(20, 90)),
        opens_on=refill_by - timedelta(days=random.randint(0, 14)),
        refill_by=refill_by,
        rank=random.choice((1, 2, 3, 4, 5, 9)),
        mixture="morphine 20 mg/mL" if controlled else "baclofen 2 mg/mL",
        schedule="II" if controlled else "none",
        last_nurse=random.choice(("", *(nurse.code for nurse in staff))),
        home_rules=rules,
        is_empty=(refill_by - TODAY).days < -3,
        alarm_on=refill_by + timedelta(days=1),
    )


def _maybe(random: Random, where: Map) -> Location | None:
    return where.home() if random.random() < 0.93 else None


def _closures(
    random: Random, staff: tuple[Nurse, ...], demands: tuple[Demand, ...]
) -> list[Closure]:
    found = [Closure("all", date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving")]
    for who in (random.choice(staff).code, "EAST", *(d.code for d in random.sample(demands, 3))):
        first = TODAY + timedelta(days=random.randint(-2, 20))
        found.append(Closure(who, first, first + timedelta(days=random.randint(0, 8)), "away"))
    return found


def _authorizations(random: Random, demands: tuple[Demand, ...]) -> list[Authorization]:
    found = []
    for demand in random.sample(demands, max(1, len(demands) // 3)):
        for number in range(random.choice((1, 1, 2))):
            first = TODAY + timedelta(days=random.randint(-60, 5))
            last = first + timedelta(days=random.randint(20, 120))
            visits = random.choice((None, 0, 1, 2))
            found.append(
                Authorization(demand.code, f"PA-{demand.code}-{number}", "", first, last, visits)
            )
    return found


def _visits(random: Random, staff: tuple[Nurse, ...], demands: tuple[Demand, ...]) -> list[Visit]:
    """Appointments as people make them: mostly sensible, some impossible."""
    found = []
    for number, demand in enumerate(random.sample(demands, len(demands) // 3)):
        nurse = random.choice(staff)
        hours = random.choice(nurse.roster)
        day = demand.refill_by - timedelta(days=random.choice((-2, 0, 0, 1, 2, 4)))
        if random.random() < 0.8:
            while day.weekday() not in hours.weekdays:
                day -= timedelta(days=1)
        at_home = hours.place == "home"
        pair = random.sample(staff, 2)
        found.append(
            Visit(
                code=f"V{number + 1}",
                patient=demand.code,
                kind=random.choice((VisitKind.REFILL,) * 4 + (VisitKind.FOLLOWUP,)),
                day=day,
                minute=hours.start + random.choice((0, 45, 75, 120, 190)),
                minutes=random.choice((30, 45, demand.patient.visit_minutes)),
                setting=Setting.HOME if at_home else Setting.CLINIC,
                site="" if at_home else hours.place,
                nurses=tuple(n.code for n in pair) if random.random() < 0.1 else (nurse.code,),
                status=random.choice((VisitStatus.BOOKED,) * 4 + tuple(VisitStatus)),
            )
        )
    return found


def _legs(random: Random, staff: tuple[Nurse, ...], demands: tuple[Demand, ...]) -> list[Leg]:
    found = []
    for demand in random.sample(demands, 2):
        there = random.randint(5, 50)
        for nurse in staff:
            found.append(Leg(nurse.code, demand.code, there, there * 900))
            found.append(Leg(demand.code, nurse.code, there + 4, there * 910))
    return found
