"""The settings of a practice: known keys, defaults, and what each accepts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.settings import check_setting, known_setting, meaning
from tests.builders import CATALOGUE, day
from tests.builders.values import (
    RULES,
    Closure,
    Patient,
    PlanRules,
    Practice,
    Unreadable,
    WindowRules,
)

DEFAULTS = {
    "zone": "America/Chicago",
    "margin_days": "7",
    "min_months": "1",
    "max_months": "3",
    "working_days": "Mon-Fri",
    "calibration": "apply",
    "home_controlled": "allow",
    "order_lead_days": "5",
    "detour": "1.3",
    "speed_kmh": "45",
    "price_last_days": "40",
    "reserve_days": "3",
}


def test_a_practice_without_settings_has_the_defaults_of_the_contract() -> None:
    values = Practice.of({}).values
    assert {key: values[key] for key in DEFAULTS} == DEFAULTS
    assert str(Practice.of({}).zone) == "America/Chicago"


@pytest.mark.parametrize("key", sorted(RULES))
def test_every_default_is_a_value_its_own_rule_accepts(key: str) -> None:
    assert check_setting(key, RULES[key].default) == RULES[key].default
    assert RULES[key].meaning


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zone", "Europe/Berlin"),
        ("margin_days", "0"),
        ("margin_days", "60"),
        ("min_months", "0"),
        ("max_months", "24"),
        ("working_days", "Tue-Sat"),
        *(("calibration", word) for word in ("off", "show", "apply", "always", "use")),
        *(("residual_sd_ml", "0.1"), ("residual_sd_ml", "0.6"), ("residual_sd_ml", "5")),
        ("home_controlled", "no"),
        ("detour", "1"),
        ("speed_kmh", "0.5"),
    ],
)
def test_a_setting_is_taken_as_written(key: str, value: str) -> None:
    assert check_setting(key, value) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("zone", "Chicago/America"), ("zone", ""), ("zone", "../etc/passwd"), ("zone", "a\0b")),
        *(("margin_days", "61"), ("margin_days", "-1"), ("margin_days", "7.5")),
        *(("margin_days", "\uff17"), ("margin_days", ""), ("max_months", "0")),
        *(("max_months", "25"), ("min_months", "25"), ("working_days", "weekdays")),
        *(("residual_sd_ml", "0.099"), ("residual_sd_ml", "5.001"), ("residual_sd_ml", "-1")),
        *(("calibration", "Show"), ("home_controlled", "maybe"), ("order_lead_days", "1e1")),
        *(("detour", "0"), ("detour", "-1"), ("detour", ".5"), ("speed_kmh", "NaN")),
    ],
)
def test_a_setting_its_rule_does_not_accept_is_refused_by_name(key: str, value: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_setting(key, value)
    assert (refusal.value.noun, refusal.value.exit_code) == (key, 2)


def test_an_unknown_setting_is_refused_with_the_nearest_one_or_all() -> None:
    with pytest.raises(Unreadable, match="did you mean margin_days"):
        known_setting("margin_day", CATALOGUE.drugs)
    with pytest.raises(Unreadable, match="known: zone, ") as refusal:
        known_setting("qqq", CATALOGUE.drugs, "--key")
    assert refusal.value.noun == "--key"


def test_each_drug_has_its_own_maxima_until_a_practice_sets_others() -> None:
    baclofen = CATALOGUE.drug("baclofen")
    assert Practice.of({}).plausible(baclofen) == baclofen.plausible
    own = {"max_dose.baclofen": "3 mg/day", "max_concentration.baclofen": "5 mg/mL"}
    for key, value in own.items():
        assert check_setting(known_setting(key, CATALOGUE.drugs), value) == value
    practice = Practice.of(own)
    raised = practice.plausible(baclofen)
    assert (str(raised.dose), str(raised.concentration)) == ("3 mg/day", "5 mg/mL")
    assert practice.usual_rules.max_doses == (("baclofen", raised.dose),)
    morphine = CATALOGUE.drug("morphine")
    assert practice.plausible(morphine) == morphine.plausible


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("max_dose.baclofen", "3"),
        ("max_dose.baclofen", "3 mg/mL"),
        ("max_concentration.clonidine", "2 mg"),
    ],
)
def test_a_maximum_is_a_quantity_with_its_unit(key: str, value: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_setting(key, value)
    assert refusal.value.noun == key


@pytest.mark.parametrize("key", ["max_dose.laudanum", "max_dose", "max_dose.", "min_dose.baclofen"])
def test_there_is_a_maximum_of_the_catalogues_drugs_alone(key: str) -> None:
    with pytest.raises(Unreadable, match="is no setting"):
        known_setting(key, CATALOGUE.drugs)


def test_every_setting_says_what_it_means() -> None:
    assert meaning("margin_days") == RULES["margin_days"].meaning
    assert "beyond which is asked" in meaning("max_dose.baclofen")


def test_the_patients_own_rules_win_over_the_practices() -> None:
    practice = Practice.of({"margin_days": "10", "max_months": "6"})
    assert practice.rules_for(Patient("0007", "Ada Example")) == WindowRules(10, 1, 6)
    own = Patient("0007", "Ada Example", min_months=0, max_months=2, margin_days=0, alarm_ul=4_000)
    assert practice.rules_for(own) == WindowRules(0, 0, 2, 4_000)


def test_only_closures_of_all_close_the_practice() -> None:
    friday = day("2027-01-08")
    for who, is_open in (("all", False), ("MPLS", True), ("0007", True)):
        practice = Practice.of({}, (Closure(who, friday, friday),))
        assert practice.working.is_open(friday) is is_open


def test_the_working_days_are_those_of_the_setting() -> None:
    practice = Practice.of({"working_days": "Sat-Sun"})
    assert practice.working.is_open(day("2027-01-09"))
    assert not practice.working.is_open(day("2027-01-08"))


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        *(("EST", "America/New_York"), ("MST", "America/Denver"), ("HST", "Pacific/Honolulu")),
        *(("UTC", "America/Chicago"), ("GMT", "America/Chicago")),
        *(("Etc/GMT+8", "America/Los_Angeles"), ("Etc/UTC", "America/Chicago")),
    ],
)
def test_a_zone_of_fixed_offset_is_refused_with_the_place_meant(zone: str, place: str) -> None:
    with pytest.raises(Unreadable, match=place) as refused:
        check_setting("zone", zone)
    assert refused.value.example == place


@pytest.mark.parametrize("zone", ["America/Phoenix", "Europe/Berlin", "US/Eastern"])
def test_a_zone_of_a_place_is_taken(zone: str) -> None:
    assert check_setting("zone", zone) == zone


def test_the_rules_of_a_plan_are_those_of_the_practice() -> None:
    assert PlanRules.of(Practice.of({})) == PlanRules()
    rules = PlanRules.of(
        Practice.of({"reserve_days": "2", "regular_hours": "7.5", "detour": "1.4"})
    )
    assert (rules.reserve_days, rules.regular_minutes) == (2, 450)
    assert rules.detour == Fraction(7, 5)


def test_what_is_in_stock_is_as_set_and_else_as_labels_sell_it() -> None:
    baclofen, fentanyl = CATALOGUE.drug("baclofen"), CATALOGUE.drug("fentanyl")
    practice = Practice.of({"stock.baclofen": "2 mg/mL; 750 mcg/mL"})
    assert [str(each) for each in practice.stock(baclofen)] == ["2 mg/mL", "750 mcg/mL"]
    sold = [each.ng_per_ml for each in Practice.of({"stock.baclofen": ""}).stock(baclofen)]
    assert sold == [*baclofen.label_concentrations_ng_per_ml]
    assert practice.stock(fentanyl) == ()
    assert check_setting("stock.baclofen", "") == ""
    with pytest.raises(Unreadable):
        check_setting("stock.baclofen", "2 mg/mL; 5")


def test_a_number_that_is_too_small_lacks_no_unit() -> None:
    with pytest.raises(Unreadable) as refused:
        check_setting("speed_kmh", "0")
    assert refused.value.problem == "needs a number above zero"
