"""Clinics small enough to try every plan: at most six home visits, two nurses, short weeks.

The last days of a window have no price: trying every plan knows none.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.benchmarks.clinics import FAMILIES, point
from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import Nurse, Patient, PlanRules, Setting, WorkingDays, parse_hours

MONDAY = date(2026, 11, 30)


def tiny_clinic(seed: int) -> PlanningCase:
    """A tight clinic of this seed: shifts hold two or three visits."""
    random = Random(f"tiny/{seed}")

    def place() -> tuple[float, float]:
        return random.uniform(0, 30), random.uniform(0, 30)

    nurses = tuple(
        Nurse(
            f"N{i}",
            f"Nurse {i}",
            point(*place()),
            () if random.random() < 0.6 else (random.choice(FAMILIES),),
            parse_hours(
                f"Mon-Fri 08:00-{random.choice((11, 12, 13))}:00 home", "roster", places=True
            ),
        )
        for i in range(random.choice((1, 2)))
    )
    demands = []
    for i in range(random.randint(3, 6)):
        refill_by = MONDAY + timedelta(days=random.choice((-2, 0, 1, 1, 2, 2, 3)))
        hours = random.choice(("", "", "Mon-Fri 09:00-11:30"))
        demands.append(
            Demand(
                Patient(
                    f"{i:04d}",
                    f"Patient {i}",
                    location=point(*place()),
                    setting=Setting.HOME,
                    visit_minutes=random.choice((30, 45, 60)),
                    availability=parse_hours(hours, "availability"),
                ),
                random.choice(FAMILIES),
                refill_by - timedelta(days=60),
                refill_by - timedelta(days=random.randint(0, 3)),
                refill_by,
                random.randint(1, 5),
                last_nurse=random.choice(("", nurses[0].code)),
            )
        )
    return PlanningCase(
        today=MONDAY - timedelta(days=14),
        first=MONDAY,
        last=MONDAY + timedelta(days=3),
        working=WorkingDays(),
        demands=tuple(demands),
        nurses=nurses,
        rules=PlanRules(price_last_days=0),
    )
