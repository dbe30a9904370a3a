"""The one door for facts: whether a new fact may be recorded, asked in one order.

:data:`CHECKS` holds every check of every kind of fact, in that order. What is recorded by hand is
refused at the first one it breaks. Imported history has happened, so it is taken as it is but for
what would leave its pump unreadable; each check says what becomes of history that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from fractions import Fraction
from math import ceil
from typing import Any, TypeVar

from pumpsched.domain.consent import Consent, Waiver
from pumpsched.domain.errors import (
    ConfirmationNeeded,
    Conflict,
    Refusal,
    Unsafe,
    Unusual,
    UsageRefusal,
)
from pumpsched.domain.findings import SETTLED_UL
from pumpsched.domain.gates import (
    activation_slip,
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
)
from pumpsched.domain.ledger import (
    OF_A_PUMP,
    Archived,
    BolusGiven,
    Fact,
    Filled,
    Ledger,
    Programmed,
    Voided,
    When,
)
from pumpsched.domain.quantities import Volume, decimal_text
from pumpsched.domain.standing import Standing, left_the_list, no_pump
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import Mixture

F = TypeVar("F", bound=Fact)

FILLED_AGAIN_DAYS = 3
"""A fill so soon after another, or before it, is taken for the same one typed twice."""
A_MIXTURE = "DRUG … mcg/mL"
"""Stands in a command where the reader has to name a mixture: none is ever suggested."""


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
        return self.waived_by in consent.reasons


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
    """The facts of one act as they are to be recorded, the reasons given in the first one's note.

    Each is held against what those before it leave; what is unusual is asked for all at once.

    Raises:
        Refusal: As :func:`decide`.
    """
    consent = consent or Consent()
    first, *others = facts
    standing = replace(standing, told=any(type(fact) is Programmed for fact in others))
    asked: list[Unusual] = []
    for fact in facts:
        asked += _held_to(CHECKS, standing, type(fact), fact, consent)
        standing = standing.after(fact)
    if asked:
        raise ConfirmationNeeded(*dict.fromkeys(asked))
    return (replace(first, note=consent.noted(first.note)), *others)


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


def is_ahead(fact: Fact, today: date) -> bool:
    """Whether a fact that can only have happened is dated in the future; a programme is planned."""
    return fact.at.day > today and type(fact) is not Programmed


def fill_of_nothing(ledger: Ledger) -> Filled | None:
    """The first fill of a pump, if it keeps the mixture before: nobody could tell what it holds."""
    first = next(iter(ledger.fills()), None)
    return first if first is not None and first.mixture is None else None


def _archived(standing: Standing, fact: Fact) -> Refusal | None:
    return left_the_list(standing.patient, standing.archived_on, fact.at.day)


def _archived_already(standing: Standing, _fact: Fact) -> Refusal | None:
    if standing.archived_on is None:
        return None
    return Conflict(
        f"Patient {standing.code} was archived on {standing.archived_on} already.",
        code="already-archived",
        next_step=f"pumpsched show {standing.code}",
    )


def _without_pump(standing: Standing, fact: Fact) -> Refusal | None:
    return no_pump(standing.code, fact.at.day) if standing.pump is None else None


def _ahead(standing: Standing, fact: Fact) -> Refusal | None:
    day, today = fact.at.day, standing.today
    if not is_ahead(fact, today):
        return None
    return Unsafe(
        f"{day} is in the future; today is {today}.",
        code="future-fact",
        why="Only a programme can be recorded ahead; a visit is booked instead.",
        next_step=f"pumpsched visit add {standing.code} --at {day}T09:00",
        on=day.isoformat(),
    )


def _archived_ahead(standing: Standing, fact: Fact) -> Refusal | None:
    if not is_ahead(fact, standing.today):
        return None
    return Unsafe(
        f"{fact.at.day} is in the future; today is {standing.today}.",
        code="future-fact",
        next_step=f"pumpsched patient archive {standing.code} --on {standing.today}",
    )


def _before_implant(standing: Standing, fact: Fact) -> Refusal | None:
    day, implanted_on = fact.at.day, standing.placed.device.implanted_on
    if day >= implanted_on:
        return None
    return Unsafe(
        f"{day} is before the pump was implanted on {implanted_on}.",
        code="before-implant",
        why="Facts belong to the pump implanted on their date.",
        next_step=f"pumpsched pump list {standing.code}",
        on=day.isoformat(),
    )


def _after_explant(standing: Standing, fact: Fact) -> Refusal | None:
    device, code, day = standing.placed.device, standing.code, fact.at.day
    out = device.explanted_on
    if out is None or day < out:
        return None
    pump = visible(f"{device.model} {device.serial}".rstrip())
    refusal = no_pump(code, day, why=f"The {pump} was taken out on {out}.")
    if out == day:
        undo = f"pumpsched pump undo {code} --reason …"
        refusal.next_step += f", or first {undo} (for what was done before it came out)"
    return refusal


def _constant_flow(standing: Standing, _fact: Fact) -> Refusal | None:
    model = standing.placed.model
    if not model.constant_flow:
        return None
    return Unsafe(
        f"The {model.name} has a constant flow: it takes no dose.",
        code="constant-flow",
        why="Its dose changes only with the concentration of the next fill.",
        next_step="pumpsched refill PATIENT … --mixture MIXTURE",
    )


def _bolus_of_nothing(standing: Standing, fact: Fact) -> Refusal | None:
    if standing.ledger.until(fact.at.day).mixture is not None:
        return None
    return Unsafe(
        "Nothing was filled into this pump before that bolus.",
        code="bolus-before-fill",
        next_step=f"pumpsched show {standing.code}",
    )


def _mixture_unknown(standing: Standing, fill: Filled) -> Refusal | None:
    if fill.mixture is not None or standing.held(fill) is not None:
        return None
    last = standing.mixture_before or A_MIXTURE
    return Unsafe(
        "The first fill of a pump must name its mixture.",
        code="mixture-needed",
        why="Nothing was in this pump before, so nothing can be kept.",
        next_step=f'pumpsched refill {standing.code} … --mixture "{last}"',
    )


def _void_of_void(standing: Standing, void: Voided) -> Refusal | None:
    if not isinstance(standing.voided, Voided):
        return None
    return Conflict(
        f"{void.voids} is itself an undo.",
        code="undo-of-undo",
        why="To have the fact again, record it again.",
        next_step=f"pumpsched show {standing.code}",
    )


def _voided_already(standing: Standing, void: Voided) -> Refusal | None:
    if standing.voided_by is None:
        return None
    return Conflict(
        f"{void.voids} was voided already, by {standing.voided_by}.",
        code="already-voided",
        next_step=f"pumpsched show {standing.code}",
    )


def _mixture_kept(standing: Standing, void: Voided) -> Refusal | None:
    if not isinstance(standing.voided, Filled):
        return None
    keeps = fill_of_nothing(standing.ledger.with_fact(void))
    if keeps is None:
        return None
    return Conflict(
        f"{keeps.seq}, the fill of {keeps.at.day}, keeps the mixture that {void.voids} names.",
        code="mixture-kept",
        why="Without it nobody could tell what is in the reservoir: void the later one first.",
        next_step=f"pumpsched undo {keeps.seq} --reason …",
    )


def _overfill(standing: Standing, fill: Filled) -> Refusal | None:
    return _beyond_capacity(standing, fill.injected, "overfill", "--fill")


def _residual_impossible(standing: Standing, fill: Filled) -> Refusal | None:
    return _beyond_capacity(standing, fill.residual, "impossible-residual", "--residual")


def _beyond_capacity(
    standing: Standing, volume: Volume | None, code: str, option: str
) -> Refusal | None:
    capacity = standing.placed.capacity_ul
    if volume is None or volume.ul <= capacity:
        return None
    return Unsafe(
        f"{option} {volume} is more than this pump's reservoir of {decimal_text(capacity, 3)} mL.",
        code=code,
        why="Check the syringe, or the pump model.",
        next_step=f"pumpsched pump list {standing.code}",
        volume_ul=volume.ul,
        capacity_ul=capacity,
    )


def _empty_fill(standing: Standing, fill: Filled) -> Refusal | None:
    if fill.injected.ul:
        return None
    return Unsafe(
        "--fill 0 mL puts nothing in.",
        code="empty-fill",
        why="A refill injects a volume; a pump left empty is recorded as stopped.",
        next_step=f"pumpsched stop {standing.code}",
    )


def _programmed_overfill(standing: Standing, fill: Filled) -> Refusal | None:
    capacity = standing.placed.capacity_ul
    if fill.programmed is None or fill.programmed.ul <= capacity:
        return None
    return Unsafe(
        f"--programmed {fill.programmed} is more than this pump's {decimal_text(capacity, 3)} mL.",
        code="overfill",
        why="The programmer must show what is in the reservoir: correct it there first.",
        next_step=f"pumpsched pump list {standing.code}",
    )


def _mismatch(_standing: Standing, fill: Filled) -> Refusal | None:
    programmed = fill.programmed or fill.injected
    if abs(programmed.ul - fill.injected.ul) <= SETTLED_UL:
        return None
    return Unsafe(
        f"{fill.injected} was injected but the programmer was told {programmed}.",
        code="fill-mismatch",
        why="A pump told more than it holds runs dry before its alarm. Correct the programmer.",
        next_step="the same command with --accept-mismatch … if it must stand",
        injected_ul=fill.injected.ul,
        programmed_ul=programmed.ul,
    )


def _second_fill(standing: Standing, fill: Filled) -> Refusal | None:
    near = [
        other
        for other in standing.ledger.fills()
        if abs((other.at.day - fill.at.day).days) <= FILLED_AGAIN_DAYS
    ]
    if not near:
        return None
    other = near[-1]
    return Conflict(
        f"A fill of {other.injected} on {other.at.day} is there already, as {other.seq}.",
        code="duplicate-fill",
        why=f"Within {FILLED_AGAIN_DAYS} days it is taken for the same one.",
        next_step="the same command with --again … (if the pump was filled twice), "
        f"or pumpsched undo {other.seq} --reason … (if that one was wrong)",
        patient=standing.code,
        fact=other.seq,
    )


def _order_unknown(standing: Standing, fill: Filled) -> Refusal | None:
    same_day = (f for f in standing.ledger.fills() if f.at.day == fill.at.day)
    if fill.at.minute is not None or all(f.at.minute is not None for f in same_day):
        return None
    return UsageRefusal(
        f"Two fills on {fill.at.day} with the day alone: which came last?",
        code="clock-time-needed",
        why="The last one says what is in the reservoir.",
        next_step=f"the same command with --on {fill.at.day}T…",
    )


def _dose_needed(standing: Standing, fill: Filled) -> Refusal | None:
    if standing.told or standing.placed.model.constant_flow or not fill.mixture:
        return None
    drugs = [m.drugs for f in standing.ledger.before(fill).fills() if (m := f.mixture) and m.drugs]
    if not drugs or not fill.mixture.drugs or fill.mixture.drugs[0] == drugs[-1][0]:
        return None
    return Unsafe(
        f"{fill.mixture} is programmed as {fill.mixture.drugs[0]}, and the programme is told as "
        f"{drugs[-1][0]}.",
        code="dose-needed",
        why="The old dose means nothing for another drug: record the one it runs at now.",
        next_step="the same command with --dose …",
    )


def _bolus_too_large(standing: Standing, bolus: BolusGiven) -> Refusal | None:
    mixture = standing.ledger.until(bolus.at.day).mixture
    assert mixture is not None, "a bolus before the first fill is refused first"
    volume = bolus_volume(bolus, mixture)
    if volume <= standing.placed.capacity_ul:
        return None
    return Unsafe(
        f"A bolus of {bolus.amount} is {decimal_text(ceil(volume), 3)} mL of {mixture}: more than "
        "the reservoir holds.",
        code="bolus-too-large",
        why="More than a whole reservoir is taken for a slip of the unit.",
        next_step=f"pumpsched show {standing.code}",
    )


def bolus_volume(bolus: BolusGiven, mixture: Mixture) -> Fraction:
    """What a bolus takes out of the reservoir [µL], exact."""
    if isinstance(bolus.amount, Volume):
        return Fraction(bolus.amount.ul)
    per_ml = mixture.ng_per_ml
    return Fraction(1000 * bolus.amount.ng, per_ml) if per_ml else Fraction(0)


def _only(*kinds: type[Fact]) -> frozenset[type[Fact]]:
    return frozenset(kinds)


_HAPPENED = OF_A_PUMP - {Programmed}
_FILL, _DOSE, _BOLUS = _only(Filled), _only(Programmed), _only(BolusGiven)
_ARCHIVE, _VOID = _only(Archived), _only(Voided)

WHO, WHEN, KIND, WHAT, HOW_MUCH, UNUSUAL = Stage

# A zero fill never gets as far as here in an import: a cell of 0 mL is none that can be read.
CHECKS: tuple[Check, ...] = (
    Check("archived", WHO, OF_A_PUMP, _archived),
    Check("already-archived", WHO, _ARCHIVE, _archived_already),
    Check("no-pump", WHO, OF_A_PUMP, _without_pump, problem=True),
    Check("future-fact", WHEN, _HAPPENED, _ahead, problem=True),
    Check("future-fact", WHEN, _ARCHIVE, _archived_ahead, problem=True),
    Check("before-implant", WHEN, OF_A_PUMP, _before_implant, finding="before-implant"),
    Check("no-pump", WHEN, OF_A_PUMP, _after_explant),
    Check("constant-flow", KIND, _DOSE, _constant_flow, finding="dose-on-constant-flow"),
    Check("bolus-before-fill", KIND, _BOLUS, _bolus_of_nothing),
    Check("mixture-needed", WHAT, _FILL, _mixture_unknown, problem=True),
    Check("dose-needed", WHAT, _FILL, _dose_needed, finding="dose-after-mixture-change"),
    Check("undo-of-undo", WHAT, _VOID, _void_of_void, problem=True),
    Check("already-voided", WHAT, _VOID, _voided_already),
    Check("mixture-kept", WHAT, _VOID, _mixture_kept, problem=True),
    Check("overfill", HOW_MUCH, _FILL, _overfill, finding="over-capacity"),
    Check("impossible-residual", HOW_MUCH, _FILL, _residual_impossible, finding="over-capacity"),
    Check("empty-fill", HOW_MUCH, _FILL, _empty_fill, problem=True),
    Check("overfill", HOW_MUCH, _FILL, _programmed_overfill, finding="fill-mismatch"),
    Check("fill-mismatch", HOW_MUCH, _FILL, _mismatch, Waiver.ACCEPTED, finding="fill-mismatch"),
    Check("clock-time-needed", HOW_MUCH, _FILL, _order_unknown),
    Check("duplicate-fill", HOW_MUCH, _FILL, _second_fill, Waiver.AGAIN),
    Check("bolus-too-large", HOW_MUCH, _BOLUS, _bolus_too_large),
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
)
"""Every check, in the order asked; a kind of fact is held to those that name it."""

_OF_THE_KIND = tuple(check for check in CHECKS if check.stage <= Stage.KIND)
