"""Golden cases: named, with their source, and worked out without the program.

"Facts page" is the numbered list of worked examples collected from labels, papers and textbooks.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest

from tests.builders import (
    CATALOGUE,
    PUMP,
    codes,
    day,
    dose,
    even,
    fill,
    flex,
    ledger,
    mixture,
    pump,
    running,
    view,
    window,
)
from tests.builders.values import (
    Dose,
    Fact,
    Limit,
    Projection,
    WindowRules,
    catalogue,
    is_hourly,
    residual_check,
    severity_of,
)
from tests.domain.standings import dose_gate, refused, standing

YEARLY = WindowRules(max_months=12)


def days_to_alarm(*facts: Fact, rules: WindowRules = YEARLY, model: str = "SM2-20") -> int:
    """Whole days from the fill to the alarm date."""
    dates = window(view(*facts, of=pump(model), rules=rules))
    assert dates.alarm_on is not None
    return (dates.alarm_on - dates.filled_on).days


def alarm_at(ul: int) -> WindowRules:
    """Yearly refills with an own alarm volume."""
    return WindowRules(max_months=12, alarm_ul=ul)


def volume_days(projection: Projection) -> int:
    """Whole days from the fill until nothing is left."""
    dates = window(projection)
    assert dates.empty_on is not None
    return (dates.empty_on - dates.filled_on).days


def test_the_worked_example_of_the_contract() -> None:
    seen = running()
    dates = window(seen)
    assert seen.flow_ul_per_day == 240
    assert seen.volume_ul == 14_960
    assert (dates.alarm_on, dates.empty_on) == (day("2027-01-16"), day("2027-01-24"))
    assert (dates.opens_on, dates.refill_by) == (day("2026-12-02"), day("2027-01-09"))
    assert dates.limit is Limit.RESERVOIR


@pytest.mark.parametrize(("text", "days"), [("250 mcg/day", 40), ("500 mcg/day", 20)])
def test_e1_twenty_millilitres_last_forty_days_at_half_a_millilitre(text: str, days: int) -> None:
    """Facts page E1 (a patient's guide to the starting dose): 0.5 and 1 mL a day."""
    assert volume_days(view(fill(), dose(text=text))) == days


def test_e3_the_lowest_flow_sets_the_lowest_dose() -> None:
    """Facts page E3 (baclofen stability series, 2023): 0.048 mL/day of 2.002 mg/mL is 96.1 mcg."""
    strong = mixture("baclofen 2.002 mg/mL")
    assert even("96.096 mcg/day").day_flow(strong.ng_per_ml) == 48
    at_least = dose_gate(None, even("96.096 mcg/day"), PUMP, strong)
    below = dose_gate(None, even("96.095 mcg/day"), PUMP, strong)
    assert (at_least.refusal, below.refusal is None) == (None, False)


def test_e6_in_a_pump_new_to_ziconotide_the_first_fill_lasts_fourteen_days() -> None:
    """Facts page E6 (Prialt label): 14 mL of 25 mcg/mL at 2.4 mcg/day would run 125 days."""
    facts = (fill(ml="14", of="ziconotide 25 mcg/mL"), dose(text="2.4 mcg/day"))
    dates = window(view(*facts))
    assert days_to_alarm(*facts) == 125
    assert (dates.refill_by, dates.limit) == (day("2026-11-16"), Limit.STABILITY)


@pytest.mark.parametrize(
    ("strength", "days", "last_day", "limit"),
    [
        ("100 mcg/mL", 93, "2027-01-25", Limit.STABILITY),  # 93.75 days by volume, 84 by label
        ("25 mcg/mL", 23, "2026-11-25", Limit.RESERVOIR),  # 23.4 days by volume
    ],
)
def test_e7_e8_undiluted_ziconotide_is_bound_by_its_time_or_by_its_volume(
    strength: str, days: int, last_day: str, limit: Limit
) -> None:
    """Facts page E7 and E8 (Prialt label): 19.2 mcg/day of the two strengths sold, no margin."""
    older, new = (fill(at, of=f"ziconotide {strength}") for at in ("2026-10-20", "2026-11-02"))
    facts = (older, new, dose(text="19.2 mcg/day"))
    dates = window(view(*facts, rules=WindowRules(margin_days=0)))
    assert days_to_alarm(*facts) == days
    assert (dates.refill_by, dates.limit) == (day(last_day), limit)


def test_e11_twice_the_screening_dose_lasts_ninety_days() -> None:
    """Facts page E11 (best practices for baclofen, 2016): 2 x 50 mcg at 500 mcg/mL."""
    assert days_to_alarm(fill(), dose(text="100 mcg/day")) == 90


def test_e12_a_concentration_of_twice_the_daily_dose_lasts_about_a_month() -> None:
    """Facts page E12 (textbook rule): half a millilitre a day, (20 - 2) / 0.5."""
    assert days_to_alarm(fill(of="morphine 10 mg/mL"), dose(text="5 mg/day")) == 36


def test_e12_half_a_millilitre_an_hour_is_the_slip_in_that_textbook() -> None:
    """The source prints mL/h: 24 times the flow, 20 mL in forty hours; never without a reason."""
    slip = even("5 mg/h")
    assert volume_days(view(fill(of="morphine 10 mg/mL"), dose(text="5 mg/h"))) == 1
    gate = dose_gate(even("5 mg/day"), slip, PUMP, mixture("morphine 10 mg/mL"))
    assert gate.refusal is not None
    assert "24 times" in gate.refusal.what


def test_e14_the_residual_band_after_sixty_days() -> None:
    """Facts page E14: 5 mL expected, 14.5 % of the 15 mL delivered is 2.175 mL either way."""
    found = {}
    for residual in ("2.825", "2.824", "7.175", "7.176"):
        new = fill("2027-01-01T00:00", residual=residual)
        facts = ledger(fill("2026-11-02T00:00"), dose(text="125 mcg/day"), new)
        check = residual_check(facts, facts.fills()[-1], PUMP)
        assert check is not None
        found[residual] = severity_of(check)
        assert check.high_ul == 5_000
        assert check.tolerance_ul == 2_175
    assert list(found.values()) == ["info", "warning", "info", "warning"]


@pytest.mark.parametrize(
    ("text", "ul", "days"),
    [
        ("125 mcg/day", 2_000, 72),
        ("125 mcg/day", 4_000, 64),
        ("250 mcg/day", 2_000, 36),
        ("250 mcg/day", 4_000, 32),
    ],
)
def test_e15_a_higher_alarm_volume_costs_days(text: str, ul: int, days: int) -> None:
    """Facts page E15 (Neurosurgery 2004): withdrawal above 2 mL, none once 4 mL was the alarm."""
    assert days_to_alarm(fill(), dose(text=text), rules=alarm_at(ul)) == days


@pytest.mark.parametrize(("bolus", "days"), [("", 152), ("0.25 mg x 4/day", 126)])
def test_e16_patient_boluses_bring_the_alarm_from_day_152_to_day_126(bolus: str, days: int) -> None:
    """Facts page E16: 38 mL at 0.25 mL/day, or at 0.3 mL/day (126 and two thirds)."""
    facts = (fill(ml="40", of="morphine 20 mg/mL"), dose(text="5 mg/day", bolus_text=bolus))
    assert days_to_alarm(*facts, model="SM2-40") == days


@pytest.mark.parametrize(("bolus", "days"), [("", 34), ("0.25 mg x 4/day", 28)])
def test_e17_prometra_counts_to_three_millilitres_with_all_boluses_used(
    bolus: str, days: int
) -> None:
    """Facts page E17 (Flowonix patient controller): 17 mL at 0.5 and at 0.6 mL/day."""
    facts = (fill(of="morphine 10 mg/mL"), dose(text="5 mg/day", bolus_text=bolus))
    assert days_to_alarm(*facts, model="PROMETRA-20") == days


def test_e18_the_second_drug_follows_the_flow_of_the_first() -> None:
    """Facts page E18: 5 mg/day of morphine 10 mg/mL carries 10 mg of bupivacaine 20 mg/mL."""
    found = mixture("morphine 10 mg/mL + bupivacaine 20 mg/mL").doses_of(500)
    assert found["bupivacaine"] == 10_000_000


def test_e19_a_flex_day_of_152_micrograms() -> None:
    """Facts page E19: 5 mcg/h for 8 hours, 10 for 4, 6 for 12."""
    assert flex("00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h").dose_text == "152 mcg/day"


def test_incident_twenty_millilitres_injected_and_forty_programmed() -> None:
    """A closed malpractice claim (TMLT): the pump ran dry in October against a January refill.

    The smaller volume counts, the finding stands, and the command refuses to take it as it is.
    """
    big = pump("SM2-40")
    wrong = fill("2026-08-03", "20", of="morphine 20 mg/mL", programmed="40")
    seen = view(wrong, dose("2026-08-03", "5 mg/day"), of=big, as_of=day("2026-08-03"))
    dates = window(seen)
    assert seen.volume_ul == 20_000
    assert (dates.alarm_on, dates.empty_on) == (day("2026-10-14"), day("2026-10-22"))
    assert dates.refill_by == day("2026-10-07")
    assert codes(seen, big) == ["fill-mismatch"]
    refusal = refused(standing(of=big), wrong)
    assert refusal is not None
    assert refusal.code == "fill-mismatch"


def test_incident_per_hour_typed_for_per_day() -> None:
    """Named by ISMP among its pump errors: the converted value is shown, and 24 times refused."""
    meant, typed = Dose.parse("5 mcg/h"), Dose.parse("120 mcg/day")
    assert (meant, is_hourly("5 mcg/h"), str(meant)) == (typed, True, "120 mcg/day")
    gate = dose_gate(even("60 mcg/day"), even("60 mcg/h"), PUMP, mixture())
    assert gate.refusal is not None
    assert gate.refusal.code == "dose-slip"
    assert "1.44 mg/day is 24 times the present 60 mcg/day" in gate.refusal.what
    assert gate.confirm == "1.44 mg/day"


def test_incident_milligrams_typed_for_micrograms() -> None:
    """A thousand times the dose never passes, up or down."""
    for old, new in (("120 mcg/day", "120 mg/day"), ("120 mg/day", "120 mcg/day")):
        gate = dose_gate(even(old), even(new), pump("PROMETRA-20"), None)
        assert gate.refusal is not None
        assert gate.refusal.code == "dose-slip"


def test_the_alarm_falls_on_a_whole_day_never_after_the_exact_one() -> None:
    """(20 - 2) mL over 0.7 mL/day are 25.71 days; the 25th day after the fill is named."""
    exact = Fraction(18_000, 700)
    assert days_to_alarm(fill(), dose(text="350 mcg/day")) == floor(exact) == 25


def test_the_examples_use_the_shipped_catalogue() -> None:
    assert catalogue() is CATALOGUE
