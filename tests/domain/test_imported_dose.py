"""A programme that an import brought is held against what a command would ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pumpsched.domain.imported_dose import dose_unasked, mended
from pumpsched.domain.ledger import MENDED, Voided
from tests.builders import CATALOGUE, DEFAULT_RULES, PUMP, dose, fill, pump, view, when
from tests.builders.values import Dose, Fact, Finding, Pump, Severity, WindowRules

FIRST = (fill("2026-10-05"), dose("2026-10-05"))


def told(
    *facts: Fact,
    of: Pump = PUMP,
    rules: WindowRules = DEFAULT_RULES,
    typed: tuple[int, ...] = (),
    replaced: tuple[Fact, ...] = (),
) -> list[Finding]:
    """What is said of the last programme of a ledger, seen from 23 November 2026."""
    seen = view(*facts, of=of)
    numbers = frozenset(seen.facts[place].seq for place in typed)
    found = dose_unasked(seen, of, rules, CATALOGUE, typed=numbers, replaced=replaced)
    return [finding for _, finding in found]


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("1200 mcg/day", Severity.URGENT, "10 times the 120 mcg/day before"),
        ("160 mcg/day", Severity.WARNING, "the 120 mcg/day before"),
    ],
)
def test_a_change_that_a_command_asks_about_is_told(
    text: str, severity: Severity, said: str
) -> None:
    (found,) = told(*FIRST, dose("2026-11-02", text))
    assert (found.code, found.severity) == ("dose-unasked", severity)
    assert said in found.message


def test_a_first_dose_above_what_is_plausible_is_told_unless_the_practice_allows_it() -> None:
    facts = (fill("2026-11-02", of="baclofen 2 mg/mL"), dose("2026-11-02", "2500 mcg/day"))
    (found,) = told(*facts)
    assert found.severity is Severity.URGENT
    own = DEFAULT_RULES._replace(max_doses=(("baclofen", Dose.parse("3 mg/day")),))
    assert told(*facts, rules=own) == []


@pytest.mark.parametrize(
    "facts",
    [
        FIRST,
        FIRST[:1],
        (*FIRST, dose("2026-11-02", "130 mcg/day")),
        (*FIRST, dose("2026-11-02", "1200 mcg/day"), dose("2026-11-03", "1250 mcg/day")),
        (*FIRST, fill("2026-11-02", of="morphine 20 mg/mL"), dose("2026-11-02", "6 mg/day")),
        (dose("2026-10-05", "130 mcg/day"),),
    ],
    ids=["a first one", "none", "a little", "as before it", "another drug", "never filled"],
)
def test_nothing_is_said_of_a_usual_programme(facts: tuple[Fact, ...]) -> None:
    assert told(*facts) == []


def test_nothing_is_said_of_a_pump_of_constant_flow() -> None:
    constant = pump("CODMAN3000-30", fixed_flow_ul=500)
    assert told(fill("2026-10-05"), of=constant) == []


def test_what_a_person_typed_or_typed_again_was_asked() -> None:
    slip = dose("2026-11-02", "1200 mcg/day")
    assert told(*FIRST, slip, typed=(2,)) == []
    again = dose("2026-11-09", "1200 mcg/day")
    assert told(*FIRST, slip, again, typed=(3,)) == []
    assert len(told(*FIRST, slip, again)) == 1


def test_a_programme_that_an_import_put_in_place_of_another_is_compared_with_that_one() -> None:
    old = replace(dose("2026-10-05"), seq=1)
    (found,) = told(*FIRST[:1], dose("2026-10-05", "1200 mcg/day"), replaced=(old,))
    assert "10 times the 120 mcg/day before" in found.message
    typo = replace(dose("2026-10-05", "1200 mcg/day"), seq=1)
    assert told(*FIRST, replaced=(old, typo)) == []
    assert told(*FIRST, replaced=(fill("2026-10-05"),)) == []


def test_facts_mended_by_an_import_are_those_that_its_voids_name() -> None:
    old = replace(dose("2026-10-05"), seq=2)
    by_import, by_hand = (
        Voided(at=when("2026-10-05"), voids=2, note=note) for note in (MENDED, "typo")
    )
    assert mended((old, by_import)) == (old,)
    assert mended((old, by_hand)) == ()
