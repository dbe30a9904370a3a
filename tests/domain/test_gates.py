"""Gates at their exact boundaries: what passes, what is asked for again, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.errors import Conflict, Unsafe
from pumpsched.domain.gates import (
    Gate,
    check_constant_flow,
    check_second_fill,
    check_time,
    check_volumes,
    dose_gate,
    mixture_gate,
    ratio_text,
)
from pumpsched.domain.ledger import Filled
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import flow_text
from pumpsched.domain.therapy import Mixture, Programme
from tests.builders import (
    PUMP,
    day,
    dose,
    even,
    fill,
    flex,
    ledger,
    mixture,
    pump,
    when,
)

TODAY = day("2026-11-23")
CODMAN = pump("CODMAN3000-30", fixed_flow_ul=300)
MIXTURE = mixture()


def slug(gate: Gate) -> str | None:
    """Code of a gate's refusal."""
    return gate.refusal.code if gate.refusal else None


def gate_of(
    old: Programme | None, new: Programme, of: Pump = PUMP, mix: Mixture | None = MIXTURE
) -> Gate:
    """What the gates want of a new programme."""
    return dose_gate(old, new, of, mix, patient="0007")


@pytest.mark.parametrize("at", ["2026-11-24", "2026-11-24T00:00"])
def test_a_fact_after_today_is_refused_a_programme_is_not(at: str) -> None:
    with pytest.raises(Unsafe) as refusal:
        check_time(when(at), PUMP, today=TODAY, patient="0007")
    assert (refusal.value.code, refusal.value.exit_code) == ("future-fact", 4)
    check_time(when(at), PUMP, today=TODAY, patient="0007", planned=True)


def test_a_fact_of_today_passes_whatever_its_clock_time() -> None:
    check_time(when("2026-11-23T23:59"), PUMP, today=TODAY, patient="0007")


def test_a_fact_before_the_implant_is_refused_one_of_its_day_is_not() -> None:
    late = pump(implanted_on="2026-11-20")
    check_time(when("2026-11-20"), late, today=TODAY, patient="0007")
    with pytest.raises(Unsafe, match="before the pump was implanted") as refusal:
        check_time(when("2026-11-19T23:59"), late, today=TODAY, patient="0007", planned=True)
    assert refusal.value.code == "before-implant"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (fill(ml="20"), None),
        (fill(ml="20.001"), "overfill"),
        (fill(ml="18", residual="20"), None),
        (fill(ml="18", residual="20.001"), "impossible-residual"),
        (fill(ml="0"), "empty-fill"),
        (fill(ml="0.001"), None),
        (fill(ml="20", programmed="20.001"), "overfill"),
        (fill(ml="19", programmed="19.1"), None),
        (fill(ml="19", programmed="19.101"), "fill-mismatch"),
        (fill(ml="19", programmed="18.9"), None),
        (fill(ml="19", programmed="18.899"), "fill-mismatch"),
    ],
)
def test_a_fill_is_held_to_the_reservoir_and_to_what_the_programmer_was_told(
    given: Filled, code: str | None
) -> None:
    if code is None:
        check_volumes(given, PUMP, patient="0007", accepted=False)
        return
    with pytest.raises(Unsafe) as refusal:
        check_volumes(given, PUMP, patient="0007", accepted=False)
    assert (refusal.value.code, refusal.value.exit_code) == (code, 4)
    assert "Try: " in str(refusal.value)


def test_an_accepted_mismatch_passes_but_nothing_else_does() -> None:
    check_volumes(fill(ml="18", programmed="20"), PUMP, patient="0007", accepted=True)
    for beyond in (fill(ml="20.001"), fill(ml="20", programmed="40"), fill(residual="21")):
        with pytest.raises(Unsafe, match="more than this pump's"):
            check_volumes(beyond, PUMP, patient="0007", accepted=True)


def test_the_capacity_is_the_devices_own_where_it_has_one() -> None:
    small = pump(capacity_ul=18_000)
    check_volumes(fill(ml="18"), small, patient="0007", accepted=False)
    with pytest.raises(Unsafe, match="reservoir of 18 mL"):
        check_volumes(fill(ml="18.001"), small, patient="0007", accepted=False)


def test_a_second_fill_on_one_day_is_a_conflict_that_names_the_first() -> None:
    there = ledger(fill("2026-11-02T09:00"), dose())
    with pytest.raises(Conflict) as refusal:
        check_second_fill(there, fill("2026-11-02T17:00"), patient="0007")
    assert (refusal.value.exit_code, refusal.value.facts["fact"]) == (5, 1)
    check_second_fill(there, fill("2026-11-03"), patient="0007")


def test_a_dose_for_a_constant_flow_pump_is_refused() -> None:
    check_constant_flow(PUMP)
    with pytest.raises(Unsafe) as refusal:
        check_constant_flow(CODMAN)
    assert refusal.value.code == "constant-flow"


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
    assert gate_of(even(), even(text)) == Gate(confirm=asked)


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
    gate = gate_of(even(), even(text))
    assert (slug(gate), gate.confirm) == (code, text)


def test_a_fall_below_a_fifth_is_a_slip_where_the_pump_could_deliver_it() -> None:
    prometra = pump("PROMETRA-20")
    assert slug(gate_of(even(), even("24 mcg/day"), prometra)) is None
    gate = gate_of(even(), even("23.999 mcg/day"), prometra)
    assert slug(gate) == "dose-slip"
    assert gate.refusal is not None
    assert "1/5 of the present 120 mcg/day" in gate.refusal.what


def test_the_whole_day_counts_beside_the_basal_dose() -> None:
    """Basal unchanged; the boluses alone lift the day from 120 to 144 or 145 mcg."""
    assert gate_of(even(), even("120 mcg/day", "6 mcg x 4/day")).confirm is None
    assert gate_of(even(), even("120 mcg/day", "5 mcg x 5/day")).confirm == "120 mcg/day"
    fivefold = gate_of(even(), even("120 mcg/day", "120 mcg x 4/day"))
    assert slug(fivefold) is None
    assert slug(gate_of(even(), even("120 mcg/day", "121 mcg x 4/day"))) == "dose-slip"


def test_the_basal_dose_counts_beside_the_whole_day() -> None:
    """The day stays at 220 mcg while its basal part falls from 200 to 100."""
    old, new = even("200 mcg/day", "5 mcg x 4/day"), even("100 mcg/day", "30 mcg x 4/day")
    assert gate_of(old, new).confirm == "100 mcg/day"


def test_a_flex_programme_is_asked_for_by_its_steps() -> None:
    steps = "00:00 5 mcg/h; 12:00 10 mcg/h"
    assert gate_of(even(), flex(steps)) == Gate(confirm=steps)


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
    gate = gate_of(None, flex(text) if ":" in text else even(text))
    assert (slug(gate), gate.confirm) == (code, None)


@pytest.mark.parametrize(
    ("text", "shown"), [("12.000001 mg/day", "24.0001 mL"), ("23.999 mcg/day", "0.0479 mL")]
)
def test_a_flow_outside_the_limits_is_shown_outside_them(text: str, shown: str) -> None:
    refusal = gate_of(None, even(text)).refusal
    assert refusal is not None
    assert refusal.what.startswith(f"Refused: {shown}/day is outside")


def test_the_boluses_of_a_day_count_toward_the_highest_flow() -> None:
    assert slug(gate_of(None, even("11 mg/day", "0.25 mg x 4/day"))) is None
    assert slug(gate_of(None, even("11 mg/day", "0.26 mg x 4/day"))) == "flow-outside-model"


def test_no_flow_is_judged_without_a_mixture_or_verified_limits() -> None:
    slow = even("1 mcg/day")
    assert gate_of(None, slow, mix=None) == Gate()
    assert gate_of(None, slow, pump("SMEL-18")) == Gate()
    assert gate_of(None, slow, CODMAN) == Gate()


def gate_for(old: str | None, new: str, programme: Programme | None, of: Pump = PUMP) -> Gate:
    """What the gates want of a fill with another mixture."""
    before = mixture(old) if old else None
    return mixture_gate(before, mixture(new), programme, of, patient="0007")


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
    assert slug(gate_for("baclofen 500 mcg/mL", f"baclofen {strength}", even())) == code


@pytest.mark.parametrize(
    ("strength", "code"),
    [("10 mg/mL", None), ("10.001 mg/mL", "mixture-slip"), ("0.4 mg/mL", None),
     ("0.399 mg/mL", "mixture-slip")],
)  # fmt: skip
def test_another_drug_of_the_mixture_may_not_change_beyond_fivefold_either(
    strength: str, code: str | None
) -> None:
    old, new = ("morphine 20 mg/mL + bupivacaine " + text for text in ("2 mg/mL", strength))
    gate = gate_for(old, new, even("5 mg/day"))
    assert slug(gate) == code
    if gate.refusal is not None:
        assert "changes the bupivacaine" in gate.refusal.what


@pytest.mark.parametrize(
    ("strength", "code"), [("50 mg/mL", None), ("50.001 mg/mL", "mixture-slip")]
)
def test_on_a_constant_flow_pump_the_concentration_is_the_dose(
    strength: str, code: str | None
) -> None:
    old, ignored = "morphine 10 mg/mL", even("1 mg/day")
    assert slug(gate_for(old, f"morphine {strength}", ignored, CODMAN)) == code


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
