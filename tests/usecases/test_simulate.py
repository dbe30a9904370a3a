"""The demo clinic played forward: as it is, with other staff or margin, without home visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.plan_questions import supposed
from pumpsched.usecases.simulate import AS_IS, PLAN, RULE
from tests.builders import dose, fill
from tests.builders.store import Stamp, open_store, reading, scratch_store, writing
from tests.builders.values import HOME, Device, NotFound, Nurse, Patient, Setting
from tests.builders.work import (
    CALM,
    DEMO_TODAY,
    Beginning,
    Forecast,
    Supposed,
    begin,
    build_demo,
    rebuild,
    simulate,
)
from tests.effort import tries

STAMP = Stamp("ann", datetime(2026, 11, 22, 12, tzinfo=UTC), "test")
MONTHS = tries(short=2, full=4)
ROSTER, AT = "Mon-Fri 08:00-16:30 home", "44.97,-93.2"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The demo clinic."""
    path: Path = tmp_path_factory.mktemp("simulate") / "demo.sqlite"
    build_demo(path, STAMP)
    return open_store(str(path))


def begun(store: Engine, wish: Supposed | None = None) -> Beginning:
    with reading(store) as books:
        return begin(books, today=DEMO_TODAY, supposed=wish or Supposed())


def two_months(store: Engine, wish: Supposed | None = None, *, seed: int = 1) -> Forecast:
    return simulate(begun(store, wish), months=2, seed=seed, tenths=0)


@pytest.mark.campaign
def test_the_same_seed_gives_the_same_answer_and_nothing_is_written(store: Engine) -> None:
    with reading(store) as books:
        before = sum(1 for _ in books.audit_entries())
    first, again = (simulate(begun(store), months=tries(short=1, full=2), seed=1) for _ in range(2))
    assert first == again
    with reading(store) as books:
        assert sum(1 for _ in books.audit_entries()) == before


def test_both_ways_of_planning_refill_the_clinic(store: Engine) -> None:
    found = two_months(store)
    assert [each.planner for each in found.played] == [PLAN, RULE]
    assert (found.patients, found.nurses, found.months_done) == (36, 4, 2)
    assert set(found.late_before) == {"0002", "0003", "0004"}
    for each in found.played:
        assert each.whole.figures.refills > 20
        assert each.whole.figures.empty == 0
        assert each.whole.figures.travel_m > 0


def test_every_day_passed_is_told(store: Engine) -> None:
    days: list[date] = []
    simulate(begun(store), months=1, seed=1, tenths=0, chances=CALM, passed=days.append)
    assert days == [DEMO_TODAY + timedelta(days=ahead) for ahead in range(30)]


@pytest.mark.campaign
def test_without_chance_nobody_new_is_late_or_reaches_the_alarm(store: Engine) -> None:
    found = simulate(begun(store), months=MONTHS, seed=1, tenths=0, chances=CALM)
    for each in found.played:
        figures = each.whole.figures
        assert (figures.late, figures.alarms, figures.empty, figures.missed) == (0, 0, 0, 0)


def test_what_is_supposed_is_compared_with_the_practice_as_it_is(store: Engine) -> None:
    as_it_is = two_months(store)
    found = two_months(store, Supposed(margin_days=14))
    assert [each.planner for each in found.played] == [PLAN, RULE, AS_IS]
    assert found.compared.whole == as_it_is.played[0].whole
    assert found.compared.weeks == as_it_is.played[0].weeks


@pytest.mark.campaign
def test_a_wider_margin_means_more_visits_and_more_drug_thrown_away(store: Engine) -> None:
    wide, narrow = (
        simulate(begun(store, wish), months=MONTHS, seed=1, tenths=0, chances=CALM)
        for wish in (Supposed(margin_days=21), Supposed(margin_days=2))
    )
    few, many = narrow.played[0].whole.figures, wide.played[0].whole.figures
    assert many.refills > few.refills
    assert many.wasted_ul > few.wasted_ul
    assert begun(store, Supposed(margin_days=21)).margin_days == 21


@pytest.mark.campaign
def test_a_price_of_the_last_days_leaves_time_for_a_second_visit(store: Engine) -> None:
    often = replace(CALM, missed=250)
    unpriced = begun(store, Supposed(price_last_days=0))
    assert unpriced.clinic.case.rules.price_last_days == 0
    assert begun(store, Supposed(price_last_days=20)).clinic.case.rules.price_last_days == 20
    found = simulate(unpriced, months=tries(short=3, full=6), seed=1, tenths=0, chances=often)
    without, with_it = found.played[0].whole.figures, found.compared.whole.figures
    assert 0 <= 2 * with_it.late < without.late


def test_a_nurse_more_and_one_less_are_in_the_clinic_that_is_played(store: Engine) -> None:
    staffing = supposed([ROSTER], [AT], ["N1"])
    clinic = begun(store, Supposed(staffing=staffing)).clinic
    rosters = {nurse.code: bool(nurse.roster) for nurse in clinic.case.nurses}
    assert rosters == {"N1": False, "N2": True, "N3": True, "N4": True, "NEW1": True}


def test_without_home_visits_nobody_drives(store: Engine) -> None:
    wish = Supposed(no_home=True)
    clinic = begun(store, wish).clinic
    assert {s.demand.patient.setting for s in clinic.subjects} == {Setting.CLINIC}
    assert HOME not in {hours.place for nurse in clinic.case.nurses for hours in nurse.roster}
    found = two_months(store, wish)
    assert found.played[0].whole.figures.travel_m == 0
    assert found.played[0].whole.figures.refills > 20
    assert found.compared.whole.figures.travel_m > 0


def test_an_unknown_nurse_is_refused_with_the_list(store: Engine) -> None:
    with pytest.raises(NotFound) as refused:
        begun(store, Supposed(staffing=supposed([], [], ["N9"])))
    assert refused.value.code == "unknown-nurse"
    assert "N1" in refused.value.why


def small(*nurses: Nurse, patients: int = 1) -> Engine:
    """A store in memory with patients of the worked example and these nurses."""
    engine = scratch_store()
    with writing(engine, STAMP) as books:
        for nurse in nurses:
            books.put_nurse(nurse)
        for number in range(1, patients + 1):
            code = f"{number:04d}"
            books.put_patient(Patient(code, f"Patient {number}"))
            key = books.add_device(Device(code, "SM2-20", code, DEMO_TODAY.replace(month=1)))
            for fact in (fill(), dose()):
                books.append(code, key, fact)
        rebuild(books, today=DEMO_TODAY)
    return engine


@pytest.mark.parametrize(
    ("engine", "wish", "code"),
    [
        (lambda: small(Nurse("N1", "Ada Quill"), patients=0), Supposed(), "no-patients"),
        (lambda: small(), Supposed(), "no-roster"),
        (lambda: small(Nurse("N1", "Ada Quill")), Supposed(), "no-roster"),
        (lambda: small(Nurse("N1", "Ada Quill")), Supposed(no_home=True), "no-site"),
    ],
    ids=("nobody to refill", "no nurse", "no roster", "no site"),
)
def test_a_clinic_that_cannot_be_played_is_refused_with_the_next_command(
    engine: object, wish: Supposed, code: str
) -> None:
    assert callable(engine)
    with reading(engine()) as books, pytest.raises(NotFound) as refused:
        begin(books, today=DEMO_TODAY, supposed=wish)
    assert refused.value.code == code
    assert "pumpsched" in refused.value.next_step


def test_a_nurse_supposed_will_do_where_nobody_works_yet() -> None:
    staffing = supposed([ROSTER], [AT], [])
    with reading(small()) as books:
        found = begin(books, today=DEMO_TODAY, supposed=Supposed(staffing=staffing))
    assert found.as_is is None
    assert simulate(found, months=1, seed=1).played[-1].planner == RULE
