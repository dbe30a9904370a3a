"""What the reservoir should hold at an instant, and a volume measured then.

Volumes are exact [µL] until they are shown; the tolerance is rounded down, so that doubt is
reported rather than swallowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.ledger import Fact, Filled
from pumpsched.domain.programming import Programming, Switch, switches
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Volume
from pumpsched.domain.reservoir import AFTER_THE_FILL, Reservoir, reservoir_of

ABSOLUTE_UL = 2_000
"""A difference that matters whatever was delivered: 2 mL, as practice has it."""


class ResidualCheck(NamedTuple):
    """Measured against expected, at one refill.

    Attributes:
        low_ticks, high_ticks: Expected residual [ticks]; equal where the bolus use is known.
        ticks_per_ul: Ticks in one microlitre, as in :class:`Reservoir`.
        residual_ul: Measured residual [µL].
        tolerance_ul: The larger tolerance [µL], rounded down.
        notice_ul: The smaller tolerance [µL], rounded down.
    """

    low_ticks: int
    high_ticks: int
    ticks_per_ul: int
    residual_ul: int
    tolerance_ul: int
    notice_ul: int

    @property
    def low_ul(self) -> Fraction:
        """Least expected residual [µL]."""
        return Fraction(self.low_ticks, self.ticks_per_ul)

    @property
    def high_ul(self) -> Fraction:
        """Largest expected residual [µL]."""
        return Fraction(self.high_ticks, self.ticks_per_ul)

    @property
    def discrepancy_ul(self) -> Fraction:
        """Measured less expected, from the nearer end of the range [µL]."""
        return Fraction(self._discrepancy_ticks, self.ticks_per_ul)

    @property
    def _discrepancy_ticks(self) -> int:
        measured = self.residual_ul * self.ticks_per_ul
        if measured < self.low_ticks:
            return measured - self.low_ticks
        return max(measured - self.high_ticks, 0)

    @property
    def is_noted(self) -> bool:
        """Whether the difference is beyond the smaller tolerance."""
        return abs(self._discrepancy_ticks) > self.notice_ul * self.ticks_per_ul

    @property
    def is_beyond_tolerance(self) -> bool:
        """Whether the difference is beyond the larger tolerance."""
        return abs(self._discrepancy_ticks) > self.tolerance_ul * self.ticks_per_ul


class Expectation(NamedTuple):
    """What the reservoir should hold at an instant.

    Attributes:
        instant: The minute.
        fast, slow: The reservoir with the larger flow that is in question, and with that of the
            mixture it holds.
        low, high: The least and the most that should be left [ticks].
        told: What was known of programmes then.
        turned: Stops and starts until then.
    """

    instant: int
    fast: Reservoir
    slow: Reservoir
    low: int
    high: int
    told: Programming
    turned: Sequence[Switch]

    def check(self, measured: Volume, at: When, filled: Filled, pump: Pump) -> ResidualCheck:
        """A volume measured then, held against it."""
        fast, slow, per_ul = self.fast, self.slow, self.fast.ticks_per_ul
        # Patient boluses that are known to be used were delivered too.
        delivered = slow.delivered_at(self.instant) + slow.left_at(self.instant) - self.high
        either_day_alone = at.minute is None or filled.at.minute is None
        slack = fast.day_ticks(self.instant, boluses=True) if either_day_alone else 0
        # In thousandths of a tick, since the accuracy is given per mille.
        least, share = 1000 * ABSOLUTE_UL * per_ul, delivered * pump.model.accuracy_permille
        return ResidualCheck(
            low_ticks=self.low,
            high_ticks=self.high,
            ticks_per_ul=per_ul,
            residual_ul=measured.ul,
            tolerance_ul=(max(least, share) + 1000 * slack) // (1000 * per_ul),
            notice_ul=(min(least, share) + 1000 * slack) // (1000 * per_ul),
        )


def fill_before(earlier: Sequence[Fact]) -> Filled | None:
    """The last fill among facts in order of time."""
    return next((fact for fact in reversed(earlier) if isinstance(fact, Filled)), None)


def expected_at_fill(
    fill: Filled, earlier: Sequence[Fact], told: Programming, pump: Pump
) -> Expectation | None:
    """What a fill should find by the facts before it; None without another fill or a flow."""
    before, day = fill_before(earlier), fill.at.day
    if before is None:
        return None
    # What is dated with that day alone counts after this fill.
    counted = [
        fact
        for fact in earlier
        if not (type(fact) in AFTER_THE_FILL and fact.at.minute is None and fact.at.day == day)
    ]
    return expected_at(fill.at, before, counted, told, pump, boluses_used=fill.boluses_used)


def expected_at(
    at: When,
    filled: Filled,
    facts: Sequence[Fact],
    told: Programming,
    pump: Pump,
    *,
    boluses_used: int | None = None,
    instant: int | None = None,
) -> Expectation | None:
    """What the reservoir should hold at a time; None if nothing can be expected.

    Args:
        at: When.
        filled: The fill before.
        facts: The facts until then, in order of time.
        told: What they say of programmes.
        pump: The device.
        boluses_used: Patient activations since the fill, where known.
        instant: The minute that counts, where it is not the one of ``at``.
    """
    fixed, told = pump.fixed_flow_ul_per_day, told.known_by(at.day)
    if fixed is not None:
        told = Programming(told.contents)
    elif not told.has_flow(filled.at.instant):
        return None
    turned = switches(facts) if fixed is None else []
    found = [
        reservoir_of(
            filled,
            facts=facts,
            told=told,
            switches=turned,
            fixed_flow_ul_per_day=fixed,
            doubted=doubted,
        )
        # Of one concentration alone both are the same.
        for doubted in ((True, False) if told.has_several_strengths else (True,))
    ]
    fast, slow = found[0], found[-1]
    instant = at.instant if instant is None else instant
    if boluses_used is None:
        low, high = fast.left_at(instant, boluses=True), slow.left_at(instant)
    else:
        low, high = [_less_boluses(each, instant, boluses_used, told) for each in (fast, slow)]
    return Expectation(instant, fast, slow, low, high, told, turned)


def _less_boluses(reservoir: Reservoir, instant: int, used: int, told: Programming) -> int:
    """What is left [ticks] less the patient boluses used."""
    # The minute before: a programme given with this refill had no part in what was used up.
    running = told.running(instant - 1)
    bolus = running.programme.bolus if running else None
    mass = bolus.mass.ng if bolus else 0
    each = reservoir.stretch_at(instant - 1).per_dose * mass * DAY_MINUTES
    return max(reservoir.left_at(instant) - used * each, 0)
