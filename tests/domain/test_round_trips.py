"""What the program writes it reads back; what it cannot read it refuses and never guesses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import mixture
from tests.builders.values import (
    Concentration,
    Dose,
    FlexStep,
    Hours,
    Mass,
    Mixture,
    PatientBolus,
    Programme,
    Unreadable,
    Volume,
    hours_text,
    parse_flex,
    parse_hours,
    parse_weekdays,
    weekdays_text,
)
from tests.effort import MANY
from tests.strategies import (
    allowances,
    concentrations,
    doses,
    flex_steps,
    masses,
    mixtures,
    volumes,
)

pytestmark = pytest.mark.campaign

ALPHABET = "0123456789.,+-_eE xX/;:dDhHmMcCgGnNuUlLaAyY\u00b5\u03bc\uff11\u0661\u00b2 \t"
READERS: tuple[Callable[[str], object], ...] = (
    Dose.parse,
    Concentration.parse,
    Volume.parse,
    Mass.parse,
    PatientBolus.parse,
    parse_flex,
    mixture,
)


@MANY
@given(doses | concentrations | volumes | masses | allowances)
def test_a_quantity_reads_back_from_its_canonical_text(
    value: Dose | Concentration | Volume | Mass | PatientBolus,
) -> None:
    assert type(value).parse(str(value)) == value


@MANY
@given(mixtures)
def test_a_mixture_reads_back_from_its_canonical_text(value: Mixture) -> None:
    assert mixture(str(value)) == value


@MANY
@given(flex_steps(st.integers(0, 10**9)).filter(lambda steps: len(steps) > 1))
def test_flex_steps_read_back_from_their_canonical_text(steps: tuple[FlexStep, ...]) -> None:
    assert parse_flex(Programme(steps).flex_text or "") == steps


@MANY
@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_weekdays_read_back_from_their_canonical_text(days: frozenset[int]) -> None:
    assert parse_weekdays(weekdays_text(days)) == days


@MANY
@given(st.frozensets(st.integers(0, 6), min_size=1), st.integers(0, 1437), st.integers(1, 1439))
def test_hours_read_back_from_their_canonical_text(
    days: frozenset[int], start: int, length: int
) -> None:
    hours = (Hours(days, start, min(start + length, 1439)),)
    assert parse_hours(hours_text(hours), "hours") == hours


@pytest.mark.parametrize("reader", READERS)
@MANY
@given(text=st.text(ALPHABET, max_size=24) | st.text(max_size=12))
def test_any_text_is_read_exactly_or_refused(reader: Callable[[str], object], text: str) -> None:
    try:
        value = reader(text)
    except Unreadable:
        return
    written = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    assert reader(written) == value


@MANY
@given(st.integers(0, 10**6), st.integers(0, 10**12 - 1), st.integers(1, 12))
def test_a_volume_is_exact_or_refused_for_being_too_fine(
    whole: int, fraction: int, digits: int
) -> None:
    shown = f"{fraction % 10**digits:0{digits}d}"
    text = f"{whole}.{shown} mL"
    if shown.rstrip("0")[3:]:
        with pytest.raises(Unreadable, match="finer than 1"):
            Volume.parse(text)
    else:
        assert Volume.parse(text).ul * 10**digits == 1000 * int(f"{whole}{shown}")
