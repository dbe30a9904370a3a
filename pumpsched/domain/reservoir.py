"""The reservoir from one fill on: its volume at an instant, and when it falls to a level.

Everything is counted in *ticks*, integers chosen so that one minute's delivery is whole: a
microlitre is ``concentration [ng/mL] x 1440`` ticks, so a dose of d ng/day takes 1000 d ticks a
minute. Days are rounded down, volumes too: a date is never later than the truth.

Programmes, stops and starts take effect at instants, minutes on the local clock (:class:`When`).
A fact with a clock time counts from that minute. One with the day alone is read on the early
side: what raises the flow (or leaves it) counts from 00:00 of its day, what lowers or stops it
from 00:00 of the next, unless a later fact of its kind takes over before. Before the first
programme its own flow is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pumpsched.domain.ledger import (
    BolusGiven,
    Fact,
    Filled,
    Ledger,
    Programmed,
    Started,
    Stopped,
    When,
)
from pumpsched.domain.quantities import Volume
from pumpsched.domain.therapy import DAY_MINUTES, Mixture, Programme

ALWAYS = -1
"""An instant before every date accepted."""

_SWITCHING = frozenset({Started, Stopped})

ProgrammeChange = tuple[int, Programme]
Switch = tuple[int, bool]


def programme_changes(
    facts: Sequence[Fact], *, as_of: date
) -> tuple[list[ProgrammeChange], date | None]:
    """Instants at which each programme takes effect, and when this view ends.

    A programme dated after ``as_of`` counts only if it raises the whole day's flow over what
    this view has in force then, or if it is the first ever.

    Returns:
        The changes in order, the first from :data:`ALWAYS`; and the day of the earliest planned
        programme left out, from which a later view may differ.
    """
    changes: list[ProgrammeChange] = []
    pending: ProgrammeChange | None = None
    left_out: date | None = None
    for fact in facts:
        if type(fact) is not Programmed:
            continue
        new, instant = fact.programme, fact.at.instant
        if not changes:
            changes.append((ALWAYS, new))
            continue
        if pending and pending[0] <= instant:
            changes.append(pending)
            pending = None
        in_force = changes[-1][1].whole_day_minutes
        if fact.at.day > as_of and new.whole_day_minutes <= in_force:
            left_out = left_out or fact.at.day
        elif fact.at.minute is None and new.whole_day_minutes < in_force:
            pending = (instant + DAY_MINUTES, new)
        else:
            changes.append((instant, new))
            pending = None
    if pending:
        changes.append(pending)
    return changes, left_out


def switches(facts: Sequence[Fact]) -> list[Switch]:
    """Instants from which the pump runs (True) or is stopped (False), in order.

    A stop and a start with the same day alone leave the pump running.
    """
    if _SWITCHING.isdisjoint(map(type, facts)):
        return []
    kept = [fact for fact in facts if type(fact) in _SWITCHING]
    overruled = overruled_stops(kept)
    changes: list[Switch] = []
    pending: Switch | None = None
    for fact in kept:
        runs, instant, day_alone = type(fact) is Started, fact.at.instant, fact.at.minute is None
        if fact.seq in overruled:
            continue
        if pending and pending[0] <= instant:
            changes.append(pending)
            pending = None
        running = changes[-1][1] if changes else True
        if day_alone and running and not runs:
            pending = (instant + DAY_MINUTES, False)
        else:
            changes.append((instant, runs))
            pending = None
    return [*changes, pending] if pending else changes


def overruled_stops(facts: Iterable[Fact]) -> frozenset[int]:
    """The stops (by ``seq``) that a start with the same day alone overrules."""
    day_alone = [fact for fact in facts if fact.at.minute is None]
    started = {fact.at.day for fact in day_alone if type(fact) is Started}
    return frozenset(f.seq for f in day_alone if type(f) is Stopped and f.at.day in started)


class Stretch(NamedTuple):
    """A time of unchanged settings.

    Attributes:
        start: First instant [minutes].
        drawn: One-off boluses taken at the start [ticks].
        per_minute: Basal delivery [ticks/minute]; the flex average where ``flex`` is given.
        allotted: Every allotted patient bolus, spread over the day [ticks/minute].
        flex: The programme whose steps vary over the day, else None.
    """

    start: int
    drawn: int
    per_minute: Fraction | int
    allotted: int
    flex: Programme | None

    def used(self, until: int, *, boluses: bool) -> int:
        """Delivery from the start until an instant [ticks]."""
        minutes = until - self.start
        extra = self.allotted * minutes if boluses else 0
        if self.flex is None:
            return int(self.per_minute * minutes) + extra
        return _flex_ticks(self.flex, until) - _flex_ticks(self.flex, self.start) + extra

    def day_of(self, ticks: int, *, boluses: bool) -> int | None:
        """Day (ordinal) on which so many ticks (> 0) are used up, or None if never."""
        extra = self.allotted if boluses else 0
        if self.flex is None:
            rate = int(self.per_minute) + extra
            return (self.start * rate + ticks) // (rate * DAY_MINUTES) if rate else None
        daily = 1000 * self.flex.basal_minutes + extra * DAY_MINUTES
        days, rest = divmod(ticks - 1, daily)
        return _flex_day(self.flex, self.start + days * DAY_MINUTES, rest + 1, extra)


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
            left -= stretch.drawn
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
        left = self.start_ul * self.ticks_per_ul
        now = self.stretches[0]
        for after in self.stretches[1:]:
            if after.start > instant:
                break
            left -= now.drawn + now.used(after.start, boluses=boluses)
            now = after
        left -= now.drawn + now.used(instant, boluses=boluses)
        return max(left, 0)

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
    mixture: Mixture,
    *,
    facts: Sequence[Fact],
    programmes: Sequence[ProgrammeChange],
    switches: Sequence[Switch],
    fixed_flow_ul_per_day: int | None = None,
) -> Reservoir:
    """The reservoir after ``fill``, as the facts that follow it draw on it.

    Args:
        fill: The fill to count from.
        mixture: What it put in (a fill may name none and keep the one before).
        facts: The pump's facts in order of time.
        programmes: Changes of programme, see :func:`~pumpsched.domain.reservoir.programme_changes`.
        switches: Stops and starts, see :func:`~pumpsched.domain.reservoir.switches`.
        fixed_flow_ul_per_day: Flow of a constant-flow pump [µL/day], which no programme changes.
    """
    per_ml = mixture.programmed.concentration.ng_per_ml
    fixed = None if fixed_flow_ul_per_day is None else fixed_flow_ul_per_day * per_ml
    start = fill.at.instant
    draws = _draws(fill, facts, per_ml)
    turns: tuple[tuple[int, object], ...] = (*programmes, *switches, *draws)
    later = {instant for instant, _ in turns if instant > start}
    stretches = [
        _stretch(instant, programmes, switches, draws, fixed) for instant in (start, *sorted(later))
    ]
    return Reservoir(fill.start_ul, per_ml * DAY_MINUTES, tuple(stretches))


def _draws(fill: Filled, facts: Sequence[Fact], per_ml: int) -> list[tuple[int, int]]:
    """One-off boluses since the fill as (instant, ticks)."""
    given: list[tuple[int, int]] = []
    for fact in reversed(facts):
        if fact is fill:
            break
        if type(fact) is BolusGiven:
            given.append((fact.at.instant, _ticks(fact, per_ml)))
    return given


def _ticks(bolus: BolusGiven, per_ml: int) -> int:
    amount = bolus.amount
    if isinstance(amount, Volume):
        return amount.ul * per_ml * DAY_MINUTES
    return 1000 * amount.ng * DAY_MINUTES


def _stretch(
    instant: int,
    programmes: Sequence[ProgrammeChange],
    switches: Sequence[Switch],
    draws: Sequence[tuple[int, int]],
    fixed: int | None,
) -> Stretch:
    drawn = sum([ticks for at, ticks in draws if at == instant])
    running = True
    for at, runs in switches:
        if at > instant:
            break
        running = runs
    if not running:
        return Stretch(instant, drawn, 0, 0, None)
    if fixed is not None:
        return Stretch(instant, drawn, fixed, 0, None)
    programme = in_force(programmes, instant)
    if programme is None:
        return Stretch(instant, drawn, 0, 0, None)
    allotted = 1000 * programme.bolus.ng_per_day if programme.bolus else 0
    if programme.is_even:
        return Stretch(instant, drawn, 1000 * programme.steps[0].ng_per_day, allotted, None)
    average = Fraction(1000 * programme.basal_minutes, DAY_MINUTES)
    return Stretch(instant, drawn, average, allotted, programme)


def in_force(programmes: Sequence[ProgrammeChange], instant: int) -> Programme | None:
    """The programme in force at an instant, None if there never is one."""
    found = None
    for at, programme in programmes:
        if at > instant:
            break
        found = programme
    return found


def programme_at(ledger: Ledger, at: When) -> Programme | None:
    """The programme in force at a time, as it was known on that day."""
    changes, _ = programme_changes(ledger.until(at.day).facts, as_of=at.day)
    return in_force(changes, at.instant)


def _flex_ticks(programme: Programme, instant: int) -> int:
    """Basal delivery from the calendar's origin to an instant [ticks]."""
    days, minute = divmod(instant, DAY_MINUTES)
    return 1000 * (days * programme.basal_minutes + programme.basal_until(minute))


def _flex_day(programme: Programme, instant: int, ticks: int, extra: int) -> int:
    """Day on which so many ticks, at most one day's, are used up from an instant on."""
    steps = _steps_from(programme, instant)
    while True:
        start, end, ng_per_day = next(steps)
        rate = 1000 * ng_per_day + extra
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
