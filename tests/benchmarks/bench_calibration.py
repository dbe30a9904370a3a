"""What flow calibration is worth: ``python -m tests.benchmarks.bench_calibration``.

Plays invented pumps (``flow_worlds``) twelve refills long, with the product's own estimate and its
own early day: by the alarm date less seven days alone, with the calibrated limit from the first
usable residual on (``apply``), and from the first day on (``always``). Prints what each world
comes to beside the rules in use, "> 2 mL" and "> 14.5 %", and holds it to its floors; for
``always`` they are those that the design asks for.

A cycle is an episode below the alarm where at least one of its days began below it, as in the
design's own figures: counted so, the alarm date less seven days alone gives the design's 10.2, 5.5
and 3.9 episodes a pump. ``by the hour`` counts those besides in which the alarm volume was reached
within the day before the visit. ``repeated`` are pumps that ran below their alarm more than once:
a first short residual that the empty reservoir cut off, or the part of a cycle before the onset,
makes a pump look slower than it is. Figures carry their sampling error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import sqrt
from statistics import median, stdev
from time import process_time

from tests.benchmarks.flow_worlds import (
    ALARM_UL,
    LABEL,
    ODD,
    QUIET,
    REFILLS,
    WORLDS,
    Cycle,
    TruePump,
    World,
)
from tests.builders.values import (
    CycleVerdict,
    FlowEstimate,
    FlowReading,
    ResidualCheck,
    leaves_open,
)

MARGIN_DAYS = 7
SD_UL = 600
ONSETS = ("implant", "abrupt", "ramp")
POLICIES = ("plain", "apply", "always")
FLAGS = ("over_2_ml", "over_label", "review")


def last_day(holds: Callable[[int], bool]) -> int:
    """The last day from the fill on of which something holds that does not hold again."""
    low, high = 0, 2_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@dataclass(slots=True)
class Played:
    """One refill as it went.

    Attributes:
        cycle: The cycle that it ended.
        estimate: What is held of the flow after it.
        early: The early day that was held before it, from its fill on.
        over_2_ml, over_label: What the two rules in use say of it.
        review: Whether the pump is to be reviewed.
    """

    cycle: Cycle
    estimate: FlowEstimate
    early: int
    over_2_ml: bool
    over_label: bool
    review: bool
    known: int


def play(
    world: World, number: int, policy: str, *, onset: str = "", mends: bool = False
) -> Iterator[Played]:
    """The refills of one pump under a policy."""
    pump = TruePump(world, f"{world.name} {number} {onset}", onset)
    estimate, verify = FlowEstimate(), False
    for _ in range(REFILLS):
        room, per_day = pump.start_ul - ALARM_UL, pump.per_day_ul
        refill_by = min(room // per_day - MARGIN_DAYS, pump.stable_days)
        band = estimate
        early = last_day(lambda d: band.keeps_above(room, per_day * d, 1, verify=False))  # noqa: B023
        if policy == "always" or (policy == "apply" and estimate.usable):
            limit = min(early, 2 * room // (3 * per_day)) if verify else early
            refill_by = min(refill_by, limit)
        known = estimate.usable
        cycle = pump.refill_after(refill_by)
        reading = _reading(pump.start_ul, cycle, cycle.residual_ul)
        after, residual = estimate.after(reading), cycle.residual_ul
        if mends and after.verdict is CycleVerdict.DISPUTED and pump.mend(cycle):
            residual = cycle.mended_ul
            after = estimate.after(_reading(pump.start_ul, cycle, residual))
        estimate = after
        verify = estimate.is_over_infusion_disputed or leaves_open(
            residual, _check(cycle, residual), alarm_ul=ALARM_UL
        )
        short = cycle.expected_ul - residual
        yield Played(
            cycle=cycle,
            estimate=estimate,
            early=early,
            over_2_ml=short > 2_000,
            over_label=200 * short > 29 * cycle.programmed_ul,
            review=estimate.asks_for_review,
            known=known,
        )


def _reading(start_ul: int, cycle: Cycle, residual_ul: int) -> FlowReading | None:
    if not 2_000 <= cycle.programmed_ul < start_ul:
        return None
    return FlowReading(start_ul, residual_ul, cycle.programmed_ul, SD_UL)


def _check(cycle: Cycle, residual_ul: int) -> ResidualCheck:
    tolerance = max(2_000, 145 * cycle.programmed_ul // 1_000)
    return ResidualCheck(
        cycle.expected_ul, cycle.expected_ul, 1, residual_ul, tolerance, min(2_000, tolerance)
    )


@dataclass(slots=True)
class Sums:
    """What was counted of many refills."""

    refills: int = 0
    below: int = 0
    by_the_hour: int = 0
    below_of: list[int] = field(default_factory=list)
    below_in_time: int = 0
    below_days: int = 0
    covered: int = 0
    next_clean: list[bool] = field(default_factory=list)
    missed: list[bool] = field(default_factory=list)
    flags: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FLAGS, 0))
    flagged_by: dict[str, list[bool]] = field(default_factory=lambda: {f: [] for f in FLAGS})
    pumps: int = 0
    a_year: float = 0

    def add(self, refills: list[Played]) -> None:
        """Counts the refills of one pump."""
        self.pumps += 1
        below = 0
        for each in refills:
            cycle, estimate = each.cycle, each.estimate
            self.refills += 1
            self.by_the_hour += cycle.crossed < cycle.days
            if cycle.days_below:
                below += 1
                self.below_in_time += not cycle.late
                self.below_days += cycle.days_below
            low, high = estimate.band
            self.covered += low <= cycle.multiplier * 1_000_000 <= high
            error, variance = estimate.error_ppm, estimate.error_variance
            if variance and cycle.clean and each.known:
                self.next_clean.append(625 * error**2 <= 2401 * variance)
            if each.known:
                self.missed.append(cycle.crossed < each.early)
            for flag in FLAGS:
                self.flags[flag] += getattr(each, flag)
        self.below += below
        self.below_of.append(below)
        self.a_year += 365.25 * len(refills) / sum(each.cycle.days for each in refills)
        seen = [n for n, each in enumerate(refills) if each.cycle.multiplier > LABEL]
        if seen and seen[0] + 1 < len(refills):
            first = seen[0]
            for flag in FLAGS:
                flagged = any(getattr(each, flag) for each in refills[first : first + 2])
                self.flagged_by[flag].append(flagged)

    @property
    def episode_error(self) -> float:
        """Half the 95 % interval of the episodes of a pump, for so few pumps."""
        return 1.96 * stdev(self.below_of) / sqrt(self.pumps)

    @property
    def repeated(self) -> float:
        """Share of pumps [%] that ran below their alarm more than once."""
        return 100 * sum(each > 1 for each in self.below_of) / self.pumps


def sums(world: World, pumps: int, policy: str, *, onset: str = "", mends: bool = False) -> Sums:
    """What so many pumps of a world come to under a policy."""
    found = Sums()
    for number in range(pumps):
        found.add(list(play(world, number, policy, onset=onset, mends=mends)))
    return found


def width_share(world: World, pumps: int) -> float:
    """Median days from early to late day after three refills, over that before any."""
    before, after = [], []
    for number in range(pumps):
        pump = TruePump(world, f"{world.name} {number} ")
        before.append(_width(FlowEstimate(), pump))
        after.append(_width(list(play(world, number, "plain"))[2].estimate, pump))
    return median(after) / median(before)


def _width(estimate: FlowEstimate, pump: TruePump) -> int:
    """Tenths of a day from early to late with the fill and flow that a pump begins with."""
    room, per_day = pump.start_ul - ALARM_UL, pump.per_day_ul
    early = last_day(lambda d: estimate.keeps_above(room, per_day * d // 10, 1, verify=False))
    return last_day(lambda d: estimate.may_keep_above(room, per_day * d // 10, 1)) - early


@dataclass(frozen=True, slots=True)
class Figures:
    """What a policy comes to in a world, as the goals say it."""

    covered: float
    next_clean: float
    missed: float
    width: float
    below_in_time: float
    below: float
    extra_visits: float
    below_error: float
    episodes: dict[str, float]
    episode_error: dict[str, float]
    by_the_hour: dict[str, float]
    plain_episodes: dict[str, float]
    repeated: dict[str, float]
    days_below: dict[str, float]
    flagged: dict[str, float]
    false_mended: float
    false: float
    false_2_ml: float
    false_label: float
    flagged_2_ml: dict[str, float]
    flagged_label: dict[str, float]


def figures(world: World, policy: str, *, pumps: int, over: int) -> Figures:
    """Plays a world under a policy, and under none beside it."""
    plain, found = sums(world, pumps, "plain"), sums(world, pumps, policy)
    mended = sums(world, pumps, policy, mends=True)
    cohorts = {onset: sums(world, over, policy, onset=onset) for onset in ONSETS}
    usual = {onset: sums(world, over, "plain", onset=onset) for onset in ONSETS}

    def flagged(flag: str) -> dict[str, float]:
        return {
            onset: 100 * sum(each.flagged_by[flag]) / max(len(each.flagged_by[flag]), 1)
            for onset, each in cohorts.items()
        }

    return Figures(
        covered=100 * found.covered / found.refills,
        next_clean=100 * sum(found.next_clean) / len(found.next_clean),
        missed=100 * sum(found.missed) / len(found.missed),
        width=width_share(world, min(pumps, 500)),
        below_in_time=1_000 * found.below_in_time / found.refills,
        below=1_000 * found.below / found.refills,
        extra_visits=(found.a_year - plain.a_year) / pumps,
        below_error=1_000 * 1.96 * sqrt(found.below) / found.refills,
        episodes={onset: each.below / each.pumps for onset, each in cohorts.items()},
        episode_error={onset: each.episode_error for onset, each in cohorts.items()},
        by_the_hour={onset: each.by_the_hour / each.pumps for onset, each in cohorts.items()},
        plain_episodes={onset: each.below / each.pumps for onset, each in usual.items()},
        repeated={onset: each.repeated for onset, each in cohorts.items()},
        days_below={
            onset: 100 * each.below_days / max(usual[onset].below_days, 1)
            for onset, each in cohorts.items()
        },
        flagged=flagged("review"),
        false_mended=1_000 * mended.flags["review"] / mended.refills,
        false=1_000 * found.flags["review"] / found.refills,
        false_2_ml=1_000 * plain.flags["over_2_ml"] / plain.refills,
        false_label=1_000 * plain.flags["over_label"] / plain.refills,
        flagged_2_ml=flagged("over_2_ml"),
        flagged_label=flagged("over_label"),
    )


@dataclass(frozen=True, slots=True)
class Goal:
    """A floor: what is measured in each of the three worlds, and the bounds it must keep."""

    name: str
    of: Callable[[Figures], float]
    bounds: tuple[float, float, float]
    at_least: bool = False

    def holds(self, world: int, found: float) -> bool:
        """Whether a figure keeps its bound."""
        bound = self.bounds[world]
        return found >= bound if self.at_least else found <= bound


def _same(bound: float) -> tuple[float, float, float]:
    return bound, bound, bound


def goals(policy: str) -> list[Goal]:
    """The floors of a policy: those of the design for ``always``, near them what the other is."""
    episodes, days = (1.2, 1, 0.75), (10, 10, 10)
    # Visits are asked for to the hundredth: 0.10.
    in_time, below, visits = 0.05, 1.0, 0.105
    if policy == "apply":
        # Until something was measured the interval is that of the programmed flow.
        days, in_time, below = (11, 11, 10), 2, 3.5
    return [
        Goal("95 % band covers the true multiplier [%]", lambda f: f.covered, _same(95), True),
        Goal("next clean residual in its band [%]", lambda f: f.next_clean, _same(92), True),
        Goal("true alarm before the early day [%]", lambda f: f.missed, _same(1)),
        Goal("width after three refills over the label's", lambda f: f.width, _same(0.45)),
        Goal("below alarm in time, of 1,000 refills", lambda f: f.below_in_time, _same(in_time)),
        Goal("below alarm, of 1,000 refills", lambda f: f.below, _same(below)),
        Goal("extra visits a patient and year", lambda f: f.extra_visits, _same(visits)),
        *(
            Goal(f"episodes below alarm, {onset}", _of("episodes", onset), _same(bound))
            for onset, bound in zip(ONSETS, episodes, strict=True)
        ),
        *(
            Goal(f"days below alarm, {onset} [% of plain]", _of("days_below", onset), _same(bound))
            for onset, bound in zip(ONSETS, days, strict=True)
        ),
        *(
            Goal(
                f"review by one refill more, {onset} [%]", _of("flagged", onset), _same(bound), True
            )
            for onset, bound in zip(ONSETS, (98, 95, 88), strict=True)
        ),
        Goal("false reviews, re-checked, of 1,000", lambda f: f.false_mended, (1, 20, 7)),
        Goal("false reviews, of 1,000", lambda f: f.false, (3.5, 33, 13)),
    ]


def _of(name: str, onset: str) -> Callable[[Figures], float]:
    """One onset's figure among those of a name."""

    def read(found: Figures) -> float:
        figure: dict[str, float] = getattr(found, name)
        return figure[onset]

    return read


def report(policy: str, *, pumps: int, over: int) -> bool:
    """Prints a policy's table, and says whether it keeps every floor."""
    worlds = [*WORLDS, ODD, QUIET]
    found = [figures(world, policy, pumps=pumps, over=over) for world in worlds]
    print(f"\n{policy:44}" + "".join(f"{world.name:>10}" for world in worlds) + "  floor")
    kept = True
    for goal in goals(policy):
        values = [goal.of(each) for each in found]
        broken = [not goal.holds(n, value) for n, value in enumerate(values[: len(WORLDS)])]
        kept = kept and not any(broken)
        said = "".join(f"{value:10.2f}" for value in values)
        bounds = "/".join(f"{bound:g}" for bound in dict.fromkeys(goal.bounds))
        sign = ">=" if goal.at_least else "<="
        print(f"{goal.name:44}{said}  {sign} {bounds}{'  BROKEN' if any(broken) else ''}")
    print(f"{'± below alarm, of 1,000 refills':44}" + _row(each.below_error for each in found))
    for onset in ONSETS:
        print(f"{f'± episodes, {onset}':44}" + _row(each.episode_error[onset] for each in found))
        by_the_hour = _row(each.by_the_hour[onset] for each in found)
        print(f"{f'episodes by the hour, {onset}':44}{by_the_hour}")
        plain = _row(each.plain_episodes[onset] for each in found)
        print(f"{f'episodes by alarm less seven days, {onset}':44}{plain}")
        print(f"{f'repeated, {onset} [%]':44}" + _row(each.repeated[onset] for each in found))
    for name, flag, flagged in (
        ("> 2 mL", "false_2_ml", "flagged_2_ml"),
        ("> 14.5 %", "false_label", "flagged_label"),
    ):
        print(f"{f'false of 1,000 by {name}':44}" + _row(getattr(each, flag) for each in found))
        for onset in ONSETS:
            row = _row(getattr(each, flagged)[onset] for each in found)
            print(f"{f'found by one refill more by {name}, {onset} [%]':44}{row}")
    return kept


def _row(values: Iterable[float]) -> str:
    return "".join(f"{value:10.2f}" for value in values)


def main() -> None:
    """Plays every world under both policies; the exit code says whether all floors are kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_calibration")
    parser.add_argument("--pumps", type=int, default=4_000, help="pumps inside the label, a world")
    parser.add_argument("--over", type=int, default=1_000, help="of each kind that over-infuses")
    options = parser.parse_args()
    begun = process_time()
    kept = [report(policy, pumps=options.pumps, over=options.over) for policy in POLICIES[1:]]
    print(f"\n{process_time() - begun:.0f} CPU s")
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
