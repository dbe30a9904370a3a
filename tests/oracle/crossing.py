"""Every date against the volume itself: above the level before that day, not above it by its end.

``python -m tests.oracle.crossing --cases 1000000 [--start N] [--jobs 2]``. A random reservoir runs
even and flex programmes, one-off and patient boluses, stops and starts, each with a clock time.
The volume is worked out at one instant at a time by counting how many minutes of a stretch fall
into each step of a programme: it shares no code with the package and searches for no date.

Volumes here are *grains*: 1440 grains are one picogram of the programmed drug.
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

from tests.builders import CATALOGUE, PUMP
from tests.builders.values import (
    BolusGiven,
    Component,
    Concentration,
    Fact,
    Filled,
    FlexStep,
    Ledger,
    Mass,
    Mixture,
    PatientBolus,
    Programme,
    Programmed,
    Projection,
    Started,
    Stopped,
    Volume,
    When,
    WindowRules,
    project,
)
from tests.oracle.sweep import sweep

DAY = 1440
_FIRST_DAY = date(2018, 1, 1).toordinal()
_STRENGTHS = (500_000, 2_000_000, 333_000, 1_234_500, 999, 25_000_000)
_FLOWS = (60, 96, 120, 144, 200, 240, 333, 480, 721, 1440)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pump was told at an instant: steps (minute, ng/day), a bolus (ng), how often."""

    since: int
    steps: tuple[tuple[int, int], ...]
    bolus_ng: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Course:
    """One fill and all that draws on it; instants are minutes, draws are grains."""

    filled_at: int
    start_ul: int
    ng_per_ml: int
    level_ul: int
    settings: tuple[Setting, ...]
    turns: tuple[tuple[int, bool], ...]
    draws: tuple[tuple[int, Mass | Volume], ...]

    @property
    def grains_per_ul(self) -> int:
        """Grains in a microlitre."""
        return self.ng_per_ml * DAY

    def drawn_grains(self, amount: Mass | Volume) -> int:
        """Grains of a one-off bolus."""
        if isinstance(amount, Mass):
            return amount.ng * 1000 * DAY
        return amount.ul * self.grains_per_ul

    def grains_at(self, instant: int, *, boluses: bool, after_draws: bool = True) -> int:
        """What is left at an instant, before or after what is drawn at that very instant.

        It goes on below zero where more was asked for than there was.
        """
        left = self.start_ul * self.grains_per_ul
        for at, amount in self.draws:
            if at < instant or (after_draws and at == instant):
                left -= self.drawn_grains(amount)
        changes = {s.since for s in self.settings} | {at for at, _ in self.turns}
        inside = {at for at in changes if self.filled_at < at < instant}
        for begin, end in pairwise(sorted({self.filled_at, instant, *inside})):
            turns = [runs for at, runs in self.turns if at <= begin]
            if not turns or turns[-1]:
                left -= _used(self._setting_at(begin), begin, end, boluses=boluses)
        return left

    def _setting_at(self, instant: int) -> Setting:
        started = [setting for setting in self.settings if setting.since <= instant]
        return started[-1] if started else self.settings[0]


def _used(setting: Setting, begin: int, end: int, *, boluses: bool) -> int:
    used = 0
    for i, (minute, ng_per_day) in enumerate(setting.steps):
        stop = setting.steps[i + 1][0] if i + 1 < len(setting.steps) else DAY
        minutes = _minutes_in_step(end, minute, stop) - _minutes_in_step(begin, minute, stop)
        used += 1000 * ng_per_day * minutes
    if boluses:
        used += 1000 * setting.bolus_ng * setting.per_day * (end - begin)
    return used


def _minutes_in_step(instant: int, minute: int, stop: int) -> int:
    """Minutes before an instant whose clock time lies in a step, since the calendar began."""
    days, clock = divmod(instant, DAY)
    return days * (stop - minute) + min(max(clock - minute, 0), stop - minute)


def random_course(seed: int) -> Course:
    """The course of a seed: a third of them round, and half of those met at the very midnight."""
    random = Random(seed)
    is_round = random.randrange(3) == 0
    strength = _STRENGTHS[0] if is_round else random.choice(_STRENGTHS)
    filled_at = (_FIRST_DAY + random.randrange(4000)) * DAY + _clock(random, is_round)
    start_ul = 1000 * random.randrange(1, 41) if is_round else random.randrange(1, 40_001)
    level_ul = random.choice((500, 1000, 2000, 3000, random.randrange(0, 6000)))
    count = random.choice((1, 1, 1, 2, 3))
    settings = [
        _setting(random, filled_at, strength, is_round=is_round, first=not number)
        for number in range(count)
    ]
    settings.sort(key=lambda setting: setting.since)
    if is_round and random.randrange(2):
        return _met_at_midnight(random, settings[0], strength, level_ul)
    return Course(
        filled_at=filled_at,
        start_ul=start_ul,
        ng_per_ml=strength,
        level_ul=level_ul,
        settings=tuple(settings),
        turns=tuple(_turns(random, filled_at, is_round=is_round)),
        draws=tuple(sorted(_draws(random, filled_at, strength), key=lambda draw: draw[0])),
    )


def _met_at_midnight(random: Random, setting: Setting, strength: int, level_ul: int) -> Course:
    """One programme all along, filled at midnight with whole days' use above the level."""
    midnight = setting.since - setting.since % DAY
    boluses = random.randrange(2) == 0
    daily = Fraction(_used(setting, 0, DAY, boluses=boluses), strength * DAY)
    days = random.randrange(1, 90) * daily.denominator
    start_ul = level_ul + int(days * daily)
    return Course(midnight, start_ul, strength, level_ul, (setting,), (), ())


def _clock(random: Random, is_round: bool) -> int:
    return random.choice((0, 0, 720)) if is_round else random.randrange(DAY)


def _setting(random: Random, near: int, strength: int, *, is_round: bool, first: bool) -> Setting:
    since = near if first else near + random.randrange(-2, 60) * DAY + _clock(random, is_round)
    flow = random.choice(_FLOWS)
    rate = max(1, flow * strength // 1000)
    steps = [(0, rate)]
    if random.randrange(3) == 0:
        times = sorted({random.randrange(1, 96) * 15 for _ in range(random.randrange(1, 4))})
        factors = (0, 1, 1, 2, 3) if is_round else (0, 31, 97, 100, 250)
        base = rate if is_round else rate // 100
        steps += [(minute, base * random.choice(factors)) for minute in times]
    bolus = max(1, rate // 20) if random.randrange(3) == 0 else 0
    return Setting(since, tuple(steps), bolus, random.randrange(1, 7) if bolus else 0)


def _turns(random: Random, near: int, *, is_round: bool) -> Iterator[tuple[int, bool]]:
    if random.randrange(4) == 0:
        at = near + random.randrange(0, 60) * DAY + _clock(random, is_round)
        yield at, False
        if random.randrange(5):
            yield at + random.choice((1, 60, DAY, 5 * DAY, 7 * DAY + 13)), True


def _draws(random: Random, near: int, strength: int) -> Iterator[tuple[int, Mass | Volume]]:
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        at = near + random.choice((0, 1, DAY, random.randrange(90 * DAY)))
        volume = random.randrange(1, 1500)
        mass = max(1, volume * strength // 1000)
        yield at, Volume(volume) if random.randrange(2) else Mass(mass)


def _when(instant: int) -> When:
    return When(date.fromordinal(instant // DAY), instant % DAY)


def _facts(course: Course) -> Iterator[Fact]:
    strength = Concentration(course.ng_per_ml)
    mixture = Mixture((Component("baclofen", strength),))
    yield Filled(at=_when(course.filled_at), injected=Volume(course.start_ul), mixture=mixture)
    for s in course.settings:
        bolus = PatientBolus(Mass(s.bolus_ng), s.per_day) if s.bolus_ng else None
        steps = tuple(FlexStep(minute, rate) for minute, rate in s.steps)
        yield Programmed(at=_when(s.since), programme=Programme(steps, bolus))
    for at, runs in course.turns:
        yield Started(at=_when(at)) if runs else Stopped(at=_when(at))
    for at, amount in course.draws:
        yield BolusGiven(at=_when(at), amount=amount)


def projection_of(course: Course) -> Projection:
    """What the core makes of a course, seen from the last day on which anything happens."""
    facts = list(_facts(course))
    ledger = Ledger.of(facts)
    last = max(fact.at.day for fact in facts)
    rules = WindowRules(alarm_ul=course.level_ul)
    return project(ledger, PUMP, rules, CATALOGUE, as_of=last)


def _wrong_date(
    course: Course, level_ul: int, day: date | None, *, boluses: bool, horizon: date
) -> str:
    """Why a date is early or late; empty if it is the day on which the level is first met."""
    level = level_ul * course.grains_per_ul
    begins = (horizon.toordinal() + 1 if day is None else day.toordinal()) * DAY
    if begins > course.filled_at:
        # Within the last minute nothing changes, so its two ends tell all of it.
        minute_before = course.grains_at(begins - 1, boluses=boluses)
        just_before = course.grains_at(begins, boluses=boluses, after_draws=False)
        if minute_before <= level or just_before < level:
            return f"{day} is late for {level_ul} µL"
    if day is None:
        return ""
    ends = begins + DAY
    last_minute = course.grains_at(max(ends - 1, course.filled_at), boluses=boluses)
    at_the_end = course.grains_at(ends, boluses=boluses, after_draws=False)
    if last_minute > level and at_the_end >= level:
        return f"{day} is early for {level_ul} µL"
    return ""


def _left_on(course: Course, day: date) -> int:
    """Grains when a day begins, or after the fill of that day, less what the day draws later."""
    midnight = day.toordinal() * DAY
    seen_at = max(midnight, course.filled_at)
    later = [amount for at, amount in course.draws if seen_at < at < midnight + DAY]
    left = max(course.grains_at(seen_at, boluses=False), 0)
    return max(left - sum(course.drawn_grains(amount) for amount in later), 0)


def wrong_dates(seed: int) -> list[str]:
    """What is wrong with the dates and the volume of a seed's course."""
    course = random_course(seed)
    projection = projection_of(course)
    window = projection.window
    assert window is not None
    filled = window.filled_on
    last_of_month = monthrange(filled.year + 10, filled.month)[1]
    horizon = date(filled.year + 10, filled.month, min(filled.day, last_of_month))
    checks = (
        _wrong_date(course, course.level_ul, window.alarm_on, boluses=True, horizon=horizon),
        _wrong_date(
            course, course.level_ul, window.alarm_nominal_on, boluses=False, horizon=horizon
        ),
        _wrong_date(course, 0, window.empty_on, boluses=True, horizon=horizon),
    )
    wrong = [each for each in checks if each]
    left = _left_on(course, projection.as_of)
    if projection.volume_ul != Fraction(left, course.grains_per_ul):
        wrong.append(f"{projection.volume_ul} µL is not {left} grains")
    return wrong


if __name__ == "__main__":
    sys.exit(sweep(wrong_dates, name="crossing", arguments=sys.argv[1:]))
