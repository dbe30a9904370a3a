"""The day of an MRI: a Prometra is emptied before it and filled after it, others are read out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pumpsched.domain.mri_safety import mri_findings, mri_unbooked
from tests.builders import CATALOGUE, day, dose, empty, fill, ledger, pump, readout, when
from tests.builders.values import (
    Decision,
    DecisionKind,
    Fact,
    Finding,
    Setting,
    Visit,
    VisitKind,
    WindowRules,
    project,
)

RUNNING = (fill(), dose())
PROMETRA = "PROMETRA2-20"


def found(
    *facts: Fact, on: str, model: str = PROMETRA, told: tuple[str, ...] = ("2026-12-10",)
) -> Finding | None:
    """What is said of the MRI told of, on a day."""
    of = pump(model, fixed_flow_ul=300 if model.startswith("CODMAN") else None)
    view = project(ledger(*facts), of, WindowRules(), CATALOGUE, as_of=day(on))
    at = when("2026-11-20")
    made = [Decision("0007", at, DecisionKind.MRI, "ann", subject=each) for each in told]
    return next(mri_findings(view, of, made), None)


def unbooked(
    *facts: Fact, on: str = "2026-12-01", model: str = PROMETRA, visits: Sequence[Visit] = ()
) -> list[str]:
    """What is said to be unbooked for the MRI of 2026-12-10, on a day."""
    view = project(ledger(*facts), pump(model), WindowRules(), CATALOGUE, as_of=day(on))
    made = [Decision("0007", when("2026-11-20"), DecisionKind.MRI, "ann", subject="2026-12-10")]
    return [each.message for each in mri_unbooked(view, pump(model), made, visits)]


@pytest.mark.parametrize(
    ("on", "severity"),
    [("2026-11-20", "warning"), ("2026-12-06", "warning"), ("2026-12-07", "urgent")],
)
def test_a_prometra_is_to_be_emptied_before_and_it_presses_near_the_day(
    on: str, severity: str
) -> None:
    finding = found(*RUNNING, on=on)
    assert finding is not None
    assert (finding.code, finding.severity) == ("mri-empty-first", severity)


def test_once_it_is_emptied_the_refill_is_asked_for_from_the_same_day_on() -> None:
    emptied = (*RUNNING, empty("2026-12-10T08:00", "12"))
    assert found(*RUNNING, empty("2026-12-09"), on="2026-12-09") is None
    for on in ("2026-12-10", "2026-12-20"):
        finding = found(*emptied, on=on)
        assert finding is not None
        assert (finding.code, finding.severity) == ("mri-refill-after", "urgent")
    assert found(*emptied, fill("2026-12-10T15:00", of=None), on="2026-12-10") is None


def test_an_mri_that_passed_unaccounted_for_is_asked_about() -> None:
    finding = found(*RUNNING, on="2026-12-11")
    assert finding is not None
    assert finding.code == "mri-refill-after"
    assert "decision withdraw" in finding.message


def test_another_pump_is_read_out_afterwards_and_not_emptied() -> None:
    before, after = (found(*RUNNING, on=on, model="SM2-20") for on in ("2026-12-09", "2026-12-10"))
    assert (before and (before.code, before.severity)) == ("mri-planned", "info")
    assert (after and (after.code, after.severity)) == ("mri-read-out-after", "warning")
    read = (*RUNNING, readout("2026-12-10T16:00", "2027-01-16"))
    assert found(*read, on="2026-12-10", model="SM2-20") is None


def test_of_a_pump_nothing_is_known_of_its_maker_is_named() -> None:
    finding = found(fill(), on="2026-12-01", model="CODMAN3000-30")
    assert finding is not None
    assert "its maker says" in finding.message
    assert found(fill(), on="2026-12-20", model="CODMAN3000-30") is None


def test_the_last_day_told_counts_and_words_that_are_no_day_count_for_nothing() -> None:
    finding = found(*RUNNING, on="2026-12-01", told=("2026-12-10", "2026-12-03", "soon"))
    assert finding is not None
    assert finding.facts["mri_on"] == "2026-12-10"
    assert found(*RUNNING, on="2026-12-01", told=("soon",)) is None


@pytest.mark.parametrize(
    ("booked", "lacking"),
    [
        ((), "before it, to empty the pump (`--kind followup`) and none after it, to fill"),
        ((("followup", "2026-12-10"),), "booked after it, to fill the pump"),
        ((("refill", "2026-12-10"), ("followup", "2026-12-09")), "booked before it, to empty"),
        ((("refill", "2026-12-10"), ("followup", "2026-12-10")), ""),
    ],
    ids=["none", "no refill", "no emptying", "both"],
)
def test_an_mri_whose_emptying_or_refill_is_not_booked_is_said(
    booked: tuple[tuple[str, str], ...], lacking: str
) -> None:
    visits = [
        Visit(f"V{on}", "0007", VisitKind(kind), day(on), 540, 45, Setting.CLINIC)
        for kind, on in booked
    ]
    (*said,) = unbooked(*RUNNING, visits=visits)
    assert [lacking in each for each in said] == ([True] if lacking else [])


def test_what_is_done_or_past_or_not_asked_for_needs_no_booking() -> None:
    emptied = (*RUNNING, empty("2026-12-10T08:00", "12"))
    filled = (*emptied, fill("2026-12-10T15:00", of=None))
    assert [len(unbooked(*facts, on="2026-12-10")) for facts in (emptied, filled)] == [1, 0]
    assert "before it" not in unbooked(*emptied, on="2026-12-10")[0]
    assert not unbooked(*RUNNING, on="2026-12-11")
    assert not unbooked(*RUNNING, model="SM2-20")
    assert not unbooked()
