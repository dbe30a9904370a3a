"""What is asked of a programme, and what of the present one it keeps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.builders import dose, even, fill, flex
from tests.builders.values import (
    Dose,
    Flow,
    NotFound,
    PatientBolus,
    Programme,
    Unsafe,
    parse_flex,
)
from tests.builders.work import DoseRequest
from tests.domain.standings import standing

WITH_BOLUS = even("120 mcg/day", "5 mcg x 4/day")
UP = DoseRequest(percent=Fraction(10))


def meant(wish: DoseRequest, present: Programme | None = WITH_BOLUS) -> Programme:
    """The whole programme meant, from the present one."""
    return wish.programme(present, "0007")


def test_a_dose_and_steps_of_the_day_keep_the_present_bolus() -> None:
    assert meant(DoseRequest(dose=Dose.parse("130 mcg/day"))) == even(
        "130 mcg/day", "5 mcg x 4/day"
    )
    steps = "00:00 5 mcg/h; 12:00 6 mcg/h"
    assert meant(DoseRequest(flex=parse_flex(steps))) == flex(steps, "5 mcg x 4/day")
    assert meant(DoseRequest(dose=Dose.parse("130 mcg/day")), None) == even("130 mcg/day")


def test_another_bolus_or_none_keeps_the_present_dose() -> None:
    other = DoseRequest(bolus=PatientBolus.parse("6 mcg x 2/day"))
    assert meant(other) == even("120 mcg/day", "6 mcg x 2/day")
    assert meant(DoseRequest(no_bolus=True)) == even("120 mcg/day")


def test_a_change_in_per_cent_is_of_every_step_and_of_a_flow() -> None:
    assert meant(UP) == even("132 mcg/day", "5 mcg x 4/day")
    steps = flex("00:00 5 mcg/h; 12:00 6 mcg/h")
    assert meant(UP, steps) == flex("00:00 5.5 mcg/h; 12:00 6.6 mcg/h")
    assert meant(UP, even("0.24 mL/day")) == Programme.even(Flow(264))


@pytest.mark.parametrize("present", ["1 ng/day", "0.001 mL/day"])
def test_a_change_that_leaves_nothing_of_a_mass_or_a_flow_is_refused(present: str) -> None:
    with pytest.raises(Unsafe) as refused:
        meant(DoseRequest(percent=Fraction(-50)), even(present.replace("1 ng", "0.001 mcg")))
    assert refused.value.code == "dose-zero"


def test_what_builds_on_a_programme_needs_one() -> None:
    with pytest.raises(NotFound) as refused:
        meant(UP, None)
    assert refused.value.code == "no-programme"
    assert UP.builds_on_present
    assert not DoseRequest(dose=Dose.parse("130 mcg/day")).builds_on_present
    assert not DoseRequest(flex=parse_flex("00:00 5 mcg/h")).builds_on_present


def test_the_same_change_in_per_cent_typed_lately_is_repeated_and_no_other_is() -> None:
    before = standing(fill(), dose("2026-11-02", "120 mcg/day"), dose("2026-11-20", "132 mcg/day"))
    told = before.ledger.facts[-1]
    lately = replace(before, lately=(told,))
    assert UP.repeats(lately)
    assert not DoseRequest(percent=Fraction(20)).repeats(lately)
    assert not DoseRequest(dose=Dose.parse("132 mcg/day")).repeats(lately)
    assert not UP.repeats(before)
    assert not UP.repeats(replace(before, lately=(before.ledger.facts[1],)))
