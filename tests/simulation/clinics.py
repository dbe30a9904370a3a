"""Small clinics to play forward: pumps with a ledger of their own, nurses enough, no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.benchmarks.clinics import point
from tests.builders import CATALOGUE, PUMP, dose, fill, ledger, view, window
from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import (
    Nurse,
    Patient,
    Pump,
    Setting,
    Site,
    WindowRules,
    WorkingDays,
    parse_hours,
)
from tests.builders.work import Clinic, Subject

START = date(2026, 11, 22)
"""A Sunday."""
DOSES = ("80 mcg/day", "120 mcg/day", "180 mcg/day", "240 mcg/day")
HOME_NURSE = Nurse(
    "N1",
    "Nurse N1",
    point(10, 10),
    roster=parse_hours("Mon-Fri 08:00-16:30 home", "roster", places=True),
)
CLINIC_NURSE = Nurse(
    "N2",
    "Nurse N2",
    point(12, 10),
    roster=parse_hours("Mon-Fri 08:00-16:00 clinic:MPLS", "roster", places=True),
)
NURSES = (HOME_NURSE, HOME_NURSE._replace(code="N3", location=point(14, 12)), CLINIC_NURSE)
SITES = (Site("MPLS", "Minneapolis", point(11, 11), chairs=3),)


def a_subject(
    code: str = "0001",
    *,
    filled_on: str = "2026-11-02T10:00",
    dosed: str = "120 mcg/day",
    bolus: str = "",
    setting: Setting = Setting.EITHER,
    rules: WindowRules | None = None,
    pump: Pump = PUMP,
) -> Subject:
    """A patient filled with 20 mL of baclofen 500 mcg/mL."""
    own, facts = rules or WindowRules(), (fill(filled_on), dose(filled_on, dosed, bolus))
    seen = window(view(*facts, as_of=START, of=pump, rules=own))
    patient = Patient(code, f"Patient {code}", location=point(13, 10), setting=setting)
    demand = Demand(patient, "SM2", seen.filled_on, seen.opens_on, seen.refill_by, rank=1)
    return Subject(demand, pump, ledger(*facts), own)


def a_clinic(
    *subjects: Subject, nurses: Sequence[Nurse] = NURSES, sites: Sequence[Site] = SITES
) -> Clinic:
    """A clinic on :data:`START` with nobody booked."""
    case = PlanningCase(
        today=START, first=START, last=START, working=WorkingDays(), nurses=tuple(nurses),
        sites=tuple(sites),
    )  # fmt: skip
    return Clinic(case, subjects, CATALOGUE)


def random_clinic(seed: int) -> Clinic:
    """Some patients with any interval, setting and margin, filled within the last three weeks."""
    random = Random(seed)
    subjects = []
    for number in range(1, random.randint(3, 9)):
        filled = START - timedelta(days=random.randint(1, 20))
        rules = WindowRules(margin_days=random.randint(1, 10))
        subject = a_subject(
            f"{number:04d}",
            filled_on=f"{filled}T{random.randint(8, 15):02d}:30",
            dosed=random.choice(DOSES),
            bolus=random.choice(("", "10 mcg x 3/day")),
            setting=random.choice(tuple(Setting)),
            rules=rules,
        )
        home = point(random.randint(0, 25), random.randint(0, 25))
        patient = subject.demand.patient._replace(location=home)
        subjects.append(replace(subject, demand=replace(subject.demand, patient=patient)))
    return a_clinic(*subjects)
