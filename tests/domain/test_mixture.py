"""A mixture: one flow, the first drug programmed, the others along with it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.builders import CATALOGUE, mixture
from tests.builders.values import Component, Concentration, Mixture, Unreadable

TWO = "morphine 20 mg/mL + bupivacaine 10 mg/mL"


def test_the_first_drug_is_the_programmed_one() -> None:
    found = mixture(TWO)
    assert found.programmed == Component("morphine", Concentration(20_000_000))
    assert found.drugs == ("morphine", "bupivacaine")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (TWO, TWO),
        ("Morphine 20000 mcg/ml+BUPIVACAINE 10.0 mg/mL", TWO),
        ("Lioresal 500 \u00b5g/mL", "baclofen 500 mcg/mL"),
        ("baclofen 0.9995 mg/mL", "baclofen 999.5 mcg/mL"),
        ("morphine sulfate 1000 mcg/mL", "morphine 1 mg/mL"),
    ],
)
def test_canonical_text_has_lower_case_names_and_reads_back(text: str, canonical: str) -> None:
    assert str(mixture(text)) == canonical
    assert mixture(canonical) == mixture(text)


def test_the_order_of_drugs_matters_because_the_first_is_programmed() -> None:
    assert mixture("bupivacaine 10 mg/mL + morphine 20 mg/mL") != mixture(TWO)


@pytest.mark.parametrize(
    "text",
    [
        *("", "baclofen", "500 mcg/mL", "baclofen 500", "baclofen 500 mcg", "baclofen -500 mcg/mL"),
        *("morphine 20 mg/mL +", "+ morphine 20 mg/mL", "morphine 20 mg/mL, clonidine 1 mg/mL"),
        *("baclofen 1e3 mcg/mL", "baclofen .5 mg/mL", "baclofen 1,5 mg/mL", "baclofen 0 mcg/mL"),
        *("baclofen 0.0001 mcg/mL", "baclofen500 mcg/mL", "\uff15 mg/mL"),
    ],
)
def test_a_drug_without_a_proper_concentration_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        mixture(text)
    assert refusal.value.noun == "mixture"


def test_a_drug_named_twice_is_refused_also_under_a_synonym() -> None:
    with pytest.raises(Unreadable, match="names baclofen twice"):
        mixture("baclofen 500 mcg/mL + lioresal 1 mg/mL")


def test_an_unknown_drug_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(Unreadable, match="did you mean baclofen"):
        mixture("baclofin 500 mcg/mL")


def test_a_mixture_of_one_drug_twice_cannot_even_be_made() -> None:
    one = Component("baclofen", Concentration(1))
    with pytest.raises(ValueError, match="each drug once"):
        Mixture((one, one))


def test_saline_alone_is_a_mixture_without_a_drug() -> None:
    found = mixture(" Saline")
    assert (str(found), found.components, found.ng_per_ml) == ("saline", (), None)
    assert found.doses_of(240) == {}


def test_saline_is_no_drug_of_a_mixture() -> None:
    with pytest.raises(Unreadable):
        mixture("baclofen 500 mcg/mL + saline")


def test_saline_has_the_lowest_urgency_and_no_stability_limit() -> None:
    assert CATALOGUE.withdrawal_rank(mixture("saline")) == 9
    assert CATALOGUE.stable_days(mixture("saline"), drugs_before=frozenset()) is None
    assert CATALOGUE.schedule(mixture("saline")) == "none"


def test_the_other_drugs_follow_the_flow_of_the_programmed_one() -> None:
    assert mixture(TWO).doses_of(250) == {"morphine": 5_000_000, "bupivacaine": 2_500_000}
    thirds = mixture("fentanyl 3 ng/mL + clonidine 1 ng/mL").doses_of(Fraction(1000, 3))
    assert thirds == {"fentanyl": 1, "clonidine": Fraction(1, 3)}
