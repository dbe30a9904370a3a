"""How well residuals were foretold in this practice's own history, and what reading noise fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt
from typing import TYPE_CHECKING

from pumpsched.domain.calibration import CycleVerdict, FlowEstimate, FlowReading
from pumpsched.domain.flow_history import flow_history
from pumpsched.domain.ledger import Ledger
from pumpsched.domain.programming import programming
from pumpsched.domain.pump import Pump
from pumpsched.reference import catalogue
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from datetime import date

    from pumpsched.store.reading.opening import ReadBooks

ENOUGH = 200
"""So many residuals foretold are needed before a reading noise is suggested."""
TRIED_UL = range(300, 1_300, 100)
"""FlowReading noises that may be suggested [µL]."""


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What the residuals of a practice say of the model that foretells them.

    Attributes:
        refills: How many residuals were foretold by an earlier one of their pump.
        covered: How many lay within the band of nineteen times in twenty.
        mean_milli: Mean error in standard deviations [thousandths].
        lag_milli: Correlation of an error with the one before it in the same pump [thousandths];
            None without enough of them.
        disputed, reviews: After how many readings a check or a review was asked for.
        sd_ul: The reading noise that holds [µL].
        suggested_ul: The smallest that fits; None with too few refills, or where none does.
    """

    refills: int
    covered: int
    mean_milli: int
    lag_milli: int | None
    disputed: int
    reviews: int
    sd_ul: int
    suggested_ul: int | None

    @property
    def missing(self) -> int:
        """How many residuals more are needed for a suggestion."""
        return max(ENOUGH - self.refills, 0)


def calibration_report(books: ReadBooks, *, as_of: date) -> CalibrationReport:
    """The report of all pumps of a practice, by what was recorded up to a day."""
    sd_ul, known = practice_of(books).usual_rules.residual_sd_ul, catalogue()
    histories: list[list[FlowReading | None]] = []
    for held in books.holdings():
        facts = Ledger.in_order(held.facts).until(as_of).facts
        told, pump = programming(facts, as_of=as_of), Pump.of(held.device, known)
        flow = flow_history(facts, told, pump, sd_ul=sd_ul)
        histories.append([cycle.reading for cycle in flow.cycles])
    return report_of(histories, sd_ul=sd_ul)


def report_of(
    histories: Sequence[Sequence[FlowReading | None]], *, sd_ul: int
) -> CalibrationReport:
    """The report of pumps, each the readings of its cycles in order."""
    pumps = [_followed(readings, sd_ul) for readings in histories]
    found = [each for pump in pumps for each in pump if each.usable > 1]
    errors = [_milli(each) for each in found]
    suggested = None
    if len(found) >= ENOUGH:
        suggested = next((each for each in TRIED_UL if _fits(histories, each)), None)
    return CalibrationReport(
        refills=len(found),
        covered=sum(625 * each.error_ppm**2 <= 2401 * each.error_variance for each in found),
        mean_milli=sum(errors) // len(errors) if errors else 0,
        lag_milli=_lag([[_milli(each) for each in pump if each.usable > 1] for pump in pumps]),
        disputed=sum(each.verdict is CycleVerdict.DISPUTED for each in found),
        reviews=sum(each.asks_for_review for each in found),
        sd_ul=sd_ul,
        suggested_ul=suggested,
    )


def _followed(readings: Iterable[FlowReading | None], sd_ul: int) -> list[FlowEstimate]:
    """The estimate after each usable cycle of a pump, with another reading noise."""
    estimate, found = FlowEstimate(), []
    for reading in readings:
        estimate = estimate.after(reading and reading._replace(sd_ul=sd_ul))
        if reading is not None:
            found.append(estimate)
    return found


def _fits(histories: Iterable[Iterable[FlowReading | None]], sd_ul: int) -> bool:
    """Whether four of five errors lie within 1.2816 standard deviations."""
    found = [each for h in histories for each in _followed(h, sd_ul) if each.usable > 1]
    near = [10_000**2 * e.error_ppm**2 <= 12_816**2 * e.error_variance for e in found]
    return 5 * sum(near) >= 4 * len(near)


def _milli(estimate: FlowEstimate) -> int:
    """The error of a reading in thousandths of its standard deviation, toward zero."""
    size = isqrt(1_000_000 * estimate.error_ppm**2 // estimate.error_variance)
    return size if estimate.error_ppm > 0 else -size


def _lag(pumps: Iterable[Sequence[int]]) -> int | None:
    """Correlation of neighbouring errors of the same pump [thousandths], about a mean of zero."""
    pairs = [pair for errors in pumps for pair in pairwise(errors)]
    squares = sum(first**2 + second**2 for first, second in pairs)
    if not squares:
        return None
    return 2_000 * sum(first * second for first, second in pairs) // squares
