"""Which of the rules of new facts are asked of which kind, and which of two is named."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from pumpsched.domain.recording import Stage
from tests.builders import (
    CATALOGUE,
    PUMP,
    aspirate,
    attempt,
    bolus,
    day,
    dose,
    empty,
    fill,
    ledger,
    pump,
    readout,
    start,
    stop,
    when,
)
from tests.builders.values import (
    CHECKS,
    Archived,
    Aspirated,
    Attempted,
    BolusGiven,
    Consent,
    DrugSupply,
    Emptied,
    Fact,
    Filled,
    Programmed,
    ReadOut,
    Standing,
    Started,
    Stopped,
    Voided,
    Volume,
)
from tests.domain.standings import PATIENT, PLAUSIBLE, refused, standing

CODMAN = pump("CODMAN3000-30", fixed_flow_ul=300)
RUNNING = (fill(), dose())
KINDS = (
    *(Filled, Programmed, BolusGiven, Aspirated, Emptied, ReadOut),
    *(Stopped, Started, Attempted, Archived, Voided),
)


def code_of(before: Standing, fact: Fact, consent: Consent | None = None) -> str | None:
    """Code of what is said to a fact, None if it is accepted."""
    refusal = refused(before, fact, consent)
    return refusal.code if refusal else None


def void(seq: int) -> Voided:
    """The void of a fact."""
    return Voided(at=when("2026-11-02"), voids=seq, note="typed twice")


ON_A_PUMP = ["archived", "no-pump", "future-fact", "before-implant", "no-pump"]
ORDER: dict[type[Fact], list[str]] = {
    Filled: [
        *ON_A_PUMP,
        "clock-time-needed",
        "mixture-needed",
        "dose-needed",
        "witness-needed",
        "overfill",
        "impossible-residual",
        "impossible-check-volume",
        "empty-fill",
        "overfill",
        "fill-mismatch",
        "drug-past-date",
        "check-volume-above-fill",
        "clock-time-needed",
        "duplicate-fill",
        "second-check-needed",
        "flow-outside-model",
        "mixture-slip",
        "mixture-implausible",
        "confirm-needed",
    ],
    Programmed: [
        *(code for code in ON_A_PUMP if code != "future-fact"),
        "constant-flow",
        "dose-on-saline",
        "restart-needed",
        "second-check-needed",
        "flow-outside-model",
        "dose-slip",
        "dose-implausible",
        "bolus-slip",
        "confirm-needed",
    ],
    BolusGiven: [
        *ON_A_PUMP,
        "bolus-before-fill",
        "bolus-too-large",
        "restart-needed",
        "bolus-slip",
        "confirm-needed",
    ],
    Aspirated: [*ON_A_PUMP, "nothing-filled", "aspirate-too-large"],
    Emptied: [
        *ON_A_PUMP,
        "nothing-filled",
        "already-empty",
        "clock-time-needed",
        "impossible-residual",
    ],
    ReadOut: [
        *ON_A_PUMP,
        "constant-flow",
        "nothing-filled",
        "readout-before-fill",
        "confirm-needed",
    ],
    Stopped: [*ON_A_PUMP, "constant-flow"],
    Started: [*ON_A_PUMP, "start-on-empty", "restart-needed", "confirm-needed"],
    Attempted: ON_A_PUMP,
    Archived: ["already-archived", "future-fact"],
    Voided: ["undo-of-undo", "already-voided", "mixture-kept"],
}

REFILLED_DRY = (*RUNNING, fill("2026-11-12", residual="1"))
PUMPLESS = {"pump": None}
OF_CONSTANT_FLOW = {"model": "CODMAN3000-30", "fixed_flow_ul": 300}
ANY_PUMP: list[tuple[str, dict[str, Any]]] = [
    ("archived", {"archived_on": "2026-11-10"}),
    ("no-pump", PUMPLESS),
    ("future-fact", {"at": "2026-11-25"}),
    ("before-implant", {"implanted_on": "2026-12-01"}),
    ("no-pump", {"explanted_on": "2026-11-15"}),
]
BREAKS: dict[type[Fact], list[tuple[str, dict[str, Any]]]] = {
    Filled: [
        *ANY_PUMP,
        ("clock-time-needed", {"facts": (*RUNNING, empty("2026-11-20T08:00"))}),
        ("mixture-needed", {"facts": (), "of": None}),
        ("dose-needed", {"of": "morphine 1 mg/mL"}),
        ("witness-needed", {"waste": Volume(500), "of": "baclofen 500 mcg/mL + morphine 1 mg/mL"}),
        ("overfill", {"ml": "20.5"}),
        ("impossible-residual", {"residual": "21"}),
        ("impossible-check-volume", {"came_back": "20.5"}),
        ("empty-fill", {"ml": "0"}),
        ("overfill", {"programmed": "25"}),
        ("fill-mismatch", {"programmed": "19.5"}),
        ("drug-past-date", {"bud_on": day("2026-11-19")}),
        ("check-volume-above-fill", {"came_back": "18.2"}),
        ("clock-time-needed", {"twice": "2026-11-20", "facts": RUNNING}),
        ("duplicate-fill", {"twice": "2026-11-20T12:00"}),
        ("second-check-needed", {"second_check": True}),
        ("flow-outside-model", {"of": "baclofen 4 mg/mL"}),
        ("mixture-slip", {"of": "baclofen 99 mcg/mL"}),
        ("mixture-implausible", {"of": "baclofen 2 mg/mL + clonidine 5 mg/mL"}),
        ("confirm-needed", {"of": "baclofen 1 mg/mL"}),
    ],
    Programmed: [
        *(each for each in ANY_PUMP if each[0] != "future-fact"),
        ("constant-flow", OF_CONSTANT_FLOW),
        ("dose-on-saline", {"facts": (fill(of="saline"), dose(text="0.24 mL/day"))}),
        ("restart-needed", {"facts": REFILLED_DRY}),
        ("second-check-needed", {"second_check": True}),
        ("flow-outside-model", {"text": "13 mg/day"}),
        ("dose-slip", {"text": "700 mcg/day"}),
        ("dose-implausible", {"text": "12 mg/day", "facts": (fill(of="baclofen 4 mg/mL"),)}),
        ("bolus-slip", {"allowance": "160 mcg x 1/day"}),
        ("confirm-needed", {"text": "150 mcg/day"}),
    ],
    BolusGiven: [
        *ANY_PUMP,
        ("bolus-before-fill", {"facts": ()}),
        ("bolus-too-large", {"amount": "25 mL"}),
        ("restart-needed", {"facts": REFILLED_DRY}),
        ("bolus-slip", {"amount": "200 mcg"}),
        ("confirm-needed", {"lately": True}),
    ],
    Aspirated: [
        *ANY_PUMP,
        ("nothing-filled", {"facts": ()}),
        ("aspirate-too-large", {"ml": "20.5"}),
    ],
    Emptied: [
        *ANY_PUMP,
        ("nothing-filled", {"facts": ()}),
        ("already-empty", {"facts": (*RUNNING, empty("2026-11-10"))}),
        ("clock-time-needed", {"twice": "2026-11-20T12:00"}),
        ("impossible-residual", {"residual": "21"}),
    ],
    ReadOut: [
        *ANY_PUMP,
        ("constant-flow", OF_CONSTANT_FLOW),
        ("nothing-filled", {"facts": ()}),
        ("readout-before-fill", {"facts": (*RUNNING, fill("2026-11-21"))}),
        ("confirm-needed", {"alarm": "2072-01-16"}),
    ],
    Stopped: [*ANY_PUMP, ("constant-flow", OF_CONSTANT_FLOW)],
    Started: [
        *ANY_PUMP,
        ("start-on-empty", {"facts": (*RUNNING, empty("2026-11-10"))}),
        ("restart-needed", {"facts": REFILLED_DRY}),
        ("confirm-needed", {"facts": (*RUNNING, stop("2026-11-22"))}),
    ],
    Attempted: ANY_PUMP,
    Archived: [("already-archived", {"archived_on": "2026-11-10"}), ANY_PUMP[2]],
    Voided: [
        ("undo-of-undo", {"voided": void(1)}),
        ("already-voided", {"voided_by": 9}),
        ("mixture-kept", {"voided": fill()}),
    ],
}
USUAL: dict[str, Any] = {
    "at": "2026-11-20",
    "facts": RUNNING,
    "of": "baclofen 500 mcg/mL",
    "ml": "18",
    "text": "120 mcg/day",
    "amount": "20 mcg",
    "implanted_on": "2020-01-01",
}


def _given(kind: type[Fact], **changes: Any) -> tuple[Standing, Fact]:
    """A fact of a kind and how its patient stands: as usual, but for these changes."""
    has = USUAL | changes
    at = has["at"]
    made: dict[type[Fact], Callable[[], Fact]] = {
        Filled: lambda: fill(
            at,
            has["ml"],
            of=has["of"],
            residual=has.get("residual", ""),
            programmed=has.get("programmed", ""),
            check_volume=has.get("came_back", ""),
            supply=DrugSupply.noted(waste=has.get("waste"), bud_on=has.get("bud_on")),
        ),
        Programmed: lambda: dose(at, has["text"], has.get("allowance", "")),
        BolusGiven: lambda: bolus(at, has["amount"]),
        Aspirated: lambda: aspirate(at, has["ml"]),
        Emptied: lambda: empty(at, has.get("residual", "")),
        ReadOut: lambda: readout(at, has.get("alarm", "2027-01-16")),
        Stopped: lambda: stop(at),
        Started: lambda: start(at),
        Attempted: lambda: attempt(at),
        Archived: lambda: Archived(at=when(at)),
        Voided: lambda: void(1),
    }
    fact = made[kind]()
    facts = (*has["facts"], fill(has["twice"])) if has.get("twice") else has["facts"]
    if kind is Voided:
        facts = (fill(), fill("2026-11-10", of=None))
    of = has.get("pump", PUMP) and pump(
        has.get("model", "SM2-20"),
        has["implanted_on"],
        fixed_flow_ul=has.get("fixed_flow_ul"),
        explanted_on=has.get("explanted_on", ""),
    )
    archived_on = has.get("archived_on")
    before = Standing(
        PATIENT,
        day("2026-11-23"),
        day(archived_on) if archived_on else None,
        of,
        ledger(*facts),
        lately=(fact,) if has.get("lately") else (),
        voided=has.get("voided", stop("2026-11-02")),
        voided_by=has.get("voided_by"),
        plausible=PLAUSIBLE,
        catalogue=CATALOGUE,
        second_check=has.get("second_check", False),
    )
    return before, fact


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_breaks_no_rule_is_accepted(kind: type[Fact]) -> None:
    assert refused(*_given(kind)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_held_to_the_declared_rules_in_the_declared_order(kind: type[Fact]) -> None:
    assert [check.code for check in CHECKS if kind in check.kinds] == ORDER[kind]
    assert [code for code, _ in BREAKS[kind]] == ORDER[kind]


@pytest.mark.parametrize(
    ("kind", "code", "changes"),
    [(kind, code, changes) for kind in KINDS for code, changes in BREAKS[kind]],
)
def test_a_rule_broken_alone_is_named(kind: type[Fact], code: str, changes: dict[str, Any]) -> None:
    assert code_of(*_given(kind, **changes)) == code


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_broken_rules_the_first_declared_is_named(kind: type[Fact]) -> None:
    tried = 0
    for (first, some), (second, others) in combinations(BREAKS[kind], 2):
        if some.keys().isdisjoint(others):
            tried += 1
            assert code_of(*_given(kind, **(some | others))) == first, (first, second)
    assert tried


def test_of_all_that_is_unusual_in_one_fact_a_slip_is_named_before_a_value_is_asked_for() -> None:
    for fact in (fill("2026-11-20", of="baclofen 4 mg/mL"), dose("2026-11-20", "13 mg/day")):
        named = [code_of(standing(*RUNNING), fact, each) for each in (None, Consent(override="x"))]
        assert named == ["flow-outside-model", "confirm-needed"]


def test_who_comes_before_when_before_what_before_how_much_before_what_is_unusual() -> None:
    assert [check.stage for check in CHECKS] == sorted(check.stage for check in CHECKS)
    assert {check.stage for check in CHECKS} == set(Stage)


def test_history_that_breaks_a_rule_is_a_problem_or_a_finding_never_both() -> None:
    assert not [check.code for check in CHECKS if check.problem and check.finding]
