"""Off-label pairs of drug and pump, acknowledged once; mixtures that nobody studied."""

from __future__ import annotations

import pytest

from pumpsched.domain.standing_findings import findings_that_stand
from tests.builders import CATALOGUE, PUMP, day, dose, fill, ledger, pump, when
from tests.builders.values import (
    Decision,
    DecisionKind,
    Fact,
    Finding,
    Pump,
    WindowRules,
    project,
)

ALONE = "hydromorphone 1 mg/mL"
BOTH = "hydromorphone 1 mg/mL + bupivacaine 5 mg/mL"


def found(
    *facts: Fact,
    of: Pump = PUMP,
    decisions: tuple[Decision, ...] = (),
    typed: tuple[int, ...] = (1, 2, 3, 4),
) -> dict[str, list[Finding]]:
    """The findings of a ledger by their code, seen on 2026-12-01."""
    view = project(ledger(*facts), of, WindowRules(), CATALOGUE, as_of=day("2026-12-01"))
    seen = findings_that_stand(
        *(view, of, WindowRules(), CATALOGUE), decisions=decisions, typed=frozenset(typed)
    )
    return {code: [each for each in seen if each.code == code] for code in {e.code for e in seen}}


def decided(kind: DecisionKind, subject: str = "") -> tuple[Decision, ...]:
    """A decision of 2026-11-10."""
    at = when("2026-11-10")
    return (Decision("0007", at, kind, "Dr Vale", "usual", subject, day("2020-01-01")),)


def test_a_drug_that_no_label_names_with_the_pump_is_a_warning_of_that_drug() -> None:
    (finding,) = found(fill(of=ALONE), dose(text="0.5 mg/day"))["off-label"]
    assert (finding.severity, finding.facts["drug"]) == ("warning", "hydromorphone")
    assert "off-label" not in found(fill(), dose())


def test_a_pump_that_has_no_programme_yet_is_not_asked_about() -> None:
    assert "off-label" not in found(fill(of=ALONE))


@pytest.mark.parametrize(("typed", "is_asked"), [((), False), ((2,), False), ((3,), True)])
def test_what_an_import_brought_in_is_asked_about_when_a_person_next_fills_it_in(
    typed: tuple[int, ...], is_asked: bool
) -> None:
    imported = (fill(of=BOTH), dose(text="0.5 mg/day"), fill("2026-11-20", of=None))
    seen = found(*imported, typed=typed)
    assert [code in seen for code in ("off-label", "stability-unstudied")] == [is_asked] * 2


def test_what_was_decided_before_a_person_fills_it_in_again_is_not_asked_again() -> None:
    imported = (fill(of=ALONE), dose(text="0.5 mg/day"), fill("2026-11-20", of=None))
    (finding,) = found(*imported, decisions=decided(DecisionKind.OFF_LABEL), typed=(3,))[
        "off-label"
    ]
    assert finding.acknowledged is not None


@pytest.mark.parametrize(
    "decisions",
    [
        decided(DecisionKind.OFF_LABEL),
        decided(DecisionKind.ACKNOWLEDGE, "off-label warning 2026-11-02 1234abcd"),
    ],
)
def test_it_is_acknowledged_once_whichever_fill_follows(decisions: tuple[Decision, ...]) -> None:
    facts = (fill(of=ALONE), dose(text="0.5 mg/day"), fill("2026-11-20", of=None))
    (finding,) = found(*facts, decisions=decisions)["off-label"]
    assert finding.acknowledged == decisions[0]


def test_a_drug_that_comes_later_is_another_question() -> None:
    facts = (fill(of=ALONE), dose(text="0.5 mg/day"), fill("2026-11-20", of=BOTH))
    seen = found(*facts, decisions=decided(DecisionKind.OFF_LABEL))["off-label"]
    open_ones = [each.facts["drug"] for each in seen if each.acknowledged is None]
    assert open_ones == ["bupivacaine"]


def test_of_a_pump_whose_label_could_not_be_read_nothing_is_off_label() -> None:
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    assert "off-label" not in found(fill(of=ALONE), of=codman)


@pytest.mark.parametrize(
    ("mixture", "is_known"),
    [
        ("morphine 20 mg/mL + clonidine 100 mcg/mL", True),
        ("clonidine 100 mcg/mL + morphine 20 mg/mL", True),
        ("morphine 20 mg/mL + bupivacaine 10 mg/mL", False),
        ("fentanyl 2 mg/mL", True),
        ("saline", True),
    ],
)
def test_drugs_that_nobody_studied_together_are_told_and_no_more(
    mixture: str, is_known: bool
) -> None:
    facts = (fill(of=mixture), dose(text="0.2 mL/day"))
    seen = found(*facts).get("stability-unstudied", [])
    assert [each.severity for each in seen] == ([] if is_known else ["info"])
    assert "stability-unstudied" not in found(*facts, typed=())
