"""What chance brings: every draw depends on the seed, whom it befalls and when, on nothing else.

So two ways of planning meet the same events, and one more patient changes nobody else's luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from pumpsched.domain.calendars import Closure

PERMILLE = 1000
_BELL = 4
"""So many even draws are averaged into one that is mostly small."""
_STEPS = (-15, -10, -5, 5, 10, 15)
_LONGEST_SPELL = 3
_MONTH_DAYS = 28
_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Chances:
    """How much is left to chance [per mille]; these are assumptions, not measurements.

    Attributes:
        flow: Share of the pump's labelled accuracy within which its true flow is off.
        boluses: How far the use of allotted patient boluses may stay below all of them.
        dose: A patient's dose changes in a month, by 5, 10 or 15 per cent up or down.
        missed: A patient is not there on the day of the visit.
        ill: A nurse falls ill in a week, for one to three days.
    """

    flow: int = 1000
    boluses: int = 1000
    dose: int = 60
    missed: int = 40
    ill: int = 60


@dataclass(frozen=True, slots=True)
class RandomDraws:
    """The draws of one seed."""

    seed: int
    chances: Chances = Chances()

    def flow(self, patient: str, accuracy_permille: int) -> Fraction:
        """True flow of a patient's pump over the programmed one, within the label."""
        widest = accuracy_permille * self.chances.flow // PERMILLE
        draw = self._draw("flow", patient)
        off = sum(draw.randint(-widest, widest) for _ in range(_BELL))
        return 1 + Fraction(off, _BELL * PERMILLE)

    def bolus_use(self, patient: str) -> Fraction:
        """The share of the allotted boluses that a patient takes."""
        least = PERMILLE - self.chances.boluses
        return Fraction(self._draw("bolus", patient).randint(least, PERMILLE), PERMILLE)

    def dose_change(self, patient: str, month: date) -> tuple[date, int] | None:
        """The day and the per cent of a change of dose in the month from a day on, if any."""
        draw = self._draw("dose", patient, month)
        if draw.randrange(PERMILLE) >= self.chances.dose:
            return None
        return month + timedelta(days=draw.randrange(_MONTH_DAYS)), draw.choice(_STEPS)

    def is_away(self, patient: str, visit: int) -> bool:
        """Whether a patient is not there for the visit of that number, whenever it is."""
        return self._draw("away", patient, visit).randrange(PERMILLE) < self.chances.missed

    def illness(self, nurse: str, week: date) -> Closure | None:
        """The days a nurse is ill, if that begins in the week from a day on."""
        draw = self._draw("ill", nurse, week)
        if draw.randrange(PERMILLE) >= self.chances.ill:
            return None
        first = week + timedelta(days=draw.randrange(_WEEKDAYS))
        return Closure(nurse, first, first + timedelta(days=draw.randrange(_LONGEST_SPELL)), "ill")

    def _draw(self, what: str, who: str, when: date | int = 0) -> Random:
        return Random(f"{self.seed}:{what}:{who}:{when}")
