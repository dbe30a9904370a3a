"""Gates at their exact boundaries: what passes, what is asked for again, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.gates import flow_outside, ratio_text
from pumpsched.domain.quantities import flow_text
from tests.builders import PUMP, even, fill, flex, pump, when
from tests.builders.values import Fact, Programme, Programmed, Pump
from tests.domain.standings import MIXTURE, Gate, dose_gate, gate, standing

CODMAN = pump("CODMAN3000-30", fixed_flow_ul=300)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("144 mcg/day", None),  # a fifth more
        ("144.001 mcg/day", "144.001 mcg/day"),
        ("96 mcg/day", None),  # a fifth less
        ("95.999 mcg/day", "95.999 mcg/day"),
        ("120 mcg/day", None),
    ],
)
def test_a_change_beyond_a_fifth_is_asked_for_again(text: str, asked: str | None) -> None:
    assert dose_gate(even(), even(text)) == Gate(confirm=asked)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("600 mcg/day", None),  # five times
        ("600.001 mcg/day", "dose-slip"),
        ("24 mcg/day", None),  # a fifth of it
        ("23.999 mcg/day", "flow-outside-model"),
    ],
)
def test_a_change_beyond_fivefold_is_refused(text: str, code: str | None) -> None:
    wanted = dose_gate(even(), even(text))
    assert (wanted.code, wanted.confirm) == (code, text)


def test_a_fall_below_a_fifth_is_a_slip_where_the_pump_could_deliver_it() -> None:
    prometra = pump("PROMETRA-20")
    assert dose_gate(even(), even("24 mcg/day"), prometra).code is None
    wanted = dose_gate(even(), even("23.999 mcg/day"), prometra)
    assert wanted.code == "dose-slip"
    assert wanted.refusal is not None
    assert "1/5 of the present 120 mcg/day" in wanted.refusal.what


def test_the_whole_day_counts_beside_the_basal_dose() -> None:
    """Basal unchanged; the boluses alone lift the day from 120 to 144 or 145 mcg."""
    assert dose_gate(even(), even("120 mcg/day", "6 mcg x 4/day")).confirm is None
    assert dose_gate(even(), even("120 mcg/day", "5 mcg x 5/day")).confirm == "120 mcg/day"
    fivefold = dose_gate(even(), even("120 mcg/day", "120 mcg x 4/day"))
    assert fivefold.code is None
    assert dose_gate(even(), even("120 mcg/day", "121 mcg x 4/day")).code == "dose-slip"


def test_the_basal_dose_counts_beside_the_whole_day() -> None:
    """The day stays at 220 mcg while its basal part falls from 200 to 100."""
    old, new = even("200 mcg/day", "5 mcg x 4/day"), even("100 mcg/day", "30 mcg x 4/day")
    assert dose_gate(old, new).confirm == "100 mcg/day"


def test_a_flex_programme_is_asked_for_by_its_steps() -> None:
    steps = "00:00 5 mcg/h; 12:00 10 mcg/h"
    assert dose_gate(even(), flex(steps)) == Gate(confirm=steps)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24 mcg/day", None),  # 0.048 mL/day
        ("23.999 mcg/day", "flow-outside-model"),
        ("12 mg/day", None),  # 24 mL/day
        ("12.000001 mg/day", "flow-outside-model"),
        ("00:00 1 mcg/h; 12:00 5 mcg/h", None),
        ("00:00 0.9 mcg/h; 12:00 5 mcg/h", "flow-outside-model"),
    ],
)
def test_the_flow_limits_hold_for_a_first_programme_and_in_every_step(
    text: str, code: str | None
) -> None:
    wanted = dose_gate(None, flex(text) if ":" in text else even(text))
    assert (wanted.code, wanted.confirm) == (code, None)


@pytest.mark.parametrize(
    ("text", "shown"), [("12.000001 mg/day", "24.0001 mL"), ("23.999 mcg/day", "0.0479 mL")]
)
def test_a_flow_outside_the_limits_is_shown_outside_them(text: str, shown: str) -> None:
    refusal = dose_gate(None, even(text)).refusal
    assert refusal is not None
    assert refusal.what.startswith(f"Refused: {shown}/day is outside")


def test_the_boluses_of_a_day_count_toward_the_highest_flow() -> None:
    assert dose_gate(None, even("11 mg/day", "0.25 mg x 4/day")).code is None
    assert dose_gate(None, even("11 mg/day", "0.26 mg x 4/day")).code == "flow-outside-model"


def test_no_flow_is_judged_without_a_mixture_or_verified_limits() -> None:
    slow = even("1 mcg/day")
    assert dose_gate(None, slow, mix=None) == Gate()
    assert dose_gate(None, slow, pump("SMEL-18")) == Gate()
    assert flow_outside(slow, CODMAN, MIXTURE, next_step="") is None


def gate_for(old: str | None, new: str, programme: Programme | None, of: Pump = PUMP) -> Gate:
    """What is wanted of a fill with another mixture."""
    facts: list[Fact] = [fill(of=old)] if old else []
    if programme is not None:
        facts.append(Programmed(at=when("2026-11-02"), programme=programme))
    return gate(standing(*facts, of=of), fill("2026-11-20", of=new))


def test_the_same_mixture_or_a_first_one_is_not_asked_for() -> None:
    assert gate_for(None, "baclofen 500 mcg/mL", even()) == Gate()
    assert gate_for("baclofen 0.5 mg/mL", "baclofen 500 mcg/mL", even()) == Gate()


def test_another_mixture_is_asked_for_in_its_canonical_text() -> None:
    asked = Gate(confirm="baclofen 1 mg/mL")
    assert gate_for("baclofen 500 mcg/mL", "baclofen 1000 mcg/mL", even()) == asked
    assert gate_for("baclofen 500 mcg/mL", "baclofen 1000 mcg/mL", None) == asked


@pytest.mark.parametrize(
    ("strength", "code"),
    [
        ("2500 mcg/mL", None),  # a fifth of the flow, 0.048 mL/day
        ("2500.001 mcg/mL", "flow-outside-model"),
        ("100 mcg/mL", None),  # five times the flow
        ("99.999 mcg/mL", "mixture-slip"),
    ],
)
def test_a_concentration_that_changes_the_flow_beyond_fivefold_is_refused(
    strength: str, code: str | None
) -> None:
    assert gate_for("baclofen 500 mcg/mL", f"baclofen {strength}", even()).code == code


@pytest.mark.parametrize(
    ("strength", "code"),
    [("10 mg/mL", None), ("10.001 mg/mL", "mixture-slip"), ("0.4 mg/mL", None),
     ("0.399 mg/mL", "mixture-slip")],
)  # fmt: skip
def test_another_drug_of_the_mixture_may_not_change_beyond_fivefold_either(
    strength: str, code: str | None
) -> None:
    old, new = ("morphine 20 mg/mL + bupivacaine " + text for text in ("2 mg/mL", strength))
    wanted = gate_for(old, new, even("5 mg/day"))
    assert wanted.code == code
    if wanted.refusal is not None:
        assert "changes the bupivacaine" in wanted.refusal.what


@pytest.mark.parametrize(
    ("strength", "code"), [("50 mg/mL", None), ("50.001 mg/mL", "mixture-slip")]
)
def test_on_a_constant_flow_pump_the_concentration_is_the_dose(
    strength: str, code: str | None
) -> None:
    old, ignored = "morphine 10 mg/mL", even("1 mg/day")
    assert gate_for(old, f"morphine {strength}", ignored, CODMAN).code == code


def test_a_ratio_reads_up_or_down() -> None:
    assert [ratio_text(5, 50), ratio_text(48, 5), ratio_text(3, 4)] == [
        "10 times",
        "1/9.6 of",
        "1.3 times",
    ]


@pytest.mark.parametrize(
    ("ul_per_day", "up", "text"),
    [
        (Fraction(47, 1), False, "0.047"),
        (Fraction(1, 3), False, "0.0003"),
        (Fraction(1, 3), True, "0.0004"),
        (Fraction(1, 11), False, "less than 0.0001"),
        (Fraction(0), False, "0"),
        (Fraction(24_000_001, 1000), True, "24.0001"),
    ],
)
def test_a_flow_is_never_said_to_be_nothing_while_it_is_something(
    ul_per_day: Fraction, up: bool, text: str
) -> None:
    assert flow_text(ul_per_day, up=up) == text
