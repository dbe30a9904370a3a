from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.domain.route_sheet import Load
from pumpsched.usecases.route import nurses_of
from pumpsched.usecases.who_is_meant import known_nurse
from tests.builders import dose, fill
from tests.builders.store import open_store, reading
from tests.builders.values import (
    Limit,
    NotFound,
    RouteSheet,
    Setting,
    Status,
    VisitKind,
    VisitStatus,
    Volume,
)
from tests.builders.work import route_sheet
from tests.route_days import CLINIC, MONDAY, SUNDAY, admit, close, full_day, person, staff, visit

OPIOID = "morphine 20 mg/mL + bupivacaine 10 mg/mL"


@pytest.fixture
def store(place: Path) -> Engine:
    """A store with two nurses and a clinic."""
    engine = open_store(str(place), create=True)
    staff(engine)
    return engine


def sheet(store: Engine, *, day: date = MONDAY, as_of: date = SUNDAY, of: str = "N1") -> RouteSheet:
    """The sheet of a nurse's day."""
    with reading(store) as books:
        return route_sheet(books, of, day=day, as_of=as_of)


def codes(made: RouteSheet, number: int = 0) -> list[str]:
    """Codes of the findings of a stop."""
    return [finding.code for finding in made.stops[number].findings]


def test_the_volume_to_carry_is_that_of_the_last_fill(store: Engine) -> None:
    admit(store, person(1), fill(ml="18.5"), dose(), visits=(visit(1, 540),))
    stop = sheet(store).stops[0]
    assert stop.kit.carry_ul == 18_500
    assert stop.carry_text == "18.5 mL baclofen 500 mcg/mL"


def test_the_residual_is_expected_at_the_minute_the_visit_begins(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 540),))
    expected = Fraction(20_000) - 240 * (21 + Fraction(9, 24))
    assert sheet(store).stops[0].kit.residual == (expected, expected)
    assert sheet(store).stops[0].kit.residual_text == "14.8 mL"


def test_the_residual_is_a_range_from_every_bolus_used_to_none(store: Engine) -> None:
    given = dose(text="120 mcg/day", bolus_text="10 mcg x 4/day")
    admit(store, person(1), fill(), given, visits=(visit(1, 540),))
    days = 21 + Fraction(9, 24)
    assert sheet(store).stops[0].kit.residual == (20_000 - 320 * days, 20_000 - 240 * days)


def test_the_window_and_its_limit_stand_on_the_sheet(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 540),))
    stop = sheet(store).stops[0]
    assert (stop.opens_on, stop.refill_by) == (date(2026, 12, 2), date(2027, 1, 9))
    assert (stop.limit, stop.alarm_on) == (Limit.RESERVOIR, date(2027, 1, 16))
    assert stop.status is Status.WAITING
    assert codes(sheet(store)) == ["early-refill"]


def test_a_visit_after_the_last_refill_day_is_urgent_and_comes_first(store: Engine) -> None:
    late = fill("2026-08-01", of=OPIOID), dose("2026-08-01", "1 mg/day")
    admit(store, person(1), *late, visits=(visit(1, 540),))
    made = sheet(store)
    undecided = ["off-label", "stability-unstudied"]  # of a mixture nobody has decided on yet
    assert codes(made) == ["late-visit", "controlled-at-home", *undecided]
    assert made.stops[0].alert == "late"


@pytest.mark.parametrize(
    ("filled", "found"), [("2026-09-02", "late-visit"), ("2026-09-01", "after-empty")]
)
def test_a_visit_is_after_empty_from_the_day_on_which_the_pump_may_be_empty(
    store: Engine, filled: str, found: str
) -> None:
    admit(store, person(1), fill(filled), dose(filled, "120 mcg/day"), visits=(visit(1, 540),))
    assert codes(sheet(store)) == [found]


def test_what_the_ledger_says_stands_on_the_sheet(store: Engine) -> None:
    history = (
        *(fill("2026-08-01"), dose("2026-08-01")),
        fill("2026-10-01", "20", residual="9.9", programmed="18"),
    )
    admit(store, person(1), *history, visits=(visit(1, 540),))
    assert {"fill-mismatch", "residual-differs"} <= set(codes(sheet(store)))
    (said,) = (f for f in sheet(store).stops[0].findings if f.code == "residual-differs")
    assert said.message.startswith("last refill, 2026-")
    assert sheet(store).stops[0].kit.carry_ul == 20_000


def test_a_refill_recorded_for_the_visit_does_not_change_its_sheet(store: Engine) -> None:
    booked = visit(1, 540, status=VisitStatus.DONE)
    admit(store, person(1), fill(), dose(), visits=(booked,))
    before = sheet(store, as_of=MONDAY)
    later = fill("2026-11-23T09:20", "17", residual="14.8")
    admit(store, person(2), fill(), dose(), later, visits=(visit(2, 540, status=VisitStatus.DONE),))
    after = sheet(store, as_of=date(2026, 12, 1))
    assert after.stops[1].kit == before.stops[0].kit
    assert after.stops[1].refill_by == before.stops[0].refill_by


def test_a_past_day_is_seen_from_itself(store: Engine) -> None:
    facts = fill(), dose(), fill("2026-11-27T10:00", "12")
    admit(store, person(1), *facts, visits=(visit(1, 540),))
    assert sheet(store, as_of=date(2026, 12, 1)).stops[0].kit.carry_ul == 20_000


def test_a_followup_after_a_refill_of_the_day_sees_the_filled_pump(store: Engine) -> None:
    facts = fill(), dose(), fill("2026-11-23T09:00", "20")
    later = visit(1, 600, kind=VisitKind.FOLLOWUP)
    admit(store, person(1), *facts, visits=(later,))
    stop = sheet(store, as_of=MONDAY).stops[0]
    assert stop.kit.residual == (Fraction(19_990), Fraction(19_990))
    assert stop.kit.carry_ul is None
    assert stop.carry_text == "baclofen 500 mcg/mL"


def test_a_followup_before_a_refill_of_the_day_sees_the_pump_before_it(store: Engine) -> None:
    facts = fill(), dose(), fill("2026-11-23T14:00", "20")
    admit(store, person(1), *facts, visits=(visit(1, 540, kind=VisitKind.FOLLOWUP),))
    expected = Fraction(20_000) - 240 * (21 + Fraction(9, 24))
    assert sheet(store, as_of=MONDAY).stops[0].kit.residual == (expected, expected)


def test_only_visits_that_are_booked_confirmed_or_done_are_on_the_sheet(store: Engine) -> None:
    for number, status in enumerate(VisitStatus, start=1):
        admit(store, person(number), visits=(visit(number, 480 + 60 * number, status=status),))
    statuses = [stop.call.visit.status.value for stop in sheet(store).stops]
    assert statuses == ["booked", "confirmed", "done"]


def test_the_load_counts_only_visits_still_to_come(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 480),))
    admit(store, person(2), visits=(visit(2, 540, status=VisitStatus.DONE),))
    admit(store, person(3), fill(ml="15"), dose(), visits=(visit(3, 600),))
    admit(store, person(4), fill(of=OPIOID), dose(text="2 mg/day"), visits=(visit(4, 660),))
    assert sheet(store).loads == (Load("baclofen 500 mcg/mL", 2, 35_000), Load(OPIOID, 1, 20_000))


def test_a_patient_without_a_fill_or_a_dose_is_listed_with_what_is_known(store: Engine) -> None:
    admit(store, person(1), fill(), visits=(visit(1, 480),))
    stop = sheet(store).stops[0]
    assert (stop.status, stop.refill_by, stop.kit.residual) == (Status.UNPROGRAMMED, None, None)
    assert stop.kit.carry_ul == 20_000
    assert stop.alert == "unprogrammed"


def test_a_place_without_coordinates_has_no_way_to_it(store: Engine) -> None:
    admit(store, person(1, location=None), visits=(visit(1, 480),))
    made = sheet(store)
    assert made.itinerary.ways == (None, None)
    assert made.stops[0].location is None


def test_a_clinic_visit_is_at_the_place_of_its_site(store: Engine) -> None:
    there = visit(1, 480, setting=Setting.CLINIC, site="MPLS")
    admit(store, person(1, location=None), visits=(there,))
    stop = sheet(store).stops[0]
    assert (stop.location, stop.where) == (CLINIC.location, CLINIC.name)
    assert "controlled-at-home" not in codes(sheet(store))


def test_the_other_nurse_is_named_and_has_the_visit_too(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 480, nurses=("N1", "N2")),))
    assert [nurse.code for nurse in sheet(store).stops[0].others] == ["N2"]
    assert [nurse.code for nurse in sheet(store, of="N2").stops[0].others] == ["N1"]
    with reading(store) as books:
        assert nurses_of(books, MONDAY) == ("N1", "N2")


@pytest.mark.parametrize("who", ["all", "N1", "0001"])
def test_a_visit_on_a_closed_day_says_so(store: Engine, who: str) -> None:
    admit(store, person(1), visits=(visit(1, 480),))
    close(store, who, "storm")
    assert codes(sheet(store))[0] == "closed-day"
    assert "(storm)" in sheet(store).stops[0].findings[0].message


def test_too_little_time_between_two_visits_says_how_much(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 480),))
    admit(store, person(2), visits=(visit(2, 530),))
    made = sheet(store)
    short = made.stops[1].call.short_by
    assert short > 0
    found = next(f for f in made.stops[1].findings if f.code == "too-little-time")
    assert found.message.startswith(f"{short} minutes too few")


def test_an_empty_day_names_the_next_one(store: Engine) -> None:
    admit(store, person(1), visits=(visit(1, 480),))
    made = sheet(store, day=SUNDAY)
    assert (made.stops, made.next_day) == ((), MONDAY)
    assert sheet(store).next_day is None


def test_an_unknown_nurse_is_refused_with_the_nearest_code(store: Engine) -> None:
    with reading(store) as books:
        assert known_nurse(books, "n1").code == "N1"
        with pytest.raises(NotFound) as refused:
            known_nurse(books, "olaff")
    assert refused.value.exit_code == 3
    assert "N2 Invented, Olaf" in refused.value.why


def test_ten_stops_are_in_order_of_time(tmp_path: Path) -> None:
    engine = open_store(str(tmp_path / "full.sqlite"), create=True)
    full_day(engine)
    made = sheet(engine)
    assert [stop.patient.code for stop in made.stops] == [f"{n:04d}" for n in range(1, 11)]
    assert made.loads[1].volume_ul == 3 * Volume.parse("18").ul
