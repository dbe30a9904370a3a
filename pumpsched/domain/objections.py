"""What speaks against a fact: that it cannot have happened so, or cannot be told of this pump.

One rule each; when it is asked, and of which kinds of facts, stands in
:data:`pumpsched.domain.recording.CHECKS`. What is only unusual is judged by the gates.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil

from pumpsched.domain.errors import OVERRIDE, Conflict, Refusal, Unsafe, UsageRefusal
from pumpsched.domain.ledger import BolusGiven, Emptied, Fact, Filled, Ledger, Programmed, Voided
from pumpsched.domain.ledger_findings import SETTLED_UL
from pumpsched.domain.quantities import Volume, decimal_text
from pumpsched.domain.residual import CHECK_ABOVE_FILL, check_volume_above_fill
from pumpsched.domain.standing import Standing, left_the_list, no_pump
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import Mixture

FILLED_AGAIN_DAYS = 3
"""A fill so soon after another, or before it, is taken for the same one typed twice."""
A_MIXTURE = "DRUG … mcg/mL"
"""Stands in a command where the reader has to name a mixture: none is ever suggested."""


def is_ahead(fact: Fact, today: date) -> bool:
    """Whether a fact that can only have happened is dated in the future; a programme is planned."""
    return fact.at.day > today and type(fact) is not Programmed


def fill_of_nothing(ledger: Ledger) -> Filled | None:
    """The first fill of a pump, if it keeps the mixture before: nobody could tell what it holds."""
    first = next(iter(ledger.fills()), None)
    return first if first is not None and first.mixture is None else None


def archived(standing: Standing, fact: Fact) -> Refusal | None:
    """The patient has left the list."""
    return left_the_list(standing.patient, standing.archived_on, fact.at.day)


def archived_already(standing: Standing, _fact: Fact) -> Refusal | None:
    """The patient has left the list before."""
    if standing.archived_on is None:
        return None
    return Conflict(
        f"Patient {standing.code} was archived on {standing.archived_on} already.",
        code="already-archived",
        next_step=f"pumpsched show {standing.code}",
    )


def without_pump(standing: Standing, fact: Fact) -> Refusal | None:
    """No pump was in place that day."""
    return no_pump(standing.code, fact.at.day) if standing.pump is None else None


def ahead(standing: Standing, fact: Fact) -> Refusal | None:
    """What can only have happened is dated in the future."""
    day, today = fact.at.day, standing.today
    if not is_ahead(fact, today):
        return None
    return Unsafe(
        f"{day} is in the future; today is {today}.",
        code="future-fact",
        why="Only a programme can be recorded ahead; a visit is booked instead.",
        next_step=f"pumpsched visit add {standing.code} --at {day}T…",
        on=day.isoformat(),
    )


def archived_ahead(standing: Standing, fact: Fact) -> Refusal | None:
    """A patient leaves the list in the future."""
    if not is_ahead(fact, standing.today):
        return None
    return Unsafe(
        f"{fact.at.day} is in the future; today is {standing.today}.",
        code="future-fact",
        next_step="the same command with --on …",
    )


def before_implant(standing: Standing, fact: Fact) -> Refusal | None:
    """The pump was implanted later."""
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


def after_explant(standing: Standing, fact: Fact) -> Refusal | None:
    """The pump was taken out."""
    device, code, day = standing.placed.device, standing.code, fact.at.day
    out = device.explanted_on
    if out is None or day < out or standing.before_exchange:
        return None
    pump = visible(f"{device.model} {device.serial}".rstrip())
    refusal = no_pump(code, day, why=f"The {pump} was taken out on {out}.")
    if out == day:
        undo = f"pumpsched pump undo {code} --reason …"
        refusal.next_step += f", or first {undo} (for what was done before it came out)"
    return refusal


def constant_flow(standing: Standing, _fact: Fact) -> Refusal | None:
    """The pump takes no dose."""
    model = standing.placed.model
    if not model.constant_flow:
        return None
    return Unsafe(
        f"The {model.name} has a constant flow: it takes no dose.",
        code="constant-flow",
        why="Its dose changes only with the concentration of the next fill.",
        next_step=f'pumpsched refill {standing.code} --fill … --mixture "{A_MIXTURE}"',
    )


def bolus_of_nothing(standing: Standing, fact: Fact) -> Refusal | None:
    """A bolus comes before the first fill."""
    if standing.ledger.until(fact.at.day).mixture is not None:
        return None
    return Unsafe(
        "Nothing was filled into this pump before that bolus.",
        code="bolus-before-fill",
        next_step=f"pumpsched show {standing.code}",
    )


def mixture_unknown(standing: Standing, fill: Filled) -> Refusal | None:
    """The first fill of a pump names no mixture."""
    if fill.mixture is not None or standing.held(fill) is not None:
        return None
    last = standing.mixture_before or A_MIXTURE
    return Unsafe(
        "The first fill of a pump must name its mixture.",
        code="mixture-needed",
        why="Nothing was in this pump before, so nothing can be kept.",
        next_step=f'the same command with --mixture "{last}"',
    )


def void_of_void(standing: Standing, void: Voided) -> Refusal | None:
    """A void names a void."""
    if not isinstance(standing.voided, Voided):
        return None
    return Conflict(
        f"{void.voids} is itself an undo.",
        code="undo-of-undo",
        why="To have the fact again, record it again.",
        next_step=f"pumpsched show {standing.code}",
    )


def voided_already(standing: Standing, void: Voided) -> Refusal | None:
    """What a void names is void already."""
    if standing.voided_by is None:
        return None
    return Conflict(
        f"{void.voids} was voided already, by {standing.voided_by}.",
        code="already-voided",
        next_step=f"pumpsched show {standing.code}",
    )


def mixture_kept(standing: Standing, void: Voided) -> Refusal | None:
    """A later fill keeps the mixture that a void takes away."""
    if not isinstance(standing.voided, Filled):
        return None
    keeps = fill_of_nothing(standing.ledger.with_fact(void))
    if keeps is None:
        return None
    return Conflict(
        f"{keeps.seq}, the fill of {keeps.at.day}, keeps the mixture that {void.voids} names.",
        code="mixture-kept",
        why="Without it nobody could tell what is in the reservoir: void the later one first.",
        next_step=standing.undo_of(keeps),
    )


def overfill(standing: Standing, fill: Filled) -> Refusal | None:
    """More is injected than the reservoir holds."""
    return _beyond_capacity(standing, fill.injected, "overfill", "--fill")


def residual_impossible(standing: Standing, fill: Filled | Emptied) -> Refusal | None:
    """More was left than the reservoir holds."""
    return _beyond_capacity(standing, fill.residual, "impossible-residual", "--residual")


def check_volume_impossible(standing: Standing, fill: Filled) -> Refusal | None:
    """More came back after the fill than the reservoir holds."""
    return _beyond_capacity(
        standing, fill.check_volume, "impossible-check-volume", "--check-volume"
    )


def check_volume_beyond_fill(_standing: Standing, fill: Filled) -> Refusal | None:
    """More came back after the fill than had been put in."""
    if not any(check_volume_above_fill(fill)):
        return None
    return Unsafe(
        f"Refused: {fill.check_volume} is said to have come back of {fill.injected}.",
        code=CHECK_ABOVE_FILL,
        why="More comes back only of what was not drawn before: check both volumes.",
        next_step=OVERRIDE,
    )


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


def empty_fill(standing: Standing, fill: Filled) -> Refusal | None:
    """A fill puts nothing in."""
    if fill.injected.ul:
        return None
    left = f" --residual {decimal_text(fill.residual.ul, 3)}" if fill.residual else ""
    return Unsafe(
        "--fill 0 mL puts nothing in.",
        code="empty-fill",
        why="A refill injects a volume; one that was emptied is recorded as such.",
        next_step=f"pumpsched empty {standing.code} --on {fill.at}{left}",
    )


def programmed_overfill(standing: Standing, fill: Filled) -> Refusal | None:
    """The programmer was told more than the reservoir holds."""
    capacity = standing.placed.capacity_ul
    if fill.programmed is None or fill.programmed.ul <= capacity:
        return None
    return Unsafe(
        f"--programmed {fill.programmed} is more than this pump's {decimal_text(capacity, 3)} mL.",
        code="overfill",
        why="The programmer must show what is in the reservoir: correct it there first.",
        next_step=f"pumpsched pump list {standing.code}",
    )


def mismatch(_standing: Standing, fill: Filled) -> Refusal | None:
    """The programmer was told another volume than was injected."""
    programmed = fill.programmed or fill.injected
    if abs(programmed.ul - fill.injected.ul) <= SETTLED_UL:
        return None
    return Unsafe(
        f"{fill.injected} was injected but the programmer was told {programmed}.",
        code="fill-mismatch",
        why="A pump told more than it holds runs dry before its alarm. Correct the programmer.",
        next_step="the same command with --accept-mismatch … (if it must stand)",
        injected_ul=fill.injected.ul,
        programmed_ul=programmed.ul,
    )


def second_fill(standing: Standing, fill: Filled) -> Refusal | None:
    """Another fill is near: it may be the same one."""
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
        f"or {standing.undo_of(other)} (if that one was wrong)",
        patient=standing.code,
        fact=other.seq,
    )


def order_unknown(standing: Standing, fill: Filled) -> Refusal | None:
    """Nobody could tell which of two fills of a day came last."""
    same_day = (f for f in standing.ledger.fills() if f.at.day == fill.at.day)
    if fill.at.minute is not None or all(f.at.minute is not None for f in same_day):
        return None
    return UsageRefusal(
        f"Two fills on {fill.at.day} with the day alone: which came last?",
        code="clock-time-needed",
        why="The last one says what is in the reservoir.",
        next_step=f"the same command with --on {fill.at.day}T…",
    )


def dose_needed(standing: Standing, fill: Filled) -> Refusal | None:
    """Another drug is programmed, and its dose is not told."""
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


def bolus_too_large(standing: Standing, bolus: BolusGiven) -> Refusal | None:
    """A bolus is more than the reservoir holds."""
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
