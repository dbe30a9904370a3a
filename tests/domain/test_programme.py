"""Programmes: a whole day's rates, and what the patient may add."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.calendars import clock_text
from tests.builders import even, flex
from tests.builders.values import FlexStep, Mass, PatientBolus, Programme, Unreadable, parse_flex

DAY_AND_NIGHT = "00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"


@pytest.mark.parametrize(
    ("text", "allowance"),
    [
        ("0.25 mg x 4/day", PatientBolus(Mass(250_000), 4)),
        ("0.25mg x4/d", PatientBolus(Mass(250_000), 4)),
        ("250 MCG X 4 / DAY", PatientBolus(Mass(250_000), 4)),
        ("250 \u00b5g x 4/day lockout 2h", PatientBolus(Mass(250_000), 4, 120)),
        ("0.25 mg x 4/day lockout 1.5 h", PatientBolus(Mass(250_000), 4, 90)),
        ("0.25 mg x 4/day lockout 90 min", PatientBolus(Mass(250_000), 4, 90)),
        ("0.25 mg x 4/day lockout 2 Hours", PatientBolus(Mass(250_000), 4, 120)),
    ],
)
def test_a_patient_bolus_is_a_mass_a_count_and_maybe_a_lockout(
    text: str, allowance: PatientBolus
) -> None:
    assert PatientBolus.parse(text) == allowance


@pytest.mark.parametrize(
    "text",
    [
        *("", "0.25 mg", "0.25 mg x 4", "0.25 x 4/day", "0.1 mL x 4/day", "x 4/day", "4/day"),
        *("0.25 mg x 0/day", "0.25 mg x -4/day", "0.25 mg x 4.5/day", "0.25 mg x 1000/day"),
        *("0 mg x 4/day", "1e3 mcg x 4/day", "1,5 mg x 4/day", ".5 mg x 4/day", "-1 mg x 4/day"),
        *("0.25 mg x 4/day lockout", "0.25 mg x 4/day lockout 2", "0.25 mg x 4/day lockout 0 h"),
        *("0.25 mg x 4/day lockout 0.01 h", "0.25 mg x 4/week", "0.25 mg x 4/day lockout 1.5 min"),
        *("0.25 mg x \uff14/day", "0.0000001 mg x 4/day"),
    ],
)
def test_a_bolus_off_its_grammar_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        PatientBolus.parse(text, "--bolus")
    assert refusal.value.noun == "--bolus"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("250 mcg x 4/day", "250 mcg x 4/day"),
        ("1 mg x 4/d lockout 120 min", "1 mg x 4/day lockout 2h"),
        ("1 mg x 4/d lockout 1.5h", "1 mg x 4/day lockout 90min"),
    ],
)
def test_the_text_of_a_bolus_reads_back(text: str, canonical: str) -> None:
    assert str(PatientBolus.parse(text)) == canonical
    assert PatientBolus.parse(canonical) == PatientBolus.parse(text)


def test_the_allotment_is_every_activation_of_a_day() -> None:
    assert PatientBolus.parse("0.25 mg x 4/day lockout 23h").ng_per_day == 1_000_000


def test_flex_steps_hold_until_the_next_one_begins() -> None:
    steps = parse_flex(DAY_AND_NIGHT)
    assert steps == (FlexStep(0, 120_000), FlexStep(480, 240_000), FlexStep(720, 144_000))
    assert parse_flex("00:00 5 mcg/h; 08:30 10 mcg/h")[1].minute == 510


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "needs steps"),
        ("5 mcg/h", "needs steps"),
        ("00:00 5 mcg/h;", "needs steps"),
        ("24:00 5 mcg/h", "needs steps"),
        ("00:60 5 mcg/h", "needs steps"),
        ("0:00 5 mcg/h", "needs steps"),
        ("00:00:00 5 mcg/h", "needs steps"),
        ("\uff10\uff10:00 5 mcg/h", "needs steps"),
        ("08:00 5 mcg/h", "must begin at 00:00"),
        ("00:00 5 mcg/h; 12:00 6 mcg/h; 08:00 7 mcg/h", "out of order"),
        ("00:00 5 mcg/h; 00:00 6 mcg/h", "out of order"),
        ("00:00 5", "needs a mass and a time"),
        ("00:00 0 mcg/h; 08:00 0 mcg/h", "delivers nothing"),
    ],
)
def test_flex_steps_that_do_not_cover_the_day_in_order_are_refused(text: str, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        parse_flex(text)


def test_the_text_of_a_flex_programme_reads_back() -> None:
    programme = flex("00:00 5 mcg/h; 08:00 100 mcg/day; 12:00 0 mcg/h")
    assert programme.flex_text == "00:00 5 mcg/h; 08:00 100 mcg/day; 12:00 0 mcg/h"
    assert parse_flex(programme.flex_text) == programme.steps
    assert even().flex_text is None


def test_a_flex_day_is_the_sum_of_its_hours() -> None:
    """E19 of the facts page: 5 x 8 + 10 x 4 + 6 x 12 mcg."""
    programme = flex(DAY_AND_NIGHT, "10 mcg x 2/day")
    assert programme.basal_ng_per_day == 152_000
    assert programme.whole_day_minutes == 172_000 * 1440
    assert (programme.is_even, even().is_even) == (False, True)


@pytest.mark.parametrize(
    ("minute", "mcg"), [(0, 0), (480, 40), (600, 60), (720, 80), (1380, 146), (1440, 152)]
)
def test_basal_delivery_is_known_at_every_minute_of_the_day(minute: int, mcg: int) -> None:
    assert flex(DAY_AND_NIGHT).basal_until(minute) == mcg * 1000 * 1440


def test_the_dose_of_an_uneven_day_is_shown_as_about_and_never_rounded_up() -> None:
    uneven = Programme((FlexStep(0, 1), FlexStep(60, 2)))
    assert uneven.basal_ng_per_day == Fraction(60 + 2 * 1380, 1440)
    assert (uneven.dose_text, even().dose_text) == ("about 0.0019 mcg/day", "120 mcg/day")


def test_steps_that_begin_late_descend_or_deliver_nothing_cannot_even_be_made() -> None:
    with pytest.raises(ValueError, match="steps or a flow"):
        Programme(())
    for steps in ((FlexStep(1, 5),), (FlexStep(0, 5), FlexStep(0, 6))):
        with pytest.raises(ValueError, match="start at 00:00"):
            Programme(steps)
    with pytest.raises(ValueError, match="delivers something"):
        Programme((FlexStep(0, 0),))
    assert Programme((FlexStep(0, 1), FlexStep(1, 0))).basal_minutes == 1


def test_the_flow_of_a_dose_follows_from_the_concentration_exactly() -> None:
    assert even("120 mcg/day").day_flow(500_000) == 240
    assert even("100 mcg/day").day_flow(333_000) == Fraction(100_000, 333)
    assert even("100 mcg/day", "10 mcg x 2/day").day_flow(500_000, boluses=True) == 240


def test_a_dose_without_a_concentration_has_no_flow() -> None:
    assert even("120 mcg/day").day_flow(None) is None


def test_a_programme_given_as_a_flow_moves_it_whatever_the_pump_holds() -> None:
    programme = even("0.05 mL/day", "10 mcg x 2/day")
    assert [programme.day_flow(held) for held in (None, 1000, 500_000)] == [50, 50, 50]
    assert programme.day_flow(500_000, boluses=True) == 90
    assert programme.day_flow(None, boluses=True) == 50
    assert (programme.is_even, programme.dose_text, str(programme)) == (
        True,
        "0.05 mL/day",
        "0.05 mL/day",
    )


def test_clock_text_is_hours_and_minutes() -> None:
    assert [clock_text(0), clock_text(545), clock_text(1439)] == ["00:00", "09:05", "23:59"]
