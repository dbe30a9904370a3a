"""Flow calibration: what the residuals of a pump say of its true flow, in integers.

The *multiplier* of a pump is its true over its programmed flow [ppm]. A Kalman filter follows it
from refill to refill with a second hypothesis beside it: one reading far off is disputed and not
believed, a second one like it is. From the multiplier and its variance [ppm²] follows the last day
on which a chance of one in forty is left that the reservoir has not yet fallen to its alarm
volume. Everything is counted in whole numbers, rounded toward the earlier day.
"""

from __future__ import annotations

from enum import StrEnum
from math import isqrt
from typing import NamedTuple

from pumpsched.domain.quantities import decimal_text

PPM = 1_000_000
LABEL_PPM = 145_000
"""A pump this much over its programmed flow is outside the narrowest label."""
PRIOR_SD_PPM = 72_500
"""Half the label: before any residual it is taken as two standard deviations."""
DRIFT_SD_PPM = 20_000
"""How far a multiplier walks from one refill to the next."""
CYCLE_SD_PPM = 10_000
"""How far the flow of one cycle strays from its multiplier."""
SHIFT_SD_PPM = 200_000
"""How far a pump goes that has begun to over-infuse."""
START_SD_UL = 300
"""Of the volume right after a fill: its reading, and what was left behind before it."""

_DRIFT, _CYCLE, _SHIFT = DRIFT_SD_PPM**2, CYCLE_SD_PPM**2, SHIFT_SD_PPM**2
_SD_NUM, _SD_DEN = 49, 25
"""1.96 standard deviations: both sides together leave one in twenty."""
_ROUNDED_PPM = 5
"""Covers every rounding of a multiplier."""


class FlowReading(NamedTuple):
    """One cycle whose residual can be used.

    Attributes:
        start_ul: Volume right after the fill before [µL].
        residual_ul: Volume aspirated at its end [µL].
        programmed_ul: What the pump was told to deliver in between [µL], rounded down.
        sd_ul: Standard deviation of a residual [µL].
    """

    start_ul: int
    residual_ul: int
    programmed_ul: int
    sd_ul: int

    @property
    def multiplier_ppm(self) -> int:
        """What this cycle alone says of the multiplier."""
        return _nearest((self.start_ul - self.residual_ul) * PPM, self.programmed_ul)

    @property
    def variance(self) -> int:
        """How little that can be relied on [ppm²]."""
        return _up((self.sd_ul * PPM) ** 2, self.programmed_ul**2) + _CYCLE

    @property
    def is_beyond_label(self) -> bool:
        """Whether more was used than the label allows of what was programmed."""
        more = self.start_ul - self.residual_ul - self.programmed_ul
        return more * PPM > LABEL_PPM * self.programmed_ul


class Hypothesis(NamedTuple):
    """A multiplier [ppm] and the variance [ppm²] it is known with."""

    multiplier_ppm: int
    variance: int

    def drifted(self, by: int = _DRIFT) -> Hypothesis:
        """The same one refill later, or after a variance of another size was added."""
        return self._replace(variance=self.variance + by)

    def updated(self, reading: FlowReading) -> Hypothesis:
        """The same with what a reading says, each weighed by how well it is known."""
        noise = reading.variance
        whole = self.variance + noise
        mean = self.multiplier_ppm * noise + reading.multiplier_ppm * self.variance
        return Hypothesis(_nearest(mean, whole), _up(self.variance * noise, whole))

    def reaches(self, reading: FlowReading) -> bool:
        """Whether a reading lies within three standard deviations."""
        error = reading.multiplier_ppm - self.multiplier_ppm
        return error**2 <= 9 * (self.variance + reading.variance)

    @property
    def band(self) -> tuple[int, int]:
        """Where the multiplier of a cycle lies nineteen times in twenty [ppm], rounded outward."""
        wide = _up(_SD_NUM * (isqrt(self.variance + _CYCLE) + 1), _SD_DEN)
        return self.multiplier_ppm - wide, self.multiplier_ppm + wide

    def keeps_above(self, room: int, programmed: int, per_ul: int) -> bool:
        """Whether the alarm volume is not reached but once in forty times."""
        clear = room * PPM - (self.multiplier_ppm + _ROUNDED_PPM) * programmed
        return clear >= 0 and not self._is_within(clear, programmed, per_ul)

    def may_keep_above(self, room: int, programmed: int, per_ul: int) -> bool:
        """Whether the alarm volume is not reached at least once in forty times."""
        clear = room * PPM - (self.multiplier_ppm - _ROUNDED_PPM) * programmed
        return clear >= 0 or self._is_within(clear, programmed, per_ul)

    def _is_within(self, clear: int, programmed: int, per_ul: int) -> bool:
        """Whether a distance from the alarm volume [ticks ppm] is within its uncertainty."""
        start = (START_SD_UL * per_ul * PPM) ** 2
        used = programmed**2 * (self.variance + _DRIFT + _CYCLE)
        return _SD_DEN**2 * clear**2 < _SD_NUM**2 * (start + used)


PRIOR = Hypothesis(PPM, PRIOR_SD_PPM**2)
"""What is held of a pump of which nothing is known."""


class CycleVerdict(StrEnum):
    """What the last cycle was taken for."""

    UNUSED = "unused"
    AGREES = "agrees"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"


class FlowEstimate(NamedTuple):
    """What the cycles of a pump so far say of its multiplier.

    Attributes:
        usual: What is held of it.
        shifted: What would be, were the reading in dispute right; None without one.
        is_over: Whether the reading in dispute, or confirmed last, said more than usual.
        usable: How many readings it rests on.
        verdict: What the last cycle was taken for.
        is_beyond_label: Whether the last reading, far off for this pump, was outside the label.
        is_swing: Whether the last reading is as far below usual as the one before was above.
        error_ppm: The last reading less what was expected of it [ppm].
        error_variance: Variance with which it was expected [ppm²]; 0 where none was used.
    """

    usual: Hypothesis = PRIOR
    shifted: Hypothesis | None = None
    is_over: bool = False
    usable: int = 0
    verdict: CycleVerdict = CycleVerdict.UNUSED
    is_beyond_label: bool = False
    is_swing: bool = False
    error_ppm: int = 0
    error_variance: int = 0

    def after(self, reading: FlowReading | None) -> FlowEstimate:
        """The estimate one refill later; None is a cycle that says nothing of the flow."""
        usual = self.usual.drifted()
        shifted = self.shifted and self.shifted.drifted()
        if reading is None:
            return FlowEstimate(usual, shifted, self.is_over, self.usable)
        error = reading.multiplier_ppm - usual.multiplier_ppm
        variance = usual.variance + reading.variance
        is_over = error > 0
        agrees = 4 * error**2 <= 25 * variance if is_over else error**2 <= 9 * variance
        found = FlowEstimate(
            usual, None, is_over, self.usable + 1, error_ppm=error, error_variance=variance
        )
        if agrees:
            return found._replace(usual=usual.updated(reading), verdict=CycleVerdict.AGREES)
        found = found._replace(is_beyond_label=is_over and reading.is_beyond_label)
        if shifted and (is_over == self.is_over or shifted.reaches(reading)):
            return found._replace(usual=shifted.updated(reading), verdict=CycleVerdict.CONFIRMED)
        return found._replace(
            shifted=usual.drifted(_SHIFT).updated(reading),
            verdict=CycleVerdict.DISPUTED,
            is_swing=self.shifted is not None and self.is_over,
        )

    @property
    def kept(self) -> tuple[Hypothesis, ...]:
        """Every hypothesis that the dates must hold for."""
        return (self.usual, self.shifted) if self.shifted else (self.usual,)

    @property
    def is_over_infusion_disputed(self) -> bool:
        """Whether a reading in dispute said that the pump over-infuses."""
        return self.shifted is not None and self.is_over

    @property
    def asks_for_review(self) -> bool:
        """Whether the pump may over-infuse: a person should look into it."""
        confirmed = self.verdict is CycleVerdict.CONFIRMED and self.is_over
        beyond = self.usual.multiplier_ppm > PPM + LABEL_PPM
        return confirmed or beyond or self.is_beyond_label

    @property
    def band(self) -> tuple[int, int]:
        """Where the multiplier lies nineteen times in twenty [ppm], over every hypothesis kept."""
        bands = [each.band for each in self.kept]
        return min(low for low, _ in bands), max(high for _, high in bands)

    def keeps_above(self, room: int, programmed: int, per_ul: int, *, verify: bool) -> bool:
        """Whether the alarm volume is hardly reached yet, once in forty times at most.

        Args:
            room: Volume between the fill and the alarm volume, less what was taken out [ticks].
            programmed: What the pump is told to have delivered by then [ticks].
            per_ul: Ticks in one microlitre.
            verify: Whether the flow is to be verified early: two thirds of the room at most.
        """
        return (not verify or 3 * programmed <= 2 * room) and all(
            each.keeps_above(room, programmed, per_ul) for each in self.kept
        )

    def may_keep_above(self, room: int, programmed: int, per_ul: int) -> bool:
        """Whether the alarm volume may not be reached yet, once in forty times at least."""
        return any(each.may_keep_above(room, programmed, per_ul) for each in self.kept)


def times_text(ppm: int) -> str:
    """A multiplier to a hundredth, as in ``1.2`` times."""
    return decimal_text(_nearest(ppm, PPM // 100), 2)


def _nearest(value: int, by: int) -> int:
    """A quotient to the nearest whole number, a half up."""
    return (2 * value + by) // (2 * by)


def _up(value: int, by: int) -> int:
    """A quotient rounded up."""
    return -(-value // by)
