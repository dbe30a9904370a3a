"""What speaks against a fact about what the reservoir holds, or what a programmer showed of it.

The rules of :mod:`pumpsched.domain.recording` for samples, emptyings and read-outs, and for what
is done to a reservoir that was emptied or holds saline.
"""

from __future__ import annotations

from pumpsched.domain.errors import Conflict, Refusal, Unsafe, UsageRefusal
from pumpsched.domain.ledger import (
    Aspirated,
    Emptied,
    Fact,
    Filled,
    Ledger,
    Programmed,
    ReadOut,
    in_time_read,
)
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.standing import Standing


def reading_of_constant_flow(standing: Standing, _fact: Fact) -> Refusal | None:
    """A constant-flow pump has no programmer that could print anything."""
    model = standing.placed.model
    if not model.constant_flow:
        return None
    return Unsafe(
        f"The {model.name} has a constant flow: no programmer reads it.",
        code="constant-flow",
        why="Is it the right patient?",
        next_step=f"pumpsched show {standing.code}",
    )


def stop_of_constant_flow(standing: Standing, _fact: Fact) -> Refusal | None:
    """A constant-flow pump cannot be stopped: its flow goes on until it is empty."""
    model = standing.placed.model
    if not model.constant_flow:
        return None
    return Unsafe(
        f"The {model.name} has a constant flow: it cannot be stopped.",
        code="constant-flow",
        why="Its flow ends only with the reservoir.",
        next_step=f"pumpsched empty {standing.code} --on … (once it was emptied)",
    )


def nothing_to_take(standing: Standing, fact: Fact) -> Refusal | None:
    """Nothing was filled into the pump before a sample, an emptying or a read-out.

    Only an emptying with its day alone comes before a fill of its day.
    """
    is_first = isinstance(fact, Emptied)
    held = standing.held(fact) if is_first else standing.ledger.until(fact.at.day).mixture
    if held is not None:
        return None
    return Unsafe(
        "Nothing was filled into this pump before that.",
        code="nothing-filled",
        next_step=f"pumpsched show {standing.code}",
    )


def read_before_fill(standing: Standing, read: ReadOut) -> Refusal | None:
    """A fill follows the read-out: it says nothing of what the reservoir holds now."""
    asked = in_time_read(read)[:2]
    later = [fill for fill in standing.ledger.fills() if in_time_read(fill)[:2] > asked]
    if not later:
        return None
    return Unsafe(
        f"A fill of {later[-1].at} follows that read-out of {read.at}.",
        code="readout-before-fill",
        why="The alarm date it printed was of the fill before: when was it read?",
        next_step="the same command with --on … (when it was read)",
    )


def emptied_already(standing: Standing, fact: Emptied) -> Refusal | None:
    """The reservoir was emptied and not filled since."""
    emptied = _emptied_before(standing, fact)
    if emptied is None:
        return None
    return Conflict(
        f"The reservoir was emptied on {emptied.at} already, as {emptied.seq}.",
        code="already-empty",
        why="It stays empty until it is filled.",
        next_step=f"{standing.undo_of(emptied)} (if that one was wrong)",
        fact=emptied.seq,
    )


def start_of_empty(standing: Standing, fact: Fact) -> Refusal | None:
    """A pump that was emptied is filled before it is started."""
    emptied = _emptied_before(standing, fact)
    if emptied is None:
        return None
    return Unsafe(
        f"The reservoir was emptied on {emptied.at} and not filled since.",
        code="start-on-empty",
        why="A pump that runs dry is damaged, and its patient gets nothing.",
        next_step=f"pumpsched refill {standing.code} --fill …",
    )


def dose_of_saline(standing: Standing, fact: Programmed) -> Refusal | None:
    """A mass was told while the reservoir holds no drug."""
    held = standing.held(fact)
    if fact.programme.flow is not None or held is None or held.drugs:
        return None
    return Unsafe(
        f"The reservoir holds saline: {fact.programme} of nothing is no flow.",
        code="dose-on-saline",
        why="The programmer's figure counts a drug that is not there.",
        next_step="the same command with a dose in mL/day (the flow the programmer shows)",
    )


def filled_that_day(standing: Standing, fact: Emptied | Filled) -> Refusal | None:
    """A fill and an emptying of one day both need a clock time, to tell which came first."""
    other_kind = Filled if isinstance(fact, Emptied) else Emptied
    others = [
        other
        for other in standing.ledger.facts
        if type(other) is other_kind and other.at.day == fact.at.day
    ]
    untimed = [each for each in (fact, *others) if each.at.minute is None]
    if not others or not untimed:
        return None
    timed = f"the same command with --on {fact.at.day}T…"
    undone = f"{standing.undo_of(untimed[0])} (then record it with its time)"
    return UsageRefusal(
        f"The pump was both filled and emptied on {fact.at.day}: which came first?",
        code="clock-time-needed",
        why="Both need a clock time, this one and the one recorded.",
        next_step=timed if fact.at.minute is None else undone,
    )


def untimed_emptying(ledger: Ledger) -> Fact | None:
    """The first fill or emptying without a clock time on a day that has both."""
    emptied = {fact.at.day for fact in ledger.facts if type(fact) is Emptied}
    both = emptied & {fact.at.day for fact in ledger.facts if type(fact) is Filled}
    untimed = (
        fact
        for fact in ledger.facts
        if fact.at.day in both and fact.at.minute is None and type(fact) in (Filled, Emptied)
    )
    return next(untimed, None)


def sample_beyond_capacity(standing: Standing, fact: Aspirated) -> Refusal | None:
    """More was taken out than the reservoir holds."""
    capacity = standing.placed.capacity_ul
    if fact.amount.ul <= capacity:
        return None
    return Unsafe(
        f"{fact.amount} is more than this pump's reservoir of {decimal_text(capacity, 3)} mL.",
        code="aspirate-too-large",
        why="Check the syringe, or the pump model.",
        next_step=f"pumpsched pump list {standing.code}",
    )


def _emptied_before(standing: Standing, fact: Fact) -> Emptied | None:
    """The emptying that stands at a time, if no fill followed it."""
    for earlier in reversed(standing.until(fact)):
        if isinstance(earlier, (Filled, Emptied)):
            return earlier if isinstance(earlier, Emptied) else None
    return None
