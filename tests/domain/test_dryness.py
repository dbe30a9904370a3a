"""A pump that may have been dry: what is refused until somebody decides, and what settles it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pumpsched.domain.consent import Named
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.dryness import (
    dry_before_fill,
    dry_since,
    is_dangerous,
    restart_needed,
    restart_undecided,
)
from tests.builders import (
    CATALOGUE,
    PUMP,
    bolus,
    day,
    dose,
    empty,
    fill,
    ledger,
    pump,
    start,
    stop,
    when,
)
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


def test_a_dose_after_a_dry_cycle_waits_for_a_restart_decided_since() -> None:
    dry = standing(*RUNNING, fill("2026-11-20", residual="0"))
    refusal = refused(dry, dose("2026-11-22", "110 mcg/day"))
    assert refusal is not None
    assert refusal.what.startswith("Before the fill of 2026-11-20: 0 mL measured, 0 expected")
    decided = Decision("0007", when("2026-11-20"), DecisionKind.RESTART, "Dr Vale")
    known = replace(dry, decisions=(decided,))
    assert refused(known, dose("2026-11-22", "110 mcg/day")) is None


def test_what_is_told_with_a_refill_is_recorded_with_it() -> None:
    at_bedside = replace(standing(*RUNNING), refilled=True)
    assert restart_needed(at_bedside, dose("2026-11-22", "110 mcg/day")) is None


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
    assert undecided(*RUNNING, fill("2026-10-21")) == [
        "no residual was measured, and the pump may have been dry since 2026-10-21"
    ]
    assert undecided(*RUNNING, fill("2026-10-20")) == []


def test_the_patients_boluses_count_as_given_in_when_it_was_dry_and_what_was_expected() -> None:
    """Up to 0.32 mL a day."""
    told = (fill("2026-08-03"), dose("2026-08-03", bolus_text="10 mcg x 4/day"))
    assert dry_since(view(*told), PUMP) == date(2026, 10, 1)
    cycle = dry_before_fill(view(*told, fill("2026-09-21", residual="1")), PUMP)
    assert cycle is not None
    assert cycle.expected_ul == 20_000 - 49 * 320


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
    for between in ((), (stop("2026-09-21T09:00"),)):
        seen = view(*RUNNING, emptied, *between, fill("2026-09-21T10:00"))
        assert dry_before_fill(seen, PUMP) is None
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


def test_without_a_fill_or_a_flow_before_nothing_was_expected() -> None:
    for before in (fill("2026-08-03"), empty("2026-08-03")):
        cycle = dry_before_fill(view(before, fill("2026-11-20", residual="0")), PUMP)
        assert cycle is not None
        assert (cycle.since, cycle.expected_ul) == (None, None)


def test_a_pump_of_constant_flow_is_dry_by_its_own_flow() -> None:
    """19 mL at 0.3 mL a day are 63 days and a third."""
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    facts = (fill("2026-08-03"), fill("2026-11-20"))
    seen = project(ledger(*facts), codman, WindowRules(), CATALOGUE, as_of=day("2026-11-23"))
    cycle = dry_before_fill(seen, codman)
    assert cycle is not None
    assert cycle.since == date.fromordinal(
        day("2026-08-03").toordinal() + (20_000 - codman.unusable_ul) // 300
    )


@pytest.mark.parametrize(
    ("mixtures", "asked"),
    [
        (("baclofen 500 mcg/mL", "bupivacaine 10 mg/mL"), True),
        (("baclofen 500 mcg/mL", "bupivacaine 10 mg/mL", "bupivacaine 10 mg/mL"), False),
        (("bupivacaine 10 mg/mL", "bupivacaine 10 mg/mL"), False),
        (("bupivacaine 10 mg/mL", "baclofen 500 mcg/mL"), True),
    ],
    ids=["before", "long before", "never", "since"],
)
def test_a_restart_is_asked_for_by_what_was_in_the_pump_before_its_fill_and_is_since(
    mixtures: tuple[str, ...], asked: bool
) -> None:
    days = ("2026-09-01", "2026-10-01", "2026-11-01")[-len(mixtures) :]
    fills = [fill(on, of=text, residual="0") for on, text in zip(days, mixtures, strict=True)]
    assert bool(undecided(*fills)) is asked


def test_nothing_is_asked_of_a_pump_that_is_out() -> None:
    facts = ledger(*RUNNING, fill("2026-11-20", residual="0"))
    gone = pump(explanted_on="2026-11-22")
    seen = project(facts, gone, WindowRules(), CATALOGUE, as_of=day("2026-11-23"))
    assert list(restart_undecided(seen, gone, CATALOGUE, [])) == []


def test_the_first_fill_of_a_pump_is_no_restart() -> None:
    assert undecided(fill(residual="0"), dose()) == []
    assert undecided(dose()) == []


def test_only_a_drug_whose_loss_is_dangerous_makes_a_restart_a_decision() -> None:
    baclofen, saline = CATALOGUE.mixture("baclofen 500 mcg/mL"), CATALOGUE.mixture("saline")
    morphine = CATALOGUE.mixture("morphine 20 mg/mL")
    assert is_dangerous(CATALOGUE, saline, baclofen)
    assert is_dangerous(CATALOGUE, morphine)
    assert not is_dangerous(CATALOGUE, saline, None)
