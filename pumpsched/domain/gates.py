"""Gates: what is unusual enough to be asked for again, or to be taken for a slip.

A new dose or mixture is held against the one it replaces. Only what is recorded by hand passes
here (:mod:`pumpsched.domain.recording`); imported history gets findings
(:mod:`pumpsched.domain.findings`).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pumpsched.domain.errors import ConfirmationNeeded, Unsafe, Unusual
from pumpsched.domain.ledger import BolusGiven, Filled, Programmed
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text, flow_text, mass_text
from pumpsched.domain.standing import Standing
from pumpsched.domain.therapy import DAY_MINUTES, Mixture, Programme

CONFIRM_BEYOND = Fraction(1, 5)
"""A change beyond a fifth is asked for again: label titration steps stay below it."""
REFUSE_BEYOND = 5
"""A change beyond fivefold is a slip (a unit, a decimal point) until a reason is given."""


def dose_outside(standing: Standing, fact: Programmed) -> Unsafe | None:
    """The pump does not deliver the flow of a programme."""
    return flow_outside(
        fact.programme,
        standing.placed,
        standing.ledger.until(fact.at.day).mixture,
        next_step=f"pumpsched dose {standing.code} … --override … (if it is right)",
    )


def dose_slip(standing: Standing, fact: Programmed) -> Unsafe | None:
    """A programme is more than fivefold the one it replaces, or less than a fifth of it.

    The first programme of a new pump is held against the pump before. It changes nothing that
    runs, so only a slip is refused.
    """
    new = fact.programme
    old = standing.present(fact.at) or standing.programme_before
    for before, after in _daily_pairs(old, new) if old else ():
        if _beyond_fivefold(before, after):
            present = f"{mass_text(before // DAY_MINUTES)}/day"
            return Unsafe(
                f"Refused: {new.dose_text} is {ratio_text(before, after)} the present {present}.",
                code="dose-slip",
                why="More than fivefold is taken for a slip of the unit or the decimal point.",
                next_step=f'pumpsched dose {standing.code} "{new}" --override … (if it is right)',
            )
    return None


def dose_unconfirmed(standing: Standing, fact: Programmed) -> ConfirmationNeeded | None:
    """A programme differs from the present one by more than a fifth."""
    new, old = fact.programme, standing.present(fact.at)
    pairs = _daily_pairs(old, new) if old else ()
    large = any(abs(after - before) > CONFIRM_BEYOND * before for before, after in pairs)
    return ConfirmationNeeded(Unusual(str(new))) if large else None


def _daily_pairs(old: Programme, new: Programme) -> Iterator[tuple[int, int]]:
    """What a day delivers before and after: the basal part alone, and with every bolus."""
    if old.flow is not None or new.flow is not None:
        return
    yield old.basal_minutes, new.basal_minutes
    yield old.whole_day_minutes, new.whole_day_minutes


def mixture_outside(standing: Standing, fill: Filled) -> Unsafe | None:
    """The pump does not deliver the flow that its programme needs of another mixture."""
    programme, pump = standing.present(fill.at), standing.placed
    if _replaced(standing, fill) is None or programme is None or pump.model.constant_flow:
        return None
    return flow_outside(programme, pump, fill.mixture, next_step=_override_fill(standing))


def mixture_slip(standing: Standing, fill: Filled) -> Unsafe | None:
    """Another mixture changes the flow or a drug's dose beyond fivefold."""
    old, new, programme = _replaced(standing, fill), fill.mixture, standing.present(fill.at)
    if old is None or new is None or programme is None:
        return None
    pump = standing.placed
    before, after = (doses_of(each, programme, pump) for each in (old, new))
    changes = {drug: (before[drug], after[drug]) for drug in before if drug in after}
    was, will = programme.day_flow(old.ng_per_ml), programme.day_flow(new.ng_per_ml)
    if not pump.model.constant_flow and was is not None and will is not None:
        changes["flow"] = (was, will)
    for drug, (was, will) in changes.items():
        if _beyond_fivefold(was, will):
            return Unsafe(
                f"{new} changes the {drug} {ratio_text(was, will)}.",
                code="mixture-slip",
                why="More than fivefold is taken for a slip of the concentration.",
                next_step=_override_fill(standing),
            )
    return None


def mixture_unconfirmed(standing: Standing, fill: Filled) -> ConfirmationNeeded | None:
    """A fill puts in another mixture than the last."""
    replaces = _replaced(standing, fill) is not None
    return ConfirmationNeeded(Unusual(str(fill.mixture))) if replaces else None


def bolus_again(standing: Standing, bolus: BolusGiven) -> ConfirmationNeeded | None:
    """The same bolus was typed a few minutes ago."""
    if not any(type(f) is BolusGiven and f.amount == bolus.amount for f in standing.lately):
        return None
    why = "The same bolus was recorded a few minutes ago."
    return ConfirmationNeeded(Unusual(str(bolus.amount), why))


def _replaced(standing: Standing, fill: Filled) -> Mixture | None:
    """The mixture that a fill replaces by another one, if it does."""
    last = standing.held(fill) or standing.mixture_before
    return None if fill.mixture in (None, last) else last


def _override_fill(standing: Standing) -> str:
    return f"pumpsched refill {standing.code} … --override … (if it is right)"


def flow_outside(
    programme: Programme, pump: Pump, mixture: Mixture | None, *, next_step: str
) -> Unsafe | None:
    """What speaks against the flow of a programme of a mixture: the pump does not deliver it."""
    model = pump.model
    low, high = model.min_flow_ul_per_day, model.max_flow_ul_per_day
    if mixture is None or low is None or high is None:
        return None
    if not model.source.vouches_for("min_flow_ul_per_day"):
        return None
    for flow in flows_of(programme, mixture.ng_per_ml):
        if not low <= flow <= high:
            return Unsafe(
                f"Refused: {flow_text(flow, up=flow > high)} mL/day is outside the {model.name}'s "
                f"{decimal_text(low, 3)} to {decimal_text(high, 3)} mL/day.",
                code="flow-outside-model",
                why=f"It follows from {programme} of {mixture}: check the units of both.",
                next_step=next_step,
            )
    return None


def flows_of(programme: Programme, ng_per_ml: int | None) -> list[Fraction]:
    """Every flow [µL/day] a programme runs at with a concentration, and its day's with boluses."""
    whole = programme.day_flow(ng_per_ml, boluses=True)
    if whole is None or ng_per_ml is None:
        return [] if whole is None else [whole]
    basal = programme.day_flow(ng_per_ml)
    told = [Fraction(1000 * step.ng_per_day, ng_per_ml) for step in programme.steps]
    return [*(told or [basal or whole]), whole]


def doses_of(mixture: Mixture, programme: Programme | None, pump: Pump) -> dict[str, Fraction]:
    """Every drug's dose a day [ng/day] from a pump with that mixture; empty while none is set."""
    fixed = pump.fixed_flow_ul_per_day
    if fixed is not None:
        return mixture.doses_of(fixed)
    flow = programme.day_flow(mixture.ng_per_ml) if programme else None
    return mixture.doses_of(flow) if flow is not None else {}


def _beyond_fivefold(before: int | Fraction, after: int | Fraction) -> bool:
    return after > REFUSE_BEYOND * before or before > REFUSE_BEYOND * after


def ratio_text(before: int | Fraction, after: int | Fraction) -> str:
    """A change in words: ``10 times`` or ``1/10 of``."""
    up = after >= before
    ratio = Fraction(after) / Fraction(before) if up else Fraction(before) / Fraction(after)
    shown = decimal_text(int(ratio * 10), 1)
    return f"{shown} times" if up else f"1/{shown} of"
