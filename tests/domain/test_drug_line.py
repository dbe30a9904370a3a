"""The line between reservoir and catheter tip, and when the old mixture has passed it."""

from __future__ import annotations

from datetime import date

from pumpsched.domain.drug_line import bridge_undecided, last_change, line_of, mixed_until
from tests.builders import PUMP, dose, fill, pump, stop, view, when
from tests.builders.values import Decision, DecisionKind, Fact, Pump

WITH_CATHETER = PUMP._replace(device=PUMP.device._replace(catheter_ul=131))
"""199 µL in the pump and 131 µL in the catheter."""
CHANGED = (fill("2026-10-05", of="baclofen 500 mcg/mL"), dose("2026-10-05"), fill(of="saline"))


def parts(of: Pump, **told: int) -> list[tuple[str, int]]:
    """Name and volume [µL] of each part of a line."""
    return [(part.name, part.ul) for part in line_of(of, **told)]


def mixed(*facts: Fact, of: Pump = WITH_CATHETER) -> date | None:
    """The day on which the old mixture has passed the line."""
    return mixed_until(view(*facts, of=of), of)


def asked(*facts: Fact, decided_on: str = "", typed: frozenset[int] | None = None) -> list[str]:
    """What is asked for on a bridge, where one may have been decided on a day."""
    made = [
        Decision("0007", when(on), DecisionKind.BRIDGE, "Dr Vale")
        for on in filter(None, [decided_on])
    ]
    seen = view(*facts)
    numbers = frozenset(fact.seq for fact in seen.facts) if typed is None else typed
    return [finding.code for finding in bridge_undecided(seen, PUMP, made, numbers)]


def test_a_line_is_what_is_told_else_recorded_else_in_the_catalogue() -> None:
    assert parts(PUMP) == [("pump", 199)]
    assert parts(WITH_CATHETER) == [("pump", 199), ("catheter", 131)]
    assert parts(WITH_CATHETER, tubing_ul=210, catheter_mm=600) == [
        ("pump", 210),
        ("catheter", 132),
    ]
    assert parts(pump("CODMAN3000-30", fixed_flow_ul=300)) == []


def test_a_figure_told_by_length_is_rounded_up() -> None:
    per_cm = PUMP.model.catheter_nl_per_cm
    assert per_cm is not None
    assert parts(PUMP, catheter_mm=1)[1] == ("catheter", -(-per_cm // 10_000))


def test_the_old_mixture_has_passed_once_the_line_was_delivered() -> None:
    """330 µL at 240 µL a day are 33 hours: from the fill of the 2nd until the 3rd at nine."""
    assert mixed(fill(), dose()) == date(2026, 11, 3)
    assert mixed(fill("2026-11-02T15:00"), dose("2026-11-02T15:00")) == date(2026, 11, 4)


def test_nobody_knows_when_without_a_catheter_a_flow_or_a_fill() -> None:
    assert mixed(fill(), dose(), of=PUMP) is None
    assert mixed(fill(), dose(), stop("2026-11-01"), of=WITH_CATHETER) is None
    assert mixed(dose()) is None


def test_a_change_is_of_the_last_two_fills_that_differ() -> None:
    assert last_change(view(fill(), dose())) is None
    assert last_change(view(fill("2026-10-05"), fill(), dose())) is None
    change = last_change(view(*CHANGED))
    assert change is not None
    assert (str(change.old), str(change.new)) == ("baclofen 500 mcg/mL", "saline")


def test_a_change_that_somebody_typed_is_asked_about_until_it_is_decided() -> None:
    assert asked(*CHANGED) == ["bridge-undecided"]
    assert asked(*CHANGED, typed=frozenset()) == []
    assert asked(fill(), dose()) == []


def test_what_is_decided_between_the_fills_or_later_counts_and_earlier_does_not() -> None:
    assert asked(*CHANGED, decided_on="2026-10-06") == []
    assert asked(*CHANGED, decided_on="2026-11-20") == []
    assert asked(*CHANGED, decided_on="2026-10-05") == ["bridge-undecided"]
