"""What a fill was taken from: drug past its date, controlled drug thrown away unseen."""

from __future__ import annotations

import pytest

from pumpsched.domain.standing_findings import findings_that_stand
from tests.builders import CATALOGUE, PUMP, day, dose, fill, ledger
from tests.builders.values import (
    Consent,
    DrugSupply,
    Fact,
    Finding,
    Volume,
    WindowRules,
    project,
)
from tests.domain.standings import refused, standing

MORPHINE = "morphine 20 mg/mL"
RUNNING = (fill(of=MORPHINE), dose(text="4 mg/day"))


def found(*facts: Fact, asked: bool = False) -> dict[str, Finding]:
    """The findings of a ledger by their code, seen on 2026-12-01."""
    rules = WindowRules(waste_witness=asked)
    view = project(ledger(*facts), PUMP, rules, CATALOGUE, as_of=day("2026-12-01"))
    seen = findings_that_stand(
        view, PUMP, rules, CATALOGUE, decisions=(), typed=frozenset({1, 2, 3, 4})
    )
    return {each.code: each for each in seen}


@pytest.mark.parametrize("column", ["expires_on", "bud_on"])
def test_drug_past_its_date_is_refused_and_on_its_last_day_it_is_not(column: str) -> None:
    for last, code in (("2026-11-20", None), ("2026-11-19", "drug-past-date")):
        labels = DrugSupply.noted(lot="L1", **{column: day(last)})
        refusal = refused(standing(*RUNNING), fill("2026-11-20", of=None, supply=labels))
        assert (refusal and (refusal.code, refusal.exit_code)) == (code and (code, 4))


def test_drug_past_its_date_that_is_in_all_the_same_is_on_record_as_a_finding() -> None:
    given = fill("2026-11-20", of=None, supply=DrugSupply(lot="L1", bud_on=day("2026-11-19")))
    assert refused(standing(*RUNNING), given, Consent(override="noticed at home")) is None
    message = found(*RUNNING, given)["drug-past-date"].message
    assert message.startswith("the beyond-use date 2026-11-19 of lot L1 had passed")


def test_that_drug_was_past_its_date_stands_after_the_next_fill() -> None:
    given = fill("2026-11-20", of=None, supply=DrugSupply(bud_on=day("2026-11-19")))
    assert "drug-past-date" in found(*RUNNING, given, fill("2026-11-27", of=None))


@pytest.mark.parametrize(
    ("of", "witness", "code"),
    [
        (None, "", "witness-needed"),
        (None, "Bo Reed", None),
        ("hydromorphone 1 mg/mL", "", "witness-needed"),
    ],
)
def test_waste_of_a_schedule_ii_drug_needs_a_witness(
    of: str | None, witness: str, code: str | None
) -> None:
    labels = DrugSupply(waste=Volume(500), witness=witness)
    before = standing(*RUNNING) if of is None else standing()
    refusal = refused(before, fill("2026-11-20", of=of, supply=labels))
    assert (refusal and refusal.code) == code


def test_waste_of_any_other_drug_needs_no_witness() -> None:
    labels = DrugSupply(waste=Volume(500))
    assert refused(standing(fill(), dose()), fill("2026-11-20", of=None, supply=labels)) is None


def test_a_controlled_residual_without_a_witness_is_told_only_where_the_practice_asks() -> None:
    drawn = fill("2026-11-20", of=None, residual="16.4")
    assert "waste-unwitnessed" not in found(*RUNNING, drawn)
    assert found(*RUNNING, drawn, asked=True)["waste-unwitnessed"].severity == "info"
    seen = fill("2026-11-20", of=None, residual="16.4", supply=DrugSupply(witness="Bo Reed"))
    assert "waste-unwitnessed" not in found(*RUNNING, seen, asked=True)


def test_a_residual_of_another_drug_needs_no_witness() -> None:
    baclofen = (fill(), dose(), fill("2026-11-20", of=None, residual="15.7"))
    assert "waste-unwitnessed" not in found(*baclofen, asked=True)


def test_what_was_filled_is_said_with_what_was_noted_alone() -> None:
    noted = DrugSupply(lot="L1", bud_on=day("2026-12-01"), waste=Volume(500), witness="Bo Reed")
    assert str(noted) == "lot L1, beyond use after 2026-12-01, 0.5 mL thrown away, seen by Bo Reed"
