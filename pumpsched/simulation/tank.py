"""What a reservoir truly holds: a volume that falls at the pump's true flow until the next fill.

Much simpler than the projection that plans are made from, and independent of it: one rate, day
and night, flex steps averaged. Volumes and rates are exact; instants are minutes on the local
clock, as in :class:`~pumpsched.domain.ledger.When`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pumpsched.domain.programme import DAY_MINUTES, Programme


@dataclass(slots=True)
class Tank:
    """A reservoir.

    Attributes:
        since: The instant at which ``left_ul`` was in it.
        left_ul: Volume then [µL].
        per_day: What leaves it in a day [µL].
    """

    since: int
    left_ul: Fraction
    per_day: Fraction

    def at(self, instant: int) -> Fraction:
        """Volume [µL] at an instant not before ``since``."""
        gone = self.per_day * max(0, instant - self.since) / DAY_MINUTES
        return max(self.left_ul - gone, Fraction(0))

    def falls_to(self, level_ul: int) -> int | None:
        """The minute in which the volume falls to a level; None if it never does."""
        above = self.left_ul - level_ul
        if above <= 0:
            return self.since
        if not self.per_day:
            return None
        return self.since + int(above * DAY_MINUTES / self.per_day)

    def flow(self, instant: int, per_day: Fraction) -> None:
        """From an instant on so much leaves it in a day [µL]."""
        self.left_ul, self.since, self.per_day = self.at(instant), instant, per_day

    def fill(self, instant: int, volume_ul: int) -> Fraction:
        """What was left [µL] when it was emptied and filled anew."""
        left = self.at(instant)
        self.left_ul, self.since = Fraction(volume_ul), instant
        return left


def day_flow(programme: Programme, ng_per_ml: int, *, bolus_use: Fraction) -> Fraction:
    """A day's flow of a programme [µL], with a share of the allotted boluses taken."""
    allotted = programme.bolus.ng_per_day if programme.bolus else 0
    return (programme.basal_ng_per_day + bolus_use * allotted) * 1000 / ng_per_ml
