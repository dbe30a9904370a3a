"""What a day brings of each drug: at the programme, with all boluses, while it is in doubt."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.doses import dose_text, doses_after, doses_told
from tests.builders import PUMP, dose, fill, ledger, pump, when
from tests.builders.values import Fact, Pump

TWO = "morphine 20 mg/mL + bupivacaine 10 mg/mL"


def told(*facts: Fact, at: str = "2026-11-02", of: Pump = PUMP) -> dict[str, str]:
    """Each drug's dose in words, at a time."""
    return {each.drug: each.a_day for each in doses_told(ledger(*facts), when(at), of)}


def test_every_drug_follows_the_flow_of_the_programmed_one() -> None:
    assert told(fill(of=TWO), dose(text="6 mg/day")) == {
        "morphine": "6 mg/day",
        "bupivacaine": "3 mg/day",
    }


def test_a_dose_with_all_boluses_is_said_where_there_are_any() -> None:
    found = told(fill(of=TWO), dose(text="6 mg/day", bolus_text="0.25 mg x 4/day"))
    assert found["bupivacaine"] == "3 mg/day, 3.5 mg/day with all boluses"


def test_a_concentration_in_question_makes_a_range() -> None:
    stronger = fill("2026-11-20", of="baclofen 600 mcg/mL")
    found = told(fill(), dose(), stronger, at="2026-11-20")
    assert found == {"baclofen": "120 mcg/day to 144 mcg/day"}


def test_without_a_programme_there_is_no_dose() -> None:
    assert told(fill()) == {"baclofen": "no dose recorded"}


def test_before_a_fill_and_of_saline_there_is_no_drug() -> None:
    assert told(dose()) == {}
    assert told(fill(of="saline"), dose(text="0.2 mL/day")) == {}


def test_a_constant_flow_gives_the_dose_that_follows_from_it() -> None:
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    assert told(fill(), of=codman) == {"baclofen": "150 mcg/day"}


@pytest.mark.parametrize(
    ("ng", "said"),
    [
        (Fraction(120_000), "120 mcg/day"),
        (Fraction(100_000, 3), "33.3333 mcg/day"),
        (Fraction(100_000_000, 3), "33.3333 mg/day"),
    ],
)
def test_a_dose_that_is_no_whole_number_is_said_to_four_decimals(ng: Fraction, said: str) -> None:
    assert dose_text(ng) == said


def test_a_reduction_with_the_day_alone_is_shown_as_of_the_next_day() -> None:
    told = ledger(fill(), dose(), dose("2026-11-20", "100 mcg/day"), dose("2026-11-21T09:00"))
    assert [str(each.most) for each in doses_told(told, when("2026-11-20"), PUMP)] == ["120000"]
    assert [str(each.most) for each in doses_after(told, when("2026-11-20"), PUMP)] == ["100000"]
    after = doses_after(told, when("2026-11-21T09:00"), PUMP)
    assert [str(each.most) for each in after] == ["120000"]
