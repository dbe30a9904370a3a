"""Gates: what a command will not record, and what it wants said twice.

Imported history is not held to them; it gets findings (:mod:`pumpsched.domain.findings`). A gate
either passes, asks for a value again (the text to repeat is returned), or refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pumpsched.domain.errors import Conflict, Refusal, Unsafe
from pumpsched.domain.findings import SETTLED_UL
from pumpsched.domain.ledger import Filled, Ledger, When
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text, flow_of, flow_text, mass_text
from pumpsched.domain.therapy import DAY_MINUTES, Mixture, Programme

CONFIRM_BEYOND = Fraction(1, 5)
"""A change beyond a fifth is asked for again: label titration steps stay below it."""
REFUSE_BEYOND = 5
"""A change beyond fivefold is a slip (a unit, a decimal point) until a reason is given."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate wants.

    Attributes:
        confirm: The value to repeat, as text; None if nothing is asked.
        refusal: Why it is refused unless an override reason is given; None if it is not.
    """

    confirm: str | None = None
    refusal: Refusal | None = None


def check_time(at: When, pump: Pump, *, today: date, patient: str, planned: bool = False) -> None:
    """Refuses a fact dated in the future (programmes may be planned) or before the implant.

    Raises:
        Unsafe: Code ``future-fact`` or ``before-implant``.
    """
    if at.day > today and not planned:
        raise Unsafe(
            f"{at.day} is in the future; today is {today}.",
            code="future-fact",
            why="Only a programme can be recorded ahead; a visit is booked instead.",
            next_step=f"pumpsched visit add {patient} --at {at.day}T09:00",
            on=at.day.isoformat(),
        )
    if at.day < pump.device.implanted_on:
        raise Unsafe(
            f"{at.day} is before the pump was implanted on {pump.device.implanted_on}.",
            code="before-implant",
            why="Facts belong to the pump implanted on their date.",
            next_step=f"pumpsched pump list {patient}",
            on=at.day.isoformat(),
        )


def check_volumes(fill: Filled, pump: Pump, *, patient: str, accepted: bool) -> None:
    """Refuses a fill the reservoir cannot hold, or one that the programmer was told otherwise.

    Raises:
        Unsafe: Code ``overfill``, ``impossible-residual`` or ``fill-mismatch``.
    """
    capacity = pump.capacity_ul
    for volume, code in ((fill.injected, "overfill"), (fill.residual, "impossible-residual")):
        if volume is not None and volume.ul > capacity:
            word = "--fill" if code == "overfill" else "--residual"
            raise Unsafe(
                f"{word} {volume} is more than this pump's reservoir of "
                f"{decimal_text(capacity, 3)} mL.",
                code=code,
                why="Check the syringe, or the pump model.",
                next_step=f"pumpsched pump list {patient}",
                volume_ul=volume.ul,
                capacity_ul=capacity,
            )
    if fill.injected.ul == 0:
        raise Unsafe(
            "--fill 0 mL puts nothing in.",
            code="empty-fill",
            why="A refill injects a volume; a pump left empty is recorded as stopped.",
            next_step=f"pumpsched stop {patient}",
        )
    programmed = fill.programmed or fill.injected
    if programmed.ul > capacity:
        raise Unsafe(
            f"--programmed {programmed} is more than this pump's {decimal_text(capacity, 3)} mL.",
            code="overfill",
            why="The programmer must show what is in the reservoir: correct it there first.",
            next_step=f"pumpsched pump list {patient}",
        )
    if abs(programmed.ul - fill.injected.ul) > SETTLED_UL and not accepted:
        raise Unsafe(
            f"{fill.injected} was injected but the programmer was told {programmed}.",
            code="fill-mismatch",
            why="A pump told more than it holds runs dry before its alarm. Correct the programmer.",
            next_step='the same command with --accept-mismatch "reason" if it must stand',
            injected_ul=fill.injected.ul,
            programmed_ul=programmed.ul,
        )


def check_second_fill(ledger: Ledger, fill: Filled, *, patient: str) -> None:
    """Refuses a second fill on one day.

    Raises:
        Conflict: Code ``duplicate-fill``, naming the first.
    """
    for other in ledger.fills():
        if other.at.day == fill.at.day:
            raise Conflict(
                f"A fill of {other.injected} on {other.at.day} is there already, as {other.seq}.",
                code="duplicate-fill",
                why="One reservoir is filled once a day; the first entry stands.",
                next_step=f'pumpsched undo {other.seq} --reason "…", if that one was wrong',
                patient=patient,
                fact=other.seq,
            )


def check_constant_flow(pump: Pump) -> None:
    """Refuses a dose for a pump whose flow is fixed.

    Raises:
        Unsafe: Code ``constant-flow``.
    """
    if pump.model.constant_flow:
        raise Unsafe(
            f"The {pump.model.name} has a constant flow: it takes no dose.",
            code="constant-flow",
            why="Its dose changes only with the concentration of the next fill.",
            next_step="pumpsched refill PATIENT … --mixture MIXTURE",
        )


def dose_gate(
    old: Programme | None, new: Programme, pump: Pump, mixture: Mixture | None, *, patient: str
) -> Gate:
    """What the gates want of a new programme, compared with the one it replaces."""
    refusal = _flow_refusal(new, pump, mixture, patient)
    if old is None:
        return Gate(refusal=refusal)
    pairs = (
        (old.basal_minutes, new.basal_minutes),
        (old.whole_day_minutes, new.whole_day_minutes),
    )
    for before, after in pairs:
        if _beyond_fivefold(before, after):
            refusal = refusal or _slip(before, after, new, patient)
    if any(abs(after - before) > CONFIRM_BEYOND * before for before, after in pairs):
        return Gate(confirm=_written(new), refusal=refusal)
    return Gate(refusal=refusal)


def mixture_gate(
    old: Mixture | None, new: Mixture, programme: Programme | None, pump: Pump, *, patient: str
) -> Gate:
    """What the gates want of a fill whose mixture is unlike the last."""
    if old is None or new == old:
        return Gate()
    if programme is None:
        return Gate(confirm=str(new))
    refusal = None
    if not pump.model.constant_flow:
        refusal = _flow_refusal(programme, pump, new, patient)
        if refusal is not None:
            refusal.next_step = f'pumpsched refill {patient} … --override "reason" (if it is right)'
    ng = programme.basal_ng_per_day
    before, after = old.doses_at(ng), new.doses_at(ng)
    if pump.fixed_flow_ul_per_day is not None:
        before = _doses_at_flow(old, pump.fixed_flow_ul_per_day)
        after = _doses_at_flow(new, pump.fixed_flow_ul_per_day)
    flows = (
        flow_of(ng, old.programmed.concentration),
        flow_of(ng, new.programmed.concentration),
    )
    for drug, (was, will) in {
        **{d: (before[d], after[d]) for d in before if d in after},
        "flow": (Fraction(1), Fraction(1)) if pump.model.constant_flow else flows,
    }.items():
        if refusal is None and _beyond_fivefold(was, will):
            refusal = Unsafe(
                f"{new} changes the {drug} {ratio_text(was, will)}.",
                code="mixture-slip",
                why="More than fivefold is taken for a slip of the concentration.",
                next_step=f'pumpsched refill {patient} … --override "reason" (if it is right)',
            )
    return Gate(confirm=str(new), refusal=refusal)


def _doses_at_flow(mixture: Mixture, ul_per_day: int) -> dict[str, Fraction]:
    return {
        c.drug: Fraction(ul_per_day * c.concentration.ng_per_ml, 1000) for c in mixture.components
    }


def _beyond_fivefold(before: int | Fraction, after: int | Fraction) -> bool:
    return after > REFUSE_BEYOND * before or before > REFUSE_BEYOND * after


def _slip(before: int, after: int, new: Programme, patient: str) -> Refusal:
    present = f"{mass_text(before // DAY_MINUTES)}/day"
    written = _written(new)
    return Unsafe(
        f"Refused: {new.dose_text} is {ratio_text(before, after)} the present {present}.",
        code="dose-slip",
        why="More than fivefold is taken for a slip of the unit or the decimal point.",
        next_step=f'pumpsched dose {patient} "{written}" --override "reason" (if it is right)',
    )


def _written(programme: Programme) -> str:
    return programme.flex_text or programme.dose_text


def ratio_text(before: int | Fraction, after: int | Fraction) -> str:
    """A change in words: ``10 times`` or ``1/10 of``."""
    up = after >= before
    ratio = Fraction(after) / Fraction(before) if up else Fraction(before) / Fraction(after)
    shown = decimal_text(int(ratio * 10), 1)
    return f"{shown} times" if up else f"1/{shown} of"


def _flow_refusal(
    programme: Programme, pump: Pump, mixture: Mixture | None, patient: str
) -> Refusal | None:
    model = pump.model
    low, high = model.min_flow_ul_per_day, model.max_flow_ul_per_day
    if mixture is None or low is None or high is None:
        return None
    if not model.source.vouches_for("min_flow_ul_per_day"):
        return None
    concentration = mixture.programmed.concentration
    rates: list[int | Fraction] = [step.ng_per_day for step in programme.steps]
    rates.append(Fraction(programme.whole_day_minutes, DAY_MINUTES))
    for rate in rates:
        flow = flow_of(rate, concentration)
        if not low <= flow <= high:
            return Unsafe(
                f"Refused: {flow_text(flow, up=flow > high)} mL/day is outside the {model.name}'s "
                f"{decimal_text(low, 3)} to {decimal_text(high, 3)} mL/day.",
                code="flow-outside-model",
                why=f"It follows from {_written(programme)} of {mixture}: check the units of both.",
                next_step=f'pumpsched dose {patient} … --override "reason" (if it is right)',
            )
    return None
