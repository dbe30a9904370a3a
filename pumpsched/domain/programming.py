"""Programmes: when each takes effect, and which concentrations turn its masses into volume.

Programmes, stops and starts take effect at instants, minutes on the local clock. A fact with a
clock time counts from that minute. One with the day alone is read on the early side: what raises
the flow (or leaves it) counts from 00:00 of its day, what lowers or stops it from 00:00 of the
next, unless a later fact of its kind takes over before. Before the first programme its own flow
is assumed.

A programme of mass was told for the mixture it met. Where a later fill changed the concentration
of its drug, nobody knows which of them the pump was told: all of them are *in question* until the
next programme, and the smallest, which is the larger flow, counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.ledger import Fact, Filled, Ledger, Programmed, Started, Stopped
from pumpsched.domain.therapy import Mixture, Programme

ALWAYS = -1
"""An instant before every date accepted."""
MEETS_WITHIN = 60
"""A programme meets a fill up to so long after it, where both have a clock time [minutes]."""

Switch = tuple[int, bool]
_INSTANT = attrgetter("instant")
_SWITCHING = frozenset({Started, Stopped})


class Content(NamedTuple):
    """What a fill left in the reservoir.

    Attributes:
        at: When it was filled.
        instant: The same, in minutes on the local clock.
        mixture: What it holds from then on.
        drug: The programmed drug; None of saline.
        ng_per_ml: Its concentration [ng/mL].
    """

    at: When
    instant: int
    mixture: Mixture
    drug: str | None
    ng_per_ml: int | None


class Change(NamedTuple):
    """A programme that takes effect.

    Attributes:
        start: Instant from which it counts; the first one counts from :data:`ALWAYS`.
        programme: What the pump was told.
        at: When it was told.
        met: Which of the contents it met; -1 where nothing was filled yet.
    """

    start: int
    programme: Programme
    at: When
    met: int


class Programming(NamedTuple):
    """All that the facts of a view say of programmes.

    Attributes:
        contents: What each fill left in the reservoir.
        changes: When each programme takes effect, in order.
        has_saline: Whether any of the contents is saline.
        lowering: Numbers of the programmes that lower the flow.
        left_out: Day of the earliest planned programme left out, from which a later view may
            differ.
    """

    contents: tuple[Content, ...]
    changes: tuple[Change, ...] = ()
    has_saline: bool = False
    lowering: frozenset[int] = frozenset()
    left_out: date | None = None

    def running(self, instant: int) -> Change | None:
        """The programme whose flow runs at an instant; None if there never is one."""
        return self.in_force(instant)[0]

    def in_force(self, instant: int) -> tuple[Change | None, list[int]]:
        """What runs at an instant, if anything, and the concentrations in question for it then.

        A mass told on saline waits for the next drug, and a mass that has no flow gives way to
        the next programme given as a flow, which counts back to the fill.
        """
        begun = sum([change.start <= instant for change in self.changes])
        change = self._going_on(begun, self._filled(instant))
        if change is None:
            return None, self._held_alone(instant)
        found = self.in_question(change, instant)
        if found or change.programme.flow is not None:
            return change, found
        later = self.changes[self.changes.index(change) :]
        other = next((each for each in later if each.programme.flow is not None), change)
        return other, self.in_question(other, instant)

    @property
    def has_several_strengths(self) -> bool:
        """Whether fills brought in different concentrations."""
        return len({each.ng_per_ml for each in self.contents} - {None}) > 1

    def last_told(self, instant: int) -> Change | None:
        """The last programme told by an instant: what runs, unless another is assumed."""
        begun = [change for change in self.changes if change.start <= instant]
        return begun[-1] if begun else None

    def _going_on(self, begun: int, filled: int) -> Change | None:
        """The last of so many programmes that does not wait once so many fills count.

        Where all of them wait no flow goes on, and the last is the one in force.
        """
        told = self.changes[:begun]
        going_on = (change for change in reversed(told) if not self.waits(change, filled))
        return next(going_on, told[-1] if told else None)

    def strength(self, instant: int) -> int | None:
        """Concentration [ng/mL] that turns masses into volume at an instant, None if none does."""
        return strength_of(self.strengths(instant))

    def strengths(self, instant: int) -> list[int]:
        """The concentrations in question at an instant, in the order filled."""
        return self.in_force(instant)[1]

    def in_question(self, change: Change, instant: int) -> list[int]:
        """The concentrations of a programme's drug that it may have been told for, in order."""
        if change.start == ALWAYS and instant < change.at.instant:
            return self._held_alone(instant)
        return self._since_met(change, self._filled(instant))

    def known_by(self, day: date) -> Programming:
        """The same with the programmes told by a day alone, or with the first ever."""
        told = tuple([change for change in self.changes if change.at.day <= day])
        return self._replace(changes=told or self.changes[:1])

    def has_flow(self, instant: int) -> bool:
        """Whether any programme has a flow at an instant."""
        change, found = self.in_force(instant)
        return change is not None and change.programme.day_flow(strength_of(found)) is not None

    def against(self, new: Programme, met: int) -> int:
        """Whether a programme lowers (-1), leaves (0) or raises (1) the flow of those before it.

        A whole day's flow is compared, flex steps averaged and all allotted boluses included; the
        one before with the smallest concentration in question up to what the new one met.
        """
        old = self._going_on(len(self.changes), met + 1)
        assert old is not None, "the first programme of all is compared with none"
        smallest = min(self._since_met(old, met + 1), default=None)
        strength = self.contents[met].ng_per_ml if met >= 0 else None
        # Of one concentration the masses compare as their flows do.
        alike = smallest == strength and new.flow is old.programme.flow is None
        before = None if alike else old.programme.day_flow(smallest, boluses=True)
        after = None if alike else new.day_flow(strength, boluses=True)
        if before is not None and after is not None:
            return (after > before) - (after < before)
        if new.flow is None and old.programme.flow is None:
            masses = new.whole_day_minutes, old.programme.whole_day_minutes
            return (masses[0] > masses[1]) - (masses[0] < masses[1])
        return 1

    def held(self, instant: int) -> Content | None:
        """What is in the reservoir at an instant."""
        filled = self._filled(instant)
        return self.contents[filled - 1] if filled else None

    def _held_alone(self, instant: int) -> list[int]:
        held = self.held(instant)
        return [] if held is None or held.ng_per_ml is None else [held.ng_per_ml]

    def told_for(self, change: Change, filled: int) -> int | None:
        """Which of the first so many contents a programme was told for: met, or the next drug."""
        met = change.met
        if met >= 0 and self.contents[met].drug is not None:
            return met
        later = range(met + 1, min(filled, len(self.contents)))
        return next((n for n in later if self.contents[n].drug is not None), None)

    def _since_met(self, change: Change, filled: int) -> list[int]:
        """Concentrations in question once so many fills count."""
        first = self.told_for(change, filled)
        if first is None:
            return []
        drug = self.contents[first].drug
        counted = (self.contents[first], *self.contents[first + 1 : filled])
        return [c.ng_per_ml for c in counted if c.drug == drug and c.ng_per_ml is not None]

    def waits(self, change: Change, filled: int) -> bool:
        """Whether a mass waits for a drug once so many fills count."""
        if change.programme.flow is not None or not filled or not self.has_saline:
            return False
        if self.told_for(change, filled) is None:
            return True
        told = self._filled(change.at.instant)
        on_saline = told > 0 and self.contents[told - 1].drug is None
        return on_saline and all(each.drug is None for each in self.contents[told:filled])

    def told_on_saline(self, change: Change) -> bool:
        """Whether the reservoir held no drug when a programme was told, or when its day ended."""
        held = {self._filled(change.at.instant) - 1, change.met} - {-1}
        return any(self.contents[place].drug is None for place in held)

    def _filled(self, instant: int) -> int:
        """How many fills count at an instant."""
        return bisect_right(self.contents, instant, key=_INSTANT)


def strength_of(found: Sequence[int], *, doubted: bool = True) -> int | None:
    """Which of the concentrations in question counts, if any: the smallest, or else the last."""
    return (min(found) if doubted else found[-1]) if found else None


def programming(facts: Sequence[Fact], *, as_of: date) -> Programming:
    """What facts in order of time say of programmes, seen from a day.

    A programme dated after ``as_of`` counts only if it raises the whole day's flow over what
    this view has in force then, or if it is the first ever.
    """
    contents = contents_of(facts)
    has_saline = any(content.drug is None for content in contents)
    found = Programming(contents, has_saline=has_saline)
    pending: Change | None = None
    for fact in facts:
        if type(fact) is not Programmed:
            continue
        new, instant, met = fact.programme, fact.at.instant, _met(found.contents, fact.at)
        if pending and pending.start <= instant:
            found, pending = _with(found, pending), None
        if not found.changes:
            found = _with(found, Change(ALWAYS, new, fact.at, met))
            continue
        turn = found.against(new, met)
        if fact.at.day > as_of and turn <= 0:
            found = found._replace(left_out=found.left_out or fact.at.day)
            continue
        if turn < 0:
            found = found._replace(lowering=found.lowering | {fact.seq})
        if turn < 0 and fact.at.minute is None:
            pending = Change(instant + DAY_MINUTES, new, fact.at, met)
        else:
            found, pending = _with(found, Change(instant, new, fact.at, met)), None
    return _with(found, pending) if pending else found


def contents_of(facts: Iterable[Fact]) -> tuple[Content, ...]:
    """What each fill left in the reservoir; one that names no mixture keeps the one before."""
    mixture: Mixture | None = None
    found: list[Content] = []
    for fact in facts:
        if type(fact) is Filled:
            mixture = fact.mixture or mixture
            if mixture is not None:
                drug = mixture.drugs[0] if mixture.drugs else None
                found.append(Content(fact.at, fact.at.instant, mixture, drug, mixture.ng_per_ml))
    return tuple(found)


def _met(contents: Sequence[Content], at: When) -> int:
    """Which of the contents a programme of that time met: the last of its day, or of its hour."""
    instant = at.instant
    latest = bisect_right(contents, instant + DAY_MINUTES + MEETS_WITHIN, key=_INSTANT)
    for place in range(latest - 1, -1, -1):
        content = contents[place]
        if at.minute is not None and content.at.minute is not None:
            if content.instant <= instant + MEETS_WITHIN:
                return place
        elif content.at.day <= at.day:
            return place
    return -1


def _with(found: Programming, change: Change) -> Programming:
    return found._replace(changes=(*found.changes, change))


def programme_at(ledger: Ledger, at: When) -> Programme | None:
    """The programme in force at a time, as it was known on that day."""
    found = programming(ledger.until(at.day).facts, as_of=at.day).running(at.instant)
    return found.programme if found else None


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
