"""A pump that may have been dry: what is refused until somebody decides, and what settles it."""

from __future__ import annotations

from datetime import date

import pytest

from pumpsched.domain.consent import Named
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.dryness import dry_before_fill, dry_since, is_dangerous, restart_undecided
from tests.builders import CATALOGUE, PUMP, bolus, day, dose, empty, fill, ledger, start, stop, when
from tests.builders.values import Consent, Fact, Projection, WindowRules, project
from tests.domain.standings import refused, standing

RUNNING = (fill("2026-08-03"), dose("2026-08-03"))
"""20 mL at 0.24 mL a day: 1 mL is left on 21 October, nothing on 26 October."""


def view(*facts: Fact, on: str = "2026-11-23") -> Projection:
    """The pump of these facts, seen from a day."""
    return project(ledger(*facts), PUMP, WindowRules(), CATALOGUE, as_of=day(on))


def undecided(*facts: Fact, decided_on: str = "") -> list[str]:
    """What is said of a restart that is undecided, where a decision may have been made on a day."""
    made = [
        Decision("0007", when(on), DecisionKind.RESTART, "Dr Vale")
        for on in filter(None, [decided_on])
    ]
    found = restart_undecided(view(*facts), PUMP, CATALOGUE, made)
    return [finding.message.partition(". ")[0] for finding in found]


def test_a_pump_may_be_dry_from_the_day_its_volume_reaches_the_unusable_one() -> None:
    assert dry_since(view(*RUNNING, on="2026-10-21"), PUMP) == date(2026, 10, 21)
    assert dry_since(view(*RUNNING, on="2026-10-20"), PUMP) is None


@pytest.mark.parametrize(
    "fact",
    [dose("2026-11-22", "110 mcg/day"), start("2026-11-22"), bolus("2026-11-22", "10 mcg")],
)
def test_a_pump_that_may_be_dry_takes_no_dose_or_bolus_and_is_not_started_without_a_restart(
    fact: Fact,
) -> None:
    before = standing(*RUNNING)
    refusal = refused(before, fact)
    assert refusal is not None
    assert (refusal.code, refusal.exit_code) == ("restart-needed", 4)
    assert refused(before, fact, Consent(restart=Named("Dr Vale", "seen"))) is None


def test_a_pump_whose_drug_nobody_misses_may_be_started_again() -> None:
    bupivacaine = (fill("2026-08-03", of="bupivacaine 10 mg/mL"), dose("2026-08-03", "3 mg/day"))
    assert refused(standing(*bupivacaine), start("2026-11-22")) is None


def test_a_programme_planned_for_after_the_next_refill_needs_no_restart() -> None:
    running = standing(fill(), dose())
    assert refused(running, dose("2027-02-01", "110 mcg/day")) is None


def test_nothing_against_nothing_is_no_agreement_and_says_since_when() -> None:
    assert undecided(*RUNNING, fill("2026-11-20", residual="0")) == [
        "0 mL measured, 0 expected: no agreement, the pump may have been dry since 2026-10-21"
    ]


def test_a_residual_that_cannot_be_used_says_dry_though_more_was_expected() -> None:
    assert undecided(*RUNNING, fill("2026-09-21", residual="1")) == [
        "only 1 mL was left, the pump may have been dry"
    ]


def test_without_a_residual_the_arithmetic_says_whether_it_was_dry() -> None:
    assert undecided(*RUNNING, fill("2026-11-20")) == [
        "no residual was measured, and the pump may have been dry since 2026-10-21"
    ]
    assert undecided(*RUNNING, fill("2026-10-20")) == []


def test_a_residual_above_the_unusable_volume_settles_it() -> None:
    assert undecided(*RUNNING, fill("2026-11-20", residual="1.001")) == []


def test_a_decision_of_the_day_of_the_fill_or_later_settles_it() -> None:
    dry = (*RUNNING, fill("2026-11-20", residual="0"))
    assert undecided(*dry, decided_on="2026-11-20") == []
    assert undecided(*dry, decided_on="2026-11-19") != []


def test_the_next_refill_of_a_pump_that_was_not_dry_settles_it() -> None:
    assert undecided(*RUNNING, fill("2026-11-01", residual="0"), fill(residual="15")) == []


def test_a_pump_emptied_on_the_day_of_its_fill_was_not_dry() -> None:
    emptied = empty("2026-09-21T08:00", "8")
    assert dry_before_fill(view(*RUNNING, emptied, fill("2026-09-21T10:00")), PUMP) is None
    days = dry_before_fill(view(*RUNNING, emptied, fill("2026-09-23T10:00")), PUMP)
    assert days is not None
    assert days.since == date(2026, 9, 21)


def test_a_pump_that_was_stopped_is_not_dry_by_the_days_it_stood() -> None:
    assert undecided(*RUNNING, stop("2026-08-10T08:00"), fill("2026-11-20")) == []


def test_without_a_flow_before_only_what_was_measured_says_dry() -> None:
    first = fill("2026-08-03")
    assert undecided(first, fill("2026-11-20", residual="0")) == [
        "only 0 mL was left, the pump may have been dry"
    ]
    assert undecided(first, fill("2026-11-20")) == []


def test_the_first_fill_of_a_pump_is_no_restart() -> None:
    assert undecided(fill(residual="0"), dose()) == []
    assert undecided(dose()) == []


def test_only_a_drug_whose_loss_is_dangerous_makes_a_restart_a_decision() -> None:
    baclofen, saline = CATALOGUE.mixture("baclofen 500 mcg/mL"), CATALOGUE.mixture("saline")
    assert is_dangerous(CATALOGUE, saline, baclofen)
    assert not is_dangerous(CATALOGUE, saline, None)
