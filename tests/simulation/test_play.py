"""A clinic played forward: the same events for all, nothing hidden, no harm without chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumpsched.simulation.figures import summed
from pumpsched.simulation.world import Planner, Scene, World, play
from tests.builders.plans import Plan, PlanningCase, plan_by_rule_of_thumb, plan_visits
from tests.builders.values import (
    Calibration,
    Closure,
    PlanRules,
    Setting,
    Visit,
    VisitKind,
    VisitStatus,
    WindowRules,
    WorkingDays,
    months_after,
)
from tests.builders.work import CALM, Chances, Clinic, Figures, Forecast, RandomDraws
from tests.effort import tries
from tests.planning.left_out import faults
from tests.simulation.clinics import CLINIC_NURSE, HOME_NURSE, START, a_clinic, a_subject
from tests.simulation.clinics import random_clinic as some_clinic


def checked(case: PlanningCase) -> Plan:
    plan = plan_visits(case)
    assert faults(case, plan) == []
    return plan


def played(
    clinic: Clinic, draws: RandomDraws, *, months: int = 4, planner: Planner = checked
) -> Forecast:
    scenes = {"plan": Scene(clinic, planner), "rule": Scene(clinic, plan_by_rule_of_thumb)}
    return play(scenes, draws, months=months)


@pytest.mark.campaign
@settings(max_examples=tries(short=5, full=12), deadline=None)
@given(st.integers(0, 100_000))
def test_without_chance_and_with_nurses_enough_nobody_is_late_or_reaches_the_alarm(
    seed: int,
) -> None:
    found = played(some_clinic(seed), RandomDraws(seed, CALM))
    for each in found.played:
        figures = each.whole.figures
        harm = (figures.late, figures.alarms, figures.empty, figures.unplanned, figures.missed)
        assert harm == (0, 0, 0, 0, 0)
        assert each.whole.left_out == ()
        assert figures.refills > 0


@pytest.mark.campaign
@settings(max_examples=tries(short=3, full=6), deadline=None)
@given(st.integers(0, 100_000))
def test_whatever_happens_every_plan_holds_and_nobody_is_lost(seed: int) -> None:
    rough = Chances(flow=1000, boluses=1000, dose=300, missed=250, ill=400)
    found = played(some_clinic(seed), RandomDraws(seed, rough), months=3)
    again = played(some_clinic(seed), RandomDraws(seed, rough), months=3)
    assert found == again
    for each in found.played:
        assert summed(month.figures for month in each.months) == each.whole.figures
        assert summed(week.figures for week in each.weeks) == each.whole.figures
        assert each.whole.figures.refills >= found.patients // 2


def test_another_seed_brings_other_events() -> None:
    clinic = some_clinic(3)
    rough = Chances(missed=500, dose=500)
    assert played(clinic, RandomDraws(1, rough)) != played(clinic, RandomDraws(2, rough))


def test_two_ways_of_planning_meet_the_same_events() -> None:
    draws = RandomDraws(5, Chances(missed=300))
    [one, other] = [
        [draws.is_away("0001", number) for number in range(1, 40)] for _ in ("plan", "rule")
    ]
    assert one == other
    assert any(one)
    assert draws.illness("N1", START) == draws.illness("N1", START)


def test_one_more_patient_changes_nobody_elses_luck() -> None:
    draws = RandomDraws(5)
    assert draws.flow("0001", 145) == RandomDraws(5).flow("0001", 145)
    assert draws.flow("0001", 145) != draws.flow("0002", 145)


def test_the_weeks_and_months_cover_every_day_once() -> None:
    [first, _] = played(a_clinic(a_subject()), RandomDraws(1, CALM), months=2).played
    for periods in (first.months, first.weeks):
        assert periods[0].first == START
        assert periods[-1].last == months_after(START, 2) - timedelta(days=1)
        for before, after in pairwise(periods):
            assert after.first == before.last + timedelta(days=1)
    assert all((week.last - week.first).days >= 6 for week in first.weeks)


def test_a_wider_margin_keeps_a_fast_pump_from_its_alarm() -> None:
    fast = Chances(flow=1000, boluses=0, dose=0, missed=0, ill=0)
    seed = next(s for s in range(99) if RandomDraws(s, fast).flow("0001", 145) > 1)
    counts = []
    for margin in (0, 21):
        # Its residuals would bring its refills forward whatever the margin.
        rules = WindowRules(margin_days=margin, calibration=Calibration.OFF)
        clinic = a_clinic(a_subject(rules=rules))
        clinic = replace(clinic, case=replace(clinic.case, rules=PlanRules(price_last_days=0)))
        [plan, _] = played(clinic, RandomDraws(seed, fast), months=6).played
        counts.append((plan.whole.figures.alarms, plan.whole.figures.near))
    assert counts[0][0] > 0
    assert counts[0][1] > 0
    assert counts[1] == (0, 0)


def test_whom_nobody_may_refill_comes_in_unplanned_once_the_alarm_date_is_past() -> None:
    untrained = CLINIC_NURSE._replace(skills=("PROMETRA",))
    clinic = a_clinic(a_subject(setting=Setting.CLINIC), nurses=(untrained,))
    [plan, _] = played(clinic, RandomDraws(1, CALM), months=6).played
    assert plan.whole.left_out == ("0001",)
    figures = plan.whole.figures
    assert figures.unplanned == figures.refills == 2
    assert figures.late == figures.alarms == 2
    assert (figures.empty, figures.travel_m) == (0, 0)


def test_who_was_late_before_it_began_is_named_and_not_counted() -> None:
    late = a_subject(filled_on="2026-08-20T10:00")
    found = played(a_clinic(late), RandomDraws(1, CALM), months=1)
    assert found.late_before == ("0001",)
    figures = found.played[0].whole.figures
    assert (figures.refills, figures.late, figures.alarms, figures.near) == (1, 0, 0, 0)


def test_a_patient_who_was_not_there_is_visited_again() -> None:
    draws = next(
        draws
        for seed in range(99)
        if (draws := RandomDraws(seed, replace(CALM, missed=500))).is_away("0001", 1)
        and not draws.is_away("0001", 2)
    )
    [plan, _] = played(a_clinic(a_subject()), draws, months=3).played
    figures = plan.whole.figures
    assert figures.missed == 1
    assert figures.refills == 1
    assert figures.unplanned == 0


def test_a_nurse_who_is_ill_makes_no_visit() -> None:
    ill = RandomDraws(3, replace(CALM, ill=1000))
    spells: list[Closure] = []
    visits: list[tuple[date, tuple[str, ...]]] = []

    class Watched(World):
        def _keep(self, pump: object, visit: Visit) -> None:
            visits.append((visit.day, visit.nurses))
            super()._keep(pump, visit)  # type: ignore[arg-type]

    clinic = some_clinic(8)
    world = Watched(clinic, checked, ill)
    for ahead in range(150):
        day = START + timedelta(days=ahead)
        if ahead % 7 == 0:
            found = [ill.illness(nurse.code, day) for nurse in clinic.case.nurses]
            spells += [spell for spell in found if spell is not None]
        world.live(day)
    hit = [
        (day, nurses)
        for day, nurses in visits
        if any(spell.who in nurses and spell.covers(day) for spell in spells)
    ]
    assert len(visits) > 5
    assert hit == []


def test_an_appointment_of_the_practice_is_kept() -> None:
    booked = Visit(
        "V1", "0001", VisitKind.REFILL, date(2026, 12, 8), 600, 45, Setting.CLINIC, "MPLS",
        ("N2",), VisitStatus.CONFIRMED,
    )  # fmt: skip
    clinic = a_clinic(a_subject())
    clinic = replace(clinic, case=replace(clinic.case, visits=(booked,)))
    [plan, rule] = played(clinic, RandomDraws(1, CALM), months=1).played
    for each in (plan, rule):
        [month] = [week for week in each.weeks if week.figures.refills]
        assert month.first <= booked.day <= month.last


def test_nothing_is_planned_on_closed_days() -> None:
    shut = (Closure("all", START, START + timedelta(days=30)),)
    clinic = a_clinic(a_subject(dosed="600 mcg/day", filled_on="2026-11-20T10:00"))
    case = replace(clinic.case, closures=shut, working=WorkingDays(closures=shut))
    [plan, _] = played(replace(clinic, case=case), RandomDraws(1, CALM), months=1).played
    assert plan.whole.figures.refills == plan.whole.figures.unplanned == 1


def test_an_interrupt_answers_with_the_months_done() -> None:
    clinic = a_clinic(a_subject())
    scenes = {"plan": Scene(clinic, checked), "rule": Scene(clinic, plan_by_rule_of_thumb)}

    def stops_on(day: date) -> None:
        if day == date(2027, 2, 1):
            raise KeyboardInterrupt

    found = play(scenes, RandomDraws(1), months=12, passed=stops_on)
    assert (found.months, found.months_done) == (12, 2)
    assert found == replace(play(scenes, RandomDraws(1), months=2), months=12)


def test_an_interrupt_in_the_first_month_leaves_nothing_to_say() -> None:
    clinic = a_clinic(a_subject())

    def stops(day: date) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play({"plan": Scene(clinic, checked)}, RandomDraws(1), months=12, passed=stops)


def test_figures_without_a_usual_nurse_have_no_share() -> None:
    assert Figures().usual_share is None
    first = a_subject()
    known = replace(first, demand=replace(first.demand, last_nurse=HOME_NURSE.code))
    [plan, _] = played(a_clinic(known), RandomDraws(1, CALM), months=3).played
    assert plan.whole.figures.usual_share == 1
