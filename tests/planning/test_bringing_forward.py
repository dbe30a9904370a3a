"""Nobody waits late behind somebody who could come another day: a day late costs most of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.builders.plans import Plan, PlanningCase
from tests.builders.values import Setting, Site, VisitStatus
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on, planned

ROSTER = "Fri 08:00-09:30 clinic:EAST"
FRIDAYS = FIRST, SECOND, THIRD = on(4), on(11), on(18)
LATE = "0001"


def friday_clinic(
    nurses_needed: int,
    *,
    status: VisitStatus = VisitStatus.BOOKED,
    others_by: Sequence[date] = (THIRD,) * 4,
    refill_by: date = date(2026, 11, 20),
) -> PlanningCase:
    """One to place and a first Friday full of four appointments, two for each of two nurses.

    The appointments are at 08:00 and 08:45, of N1 and N2 in turn.
    """
    patient = a_patient(LATE, setting=Setting.CLINIC, nurses_needed=nurses_needed)
    demands = [a_demand(patient, opens_on=on(1), refill_by=refill_by)]
    visits = []
    for i, last_day in enumerate(others_by):
        other = a_patient(f"001{i}", setting=Setting.CLINIC)
        demands.append(a_demand(other, opens_on=on(1), refill_by=last_day))
        minute, nurses = (480, 480, 525, 525)[i], ((("N1",), ("N2",)) * 2)[i]
        visits.append(
            a_visit(
                f"V{i}",
                patient=other.code,
                day=FIRST,
                minute=minute,
                nurses=nurses,
                site="EAST",
                status=status,
            )
        )
    return a_case(
        *demands,
        nurses=(a_nurse("N1", roster=ROSTER), a_nurse("N2", roster=ROSTER)),
        sites=(Site("EAST", "East", chairs=4),),
        visits=tuple(visits),
    )


def days(plan: Plan) -> dict[str, date]:
    return {visit.patient: visit.day for visit in plan.visits}


@pytest.mark.parametrize("nurses_needed", [1, 2])
def test_who_is_late_comes_on_the_first_day_and_who_can_wait_is_moved(nurses_needed: int) -> None:
    plan = planned(friday_clinic(nurses_needed))
    assert days(plan)[LATE] == FIRST
    assert sum(visit.moved for visit in plan.visits) == nurses_needed
    assert [visit.patient for visit in plan.visits if visit.late] == [LATE]


@pytest.mark.parametrize("others_by", [(FIRST, THIRD, THIRD, FIRST), (THIRD, FIRST, FIRST, THIRD)])
def test_who_has_no_other_day_stays_that_day_and_makes_room(others_by: Sequence[date]) -> None:
    plan = planned(friday_clinic(2, others_by=others_by))
    bound = {f"001{i}" for i, last_day in enumerate(others_by) if last_day == FIRST}
    assert {code for code, day in days(plan).items() if day == FIRST} == {LATE, *bound}
    assert [visit.patient for visit in plan.visits if visit.late] == [LATE]


@pytest.mark.parametrize("nurses_needed", [1, 2])
def test_nobody_loses_a_place_to_somebody_late(nurses_needed: int) -> None:
    plan = planned(friday_clinic(nurses_needed, others_by=(FIRST,) * 4))
    assert not plan.unplaced
    assert days(plan)[LATE] == SECOND


@pytest.mark.parametrize("nurses_needed", [1, 2])
def test_a_confirmed_visit_does_not_move_even_for_somebody_late(nurses_needed: int) -> None:
    plan = planned(friday_clinic(nurses_needed, status=VisitStatus.CONFIRMED))
    assert days(plan)[LATE] == SECOND


def test_who_needs_two_nurses_before_the_next_session_is_not_left_out() -> None:
    plan = planned(friday_clinic(2, refill_by=FIRST))
    assert not plan.unplaced
    assert days(plan)[LATE] == FIRST


@pytest.mark.parametrize(
    ("roster", "most"),
    [
        ("Fri 08:00-12:00 clinic:EAST; Fri 08:00-12:00 home", None),
        ("Fri 08:00-12:00 clinic:EAST; Fri 13:00-16:00 home", 1),
    ],
)
def test_a_home_visit_that_can_wait_gives_way_to_the_clinic_shift_of_its_nurse(
    roster: str, most: int | None
) -> None:
    late = a_demand(
        a_patient(LATE, setting=Setting.CLINIC), opens_on=on(1), refill_by=date(2026, 11, 20)
    )
    plan = planned(
        a_case(
            late,
            a_demand(a_patient("0010"), opens_on=on(1), refill_by=THIRD),
            nurses=(a_nurse("N1", roster=roster, max_visits=most),),
            sites=(Site("EAST", "East"),),
            visits=(a_visit(patient="0010", day=FIRST, minute=14 * 60 if most else 600),),
        )
    )
    assert days(plan)[LATE] == FIRST
    assert days(plan)["0010"] > FIRST
