"""The values of the catalogue that the outside may rely on, each with its source."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from pumpsched.reference.shipped_catalogue import site_rule, site_rules
from tests.builders import mixture
from tests.builders.values import catalogue

CATALOGUE = catalogue()
SYNCHROMED = (48, 24_000, 145)
PROMETRA = (0, 28_800, 150)
CODMAN = (None, None, 100)


@pytest.mark.parametrize(
    ("code", "capacity_ul", "alarm_ul", "flow"),
    [
        ("SM2-20", 20_000, 2_000, SYNCHROMED),
        ("SM2-40", 40_000, 2_000, SYNCHROMED),
        ("SM3-20", 20_000, 2_000, SYNCHROMED),
        ("SM3-40", 40_000, 2_000, SYNCHROMED),
        ("PROMETRA-20", 20_000, 3_000, PROMETRA),
        ("PROMETRA2-20", 20_000, 3_000, PROMETRA),
        ("PROMETRA2-40", 40_000, 3_000, PROMETRA),
        ("CODMAN3000-16", 16_000, 2_000, CODMAN),
        ("CODMAN3000-30", 30_000, 2_000, CODMAN),
        ("CODMAN3000-50", 50_000, 2_000, CODMAN),
    ],
)
def test_a_pump_model_has_its_fixed_values_and_they_count_as_verified(
    code: str, capacity_ul: int, alarm_ul: int, flow: tuple[int | None, int | None, int]
) -> None:
    model = CATALOGUE.model(code)
    found = (model.min_flow_ul_per_day, model.max_flow_ul_per_day, model.accuracy_permille)
    assert (model.code, model.capacity_ul, model.alarm_ul, found) == (
        code,
        capacity_ul,
        alarm_ul,
        flow,
    )
    fields = ("capacity_ul", "alarm_ul", "min_flow_ul_per_day", "max_flow_ul_per_day")
    assert all(model.source.vouches_for(field) for field in (*fields, "accuracy_permille"))


@pytest.mark.parametrize(
    ("code", "days", "schedule", "rank"),
    [
        ("baclofen", 180, "none", 1),
        ("clonidine", 90, "none", 2),
        ("morphine", 90, "II", 3),
        ("hydromorphone", 90, "II", 3),
        ("fentanyl", None, "II", 3),
        ("sufentanil", None, "II", 3),
        ("bupivacaine", 84, "none", 4),
    ],
)
def test_a_drug_has_its_fixed_values_and_they_count_as_verified(
    code: str, days: int | None, schedule: str, rank: int
) -> None:
    drug = CATALOGUE.drug(code)
    assert (drug.stability_days, drug.schedule, drug.withdrawal_rank) == (days, schedule, rank)
    assert drug.first_days is None
    assert all(drug.source.vouches_for(f) for f in ("stability_days", "schedule"))


@pytest.mark.parametrize(
    ("code", "dose", "concentration"),
    [
        ("baclofen", "2 mg/day", "4 mg/mL"),
        ("clonidine", "1 mg/day", "2 mg/mL"),
        ("morphine", "25 mg/day", "50 mg/mL"),
        ("hydromorphone", "15 mg/day", "20 mg/mL"),
        ("fentanyl", "2 mg/day", "10 mg/mL"),
        ("sufentanil", "500 mcg/day", "5 mg/mL"),
        ("bupivacaine", "30 mg/day", "40 mg/mL"),
        ("ziconotide", "21.6 mcg/day", "100 mcg/mL"),
    ],
)
def test_a_drug_has_what_is_plausible_of_it(code: str, dose: str, concentration: str) -> None:
    drug = CATALOGUE.drug(code)
    assert (str(drug.plausible.dose), str(drug.plausible.concentration)) == (dose, concentration)


def test_nothing_on_a_label_is_implausible() -> None:
    for drug in CATALOGUE.drugs.values():
        if drug.max_dose_ng_per_day is not None:
            assert drug.max_dose_ng_per_day <= drug.plausible.dose.ng_per_day, drug.code
        if drug.max_concentration_ng_per_ml is not None:
            assert drug.max_concentration_ng_per_ml <= drug.plausible.concentration.ng_per_ml


def test_ziconotide_has_three_times_by_history_and_dilution() -> None:
    drug = CATALOGUE.drug("ziconotide")
    assert (drug.first_days, drug.undiluted_days, drug.diluted_days) == (14, 84, 40)
    assert drug.undiluted_ng_per_ml == (25_000, 100_000)
    assert (drug.schedule, drug.withdrawal_rank) == ("none", 5)


@pytest.mark.parametrize(
    ("code", "is_constant"), [("SM2-20", False), ("PROMETRA2-40", False), ("CODMAN3000-16", True)]
)
def test_only_the_constant_flow_pumps_are_marked_so(code: str, is_constant: bool) -> None:
    assert CATALOGUE.model(code).constant_flow is is_constant


def test_a_prometra_is_to_be_emptied_before_mri() -> None:
    for code in ("PROMETRA-20", "PROMETRA2-20", "PROMETRA2-40"):
        assert CATALOGUE.model(code).empty_before_mri
    assert not CATALOGUE.model("SM2-20").empty_before_mri


def test_a_mixture_keeps_as_long_as_the_first_of_its_drugs_to_go() -> None:
    text = "morphine 20 mg/mL + bupivacaine 10 mg/mL"
    assert CATALOGUE.stable_days(mixture(text), drugs_before=frozenset()) == 84


def entries(name: str, table: str) -> list[dict[str, Any]]:
    """The raw entries of a catalogue file."""
    text = files("pumpsched.reference").joinpath(name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)[table]
    return found


TABLES = [("pumps.toml", "pump"), ("drugs.toml", "drug"), ("site_rules.toml", "rule")]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_every_entry_has_a_source_a_date_and_says_what_is_unverified(name: str, table: str) -> None:
    for entry in entries(name, table):
        assert len(entry["source"]) > 20, entry
        assert type(entry["checked_on"]) is date
        assert type(entry["verified"]) is bool
        unverified, fixed = (set(entry.get(name, ())) for name in ("unverified", "fixed"))
        assert unverified | fixed <= set(entry), entry
        assert not unverified & fixed, entry


def test_a_figure_of_a_manual_that_nobody_saw_is_fixed_by_contract_and_not_verified() -> None:
    for code in ("SM3-20", "SM3-40"):
        source = CATALOGUE.model(code).source
        assert source.trust("min_flow_ul_per_day") == "fixed by contract"
        assert source.trust("service_years") == "unverified"
    assert CATALOGUE.model("SM2-20").source.trust("accuracy_permille") == "verified"


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_no_code_stands_twice(name: str, table: str) -> None:
    codes = [entry.get("code", entry.get("id")) for entry in entries(name, table)]
    assert len(codes) == len(set(codes))
    assert None not in codes


def test_figures_are_whole_numbers_in_their_canonical_units() -> None:
    for name, table in TABLES:
        for entry in entries(name, table):
            assert not any(isinstance(value, float) for value in entry.values()), entry


def test_a_drugs_synonyms_name_no_other_drug_and_match_in_any_case() -> None:
    names = [name for drug in CATALOGUE.drugs.values() for name in (drug.code, *drug.synonyms)]
    assert len(names) == len(set(names))
    for drug in CATALOGUE.drugs.values():
        for name in (drug.code, *drug.synonyms):
            assert name == name.casefold()
            assert CATALOGUE.drug_code(name.upper()) == drug.code
            assert not any(character.isdigit() or character == "+" for character in name)


def test_codes_are_upper_case_for_models_and_lower_case_for_drugs() -> None:
    assert all(code == code.upper() for code in CATALOGUE.models)
    assert all(code == code.lower() for code in CATALOGUE.drugs)


def test_every_model_is_within_itself_consistent() -> None:
    for model in CATALOGUE.models.values():
        assert 0 < model.alarm_ul < model.capacity_ul
        low, high = model.min_flow_ul_per_day, model.max_flow_ul_per_day
        assert (low is None) == (high is None)
        assert low is None or high is None or 0 <= low < high
        assert not (model.constant_flow and low is not None)


def test_the_families_a_drug_is_approved_for_exist() -> None:
    families = {model.family for model in CATALOGUE.models.values()}
    for drug in CATALOGUE.drugs.values():
        assert set(drug.approved_families) <= families


def test_a_reference_maximum_is_not_below_a_label_strength() -> None:
    for entry in entries("drugs.toml", "drug"):
        most = entry.get("max_concentration_ng_per_ml")
        strengths = entry["label_concentrations_ng_per_ml"]
        assert all(strength > 0 for strength in strengths)
        if "max_concentration_ng_per_ml" not in entry.get("unverified", ()) and most:
            assert all(strength <= most for strength in strengths)


def test_the_site_rule_in_force_is_the_latest_that_has_begun() -> None:
    rules = [rule for rule in site_rules() if (rule.schedule, rule.setting) == ("II", "home")]
    assert [rule.since for rule in rules] == sorted(rule.since for rule in rules)
    for rule, following in zip(rules, [*rules[1:], None], strict=True):
        assert site_rule("II", "home", rule.since) is rule
        if following is not None:
            eve = date.fromordinal(following.since.toordinal() - 1)
            assert site_rule("II", "home", eve) is rule
    assert site_rule("II", "home", date(1970, 1, 1)) is None
    assert site_rule("none", "home", date(2026, 11, 23)) is None
    assert site_rule("II", "clinic", date(2026, 11, 23)) is None


def test_the_catalogue_is_read_once() -> None:
    assert catalogue() is CATALOGUE
