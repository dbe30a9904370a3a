"""The reservoir from one fill on: its volume at an instant, and when it falls to a level.

Everything is counted in *ticks*, integers chosen so that one minute's delivery is whole: a
microlitre is ``1440 n`` ticks, where ``n`` is the least common multiple of the concentrations
[ng/mL] that turn masses into volume. Days are rounded down, volumes too: a date is never later
than the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.ledger import Aspirated, BolusGiven, Emptied, Fact, Filled, in_time
from pumpsched.domain.programming import Change, Programming, Switch, strength_of
from pumpsched.domain.quantities import Volume
from pumpsched.domain.therapy import Programme

_DRAWING = frozenset[type[Fact]]((BolusGiven, Aspirated, Emptied))
AFTER_THE_FILL = frozenset[type[Fact]]((BolusGiven, Aspirated))
"""What counts after the day's last fill where it has its day alone."""


class Stretch(NamedTuple):
    """A time of unchanged settings.

    Attributes:
        start: First instant [minutes].
        drawn: One-off boluses given at the start [ticks].
        removed: Volume aspirated at the start, or left by an emptying [ticks].
        per_minute: Basal delivery [ticks/minute]; the flex average where ``flex`` is given.
        allotted: Every allotted patient bolus, spread over the day [ticks/minute].
        per_dose: What a dose minute takes, so one ng/day in a minute [ticks].
        flex: The programme whose steps vary over the day, else None.
    """

    start: int
    drawn: int = 0
    removed: int = 0
    per_minute: Fraction | int = 0
    allotted: int = 0
    per_dose: int = 0
    flex: Programme | None = None

    def used(self, until: int, *, boluses: bool) -> int:
        """Delivery from the start until an instant [ticks]."""
        minutes = until - self.start
        extra = self.allotted * minutes if boluses else 0
        if self.flex is None:
            return int(self.per_minute * minutes) + extra
        told = _flex_dose(self.flex, until) - _flex_dose(self.flex, self.start)
        return self.per_dose * told + extra

    def day_of(self, ticks: int, *, boluses: bool) -> int | None:
        """Day (ordinal) on which so many ticks (> 0) are used up, or None if never."""
        extra = self.allotted if boluses else 0
        if self.flex is None:
            rate = int(self.per_minute) + extra
            return (self.start * rate + ticks) // (rate * DAY_MINUTES) if rate else None
        daily = self.per_dose * self.flex.basal_minutes + extra * DAY_MINUTES
        days, rest = divmod(ticks - 1, daily)
        instant = self.start + days * DAY_MINUTES
        return _flex_day(self.flex, instant, rest + 1, self.per_dose, extra)


class Reservoir(NamedTuple):
    """A filled reservoir and all that draws on it until the next fill.

    Attributes:
        start_ul: Volume right after the fill [µL].
        ticks_per_ul: Ticks in one microlitre.
        stretches: Times of unchanged settings, the last one open.
    """

    start_ul: int
    ticks_per_ul: int
    stretches: tuple[Stretch, ...]

    @property
    def has_boluses(self) -> bool:
        """Whether any patient bolus is allotted."""
        return any(stretch.allotted for stretch in self.stretches)

    def falls_to(self, level_ul: int, *, boluses: bool) -> int | None:
        """Day (ordinal) of the first instant at which the volume is at or below a level.

        Args:
            level_ul: The level [µL].
            boluses: Whether every allotted patient bolus is counted as used.
        """
        left = (self.start_ul - level_ul) * self.ticks_per_ul
        last = len(self.stretches) - 1
        for i, stretch in enumerate(self.stretches):  # pragma: no branch - the last one ends it
            left -= stretch.drawn + stretch.removed
            if left <= 0:
                return stretch.start // DAY_MINUTES
            if i == last:
                break
            used = stretch.used(self.stretches[i + 1].start, boluses=boluses)
            if used >= left:
                break
            left -= used
        return stretch.day_of(left, boluses=boluses)

    def volume_at(self, instant: int, *, boluses: bool = False) -> Fraction:
        """Volume [µL] at an instant at or after the fill, never below zero."""
        return Fraction(self.left_at(instant, boluses=boluses), self.ticks_per_ul)

    def left_at(self, instant: int, *, boluses: bool = False) -> int:
        """Volume [ticks] at an instant at or after the fill, never below zero."""
        return self._told_at(instant, boluses=boluses)[0]

    def delivered_at(self, instant: int) -> int:
        """What the pump delivered [ticks] from the fill to an instant, patient boluses apart."""
        return self._told_at(instant, boluses=False)[1]

    def _told_at(self, instant: int, *, boluses: bool) -> tuple[int, int]:
        """What is left, and what was delivered [ticks], at an instant."""
        left, delivered = self.start_ul * self.ticks_per_ul, 0
        last = len(self.stretches) - 1
        for i, stretch in enumerate(self.stretches):
            if stretch.start > instant and i:
                break
            until = instant if i == last else min(instant, self.stretches[i + 1].start)
            given = min(left, stretch.drawn)
            left = max(left - given - stretch.removed, 0)
            used = min(left, stretch.used(until, boluses=boluses))
            left, delivered = left - used, delivered + given + used
        return left, delivered

    def programmed_by(self, instant: int) -> tuple[int, int]:
        """What was taken out, and what is to be delivered, boluses and all, by an instant [ticks].

        It may be more than the reservoir holds.
        """
        removed = delivered = 0
        for i, stretch in enumerate(self.stretches):
            if stretch.start > instant:
                break
            following = self.stretches[i + 1 : i + 2]
            until = min([instant, *[each.start for each in following]])
            removed += stretch.removed
            delivered += stretch.drawn + stretch.used(until, boluses=True)
        return removed, delivered

    def left_before(self, place: int) -> int:
        """Volume [ticks] just before what the stretch of that place begins with."""
        if not place:
            return self.start_ul * self.ticks_per_ul
        earlier = self._replace(stretches=self.stretches[:place])
        return earlier.left_at(self.stretches[place].start)

    def taken_between(self, after: int, until: int) -> int:
        """What boluses, samples and an emptying took out later than one instant, up to another."""
        return sum([s.drawn + s.removed for s in self.stretches if after < s.start <= until])

    def stretch_at(self, instant: int) -> Stretch:
        """The stretch in force at an instant; the first one before the fill."""
        found = self.stretches[0]
        for stretch in self.stretches:
            if stretch.start > instant:
                break
            found = stretch
        return found

    def day_flow(self, instant: int, *, boluses: bool) -> Fraction:
        """A whole day's flow [µL/day] with the settings in force at an instant."""
        return Fraction(self.day_ticks(instant, boluses=boluses), self.ticks_per_ul)

    def day_ticks(self, instant: int, *, boluses: bool) -> int:
        """A whole day's delivery [ticks] with the settings in force at an instant."""
        stretch = self.stretch_at(instant)
        ticks = stretch.per_minute + (stretch.allotted if boluses else 0)
        return int(ticks * DAY_MINUTES)


def reservoir_of(
    fill: Filled,
    *,
    facts: Sequence[Fact],
    told: Programming,
    switches: Sequence[Switch] = (),
    fixed_flow_ul_per_day: int | None = None,
    doubted: bool = True,
) -> Reservoir:
    """The reservoir after ``fill``, as the facts that follow it draw on it.

    Args:
        fill: The fill to count from, the last of the facts.
        facts: The pump's facts in order of time.
        told: What they say of programmes; none that a constant-flow pump would ignore.
        switches: Stops and starts, see :func:`~pumpsched.domain.programming.switches`.
        fixed_flow_ul_per_day: Flow of a constant-flow pump [µL/day], which no programme changes.
        doubted: Whether masses count with the smallest concentration in question, and not with
            that of the mixture in the reservoir.
    """
    start = fill.at.instant
    draws = sorted(_draws(fill, facts), key=lambda draw: (draw[0], in_time(draw[1])))
    told_first = [change.at.instant for change in told.changes[:1]]
    turns = {change.start for change in told.changes} | {instant for instant, _ in switches}
    turns.update(told_first, (instant for instant, _ in draws))
    instants = (start, *sorted(instant for instant in turns if instant > start))
    in_force = [told.in_force(instant) for instant in instants]
    per_ml = lcm(*(each for _, strengths in in_force for each in strengths))
    counted = _InTicks(switches, fixed_flow_ul_per_day, per_ml, doubted)
    stretches: list[Stretch] = []
    for instant, (change, strengths) in zip(instants, in_force, strict=True):
        # What is taken out at one minute is taken in the order of the facts.
        taken: list[Fact | None] = [fact for at, fact in draws if at == instant]
        for drawn in taken or [None]:
            still = counted.still(instant, strengths, drawn, fill.start_ul)
            stretch = counted.running(still, change)
            same = stretches and stretches[-1]._replace(start=instant, drawn=0, removed=0)
            # The telling of the first programme turns nothing where its flow is assumed before.
            if same != stretch or instant not in told_first:
                stretches.append(stretch)
    return Reservoir(fill.start_ul, per_ml * DAY_MINUTES, tuple(stretches))


def _draws(fill: Filled, facts: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
    """What takes volume out between fills, with the instant from which it counts."""
    day, start, since = fill.at.day, fill.at.instant, True
    for fact in reversed(facts):
        if fact is fill:
            since = False
        elif not since and fact.at.day < day:
            break
        if type(fact) not in _DRAWING:
            continue
        if fact.at.minute is None and fact.at.day == day and type(fact) in AFTER_THE_FILL:
            yield start, fact
        elif since:
            yield fact.at.instant, fact


class _InTicks(NamedTuple):
    """What turns settings into ticks.

    Attributes:
        switches: Stops and starts.
        fixed: Flow of a constant-flow pump [µL/day].
        per_ml: Ticks in a microlitre and a day.
        doubted: Whether the smallest concentration in question counts.
    """

    switches: Sequence[Switch]
    fixed: int | None
    per_ml: int
    doubted: bool

    def still(
        self, instant: int, strengths: Sequence[int], draw: Fact | None, start_ul: int
    ) -> Stretch:
        """The stretch that begins at an instant, with what is taken out then, of a pump at rest."""
        strength = strength_of(strengths, doubted=self.doubted)
        per_dose = 1000 * self.per_ml // strength if strength else 0
        per_ul = self.per_ml * DAY_MINUTES
        drawn = removed = 0
        if isinstance(draw, Emptied):
            removed = start_ul * per_ul
        elif isinstance(draw, Aspirated):
            removed = draw.amount.ul * per_ul
        elif isinstance(draw, BolusGiven):
            amount, mass = draw.amount, per_dose * DAY_MINUTES
            drawn = amount.ul * per_ul if isinstance(amount, Volume) else amount.ng * mass
        return Stretch(instant, drawn, removed, per_dose=per_dose)

    def running(self, still: Stretch, change: Change | None) -> Stretch:
        """The stretch with what the pump delivers in it on a programme, if it was told one."""
        running = True
        for at, runs in self.switches:
            if at > still.start:
                break
            running = runs
        if not running:
            return still
        if self.fixed is not None:
            return still._replace(per_minute=self.fixed * self.per_ml)
        if change is None:
            return still
        programme = change.programme
        allotted = still.per_dose * programme.bolus.ng_per_day if programme.bolus else 0
        if programme.flow is not None:
            basal = programme.flow.ul_per_day * self.per_ml
            return still._replace(per_minute=basal, allotted=allotted)
        if programme.is_even:
            basal = still.per_dose * programme.steps[0].ng_per_day
            return still._replace(per_minute=basal, allotted=allotted)
        average = Fraction(still.per_dose * programme.basal_minutes, DAY_MINUTES)
        flex = programme if still.per_dose else None
        return still._replace(per_minute=average, allotted=allotted, flex=flex)


def _flex_dose(programme: Programme, instant: int) -> int:
    """Basal delivery from the calendar's origin to an instant [dose minutes]."""
    days, minute = divmod(instant, DAY_MINUTES)
    return days * programme.basal_minutes + programme.basal_until(minute)


def _flex_day(programme: Programme, instant: int, ticks: int, per_dose: int, extra: int) -> int:
    """Day on which so many ticks, at most one day's, are used up from an instant on."""
    steps = _steps_from(programme, instant)
    while True:
        start, end, ng_per_day = next(steps)
        rate = per_dose * ng_per_day + extra
        if rate * (end - start) >= ticks:
            return (start * rate + ticks) // (rate * DAY_MINUTES)
        ticks -= rate * (end - start)


def _steps_from(programme: Programme, instant: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, ng/day) of the flex steps from an instant on, day after day."""
    midnight = instant - instant % DAY_MINUTES
    ends = [step.minute for step in programme.steps[1:]] + [DAY_MINUTES]
    while True:
        for step, end in zip(programme.steps, ends, strict=True):
            if midnight + end > instant:
                yield max(midnight + step.minute, instant), midnight + end, step.ng_per_day
        midnight += DAY_MINUTES
