"""The residual check: what a refill should find in the reservoir, and how far off it is.

Only the residual can show that a pump runs fast or slow. Volumes are exact [µL] until they are
shown; the tolerance is rounded down, so that doubt is reported rather than swallowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Fact, Filled, Ledger
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.reservoir import (
    ProgrammeChange,
    in_force,
    programme_changes,
    reservoir_of,
    switches,
)
from pumpsched.domain.therapy import DAY_MINUTES, Mixture, Programme

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
    def severity(self) -> Severity | None:
        """How much the difference asks for; None within the smaller tolerance."""
        size = abs(self._discrepancy_ticks)
        if size > self.tolerance_ul * self.ticks_per_ul:
            return Severity.WARNING
        return Severity.INFO if size > self.notice_ul * self.ticks_per_ul else None

    def finding(self) -> Finding | None:
        """The finding this difference makes, if any."""
        severity = self.severity
        if severity is None:
            return None
        sign = "more" if self.discrepancy_ul > 0 else "less"
        size = decimal_text(floor(abs(self.discrepancy_ul)), 3)
        return Finding(
            "residual-differs",
            severity,
            f"residual {decimal_text(self.residual_ul, 3)} mL is {size} mL {sign} than expected "
            f"(tolerance {decimal_text(self.tolerance_ul, 3)} mL): read it again, check the log",
            {"residual_ul": self.residual_ul, "tolerance_ul": self.tolerance_ul},
        )


def residual_check(ledger: Ledger, fill: Filled, pump: Pump) -> ResidualCheck | None:
    """The check of a fill's residual against the ledger before it.

    Returns:
        None where nothing was measured, or nothing can be expected: no fill or no programme yet.
    """
    if fill.residual is None:
        return None
    earlier = ledger.before(fill).facts
    programmes, _ = programme_changes(earlier, as_of=fill.at.day)
    return _held_against(fill, earlier, programmes, pump)


def last_residual_check(view: Projection, pump: Pump) -> ResidualCheck | None:
    """The check of the last fill a view counts; the same as :func:`residual_check` gives.

    What was programmed until then is in the view already: no later fact changes it.
    """
    fill = view.fill
    if fill is None or fill.residual is None:
        return None
    last = len(view.facts) - 1
    while view.facts[last] is not fill:
        last -= 1
    return _held_against(fill, view.facts[:last], view.programmes, pump)


def _held_against(
    fill: Filled, earlier: Sequence[Fact], programmes: Sequence[ProgrammeChange], pump: Pump
) -> ResidualCheck | None:
    """The check of a fill's residual against the facts before it."""
    before = _fill_before(earlier)
    fixed = pump.fixed_flow_ul_per_day
    if fill.residual is None or before is None or not (programmes or fixed):
        return None
    previous, mixture = before
    reservoir = reservoir_of(
        previous,
        mixture,
        facts=earlier,
        programmes=programmes,
        switches=switches(earlier),
        fixed_flow_ul_per_day=fixed,
    )
    instant, per_ul = fill.at.instant, reservoir.ticks_per_ul
    high = reservoir.left_at(instant)
    # The minute before: a programme given with this refill had no part in what was used up.
    programme = in_force(programmes, instant - 1)
    if fill.boluses_used is None:
        low = reservoir.left_at(instant, boluses=True) if reservoir.has_boluses else high
    else:
        low = high = max(high - fill.boluses_used * _bolus_ticks(programme), 0)
    delivered = previous.start_ul * per_ul - high
    either_day_alone = fill.at.minute is None or previous.at.minute is None
    slack = reservoir.day_ticks(instant, boluses=True) if either_day_alone else 0
    # In thousandths of a tick, since the accuracy is given per mille.
    least, share = 1000 * ABSOLUTE_UL * per_ul, delivered * pump.model.accuracy_permille
    return ResidualCheck(
        low_ticks=low,
        high_ticks=high,
        ticks_per_ul=per_ul,
        residual_ul=fill.residual.ul,
        tolerance_ul=(max(least, share) + 1000 * slack) // (1000 * per_ul),
        notice_ul=(min(least, share) + 1000 * slack) // (1000 * per_ul),
    )


def _fill_before(earlier: Sequence[Fact]) -> tuple[Filled, Mixture] | None:
    """The last of the fills, and the mixture it put in or kept; None if it has none."""
    last: Filled | None = None
    for fact in reversed(earlier):
        if type(fact) is Filled:
            last = last or fact
            if fact.mixture is not None:
                return last, fact.mixture
    return None


def _bolus_ticks(programme: Programme | None) -> int:
    """One activation of the programme's patient bolus [ticks]."""
    bolus = programme.bolus if programme else None
    return 1000 * bolus.mass.ng * DAY_MINUTES if bolus else 0
