"""Small values: refusals and their exit codes, findings, pumps, people, visits."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from pumpsched.domain.clinic import NEXT_STATUSES
from pumpsched.domain.errors import Tampered
from tests.builders import PUMP, day, even, mixture, pump
from tests.builders.values import (
    Conflict,
    Finding,
    FlexStep,
    Mass,
    NotFound,
    NotPermitted,
    Nurse,
    PatientBolus,
    Refusal,
    Setting,
    Severity,
    StoreBusy,
    StoreProblem,
    Unreadable,
    Unsafe,
    UsageRefusal,
    Visit,
    VisitKind,
    VisitStatus,
    WindowRules,
)
from tests.domain.standings import standing


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (Refusal, 1),
        (UsageRefusal, 2),
        (NotFound, 3),
        (Unsafe, 4),
        (Conflict, 5),
        (StoreBusy, 6),
        (StoreProblem, 7),
        (NotPermitted, 8),
        (Tampered, 9),
    ],
)
def test_every_kind_of_refusal_has_the_exit_code_of_the_contract(
    kind: type[Refusal], exit_code: int
) -> None:
    assert kind("what", code="slug").exit_code == exit_code


def test_a_refusal_is_what_why_and_the_next_command_in_at_most_three_lines() -> None:
    full = Unsafe("What.", code="slug", why="Why.", next_step="pumpsched due", patient="0007")
    assert str(full) == "What.\n  Why.\n  Try: pumpsched due"
    assert str(Unsafe("What.", code="slug")) == "What."
    assert full.facts == {"patient": "0007"}


def test_an_unreadable_value_is_named_with_its_field_and_can_be_renamed() -> None:
    plain = Unreadable("volume", "x" * 70, "is not a volume", "2.1 mL")
    assert plain.facts == {"field": "volume", "value": "x" * 59 + "\u2026"}
    assert str(plain.named("--fill")) == (
        f'--fill "{"x" * 59}\u2026": is not a volume (for example: 2.1 mL)'
    )
    assert str(Unreadable("a", "b", "is wrong")) == 'a "b": is wrong'


def test_findings_are_equal_by_what_they_say() -> None:
    one = Finding("code", Severity.INFO, "said", {"volume_ul": 1})
    assert one == Finding("code", Severity.INFO, "said")
    assert [str(severity) for severity in Severity] == ["info", "warning", "urgent"]
    assert [severity.sign for severity in Severity] == ["i", "!", "!!"]


@pytest.mark.parametrize(
    "value",
    [even(), FlexStep(0, 1), PatientBolus(Mass(1), 1), mixture(), standing()],
    ids=lambda value: type(value).__name__,
)
def test_a_value_cannot_be_changed_and_has_nothing_beside_what_it_says(value: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, None)
    assert not hasattr(value, "__dict__")


def test_a_pump_has_its_own_capacity_or_that_of_its_model() -> None:
    assert (PUMP.capacity_ul, pump(capacity_ul=18_000).capacity_ul) == (20_000, 18_000)


def test_only_a_constant_flow_pump_has_a_fixed_flow() -> None:
    assert pump("CODMAN3000-16", fixed_flow_ul=300).fixed_flow_ul_per_day == 300
    assert pump("SM2-20", fixed_flow_ul=300).fixed_flow_ul_per_day is None


def test_the_alarm_volume_is_the_patients_own_also_when_it_is_zero() -> None:
    assert WindowRules().alarm_of(PUMP) == 2_000
    assert WindowRules(alarm_ul=0).alarm_of(PUMP) == 0


def test_a_nurse_without_listed_skills_is_trained_on_every_family() -> None:
    assert Nurse("N1", "Ben Example").may_refill("SM2")
    trained = Nurse("N2", "Cay Example", skills=("SM2", "SM3"))
    assert [trained.may_refill(family) for family in ("SM2", "PROMETRA")] == [True, False]


def test_only_a_booked_or_confirmed_visit_is_open_and_can_change() -> None:
    open_ones = {status for status in VisitStatus if status.is_open}
    assert open_ones == {VisitStatus.BOOKED, VisitStatus.CONFIRMED}
    assert {status for status, after in NEXT_STATUSES.items() if after} == open_ones
    assert VisitStatus.BOOKED not in NEXT_STATUSES[VisitStatus.CONFIRMED]


def test_a_visit_knows_when_it_starts_and_ends() -> None:
    visit = Visit("V1", "0007", VisitKind.REFILL, day("2027-01-08"), 545, 45, Setting.HOME)
    assert (visit.at, visit.end) == ("2027-01-08T09:05", 590)
