"""Whoever comes too late hears who could wait and change places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pumpsched.usecases.exchanges import exchange_text
from tests.builders.plans import Demand
from tests.builders.values import Closure
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on

TUESDAYS = "Tue 14:00-14:45"
LATE = replace(
    a_demand(a_patient("0001", hours=TUESDAYS), opens_on=on(1), refill_by=on(4)),
    alarm_on=on(11),
    empty_on=on(14),
)
WAITING = replace(
    a_demand(a_patient("0002", hours=TUESDAYS), opens_on=on(7), refill_by=on(11)), alarm_on=on(18)
)
SOON, LATER = a_visit("V2", patient="0002", day=on(8), minute=840), a_visit(day=on(15), minute=840)


def told(waiting: Demand = WAITING, **changes: object) -> str:
    case = a_case(LATE, waiting, **{"visits": (SOON, LATER)} | changes)
    return exchange_text(case, case.visits, LATER)


def test_who_holds_an_earlier_place_and_is_safe_on_the_later_day_could_wait() -> None:
    assert told() == (
        "earlier, Tue 8 Dec 2026 14:00 if 0002, safe until Fri 18 Dec 2026, "
        "came Tue 15 Dec 2026 14:00"
    )


@pytest.mark.parametrize(
    ("waiting", "changes"),
    [
        (replace(WAITING, alarm_on=on(15)), {}),
        (replace(WAITING, stable_until=on(15)), {}),
        (replace(WAITING, patient=a_patient("0002", hours="Mon-Fri 08:00-12:00")), {}),
        (WAITING, {"closures": (Closure("0001", on(8), on(8)),)}),
        (WAITING, {"closures": (Closure("0002", on(15), on(15)),)}),
        (WAITING, {"visits": (LATER,)}),
        (replace(WAITING, family="CODMAN"), {"nurses": (a_nurse(skills=("SM2",)),)}),
    ],
    ids=[
        "the alarm by then",
        "a drug that is stable no longer",
        "other hours",
        "away",
        "away later",
        "no visit",
        "not trained",
    ],
)
def test_nobody_is_named_who_could_not_come_then(
    waiting: Demand, changes: dict[str, object]
) -> None:
    assert told(waiting, **changes) == ""


def test_who_lacks_the_milder_drug_of_a_day_waits() -> None:
    milder = replace(WAITING, patient=a_patient("0003", hours="Tue 14:00-16:00"), rank=4)
    third = a_visit("V3", patient="0003", day=on(8), minute=900)
    case = a_case(
        replace(LATE, patient=a_patient("0001", hours="Tue 14:00-16:00")),
        WAITING,
        milder,
        visits=(SOON, third, LATER),
    )
    assert exchange_text(case, case.visits, LATER).startswith(
        "earlier, Tue 8 Dec 2026 15:00 if 0003"
    )
