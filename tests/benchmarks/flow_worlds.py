"""Invented pumps with a true flow that nobody sees, and what is read of them at each refill.

Five worlds: benign, noisy, drifting, one that no model here expects, and one in which nothing
strays. Days count from the first fill, volumes are in microlitres; only the true pump is counted
in floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from random import Random

REFILLS = 12
ALARM_UL = 2_000
FLOOR_UL = 1_000
"""What no pump delivers."""
LABEL = 1.145


@dataclass(frozen=True, slots=True)
class World:
    """How pumps and readings stray, as standard deviations; volumes in millilitres.

    Attributes:
        between, mean: Of the multipliers of different pumps.
        cycle: Of one pump from cycle to cycle.
        walk, trend: Of the walk of a multiplier a refill, and of the steady drift of a pump.
        reading, filling: Of a residual as read, and of a fill.
        left, left_sd: What stays behind at an aspiration, and its deviation.
        wide: Share of readings with a deviation of a whole millilitre.
        gross: Share of readings that are grossly wrong.
        odd: Whether it has what no model expects: jumps within the label, readings in proportion,
            doses that nobody recorded.
    """

    name: str
    mean: float
    between: float
    cycle: float
    walk: float
    trend: float
    reading: float
    filling: float
    left: float
    left_sd: float
    wide: float
    gross: float
    odd: bool = False


BENIGN = World("benign", 1.00, 0.040, 0.008, 0, 0, 0.30, 0.10, 0.10, 0.15, 0, 0.005)
NOISY = World("noisy", 1.01, 0.060, 0.015, 0.004, 0, 0.50, 0.20, 0.25, 0.30, 0.15, 0.03)
DRIFTING = World("drifting", 0.98, 0.055, 0.010, 0.012, 0.004, 0.40, 0.15, 0.15, 0.20, 0.05, 0.015)
ODD = World("odd", 1.02, 0.070, 0.020, 0.010, 0.003, 0.40, 0.20, 0.30, 0.40, 0.10, 0.03, odd=True)
QUIET = World("quiet", *(1.00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
WORLDS = (BENIGN, NOISY, DRIFTING)
"""Those that the model is held to."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle as it was: true and read.

    Attributes:
        days: From the fill to the visit.
        programmed_ul: What was programmed.
        expected_ul: What the ledger expects to be left.
        residual_ul: What was read.
        multiplier: The true one of its end.
        crossed: Day of the true alarm, also where it would have come after the visit.
        late: Whether the visit came after the last refill day.
        clean: Whether nothing was grossly wrong with the reading, nor with the one before.
        gross: Whether a second look can mend it.
        mended_ul: What a second look reads.
    """

    days: int
    programmed_ul: int
    expected_ul: int
    residual_ul: int
    multiplier: float
    crossed: float
    late: bool
    clean: bool
    gross: bool
    mended_ul: int

    @property
    def days_below(self) -> int:
        """Days of the cycle, counted whole, that began below the alarm volume.

        Of the day on which it is reached nothing counts, as where flows are played day by day.
        """
        return max(self.days - ceil(self.crossed), 0)


class TruePump:
    """A pump that is refilled, in a world, perhaps one that begins to over-infuse."""

    def __init__(self, world: World, seed: str, onset: str = "") -> None:
        self.random = Random(seed)
        draw = self.random
        self.world, self.onset = world, onset
        self.start_ul = draw.choice((20_000, 40_000))
        lasts = draw.uniform(37, 107)
        self.per_day_ul = round((self.start_ul - ALARM_UL) / lasts)
        self.stable_days = draw.randint(45, 90) if draw.random() < 0.25 else 10_000
        usual = draw.gauss(world.mean, world.between)
        self.multiplier = min(usual, LABEL)
        self.drift = draw.gauss(0, world.trend)
        self.final = draw.uniform(1.2, 1.6)
        self.begins = draw.randint(3, 9)
        self.begins_at = draw.random()
        self.per_30_days = draw.uniform(0.03, 0.10)
        self.left_ul = self.fill_error_ul = 0.0
        self.was_gross = False
        self.number = 0
        if onset == "implant":
            self.multiplier = self.final

    def over(self) -> bool:
        """Whether it delivers more than its label by now."""
        return self.multiplier > LABEL

    def refill_after(self, refill_by: int) -> Cycle:
        """What is found at the next refill, planned by a day after the fill."""
        draw, world = self.random, self.world
        self.number += 1
        early, tardy, is_tardy = draw.randint(0, 4), draw.randint(1, 5), draw.random() < 0.03
        days = max(refill_by + tardy if is_tardy else refill_by - early, 1)
        flow = self.per_day_ul * (1 + draw.gauss(0, world.cycle))
        unrecorded = 1.05 if world.odd and draw.random() < 0.02 else 1.0
        held = self.start_ul + self.fill_error_ul + self.left_ul
        used, crossed = self._run(held - ALARM_UL, flow * unrecorded, days)
        true_ul = max(held - used, FLOOR_UL)
        programmed = self.per_day_ul * days
        cycle = self._read(true_ul, days, programmed, crossed, late=is_tardy)
        self._next()
        return cycle

    def _run(self, room: float, flow: float, days: int) -> tuple[float, float]:
        """What is used in so many days, and the day on which so much room is used up."""
        before, share = self.multiplier, 1.0
        after = before
        if self.onset == "abrupt" and self.number == self.begins:
            after, share = self.final, self.begins_at
        elif self.onset == "ramp" and self.number >= self.begins:
            after = min(before + self.per_30_days * days / 30, max(self.final, before))
            share = 0.0
            self.multiplier = after
            mean = (before + after) / 2
            return flow * mean * days, room / (flow * mean)
        self.multiplier = after
        turn = share * days
        used = flow * (before * turn + after * (days - turn))
        first = room / (flow * before)
        return used, first if first <= turn else turn + (room - flow * before * turn) / (
            flow * after
        )

    def _read(
        self, true_ul: float, days: int, programmed: int, crossed: float, *, late: bool
    ) -> Cycle:
        draw, world = self.random, self.world
        wide, sd = draw.random() < world.wide, draw.uniform(900, 1_000)
        error = draw.gauss(0, sd if wide else 1_000 * world.reading)
        stays = max(draw.gauss(1_000 * world.left, 1_000 * world.left_sd), 0.0)
        slips, sign = draw.random() < world.gross, draw.choice((-1, 1))
        share, slip = draw.uniform(0.2, 0.7), draw.uniform(3_000, 12_000)
        half = draw.random() < 0.5
        if world.odd:
            error += 0.05 * (true_ul - FLOOR_UL) * draw.choice((-1, 1))
        stays = min(stays, true_ul)
        mended = max(round((true_ul - stays + error) / 100) * 100, 0)
        read = mended
        if slips and half:
            stays = min(share * true_ul, true_ul)
            read = max(round((true_ul - stays + error) / 100) * 100, 0)
        elif slips:
            read = min(max(round((mended + sign * slip) / 100) * 100, 0), self.start_ul)
        found = Cycle(
            days=days,
            programmed_ul=programmed,
            expected_ul=max(self.start_ul - programmed, 0),
            residual_ul=read,
            multiplier=self.multiplier,
            crossed=crossed,
            late=late,
            clean=not slips and not self.was_gross,
            gross=slips,
            mended_ul=mended,
        )
        self.was_gross = slips
        self.left_ul = stays
        return found

    def mend(self, cycle: Cycle) -> bool:
        """Whether a second look finds that the reading was grossly wrong."""
        found = self.random.random() < 0.8
        if found and cycle.gross:
            self.was_gross = False
            self.left_ul = min(self.left_ul, 1_000 * self.world.left)
        return found and cycle.gross

    def _next(self) -> None:
        """Fills it again, and lets it drift."""
        draw, world = self.random, self.world
        self.fill_error_ul = draw.gauss(0, 1_000 * world.filling)
        walk, jump, chance = draw.gauss(0, world.walk), draw.choice((-0.08, 0.08)), draw.random()
        changes, factor = draw.random() < 0.15, draw.choice((0.85, 1.15))
        if not (self.onset and (self.onset == "implant" or self.number >= self.begins)):
            moved = (
                self.multiplier + self.drift + walk + (jump if world.odd and chance < 0.03 else 0)
            )
            self.multiplier = min(moved, LABEL)
        lasts = (self.start_ul - ALARM_UL) / (self.per_day_ul * factor)
        if changes and 37 <= lasts <= 107:
            self.per_day_ul = round(self.per_day_ul * factor)
