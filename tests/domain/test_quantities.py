"""The grammar of quantities: exact, with units, nothing guessed."""

from __future__ import annotations

import pytest

from pumpsched.domain.quantities import mass_text, number_problem, parse_dose, parse_rate
from tests.builders.values import (
    Concentration,
    Dose,
    Flow,
    Mass,
    Unreadable,
    Volume,
    decimal_text,
    is_hourly,
)


@pytest.mark.parametrize(
    ("text", "ng_per_day"),
    [
        ("120 mcg/day", 120_000),
        ("120mcg/d", 120_000),
        ("0.12mg/d", 120_000),
        ("120 ug/day", 120_000),
        ("120 \u00b5g/day", 120_000),
        ("120 \u03bcg/day", 120_000),
        ("120 MCG/DAY", 120_000),
        ("120 Mg/Day", 120_000_000),
        ("5 mcg/h", 120_000),
        ("5 mcg/hr", 120_000),
        ("5 MCG/HOUR", 120_000),
        ("0.005 mg / h", 120_000),
        ("1 ng/day", 1),
        ("0.125 ng/h", 3),
        ("0.000001 mg/day", 1),
    ],
)
def test_a_dose_is_whole_nanograms_a_day_whatever_its_unit(text: str, ng_per_day: int) -> None:
    assert Dose.parse(text) == Dose(ng_per_day)


@pytest.mark.parametrize(
    ("text", "ng_per_ml"),
    [
        ("2000 mcg/mL", 2_000_000),
        ("2 mg/mL", 2_000_000),
        ("25mg/ml", 25_000_000),
        ("25 \u00b5g/mL", 25_000),
        ("25 \u03bcg/ML", 25_000),
        ("1 ng/ml", 1),
        ("1000 mg/mL", 1_000_000_000),
    ],
)
def test_a_concentration_is_whole_nanograms_a_millilitre(text: str, ng_per_ml: int) -> None:
    assert Concentration.parse(text) == Concentration(ng_per_ml)


@pytest.mark.parametrize(
    ("text", "ul"),
    [
        ("20", 20_000),
        ("20mL", 20_000),
        ("2.1 ml", 2100),
        ("0.001 ML", 1),
        ("0", 0),
        ("2.1000", 2100),
    ],
)
def test_a_bare_volume_is_millilitres_counted_in_whole_microlitres(text: str, ul: int) -> None:
    assert Volume.parse(text) == Volume(ul)


@pytest.mark.parametrize(
    ("text", "ng"), [("0.25 mg", 250_000), ("250mcg", 250_000), ("250 \u00b5g", 250_000)]
)
def test_a_mass_is_whole_nanograms(text: str, ng: int) -> None:
    assert Mass.parse(text) == Mass(ng)


MALFORMED = (
    *("NaN", "nan", "inf", "-inf", "Infinity", "1e3", "1E3", "1_0", "1_0.5", "0x10"),
    *("1,5", "1,000", "1.000,5", ".5", "5.", "1.2.3", "+1", "-1", "-0", "-0.0", "\u22121"),
    *("\uff11\uff10", "\u0661\u0662", "1\u00a02", "1 2", "", " ", "\t", "ten", "\u00b2", "1e-320"),
)


@pytest.mark.parametrize("number", MALFORMED)
@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        (Dose, " mcg/day"),
        (Concentration, " mcg/mL"),
        (Volume, " mL"),
        (Volume, ""),
        (Mass, " mcg"),
    ],
)
def test_a_malformed_number_is_refused_with_the_name_of_its_field(
    number: str, kind: type[Dose | Concentration | Volume | Mass], unit: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.parse(number + unit, "--field")
    assert (refusal.value.exit_code, refusal.value.noun) == (2, "--field")
    assert refusal.value.facts["field"] == "--field"
    assert "for example" in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["120", "120 mcg", "120/day", "120 mcg/week", "120 g/day", "120 mcg/day extra", "mcg/d"]
)
def test_a_dose_without_both_units_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Dose.parse(text)


@pytest.mark.parametrize("text", ["500", "500 mcg", "500 /mL", "500 mcg/L", "500 mcg/mLx"])
def test_a_concentration_without_both_units_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Concentration.parse(text)


@pytest.mark.parametrize("text", ["5", "5 mL", "5 g"])
def test_a_mass_without_its_unit_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Mass.parse(text)


@pytest.mark.parametrize("text", ["20 L", "20 uL", "20 mcg", "20 \u33d6"])
def test_a_volume_in_another_unit_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Volume.parse(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Dose, "0.1 ng/day"),
        (Dose, "0.0001 mcg/day"),
        (Dose, "0.1 ng/h"),
        (Dose, "0.0000001 mg/d"),
        (Concentration, "0.5 ng/mL"),
        (Concentration, "0.0001 mcg/mL"),
        (Volume, "0.0001"),
        (Volume, "2.1005 mL"),
        (Mass, "0.5 ng"),
    ],
)
def test_what_is_finer_than_the_canonical_unit_is_refused_not_rounded(
    kind: type[Dose | Concentration | Volume | Mass], text: str
) -> None:
    with pytest.raises(Unreadable, match="is finer than 1"):
        kind.parse(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Dose, "0 mcg/day"), (Dose, "0.000 mg/h"), (Concentration, "0 mg/mL"), (Mass, "0 mcg")],
)
def test_nothing_at_all_is_refused_as_a_dose_concentration_or_mass(
    kind: type[Dose | Concentration | Mass], text: str
) -> None:
    with pytest.raises(Unreadable, match="more than zero"):
        kind.parse(text)


def test_a_zero_dose_names_the_way_to_stop_a_pump() -> None:
    with pytest.raises(Unreadable, match="to stop a pump use `stop`"):
        Dose.parse("0 mcg/day")


def test_more_than_a_gram_per_millilitre_is_a_slip_of_the_unit() -> None:
    with pytest.raises(Unreadable, match="more than a gram"):
        Concentration.parse("1000.000001 mg/mL")


def test_a_negative_volume_and_an_empty_dose_cannot_even_be_made() -> None:
    with pytest.raises(ValueError, match="negative volume"):
        Volume(-1)
    with pytest.raises(ValueError, match="positive"):
        Dose(0)
    with pytest.raises(ValueError, match="positive"):
        Flow(0)
    with pytest.raises(ValueError, match="positive"):
        Concentration(0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("-1", "has a sign"),
        ("1,5", "has a comma"),
        (".5", "needs digits on both sides of the point"),
        ("5. mL", "needs digits on both sides of the point"),
        ("1e3", "must be plain digits"),
        ("1_0", "must be plain digits"),
        ("\uff15 mL", "has digits that are not ASCII"),
        ("5", "is not a dose: the unit is missing"),
        ("NaN", "is not a dose"),
    ],
)
def test_the_problem_of_a_number_is_named_as_precisely_as_can_be(text: str, problem: str) -> None:
    assert number_problem(text, "is not a dose").startswith(problem)


def test_a_missing_unit_is_said_once() -> None:
    assert number_problem("5", "needs a mass and its unit") == "needs a mass and its unit"


def test_a_rate_may_be_zero_where_a_dose_may_not() -> None:
    assert parse_rate("0 mcg/h") == 0


@pytest.mark.parametrize(
    ("text", "hourly"), [("5 mcg/h", True), ("5mcg/HR", True), ("5 mcg/day", False), ("5", False)]
)
def test_a_dose_per_hour_is_known_as_such_so_that_it_can_be_echoed(text: str, hourly: bool) -> None:
    assert is_hourly(text) is hourly


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Dose(120_000), "120 mcg/day"),
        (Dose(999_999), "999.999 mcg/day"),
        (Dose(1_000_000), "1 mg/day"),
        (Dose(1), "0.001 mcg/day"),
        (Concentration(999_999), "999.999 mcg/mL"),
        (Concentration(2_500_000), "2.5 mg/mL"),
        (Volume(2100), "2.1 mL"),
        (Volume(0), "0 mL"),
        (Mass(250_000), "250 mcg"),
    ],
)
def test_canonical_text_has_mg_from_1000_mcg_up_and_no_trailing_zeros(
    value: Dose | Concentration | Volume | Mass, text: str
) -> None:
    assert str(value) == text
    assert type(value).parse(text) == value


def test_decimal_text_is_exact_with_any_sign_and_number_of_decimals() -> None:
    assert [decimal_text(-1500, 3), decimal_text(7, 0), decimal_text(5, 3)] == [
        "-1.5",
        "7",
        "0.005",
    ]
    assert mass_text(1_500_000) == "1.5 mg"


@pytest.mark.parametrize(
    ("text", "ul_per_day"),
    [("0.05 mL/day", 50), ("0.05ml/d", 50), ("0.05 mL/h", 1200), ("0.005 mL/hr", 120)],
)
def test_a_dose_may_be_given_as_a_flow(text: str, ul_per_day: int) -> None:
    assert parse_dose(text) == Flow(ul_per_day)


@pytest.mark.parametrize(
    "text", ["0 mL/day", ".05 mL/day", "0.0501 mL/day", "0.05 mL", "0,05 mL/d", "-1 mL/d", "5 mL/w"]
)
def test_a_flow_that_is_no_number_of_whole_microlitres_a_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_dose(text)


def test_a_flow_an_hour_is_echoed_both_ways() -> None:
    assert is_hourly("0.05 mL/h")
    assert not is_hourly("0.05 mL/day")
    assert str(parse_dose("0.05 mL/h")) == "1.2 mL/day"
