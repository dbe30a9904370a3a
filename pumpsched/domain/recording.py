"""The one door for facts: whether a new fact may be recorded, asked in one order.

:data:`CHECKS` holds every check of every kind of fact, in that order. What is recorded by hand is
refused at the first one it breaks. Imported history has happened, so it is taken as it is but for
what would leave its pump unreadable; each check says what becomes of history that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeVar

from pumpsched.domain.calendars import When
from pumpsched.domain.consent import Consent, Waiver
from pumpsched.domain.contents import (
    dose_of_saline,
    emptied_already,
    filled_that_day,
    nothing_to_take,
    read_before_fill,
    reading_of_constant_flow,
    sample_beyond_capacity,
    start_of_empty,
    stop_of_constant_flow,
)
from pumpsched.domain.drug_supply import past_date, unwitnessed
from pumpsched.domain.dryness import restart_needed
from pumpsched.domain.errors import (
    ConfirmationNeeded,
    Refusal,
    Unusual,
)
from pumpsched.domain.gates import (
    activation_slip,
    alarm_unconfirmed,
    bolus_slip,
    bolus_unconfirmed,
    dose_implausible,
    dose_outside,
    dose_slip,
    dose_unconfirmed,
    mixture_implausible,
    mixture_outside,
    mixture_slip,
    mixture_unconfirmed,
    second_person,
    start_unconfirmed,
    typed_again,
)
from pumpsched.domain.ledger import (
    OF_A_PUMP,
    Archived,
    Aspirated,
    BolusGiven,
    Emptied,
    Fact,
    Filled,
    Programmed,
    ReadOut,
    Started,
    Stopped,
    Voided,
)
from pumpsched.domain.objections import (
    after_explant,
    ahead,
    archived,
    archived_ahead,
    archived_already,
    before_implant,
    bolus_of_nothing,
    bolus_too_large,
    check_volume_beyond_fill,
    check_volume_impossible,
    constant_flow,
    dose_needed,
    empty_fill,
    mismatch,
    mixture_kept,
    mixture_unknown,
    order_unknown,
    overfill,
    programmed_overfill,
    residual_impossible,
    second_fill,
    void_of_void,
    voided_already,
    without_pump,
)
from pumpsched.domain.residual import CHECK_ABOVE_FILL
from pumpsched.domain.standing import Standing

F = TypeVar("F", bound=Fact)


class Stage(IntEnum):
    """What is asked of a fact, in this order."""

    WHO = 1
    """Is the patient on the list, with a pump in place?"""
    WHEN = 2
    """Can it have happened then?"""
    KIND = 3
    """Does the pump take such a fact at all?"""
    WHAT = 4
    """Is known what it speaks of?"""
    HOW_MUCH = 5
    """Is it possible?"""
    UNUSUAL = 6
    """Is it meant?"""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of facts.

    Attributes:
        code: Code of its refusals.
        stage: When it is asked. Up to :attr:`Stage.KIND` only the fact's kind and time count.
        kinds: The kinds of facts it is asked of.
        rule: What speaks against a fact, None if nothing does.
        waived_by: The reason that lets the fact stand nevertheless.
        problem: Whether history that breaks it is a problem of its import, which takes nothing.
        finding: Code of the finding that history makes which breaks it; without one it is taken
            as it is.
    """

    code: str
    stage: Stage
    kinds: frozenset[type[Fact]]
    rule: Callable[[Standing, Any], Refusal | None]
    waived_by: Waiver | None = None
    problem: bool = False
    finding: str = ""

    def allows(self, refusal: Refusal, consent: Consent) -> bool:
        """Whether what is refused is consented to."""
        return consent.waives(self.waived_by, refusal.code)


def decide(standing: Standing, fact: F, consent: Consent | None = None) -> F:
    """The fact as it is to be recorded, with the reasons given in its note.

    Args:
        standing: How the patient stands before it.
        fact: What is said to have happened; it has no number yet.
        consent: Confirmations and reasons given so far.

    Raises:
        Refusal: The first check that it breaks without consent; where none is left, a
            :class:`ConfirmationNeeded` asks for all values again that are unusual.
    """
    (decided,) = decide_act(standing, (fact,), consent)
    assert isinstance(decided, type(fact))
    return decided


def decide_act(
    standing: Standing, facts: Sequence[Fact], consent: Consent | None = None
) -> tuple[Fact, ...]:
    """The facts of one act as they are to be recorded.

    Each is held against what those before it leave; what is unusual is asked for all at once. The
    reasons given are noted on its fill, or else on its first fact.

    Raises:
        Refusal: As :func:`decide`.
    """
    consent = consent or Consent()
    standing = replace(
        standing,
        told=any(type(fact) is Programmed for fact in facts[1:]),
        refilled=any(type(fact) is Filled for fact in facts),
    )
    asked: list[Unusual] = []
    if standing.second_check and not consent.second_later:
        again = typed_again(standing, facts)
        asked += [each for each in again if not consent.repeats(each.value)]
    for fact in facts:
        asked += _held_to(CHECKS, standing, type(fact), fact, consent)
        standing = standing.after(fact)
    if asked:
        raise ConfirmationNeeded(*dict.fromkeys(asked), patient=standing.patient.identified)
    main = next((fact for fact in facts if type(fact) is Filled), facts[0])
    return tuple(
        replace(fact, note=consent.noted(fact.note)) if fact is main else fact for fact in facts
    )


def admit(standing: Standing, kind: type[Fact], at: When) -> None:
    """Passes a kind of fact at a time, whatever will be said in it.

    Raises:
        Refusal: The first check about who, when and which kind that it breaks.
    """
    _held_to(_OF_THE_KIND, standing, kind, Fact(at=at), Consent())


def _held_to(
    checks: Iterable[Check], standing: Standing, kind: type[Fact], fact: Fact, consent: Consent
) -> list[Unusual]:
    """What of a fact has to be said again; raises the first check that it breaks."""
    asked: list[Unusual] = []
    for check in checks:
        refusal = check.rule(standing, fact) if kind in check.kinds else None
        if isinstance(refusal, ConfirmationNeeded):
            asked += [each for each in refusal.asked if not consent.repeats(each.value)]
        elif refusal is not None and not check.allows(refusal, consent):
            raise refusal
    return asked


def _only(*kinds: type[Fact]) -> frozenset[type[Fact]]:
    return frozenset(kinds)


_HAPPENED = OF_A_PUMP - {Programmed}
_FILL, _DOSE, _BOLUS = _only(Filled), _only(Programmed), _only(BolusGiven)
_ASPIRATE, _EMPTY, _READOUT = _only(Aspirated), _only(Emptied), _only(ReadOut)
_STOP, _START = _only(Stopped), _only(Started)
_ARCHIVE, _VOID = _only(Archived), _only(Voided)

WHO, WHEN, KIND, WHAT, HOW_MUCH, UNUSUAL = Stage

# A zero fill never gets as far as here in an import: a cell of 0 mL is none that can be read.
CHECKS: tuple[Check, ...] = (
    Check("archived", WHO, OF_A_PUMP, archived),
    Check("already-archived", WHO, _ARCHIVE, archived_already),
    Check("no-pump", WHO, OF_A_PUMP, without_pump, problem=True),
    Check("future-fact", WHEN, _HAPPENED, ahead, problem=True),
    Check("future-fact", WHEN, _ARCHIVE, archived_ahead, problem=True),
    Check("before-implant", WHEN, OF_A_PUMP, before_implant, finding="before-implant"),
    Check("no-pump", WHEN, OF_A_PUMP, after_explant),
    Check("constant-flow", KIND, _DOSE, constant_flow, finding="dose-on-constant-flow"),
    Check("constant-flow", KIND, _STOP, stop_of_constant_flow, finding="stop-on-constant-flow"),
    Check(
        "constant-flow",
        KIND,
        _READOUT,
        reading_of_constant_flow,
        finding="readout-on-constant-flow",
    ),
    Check("bolus-before-fill", KIND, _BOLUS, bolus_of_nothing),
    Check("nothing-filled", KIND, _ASPIRATE | _EMPTY | _READOUT, nothing_to_take),
    Check("already-empty", WHAT, _EMPTY, emptied_already),
    Check("start-on-empty", WHAT, _START, start_of_empty),
    Check("clock-time-needed", WHAT, _EMPTY | _FILL, filled_that_day, problem=True),
    Check("readout-before-fill", WHAT, _READOUT, read_before_fill),
    Check("dose-on-saline", WHAT, _DOSE, dose_of_saline, finding="dose-on-saline"),
    Check("mixture-needed", WHAT, _FILL, mixture_unknown, problem=True),
    Check("dose-needed", WHAT, _FILL, dose_needed, finding="dose-after-mixture-change"),
    Check("witness-needed", WHAT, _FILL, unwitnessed, Waiver.OVERRIDE),
    Check("undo-of-undo", WHAT, _VOID, void_of_void, problem=True),
    Check("already-voided", WHAT, _VOID, voided_already),
    Check("mixture-kept", WHAT, _VOID, mixture_kept, problem=True),
    Check("overfill", HOW_MUCH, _FILL, overfill, finding="over-capacity"),
    Check("aspirate-too-large", HOW_MUCH, _ASPIRATE, sample_beyond_capacity),
    Check("impossible-residual", HOW_MUCH, _EMPTY, residual_impossible),
    Check("impossible-residual", HOW_MUCH, _FILL, residual_impossible, finding="over-capacity"),
    Check(
        "impossible-check-volume",
        HOW_MUCH,
        _FILL,
        check_volume_impossible,
        finding="over-capacity",
    ),
    Check("empty-fill", HOW_MUCH, _FILL, empty_fill, problem=True),
    Check("overfill", HOW_MUCH, _FILL, programmed_overfill, finding="fill-mismatch"),
    Check("fill-mismatch", HOW_MUCH, _FILL, mismatch, Waiver.ACCEPTED, finding="fill-mismatch"),
    Check(
        *("drug-past-date", HOW_MUCH, _FILL, past_date, Waiver.OVERRIDE), finding="drug-past-date"
    ),
    Check(
        CHECK_ABOVE_FILL,
        HOW_MUCH,
        _FILL,
        check_volume_beyond_fill,
        Waiver.OVERRIDE,
        finding=CHECK_ABOVE_FILL,
    ),
    Check("clock-time-needed", HOW_MUCH, _FILL, order_unknown),
    Check("duplicate-fill", HOW_MUCH, _FILL, second_fill, Waiver.AGAIN),
    Check("bolus-too-large", HOW_MUCH, _BOLUS, bolus_too_large),
    Check("restart-needed", HOW_MUCH, _START | _DOSE | _BOLUS, restart_needed, Waiver.RESTART),
    Check("second-check-needed", UNUSUAL, _FILL | _DOSE, second_person, Waiver.SECOND),
    Check(
        "flow-outside-model",
        UNUSUAL,
        _DOSE,
        dose_outside,
        Waiver.OVERRIDE,
        finding="flow-outside-model",
    ),
    Check("dose-slip", UNUSUAL, _DOSE, dose_slip, Waiver.OVERRIDE),
    Check("dose-implausible", UNUSUAL, _DOSE, dose_implausible, Waiver.OVERRIDE),
    Check("bolus-slip", UNUSUAL, _DOSE, activation_slip, Waiver.OVERRIDE),
    Check("confirm-needed", UNUSUAL, _DOSE, dose_unconfirmed),
    Check(
        "flow-outside-model",
        UNUSUAL,
        _FILL,
        mixture_outside,
        Waiver.OVERRIDE,
        finding="flow-outside-model",
    ),
    Check("mixture-slip", UNUSUAL, _FILL, mixture_slip, Waiver.OVERRIDE),
    Check("mixture-implausible", UNUSUAL, _FILL, mixture_implausible, Waiver.OVERRIDE),
    Check("confirm-needed", UNUSUAL, _FILL, mixture_unconfirmed),
    Check("bolus-slip", UNUSUAL, _BOLUS, bolus_slip, Waiver.OVERRIDE),
    Check("confirm-needed", UNUSUAL, _BOLUS, bolus_unconfirmed),
    Check("confirm-needed", UNUSUAL, _READOUT, alarm_unconfirmed, finding="alarm-date-differs"),
    Check("confirm-needed", UNUSUAL, _START, start_unconfirmed, finding="stopped"),
)
"""Every check, in the order asked; a kind of fact is held to those that name it."""

_OF_THE_KIND = tuple(check for check in CHECKS if check.stage <= Stage.KIND)
