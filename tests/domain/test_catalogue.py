"""What the catalogue answers: models, drugs by any name, stability, rank and schedule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CATALOGUE, mixture
from tests.builders.values import NotFound, Unreadable

NONE: frozenset[str] = frozenset()
KNOWN = frozenset({"ziconotide"})


@pytest.mark.parametrize("code", ["SM2-20", "sm2-20", "Prometra2-40"])
def test_a_pump_model_is_found_in_any_case(code: str) -> None:
    assert CATALOGUE.model(code).code == code.upper()


@pytest.mark.parametrize(
    ("code", "family"),
    [("SM2-40", "SM2"), ("PROMETRA2-20", "PROMETRA2"), ("CODMAN3000-16", "CODMAN3000")],
)
def test_the_family_is_the_model_code_up_to_the_dash(code: str, family: str) -> None:
    assert CATALOGUE.model(code).family == family


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SynchroMed II 20 mL", "SM2-20"),
        ("synchromed® iii 40ml", "SM3-40"),
        ("Medtronic SynchroMed II 40", "SM2-40"),
        ("8637-20", "SM2-20"),
        ("8637-40", "SM2-40"),
        ("REF 8667-20", "SM3-20"),
        ("Model 8667-40", "SM3-40"),
        ("11827", "PROMETRA-20"),
        ("REF: 93827", "PROMETRA2-20"),
        ("Prometra II 40mL", "PROMETRA2-40"),
    ],
)
def test_a_pump_model_is_found_by_its_name_and_by_its_makers_number(text: str, code: str) -> None:
    assert CATALOGUE.model(text).code == code


def test_a_family_or_a_model_stands_for_the_models_meant() -> None:
    assert CATALOGUE.models_meant("sm2", "--model") == {"SM2-20", "SM2-40"}
    assert CATALOGUE.models_meant("8637-20", "--model") == {"SM2-20"}


def test_no_two_models_are_known_by_one_name() -> None:
    found = {
        (name, CATALOGUE.model(name).code) for m in CATALOGUE.models.values() for name in m.known_as
    }
    assert found == {(n, m.code) for m in CATALOGUE.models.values() for n in m.known_as}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("SM2-2O", "did you mean SM2-20 or SM2-40?"),
        ("8637", "did you mean SM2-20 or SM2-40?"),
        ("8637-30", "did you mean SM2-20 or SM2-40?"),
        ("SynchroMed II", "did you mean SM2-20 or SM2-40?"),
        ("SynchroMed II 30 mL", "did you mean SM2-20 or SM2-40?"),
        ("Prometra II 30 mL", "did you mean PROMETRA2-20 or PROMETRA2-40?"),
        ("????", "is no pump model of the catalogue; it has SM2-20, SM2-40, "),
        ("20 mL", "is no pump model of the catalogue; it has SM2-20, SM2-40, "),
    ],
)
def test_an_unknown_model_is_refused_with_those_it_names_in_part(text: str, offered: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(offered)) as refusal:
        CATALOGUE.model(text, "--model")
    assert refusal.value.noun == "--model"


@given(st.text(alphabet="SM23PROETA-80 67lI", max_size=24))
def test_no_model_is_suggested_beside_another_makers(text: str) -> None:
    try:
        CATALOGUE.model(text)
    except Unreadable as refusal:
        _, asked, offered = str(refusal).partition("did you mean ")
        codes = offered.rstrip("?").split(" or ") if asked else []
        assert len({CATALOGUE.model(code).maker for code in codes}) <= 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("Baclofen", "baclofen"), ("LIORESAL", "baclofen"), ("Morphine Sulfate", "morphine")],
)
def test_a_drug_is_found_by_name_or_synonym_in_any_case(name: str, code: str) -> None:
    assert CATALOGUE.drug_code(name) == code


def test_an_unknown_drug_is_refused_with_the_nearest_names_or_all() -> None:
    with pytest.raises(Unreadable, match="did you mean morphine"):
        CATALOGUE.drug_code("morfine")
    with pytest.raises(Unreadable, match="did you mean baclofen, bupivacaine, clonidine"):
        CATALOGUE.drug_code("qqqqqq")


def test_a_drug_the_catalogue_no_longer_has_is_not_found() -> None:
    assert CATALOGUE.drug("baclofen").withdrawal_rank == 1
    with pytest.raises(NotFound) as refusal:
        CATALOGUE.drug("laudanum")
    assert (refusal.value.code, refusal.value.exit_code) == ("unknown-drug", 3)


@pytest.mark.parametrize(
    ("text", "before", "days"),
    [
        ("baclofen 500 mcg/mL", NONE, 180),
        ("hydromorphone 10 mg/mL + morphine 1 mg/mL", NONE, 90),
        ("fentanyl 1 mg/mL", NONE, None),
        ("fentanyl 1 mg/mL + hydromorphone 1 mg/mL", NONE, 90),
        ("ziconotide 25 mcg/mL", NONE, 14),
        ("ziconotide 25 mcg/mL", KNOWN, 84),
        ("ziconotide 100 mcg/mL", KNOWN, 84),
        ("ziconotide 99.999 mcg/mL", KNOWN, 40),
        ("ziconotide 25 mcg/mL + clonidine 1 mg/mL", KNOWN, 40),
        ("clonidine 1 mg/mL + ziconotide 25 mcg/mL", KNOWN, 40),
    ],
)
def test_a_mixture_keeps_the_fewest_known_days_of_its_drugs(
    text: str, before: frozenset[str], days: int | None
) -> None:
    assert CATALOGUE.stable_days(mixture(text), drugs_before=before) == days


@pytest.mark.parametrize(
    ("text", "rank", "schedule"),
    [
        ("ziconotide 25 mcg/mL", 5, "none"),
        ("ziconotide 25 mcg/mL + bupivacaine 1 mg/mL", 4, "none"),
        ("bupivacaine 1 mg/mL + morphine 1 mg/mL", 3, "II"),
        ("morphine 1 mg/mL + clonidine 1 mg/mL", 2, "II"),
        ("morphine 1 mg/mL + baclofen 1 mg/mL", 1, "II"),
    ],
)
def test_a_mixture_takes_the_worst_rank_and_the_strictest_schedule(
    text: str, rank: int, schedule: str
) -> None:
    assert CATALOGUE.withdrawal_rank(mixture(text)) == rank
    assert CATALOGUE.schedule(mixture(text)) == schedule


def test_nothing_in_the_reservoir_ranks_last() -> None:
    assert CATALOGUE.withdrawal_rank(None) == 9


def test_a_source_vouches_for_verified_fields_of_verified_entries_only() -> None:
    verified, not_verified = (CATALOGUE.model(code).source for code in ("SM2-20", "SMEL-18"))
    assert verified.vouches_for("min_flow_ul_per_day")
    assert not verified.vouches_for("catheter_nl_per_cm")
    assert not not_verified.vouches_for("capacity_ul")
