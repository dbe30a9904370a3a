"""Gates at their exact boundaries: what passes, what is asked for again, what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pumpsched.domain.gates import change_text, flow_outside, ratio_text
from pumpsched.domain.quantities import flow_text
from tests.builders import (
    PUMP,
    bolus,
    dose,
    even,
    fill,
    flex,
    mixture,
    pump,
    readout,
    start,
    stop,
    when,
)
from tests.builders.values import Concentration, Dose, Fact, Plausible, Programme, Programmed, Pump
from tests.domain.standings import MIXTURE, Gate, dose_gate, gate, refused, standing

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
    assert dose_gate(even(), even("120 mcg/day", "5 mcg x 5/day")).confirm == "5 mcg x 5/day"
    fivefold = dose_gate(even(), even("120 mcg/day", "120 mcg x 4/day"))
    assert fivefold.code is None
    assert dose_gate(even(), even("120 mcg/day", "121 mcg x 4/day")).code == "dose-slip"


def test_the_basal_dose_counts_beside_the_whole_day() -> None:
    """The day stays at 220 mcg while its basal part falls from 200 to 100."""
    old, new = even("200 mcg/day", "5 mcg x 4/day"), even("100 mcg/day", "30 mcg x 4/day")
    assert dose_gate(old, new).refusal is not None  # an activation of 30 mcg after one of 5
    gentle = even("100 mcg/day", "6 mcg x 20/day")
    assert dose_gate(old, gentle).confirm == "100 mcg/day"


def test_a_flex_programme_is_asked_for_by_its_steps() -> None:
    steps = "00:00 5 mcg/h; 12:00 10 mcg/h"
    assert dose_gate(even(), flex(steps)) == Gate(confirm=steps)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24 mcg/day", None),  # 0.048 mL/day
        ("23.999 mcg/day", "flow-outside-model"),
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
    ("text", "code"), [("1.92 mg/day", None), ("1.920001 mg/day", "flow-outside-model")]
)
def test_the_highest_flow_holds_for_a_first_programme(text: str, code: str | None) -> None:
    """24 mL/day of 80 mcg/mL are 1.92 mg."""
    weak = mixture("baclofen 80 mcg/mL")
    assert dose_gate(None, even(text), mix=weak).code == code


@pytest.mark.parametrize(
    ("text", "shown"), [("12.000001 mg/day", "24.0001 mL"), ("23.999 mcg/day", "0.0479 mL")]
)
def test_a_flow_outside_the_limits_is_shown_outside_them(text: str, shown: str) -> None:
    refusal = dose_gate(None, even(text)).refusal
    assert refusal is not None
    assert refusal.what.startswith(f"Refused: {shown}/day is outside")


def test_the_boluses_of_a_day_count_toward_the_highest_flow() -> None:
    weak = mixture("baclofen 80 mcg/mL")  # 24 mL/day are 1.92 mg
    assert dose_gate(None, even("1.9 mg/day", "5 mcg x 4/day"), mix=weak).code is None
    over = dose_gate(None, even("1.9 mg/day", "6 mcg x 4/day"), mix=weak)
    assert over.code == "flow-outside-model"


def test_a_flow_and_a_mass_are_not_compared_without_a_mixture() -> None:
    assert dose_gate(even("0.24 mL/day"), even("120 mcg/day"), mix=None) == Gate()
    assert dose_gate(None, even("0.24 mL/day", "5 mcg x 4/day"), mix=None) == Gate()


def test_a_bolus_of_saline_is_held_against_no_dose() -> None:
    assert gate(standing(fill(of="saline")), bolus("2026-11-20", "0.05 mL")) == Gate()


def test_a_read_out_without_an_alarm_date_is_not_asked_for_again() -> None:
    assert gate(standing(fill()), readout("2026-11-20", reservoir="15")) == Gate()


def test_no_flow_is_judged_without_a_mixture_or_verified_limits() -> None:
    slow = even("1 mcg/day")
    assert dose_gate(None, slow, mix=None) == Gate()
    assert dose_gate(None, slow, pump("SMEL-18")) == Gate()
    assert flow_outside(slow, CODMAN, MIXTURE) is None


@pytest.mark.parametrize(
    ("text", "code", "asked"),
    [
        ("2 mg/day", None, None),
        ("2.001 mg/day", None, "2.001 mg/day"),
        ("10 mg/day", None, "10 mg/day"),
        ("10.001 mg/day", "dose-implausible", "10.001 mg/day"),
    ],
)
def test_a_first_dose_is_held_against_what_is_plausible(
    text: str, code: str | None, asked: str | None
) -> None:
    wanted = dose_gate(None, even(text))
    assert (wanted.code, wanted.confirm) == (code, asked)


def test_every_allotted_bolus_and_every_drug_counts_toward_what_is_plausible() -> None:
    """Morphine 20 mg/mL at 10 mg/day moves 0.5 mL, with bupivacaine 40 mg/mL 20 mg of it."""
    mixed = mixture("morphine 20 mg/mL + bupivacaine 40 mg/mL")
    assert dose_gate(None, even("10 mg/day"), mix=mixed) == Gate()
    assert dose_gate(None, even("16 mg/day"), mix=mixed).confirm == "16 mg/day"
    assert dose_gate(None, even("10 mg/day", "1 mg x 6/day"), mix=mixed).confirm == "10 mg/day"
    assert dose_gate(None, even("76 mg/day"), mix=mixed).code == "dose-implausible"


def test_what_a_practice_holds_plausible_counts() -> None:
    before = standing(fill())
    own = {"baclofen": Plausible(Dose.parse("3 mg/day"), Concentration.parse("4 mg/mL"))}
    first = Programmed(at=when("2026-11-20"), programme=even("3 mg/day"))
    assert gate(before, first).confirm == "3 mg/day"
    assert gate(replace(before, plausible=own), first) == Gate()


@pytest.mark.parametrize(
    ("old", "new", "code", "asked"),
    [
        ("10 mcg x 4/day", "12 mcg x 4/day", None, None),
        ("10 mcg x 4/day", "12.001 mcg x 4/day", None, "12.001 mcg x 4/day"),
        ("10 mcg x 4/day", "7.999 mcg x 4/day", None, "7.999 mcg x 4/day"),
        ("10 mcg x 4/day", "51 mcg x 1/day", "bolus-slip", "51 mcg x 1/day"),
        ("10 mcg x 4/day", "1.999 mcg x 4/day", "bolus-slip", "1.999 mcg x 4/day"),
        (None, "24 mcg x 1/day", None, None),  # a fifth of 120 mcg
        (None, "24.001 mcg x 1/day", None, "24.001 mcg x 1/day"),
        (None, "0.1 mcg x 4/day", None, None),
        (None, "121 mcg x 1/day", "bolus-slip", "121 mcg x 1/day"),
    ],
)
def test_a_patient_bolus_is_held_against_the_last_or_a_fifth_of_the_day(
    old: str | None, new: str, code: str | None, asked: str | None
) -> None:
    wanted = dose_gate(even("120 mcg/day", old or ""), even("120 mcg/day", new))
    assert (wanted.code, wanted.confirm) == (code, asked)


def test_a_kept_patient_bolus_is_not_asked_for() -> None:
    kept = "60 mcg x 1/day"
    assert dose_gate(even("120 mcg/day", kept), even("130 mcg/day", kept)) == Gate()


def test_a_dose_given_as_a_flow_is_held_against_the_flow_before() -> None:
    """120 mcg/day of 500 mcg/mL are 0.24 mL/day."""
    assert dose_gate(even(), even("0.288 mL/day")) == Gate()
    assert dose_gate(even(), even("0.289 mL/day")).confirm == "0.289 mL/day"
    assert dose_gate(even(), even("1.201 mL/day")).code == "dose-slip"
    assert dose_gate(even("0.24 mL/day"), even("145 mcg/day")).confirm == "145 mcg/day"
    assert dose_gate(even("0.24 mL/day"), even("0.3 mL/day"), mix=None).confirm == "0.3 mL/day"


def test_a_dose_of_another_drug_is_not_held_against_the_old_ones() -> None:
    before = standing(
        fill("2026-11-02"),
        Programmed(at=when("2026-11-02"), programme=even()),
        fill("2026-11-20T09:00", of="morphine 10 mg/mL"),
    )
    assert (
        gate(before, Programmed(at=when("2026-11-20T09:00"), programme=even("2 mg/day"))) == Gate()
    )


@pytest.mark.parametrize(
    ("amount", "code", "asked"),
    [
        ("24 mcg", None, None),  # a fifth of 120 mcg
        ("24.001 mcg", None, "24.001 mcg"),
        ("0.048 mL", None, None),
        ("0.049 mL", None, "0.049 mL"),
        ("120 mcg", None, "120 mcg"),
        ("120.001 mcg", "bolus-slip", "120.001 mcg"),
        ("0.241 mL", "bolus-slip", "0.241 mL"),
    ],
)
def test_a_bolus_is_held_against_a_days_dose(
    amount: str, code: str | None, asked: str | None
) -> None:
    given = Programmed(at=when("2026-11-02"), programme=even())
    for more in ((), (stop("2026-11-10"),)):  # the programme's, whether or not the pump runs
        wanted = gate(standing(fill(), given, *more), bolus("2026-11-20", amount))
        assert (wanted.code, wanted.confirm) == (code, asked)


def test_without_a_programme_a_bolus_is_held_against_what_is_plausible() -> None:
    before = standing(fill(of="morphine 25 mg/mL"))
    assert gate(before, bolus("2026-11-20", "5 mg")) == Gate()
    assert gate(before, bolus("2026-11-20", "5.001 mg")).confirm == "5.001 mg"
    assert gate(before, bolus("2026-11-20", "200 mg")).code == "bolus-slip"


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
    ("new", "code", "asked"),
    [
        ("baclofen 4 mg/mL", None, None),
        ("baclofen 4.001 mg/mL", None, "baclofen 4.001 mg/mL"),
        ("baclofen 8 mg/mL", None, "baclofen 8 mg/mL"),
        ("baclofen 8.001 mg/mL", "mixture-implausible", "baclofen 8.001 mg/mL"),
        (
            "morphine 20 mg/mL + clonidine 5 mg/mL",
            "mixture-implausible",
            "morphine 20 mg/mL + clonidine 5 mg/mL",
        ),
    ],
)
def test_a_first_mixture_is_held_against_what_is_plausible(
    new: str, code: str | None, asked: str | None
) -> None:
    wanted = gate_for(None, new, None)
    assert (wanted.code, wanted.confirm) == (code, asked)


def test_a_drug_that_joins_is_held_against_what_is_plausible_of_a_day() -> None:
    """Morphine 25 mg/mL at 25 mg/day moves 1 mL: 31 mg of bupivacaine 31 mg/mL."""
    old = "morphine 25 mg/mL"
    joined = gate_for(old, f"{old} + bupivacaine 31 mg/mL", even("25 mg/day"))
    assert joined.refusal is None
    facts = [fill(of=old), Programmed(at=when("2026-11-02"), programme=even("25 mg/day"))]
    asked = refused(standing(*facts), fill("2026-11-20", of=f"{old} + bupivacaine 31 mg/mL"))
    assert asked is not None
    assert "31 mg of bupivacaine a day is above 30 mg/day." in asked.why


def test_a_mixture_kept_is_not_asked_for_again() -> None:
    strong = "baclofen 5 mg/mL"
    assert gate_for(strong, strong, even()) == Gate()


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
        assert "bupivacaine" in wanted.refusal.what
        assert "the 2 mg/mL of the last fill" in wanted.refusal.what


@pytest.mark.parametrize(
    ("strength", "code"), [("50 mg/mL", None), ("50.001 mg/mL", "mixture-slip")]
)
def test_on_a_constant_flow_pump_the_concentration_is_the_dose(
    strength: str, code: str | None
) -> None:
    old, ignored = "morphine 10 mg/mL", even("1 mg/day")
    assert gate_for(old, f"morphine {strength}", ignored, CODMAN).code == code


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (100, 125, "25 % more than"),
        (1_000_000, 1_200_001, "20.1 % more than"),
        (100, 75, "25 % less than"),
        (100, 200, "100 % more than"),
        (100, 250, "2.5 times"),
    ],
)
def test_a_small_change_reads_in_per_cent_never_smaller_than_it_is(
    before: int, after: int, said: str
) -> None:
    assert change_text(before, after) == said


def test_a_ratio_reads_up_or_down() -> None:
    assert [ratio_text(5, 50), ratio_text(48, 5), ratio_text(3, 4)] == [
        "10 times",
        "1/9.6 of",
        "about 1.3 times",
    ]


def test_a_ratio_that_is_no_tenth_is_said_to_be_about_the_nearest() -> None:
    assert [ratio_text(100, 1996), ratio_text(1996, 100), ratio_text(1000, 19_949)] == [
        "about 20 times",
        "about 1/20 of",
        "about 19.9 times",
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


RUNNING = (fill(), dose())
"""Alarm of 16 Jan 2027, looked at on 23 Nov 2026."""


@pytest.mark.parametrize(
    ("alarm", "asked"),
    [
        ("2028-01-16", None),  # a year after the ledger's own
        ("2028-01-17", "2028-01-17"),
        ("2072-01-10", "2072-01-10"),
        ("2026-11-01", None),  # an early one only presses
    ],
)
def test_an_alarm_date_beyond_a_year_after_the_ledgers_own_is_asked_for_again(
    alarm: str, asked: str | None
) -> None:
    assert gate(standing(*RUNNING), readout("2026-11-20", alarm)) == Gate(confirm=asked)


@pytest.mark.parametrize(
    ("before", "alarm", "asked"),
    [
        ("2026-11-23", "2027-01-10", "2027-01-10"),  # it alarms today
        ("2026-11-23", "2026-11-22", None),  # it goes on alarming
        ("2026-11-29", "2027-01-10", "2027-01-10"),  # it is late
        ("2026-11-30", "2027-01-10", None),  # its last day is today
    ],
)
def test_a_read_out_that_ends_an_alarm_or_lateness_is_asked_for_again(
    before: str, alarm: str, asked: str | None
) -> None:
    stands = standing(*RUNNING, readout("2026-11-20", before))
    assert gate(stands, readout("2026-11-23T09:00", alarm)) == Gate(confirm=asked)


@pytest.mark.parametrize(
    ("stops", "started", "asked"),
    [
        (("2026-11-20",), "2026-11-21", None),
        (("2026-11-20",), "2026-11-20", None),  # of one day alone: it runs
        (("2026-11-20",), "2026-11-19", "2026-11-19"),
        (("2026-11-10T09:00", "2026-11-20"), "2026-11-12T08:00", "2026-11-12T08:00"),
        ((), "2026-11-19", None),
    ],
)
def test_a_start_that_a_later_stop_outlasts_is_asked_for_again(
    stops: tuple[str, ...], started: str, asked: str | None
) -> None:
    assert gate(standing(*RUNNING, *map(stop, stops)), start(started)) == Gate(confirm=asked)


OTHER = fill("2026-11-05", of="morphine 20 mg/mL")


@pytest.mark.parametrize(
    "between",
    [
        [OTHER, dose("2026-11-06")],
        [OTHER, dose("2026-11-20T08:00")],
        [fill("2026-11-21", of="morphine 20 mg/mL"), dose("2026-11-22")],
    ],
    ids=["told again since", "told again that day", "to be told again of another"],
)
def test_a_programme_is_compared_with_the_same_one_told_last_until_then(
    between: list[Fact],
) -> None:
    """What was told of the drug that is in the pump is what is replaced."""
    before = standing(fill(), dose(), *between)
    assert before.replaced(dose("2026-11-20T10:00", "130 mcg/day")) == even()


def test_a_programme_told_of_another_drug_is_not_compared() -> None:
    before = standing(fill(), dose(), OTHER)
    assert before.replaced(dose("2026-11-20T10:00", "130 mcg/day")) is None
