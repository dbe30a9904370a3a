"""The cycles of a pump, from fill to fill: what each residual says of its flow, and all together.

A residual says something of the flow only where nothing else can have made it what it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.calibration import FlowEstimate, FlowReading
from pumpsched.domain.expected_residual import (
    Expectation,
    ResidualCheck,
    expected_at_fill,
    fill_before,
)
from pumpsched.domain.ledger import Fact, Filled
from pumpsched.domain.programming import Programming
from pumpsched.domain.pump import UNUSABLE_UL, Pump
from pumpsched.domain.reservoir import Reservoir, Stretch

LEAST_PROGRAMMED_UL = 2_000
"""A cycle in which less was programmed says too little of the flow [µL]."""


class Cycle(NamedTuple):
    """What was found at the end of one cycle.

    Attributes:
        fill: The fill that ended it.
        check: Measured against expected residual; None where either is not known.
        reading: What it says of the flow; None where it says nothing.
    """

    fill: Filled
    check: ResidualCheck | None
    reading: FlowReading | None


class FlowHistory(NamedTuple):
    """The cycles of a pump that are over, and the estimate of its flow after each."""

    cycles: tuple[Cycle, ...] = ()
    estimates: tuple[FlowEstimate, ...] = ()

    @property
    def estimate(self) -> FlowEstimate:
        """What is held of the flow now."""
        return self.estimates[-1] if self.estimates else FlowEstimate()

    def asks_to_verify(self, alarm_ul: int) -> bool:
        """Whether the next residual is to be seen early: two thirds of the way to the alarm.

        While an over-infusion is disputed, and where the last residual measured leaves open how
        much more would have been used.
        """
        if self.estimate.is_over_infusion_disputed:
            return True
        measured = [cycle for cycle in self.cycles if cycle.fill.residual is not None]
        if not measured:
            return False
        fill, check, _ = measured[-1]
        return leaves_open(fill.residual.ul if fill.residual else 0, check, alarm_ul=alarm_ul)


def leaves_open(residual_ul: int, check: ResidualCheck | None, *, alarm_ul: int) -> bool:
    """Whether a residual is so small that more would have been used of a fuller reservoir.

    At the alarm volume that is so only where more was expected: a visit may have been late.
    """
    if residual_ul <= UNUSABLE_UL:
        return True
    short = check is not None and check.is_beyond_tolerance and check.discrepancy_ul < 0
    return short and residual_ul <= alarm_ul


def flow_history(
    facts: Sequence[Fact], told: Programming, pump: Pump, *, sd_ul: int
) -> FlowHistory:
    """The history of a pump's flow in its facts, in order of time.

    Args:
        facts: What happened.
        told: What the facts say of programmes; no later programme changes what was known before.
        pump: The device.
        sd_ul: Standard deviation of a residual [µL].
    """
    cycles = tuple(_cycles(facts, told, pump, sd_ul))
    estimate, estimates = FlowEstimate(), []
    for cycle in cycles:
        estimate = estimate.after(cycle.reading)
        estimates.append(estimate)
    return FlowHistory(cycles, tuple(estimates))


def _cycles(facts: Sequence[Fact], told: Programming, pump: Pump, sd_ul: int) -> Iterator[Cycle]:
    for place, fill in enumerate(facts):
        earlier = facts[:place]
        before = fill_before(earlier) if isinstance(fill, Filled) else None
        if not isinstance(fill, Filled) or before is None:
            continue
        expected = fill.residual and expected_at_fill(fill, earlier, told, pump)
        if fill.residual is None or not expected:
            yield Cycle(fill, None, None)
            continue
        check = expected.check(fill.residual, fill.at, before, pump)
        reading = None
        if not pump.model.constant_flow and _is_told(before) and _is_undisturbed(expected):
            reading = _reading(before.start_ul, check, sd_ul)
        yield Cycle(fill, check, reading)


def _is_told(fill: Filled) -> bool:
    """Whether the programmer knew what was filled."""
    return fill.programmed in (None, fill.injected)


def _is_undisturbed(expected: Expectation) -> bool:
    """Whether the pump ran all the time at a flow that is known, and nothing was taken out."""
    begun = [each for each in expected.fast.stretches if each.start < expected.instant]
    start = expected.fast.stretches[0].start
    at_first = [runs for at, runs in expected.turned if at <= start][-1:]
    later = [runs for at, runs in expected.turned if start < at < expected.instant]
    return (
        all([*at_first, *later])
        and not any(stretch.removed for stretch in expected.fast.stretches)
        and all(_is_known(stretch, expected) for stretch in begun)
    )


def _is_known(stretch: Stretch, expected: Expectation) -> bool:
    """Whether the flow of a stretch was told by the end of the cycle, and for what is held."""
    told = expected.told
    running, strengths = told.in_force(stretch.start)
    if running is None or running.at.instant >= expected.instant:
        return False
    by_mass = running.programme.flow is None or running.programme.bolus is not None
    if (by_mass or stretch.drawn) and len(set(strengths)) > 1:
        return False
    return running == told.last_told(stretch.start)


def _reading(start_ul: int, check: ResidualCheck, sd_ul: int) -> FlowReading | None:
    """What a residual says of the flow; None where it is inside what was expected anyhow.

    Where the use of patient boluses is not known it is held against the nearer end: below the
    range all of them were used, above it none.
    """
    low, high, measured = check.low_ticks, check.high_ticks, check.residual_ul * check.ticks_per_ul
    if low < high and low <= measured <= high:
        return None
    left = low if measured <= low else high
    programmed_ul = (start_ul * check.ticks_per_ul - left) // check.ticks_per_ul
    # One that was to run dry would have left nothing at any flow.
    if programmed_ul < LEAST_PROGRAMMED_UL or not left:
        return None
    return FlowReading(start_ul, check.residual_ul, programmed_ul, sd_ul)


class Band(NamedTuple):
    """When a reservoir falls to its alarm volume, nineteen times in twenty; None for much later.

    Attributes:
        early_on: The last day on which it hardly has yet.
        late_on: The last day on which it may not have.
        verify: Whether the early day is no later than two thirds of the way.
    """

    early_on: date | None
    late_on: date | None
    verify: bool


def alarm_band(
    filled_on: date, reservoir: Reservoir, history: FlowHistory, *, alarm_ul: int, latest: date
) -> Band:
    """The band around the alarm date by the estimate of the flow; days after ``latest`` are None.

    No day is before the fill's own.
    """
    estimate, verify = history.estimate, history.asks_to_verify(alarm_ul)
    per_ul, days = reservoir.ticks_per_ul, range((latest - filled_on).days + 1)

    def asked(day: int) -> tuple[int, int, int]:
        removed, used = reservoir.programmed_by((filled_on.toordinal() + day) * DAY_MINUTES)
        return (reservoir.start_ul - alarm_ul) * per_ul - removed, used, per_ul

    def last(keeps: Callable[[int], bool]) -> date | None:
        over = bisect_left(days, True, key=lambda day: not keeps(day))
        return None if over == len(days) else filled_on + timedelta(days=max(over - 1, 0))

    return Band(
        last(lambda day: estimate.keeps_above(*asked(day), verify=verify)),
        last(lambda day: estimate.may_keep_above(*asked(day))),
        verify,
    )
