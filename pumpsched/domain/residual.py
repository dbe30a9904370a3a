"""The residual check: what a refill should find in the reservoir, and how far off it is.

Only the residual can show that a pump runs fast or slow. Volumes are exact [µL] until they are
shown; the tolerance is rounded down, so that doubt is reported rather than swallowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Filled, Ledger
from pumpsched.domain.mixture import Mixture
from pumpsched.domain.programme import Programme
from pumpsched.domain.projection import standing
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.reservoir import in_force

ABSOLUTE_UL = 2_000
"""A difference that matters whatever was delivered: 2 mL, as practice has it."""


@dataclass(frozen=True, slots=True)
class ResidualCheck:
    """Measured against expected, at one refill.

    Attributes:
        low_ul, high_ul: Expected residual [µL]; equal where the bolus use is known.
        residual_ul: Measured residual [µL].
        discrepancy_ul: Measured less expected, from the nearer end of the range [µL].
        tolerance_ul: The larger tolerance [µL], rounded down.
        notice_ul: The smaller tolerance [µL], rounded down.
    """

    low_ul: Fraction
    high_ul: Fraction
    residual_ul: int
    discrepancy_ul: Fraction
    tolerance_ul: int
    notice_ul: int

    @property
    def severity(self) -> Severity | None:
        """How much the difference asks for; None within the smaller tolerance."""
        size = abs(self.discrepancy_ul)
        if size > self.tolerance_ul:
            return Severity.WARNING
        return Severity.INFO if size > self.notice_ul else None

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
    view = standing(ledger.before(fill), pump, as_of=fill.at.day)
    reservoir, mixture = view.reservoir, view.mixture
    if view.fill is None or reservoir is None or mixture is None:
        return None
    instant = fill.at.instant
    high = reservoir.volume_at(instant)
    # The minute before: a programme given with this refill had no part in what was used up.
    programme = in_force(view.programmes, instant - 1)
    if fill.boluses_used is None:
        low = reservoir.volume_at(instant, boluses=True)
    else:
        low = high = _less_used(high, fill.boluses_used, programme, mixture)
    nearest = min(max(Fraction(fill.residual.ul), low), high)
    delivered = view.fill.start_ul - high
    either_day_alone = fill.at.minute is None or view.fill.at.minute is None
    slack = reservoir.day_flow(instant, boluses=True) if either_day_alone else Fraction(0)
    least, share = Fraction(ABSOLUTE_UL), delivered * pump.model.accuracy_permille / 1000
    return ResidualCheck(
        low_ul=low,
        high_ul=high,
        residual_ul=fill.residual.ul,
        discrepancy_ul=fill.residual.ul - nearest,
        tolerance_ul=floor(max(least, share) + slack),
        notice_ul=floor(min(least, share) + slack),
    )


def _less_used(
    left_ul: Fraction, used: int, programme: Programme | None, mixture: Mixture
) -> Fraction:
    """What is left once so many activations of the programme's bolus are taken out [µL]."""
    mass = programme.bolus.mass.ng if programme and programme.bolus else 0
    per_ml = mixture.programmed.concentration.ng_per_ml
    return max(left_ul - Fraction(1000 * mass * used, per_ml), Fraction(0))
