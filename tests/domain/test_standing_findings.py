"""Which findings stand, who answered them, and how far they are to be carried."""

from __future__ import annotations

import pytest

from pumpsched.domain.standing_findings import Carry, escalated, findings_that_stand, listed_codes
from pumpsched.domain.therapy_end import is_at_rest, therapy_end
from tests.builders import (
    CATALOGUE,
    DEFAULT_RULES,
    PUMP,
    attempt,
    day,
    dose,
    empty,
    fill,
    start,
    stop,
    view,
    when,
)
from tests.builders.values import (
    Decision,
    DecisionKind,
    Fact,
    Finding,
    Projection,
    Severity,
    Status,
)

SHORT = (fill("2026-10-05"), dose("2026-10-05"), fill("2026-11-02", residual="5"))
"""13.28 mL were expected at the second fill."""
STOPPED = (fill(), dose(), stop("2026-11-10"))


def stand(
    *facts: Fact, made: tuple[Decision, ...] = (), typed: bool = True, archived: str = ""
) -> list[Finding]:
    """What stands of facts that a person typed, or that came in by an import."""
    seen = view(*facts, archived_on=day(archived) if archived else None)
    numbers = frozenset(fact.seq for fact in seen.facts) if typed else frozenset[int]()
    return findings_that_stand(seen, PUMP, DEFAULT_RULES, CATALOGUE, decisions=made, typed=numbers)


def decided(kind: DecisionKind, on: str, until: str = "", about: str = "") -> Decision:
    """A decision of a day, maybe until another one."""
    last = day(until) if until else None
    return Decision("0007", when(on), kind, "Dr Vale", subject=about, until=last)


def ended(on: str = "2026-11-12", until: str = "2027-01-01") -> Decision:
    """That the therapy has ended, until it is looked at again."""
    return decided(DecisionKind.THERAPY_ENDED, on, until)


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def earlier(found: list[Finding]) -> list[str]:
    """Of which earlier fills something stands."""
    said = (finding.message.partition(":")[0] for finding in found)
    return [each for each in said if each.startswith("at the fill of ")]


def test_a_warning_of_an_earlier_fill_stands_if_a_person_typed_it() -> None:
    again = (*SHORT, fill("2026-11-20", residual="15.68"))
    assert earlier(stand(*again)) == ["at the fill of 2026-11-02"]
    assert earlier(stand(*again, typed=False)) == []
    assert "residual-differs" in codes(stand(*SHORT, typed=False))


def test_an_info_of_an_earlier_fill_does_not_stand() -> None:
    noted = (fill("2026-10-05"), dose("2026-10-05"), fill("2026-11-02", residual="11.8"))
    found = next(each for each in stand(*noted) if each.code == "residual-differs")
    assert found.severity is Severity.INFO
    assert earlier(stand(*noted, fill("2026-11-20", residual="15.68"))) == []


def test_nothing_stands_of_a_patient_who_has_left_the_list() -> None:
    assert stand(*SHORT, archived="2026-11-20") == []


def test_an_acknowledgement_answers_one_occurrence_as_long_as_it_holds() -> None:
    short = stand(*SHORT)[-1]
    known = decided(DecisionKind.ACKNOWLEDGE, "2026-11-10", about=short.occurrence)
    assert [each for each in stand(*SHORT, made=(known,)) if each.acknowledged == known] == [short]
    until = decided(DecisionKind.ACKNOWLEDGE, "2026-11-10", "2026-11-22", short.occurrence)
    other = decided(DecisionKind.ACKNOWLEDGE, "2026-11-10", about="another one")
    override = decided(DecisionKind.OVERRIDE, "2026-11-10", about=short.occurrence)
    for each in (until, other, override):
        assert [found for found in stand(*SHORT, made=(each,)) if found.acknowledged] == []


def test_a_restart_is_decided_on_and_not_acknowledged() -> None:
    dry = (fill("2026-08-03"), dose("2026-08-03"), fill("2026-11-20", residual="0"))
    first = stand(*dry)[0]
    assert first.code == "restart-undecided"
    known = decided(DecisionKind.ACKNOWLEDGE, "2026-11-21", about=first.occurrence)
    assert stand(*dry, made=(known,))[0].acknowledged is None


def test_a_list_names_what_nobody_has_acknowledged_once_and_always_that_a_pump_is_stopped() -> None:
    known = decided(DecisionKind.ACKNOWLEDGE, "2026-11-10")
    found = [
        Finding("a", Severity.WARNING, "one"),
        Finding("a", Severity.WARNING, "two"),
        Finding("b", Severity.WARNING, "known", acknowledged=known),
        Finding("stopped", Severity.URGENT, "known too", acknowledged=known),
    ]
    assert listed_codes(found) == ("a", "stopped")


@pytest.mark.parametrize(
    ("severity", "status", "late", "carry"),
    [
        (Severity.WARNING, Status.WAITING, 0, Carry.NEXT),
        (Severity.WARNING, Status.LATE, 7, Carry.TODAY),
        (Severity.WARNING, Status.LATE, 8, Carry.NOW),
        (Severity.WARNING, Status.ALARM, 1, Carry.NOW),
        (Severity.WARNING, Status.EMPTY, 1, Carry.NOW),
        (Severity.URGENT, Status.WAITING, 0, Carry.NOW),
    ],
)
def test_a_finding_is_carried_further_the_worse_the_pump_stands(
    severity: Severity, status: Status, late: int, carry: Carry
) -> None:
    assert escalated(Finding("a", severity, "said"), status, late) is carry


def test_a_therapy_that_has_ended_is_said_first_and_answers_that_the_pump_is_stopped() -> None:
    found = stand(*STOPPED, made=(ended(),))
    assert [(each.code, each.acknowledged) for each in found] == [
        ("therapy-ended", None),
        ("stopped", ended()),
    ]
    assert found[0].facts == {"review_on": "2027-01-01"}


@pytest.mark.parametrize(
    ("facts", "decision", "holds"),
    [
        (STOPPED, ended(), True),
        (STOPPED, ended(until="2026-11-24"), True),
        (STOPPED, ended(until="2026-11-23"), False),  # its review is today
        (STOPPED, ended("2026-11-24"), False),
        (STOPPED, decided(DecisionKind.THERAPY_ENDED, "2026-11-12"), False),  # nobody looks again
        (STOPPED, decided(DecisionKind.RESTART, "2026-11-12", "2027-01-01"), False),
        ((fill(), dose(), empty("2026-11-10")), ended(), True),
        ((fill(), dose()), ended(), False),
        ((*STOPPED, start("2026-11-11"), stop("2026-11-12T09:00")), ended(), True),
        ((*STOPPED, start("2026-11-13"), stop("2026-11-14")), ended(), False),
        ((*STOPPED, fill("2026-11-13")), ended(), False),
    ],
)
def test_the_end_of_a_therapy_holds_for_a_pump_at_rest_until_its_review(
    facts: tuple[Fact, ...], decision: Decision, holds: bool
) -> None:
    assert (therapy_end(view(*facts), [decision]) is not None) is holds


def test_a_pump_is_at_rest_once_it_is_stopped_or_emptied() -> None:
    def rests(seen: Projection) -> bool:
        return is_at_rest(seen)

    assert rests(view(*STOPPED))
    assert rests(view(fill(), dose(), empty("2026-11-10")))
    assert not rests(view(fill(), dose(), attempt("2026-11-10")))
